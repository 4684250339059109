//! Kinds of files: what a definition may ask for, and how bytes are told apart.

/// A kind of file that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// PDF document.
    Pdf,
    /// JPEG picture.
    Jpg,
    /// PNG picture.
    Png,
    /// Table of data as text, RFC 4180.
    Csv,
}

/// How each kind but plain text begins.
const SIGNATURES: [(FileKind, &[u8]); 3] = [
    (FileKind::Pdf, b"%PDF-"),
    (FileKind::Jpg, b"\xff\xd8\xff"),
    (FileKind::Png, b"\x89PNG\r\n\x1a\n"),
];

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Jpg, Self::Png, Self::Csv];

    /// What a file is. Its bytes decide, whatever its name says; only a table of data, which is plain text
    /// and has no sign of its own, is told by its name, and its bytes must not contradict it.
    #[must_use]
    pub fn recognise(name: &str, bytes: &[u8]) -> Option<Self> {
        let signed = SIGNATURES
            .into_iter()
            .find_map(|(kind, start)| bytes.starts_with(start).then_some(kind));
        let named = || name.to_ascii_lowercase().ends_with(".csv") && is_plain_text(bytes);
        signed.or_else(|| named().then_some(Self::Csv))
    }

    /// The word of the definition, which is also how such a file's name ends.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpg => "jpg",
            Self::Png => "png",
            Self::Csv => "csv",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Its name in HTTP.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
            Self::Csv => "text/csv",
        }
    }

    /// The kind of that name in HTTP.
    #[must_use]
    pub fn from_media_type(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == name)
    }
}

/// Whether bytes can be text in UTF-8 or in one of the 8-bit sets that spreadsheets still write.
fn is_plain_text(bytes: &[u8]) -> bool {
    let written = |byte: &u8| !byte.is_ascii_control() || matches!(byte, b'\t' | b'\r' | b'\n');
    bytes.iter().all(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let told = |name, bytes: &[u8]| FileKind::recognise(name, bytes);
        assert_eq!(told("plano.png", b"%PDF-1.7 ..."), Some(FileKind::Pdf));
        assert_eq!(told("foto", b"\xff\xd8\xff\xe0"), Some(FileKind::Jpg));
        assert_eq!(told("plano.pdf", b"MZ this is a program"), None);
        assert_eq!(told("nada.pdf", b""), None);
    }

    #[test]
    fn a_table_of_data_is_told_by_its_name_and_must_be_text() {
        let told = |name, bytes: &[u8]| FileKind::recognise(name, bytes);
        assert_eq!(
            told("Gastos.CSV", "año;monto\r\n2025;10\r\n".as_bytes()),
            Some(FileKind::Csv)
        );
        assert_eq!(told("gastos.csv", b"a\xf1o;monto\n"), Some(FileKind::Csv));
        assert_eq!(told("gastos.txt", b"a;b\n"), None);
        assert_eq!(told("gastos.csv", b"MZ\x90\x00\x03"), None);
        assert_eq!(told("gastos.csv", b"%PDF-1.7"), Some(FileKind::Pdf));
    }
}
