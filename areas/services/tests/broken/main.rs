//! Broken definitions: each is told with its file, its line and what to do, in Spanish and English, and none is
//! published.
//!
//! `base/` is a sound definition with one of everything. Every file of `families/` lists what breaks it: where, what
//! is replaced by what, and what must be said of it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by stopping"
)]

mod mutations;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;
use services::{Error, Files, Finding};
use text::Lang;

/// A way to break the base.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    /// The file that is changed.
    file: String,
    /// What is replaced, once; without it the whole file, which may also be new.
    from: Option<String>,
    /// What stands there instead; without it the file is taken away.
    to: Option<String>,
    /// More than once: the new words stand so often before what they would replace, `{n}` numbered.
    #[serde(default = "once")]
    times: usize,
    /// How many copies of the file are added, under numbered names.
    #[serde(default)]
    copies: usize,
    /// More that is replaced in other files.
    #[serde(default)]
    also: Vec<Also>,
    says: Says,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    file: String,
    from: String,
    to: String,
}

/// What must be said.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Says {
    /// The file, where it is not the one that was changed.
    file: Option<String>,
    /// Words of the line that is named; without them no line is.
    at: Option<String>,
    es: String,
    en: String,
}

const fn once() -> usize {
    1
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

/// The files of a folder by name.
fn folder(path: &Path) -> Files {
    let entries = std::fs::read_dir(path).unwrap();
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn base() -> Files {
    folder(&here().join("base"))
}

/// Every entry with its family and name.
fn corpus() -> Vec<(String, Broken)> {
    let mut all = Vec::new();
    for (family, yaml) in folder(&here().join("families")) {
        let entries: Vec<BTreeMap<String, Broken>> =
            serde_saphyr::from_str(&yaml).unwrap_or_else(|error| panic!("{family}: {error}"));
        let named = entries.into_iter().flatten();
        all.extend(named.map(|(name, entry)| (format!("{family}: {name}"), entry)));
    }
    all
}

impl Broken {
    fn files(&self, name: &str) -> Files {
        let mut files = base();
        let mut replace = |file: &str, from: &str, to: &str| {
            let text = files.get_mut(file).unwrap();
            assert!(text.contains(from), "{name}: {file} has no {from}");
            let changed = text.replacen(from, to, 1);
            assert!(*text != changed, "{name} changes nothing");
            *text = changed;
        };
        for also in &self.also {
            replace(&also.file, &also.from, &also.to);
        }
        let to = self.to.as_ref().map(|to| match self.times {
            1 => to.clone(),
            times => {
                let numbered = (1..=times).map(|n| to.replace("{n}", &n.to_string()));
                numbered.collect::<String>() + self.from.as_deref().unwrap_or_default()
            }
        });
        match (&self.from, to) {
            (Some(from), Some(to)) => replace(&self.file, from, &to),
            (None, Some(to)) => {
                for copy in 0..self.copies {
                    files.insert(format!("{copy}-{}", self.file), to.clone());
                }
                files.insert(self.file.clone(), to);
            }
            (_, None) => {
                assert!(files.remove(&self.file).is_some(), "{name}: no such file");
            }
        }
        files
    }

    /// Whether a finding says what is expected, at the line that is expected.
    fn is_told(&self, files: &Files, finding: &Finding) -> bool {
        let file = self.says.file.as_ref().unwrap_or(&self.file);
        let line = self.says.at.as_ref().map(|at| {
            let text = files.get(file).map_or("", String::as_str);
            let found = text.lines().position(|line| line.contains(at.as_str()));
            found.unwrap_or_else(|| panic!("{file} has no line with {at}")) + 1
        });
        finding.file == *file
            && finding.line == line
            && finding.says.as_str(Lang::Es).contains(&self.says.es)
            && finding.says.as_str(Lang::En).contains(&self.says.en)
    }
}

fn said(findings: &[Finding]) -> String {
    let said = findings.iter().flat_map(|finding| {
        let line = finding.say(Lang::Es);
        [line, finding.say(Lang::En)]
    });
    let short = said.map(|line| line.chars().take(400).collect::<String>());
    short.collect::<Vec<_>>().join("\n    ")
}

#[test]
fn the_base_is_sound_and_published() {
    let files = base();
    let found = services::check::check(&files);
    assert!(found.is_empty(), "{}", said(&found));
    let (store, _folder) = store::testing::sqlite(&[services::MIGRATIONS]);
    store
        .write_blocking(move |tx| services::publish(tx, &files, Timestamp::UNIX_EPOCH))
        .unwrap();
}

#[test]
fn what_machines_write_otherwise_is_no_mistake() {
    let windows = |text: &String| text.replace('\n', "\r\n");
    let marked = |text: &String| format!("\u{feff}{text}");
    for change in [&windows as &dyn Fn(&String) -> String, &marked] {
        let changed = base()
            .iter()
            .map(|(name, text)| (name.clone(), change(text)))
            .collect();
        let found = services::check::check(&changed);
        assert!(found.is_empty(), "{}", said(&found));
    }
}

#[test]
fn the_corpus_is_large_and_every_entry_has_a_name_of_its_own() {
    let corpus = corpus();
    let names: std::collections::BTreeSet<&String> = corpus.iter().map(|(name, _)| name).collect();
    assert!(
        names.len() == corpus.len() && names.len() >= 110,
        "{}",
        names.len()
    );
}

#[test]
fn every_broken_definition_is_told_with_its_place_and_remedy() {
    let mut untold = Vec::new();
    for (name, broken) in corpus() {
        let files = broken.files(&name);
        let found = services::check::check(&files);
        if !found.iter().any(|finding| broken.is_told(&files, finding)) {
            untold.push(format!("{name}\n    {}", said(&found)));
        }
    }
    assert!(
        untold.is_empty(),
        "{} of the corpus:\n{}",
        untold.len(),
        untold.join("\n")
    );
}

#[test]
fn no_broken_definition_is_published() {
    let (store, _folder) = store::testing::sqlite(&[services::MIGRATIONS]);
    for (name, broken) in corpus() {
        let files = broken.files(&name);
        let refused =
            store.write_blocking(move |tx| services::publish(tx, &files, Timestamp::UNIX_EPOCH));
        assert!(
            matches!(refused, Err(Error::Unsound(found)) if !found.is_empty()),
            "{name}"
        );
    }
    let catalogue = services::Catalogue::new(services::Library::default());
    let shared = catalogue.clone();
    store.read_blocking(move |db| shared.reload(db)).unwrap();
    assert!(catalogue.all().is_empty());
}
