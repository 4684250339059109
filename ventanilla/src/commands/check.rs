//! `ventanilla check`: whether a definition is sound, with line and remedy.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use services::Definition;
use services::burden::Burden;
use text::Lang;

/// The file that makes a folder a definition.
const FICHA: &str = "service.yaml";

/// Prints what is wrong with each definition in a folder, and what it asks of people.
pub(crate) fn run(folder: &Path, lang: &str) -> anyhow::Result<ExitCode> {
    let lang = Lang::from_tag(lang).context("the language is es or en")?;
    let folders = definitions_in(folder)?;
    let mut is_sound = true;
    for folder in &folders {
        let files = read(folder)?;
        let findings = services::check::check(&files);
        is_sound &= findings.is_empty();
        for finding in &findings {
            println!("{}/{}", folder.display(), finding.say(lang));
        }
        if let (true, Ok(definition)) = (findings.is_empty(), Definition::parse(&files)) {
            let sound = match lang {
                Lang::En => "nothing to mend",
                _ => "nada que corregir",
            };
            println!("{}: {sound}", folder.display());
            let burden = Burden::of(&definition, &registries::base_fields());
            for line in burden.say(lang) {
                println!("    {line}");
            }
        }
    }
    Ok(match is_sound {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The folder itself, or those within it that hold a definition: agencies, and in them services.
pub(super) fn definitions_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if folder.join(FICHA).exists() {
        return Ok(vec![folder.to_owned()]);
    }
    let mut found = Vec::new();
    for agency in folders_in(folder)? {
        if agency.join(FICHA).exists() {
            found.push(agency);
            continue;
        }
        let services = folders_in(&agency)?;
        found.extend(
            services
                .into_iter()
                .filter(|service| service.join(FICHA).exists()),
        );
    }
    // Without any, the folder itself is at fault, and its findings say so.
    if found.is_empty() {
        found.push(folder.to_owned());
    }
    Ok(found)
}

fn folders_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = || format!("the folder {} cannot be read", folder.display());
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// The texts of a definition by name.
pub(super) fn read(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
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
