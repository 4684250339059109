//! `ventanilla check`: whether a definition is sound, with line and remedy.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use text::Lang;

/// Prints what is wrong with a definition's folder.
pub(crate) fn run(folder: &Path) -> anyhow::Result<ExitCode> {
    let files = read(folder)?;
    let findings = services::check::check(&files);
    for finding in &findings {
        println!("{}", finding.say(Lang::Es));
    }
    if findings.is_empty() {
        println!("{}: nada que corregir", folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

fn read(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)
        .with_context(|| format!("the folder {} cannot be read", folder.display()))?
    {
        let path = entry?.path();
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|_| path.is_file())
        else {
            continue;
        };
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{} is not a text", path.display()))?;
        files.insert(name.to_owned(), text);
    }
    Ok(files)
}
