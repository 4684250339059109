//! Suites that others made, run over what we build: `cargo xtask conformance dmn-tck DIR`.

use crate::system;

/// Builds the runner and hands on what follows on the command line.
pub(crate) fn run(arguments: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let handed_on: Vec<String> = arguments.collect();
    let mut all = vec!["run", "--quiet", "--package", "conformance", "--"];
    all.extend(handed_on.iter().map(String::as_str));
    system::run("cargo", &all)
}
