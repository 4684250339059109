//! The checklists of `CONTRIBUTING.md` that a machine can follow: whoever adds a table, a language or a
//! service, and forgets a step, is told which.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What every service's folder holds.
const SERVICE_FILES: [&str; 5] = [
    "service.yaml",
    "form.yaml",
    "process.yaml",
    "act.typ",
    "tests.yaml",
];

/// Follows every checklist and names what was forgotten.
pub(crate) fn follow(root: &Path, breaches: &mut Vec<String>) -> anyhow::Result<()> {
    for floor in ["areas", "foundations"] {
        for room in folders(&root.join(floor))? {
            follow_table(&room, breaches)?;
            follow_language(&room, breaches)?;
        }
    }
    follow_language(&root.join("ventanilla"), breaches)?;
    for agency in folders(&root.join("definitions"))? {
        for service in folders(&agency)? {
            follow_service(&service, breaches);
        }
    }
    Ok(())
}

/// A migration is listed where the program applies it, statements where a test prepares them.
fn follow_table(room: &Path, breaches: &mut Vec<String>) -> anyhow::Result<()> {
    let Ok(list) = fs::read_to_string(room.join("src/lib.rs")) else {
        return Ok(());
    };
    // The store's own tables come before all others, by its own file.
    let lists = list + &fs::read_to_string(room.join("src/migrations.rs")).unwrap_or_default();
    for file in files(&room.join("migrations"))? {
        let name = name_of(&file);
        if !lists.contains(&format!("migrations/{name}")) {
            breaches.push(format!("{}: no MIGRATIONS lists it", file.display()));
        }
    }
    for file in sources(&room.join("src"))? {
        let text = fs::read_to_string(&file)?;
        let defines = text.lines().any(|line| {
            line.starts_with("store::statements! {") || line.starts_with("crate::statements! {")
        });
        let module = module_of(&file);
        if defines && !lists.contains(&format!("{module}::STATEMENTS")) {
            breaches.push(format!(
                "{}: its statements are in no STATEMENTS, so no test prepares them",
                file.display()
            ));
        }
    }
    Ok(())
}

/// English says everything that Spanish says; no language says what Spanish does not.
fn follow_language(room: &Path, breaches: &mut Vec<String>) -> anyhow::Result<()> {
    let locales = room.join("locales");
    let Ok(spanish) = fs::read_to_string(locales.join("es.toml")) else {
        return Ok(());
    };
    let spanish = keys(&spanish);
    for file in files(&locales)? {
        let other = fs::read_to_string(&file)?;
        let other = keys(&other);
        for unknown in other.difference(&spanish) {
            breaches.push(format!("{}: Spanish has no {unknown}", file.display()));
        }
        if name_of(&file) == "en.toml" {
            for missing in spanish.difference(&other) {
                breaches.push(format!("{}: {missing} is missing", file.display()));
            }
        }
    }
    Ok(())
}

fn follow_service(service: &Path, breaches: &mut Vec<String>) {
    for name in SERVICE_FILES {
        if !service.join(name).is_file() {
            breaches.push(format!("{}: it has no {name}", service.display()));
        }
    }
}

/// The forms of one text by number, which each language has its own of.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The names of texts, `section.name`; a text with plural forms is its section.
fn keys(text: &str) -> BTreeSet<String> {
    let mut section = String::new();
    let mut keys = BTreeSet::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        } else if let Some((name, _)) = line.split_once(" = ") {
            keys.insert(if PLURALS.contains(&name) {
                section.clone()
            } else {
                format!("{section}.{name}")
            });
        }
    }
    keys
}

/// The module that a source file is: `keys` for `keys/mod.rs`.
fn module_of(file: &Path) -> String {
    match name_of(file).as_str() {
        "mod.rs" => file.parent().map(name_of).unwrap_or_default(),
        name => name.trim_end_matches(".rs").to_owned(),
    }
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn folders(of: &Path) -> anyhow::Result<Vec<PathBuf>> {
    Ok(entries(of)?
        .into_iter()
        .filter(|path| path.is_dir())
        .collect())
}

fn files(of: &Path) -> anyhow::Result<Vec<PathBuf>> {
    Ok(entries(of)?
        .into_iter()
        .filter(|path| path.is_file())
        .collect())
}

/// Every Rust file below a folder, except tests.
fn sources(of: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = files(of)?;
    found.retain(|file| name_of(file).ends_with(".rs") && name_of(file) != "tests.rs");
    for folder in folders(of)? {
        if name_of(&folder) != "tests" {
            found.append(&mut sources(&folder)?);
        }
    }
    Ok(found)
}

fn entries(of: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !of.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(of)? {
        found.push(entry?.path());
    }
    found.sort();
    Ok(found)
}
