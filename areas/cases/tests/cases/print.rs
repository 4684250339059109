//! What a document says in print.

/// The words of a PDF without the breaks of its lines, where poppler is there to read them.
pub(crate) fn words_of(pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, pdf).unwrap();
    let read = std::process::Command::new("pdftotext")
        .arg(file.path())
        .arg("-")
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&read.stdout).into_owned();
    // Long words are broken at invisible places.
    let text = text.replace('\u{200b}', "");
    Some(text.split_whitespace().collect())
}
