//! What agreed once goes on agreeing, and what does not is listed with its reason.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What does not agree, and why: `docs/conformance.md`.
const KNOWN: &str = include_str!("../known-failures.txt");

/// Where others' data lie: the folder that the variable names, else beside the checkout.
fn data(suite: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    let folder = std::env::var_os("VENTANILLA_CONFORMANCE").map_or(beside, PathBuf::from);
    let folder = folder.join(suite);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {suite} is not there (VENTANILLA_CONFORMANCE names its folder)");
    None
}

#[test]
fn the_dmn_tck_agrees_but_for_what_is_listed() {
    let Some(folder) = data("dmn-tck") else {
        return;
    };
    let report = conformance::dmn_tck::run(&folder).unwrap();
    let failing: BTreeSet<String> = report
        .failures
        .iter()
        .map(|failure| format!("{} {}", failure.file, failure.case))
        .collect();
    let known: BTreeSet<String> = KNOWN
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let new: Vec<&String> = failing.difference(&known).collect();
    let mended: Vec<&String> = known.difference(&failing).collect();
    assert!(new.is_empty(), "these agreed before: {new:#?}");
    assert!(
        mended.is_empty(),
        "these agree now; take them off the list: {mended:#?}"
    );
    println!("{} passed, {} failed", report.passed, failing.len());
}
