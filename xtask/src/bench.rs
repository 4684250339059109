//! The measurement, built as a user would build the program it measures.

use std::path::Path;

use crate::system;

/// Builds the program and the measurement with the release profile, and runs the one over the other.
/// What follows `bench` on the command line is handed on.
pub(crate) fn run(arguments: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let cargo = |arguments: &[&str]| system::run("cargo", arguments);
    cargo(&["build", "--release", "--package", "ventanilla"])?;
    cargo(&["build", "--release", "--package", "bench"])?;
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let release = Path::new(&target).join("release");
    let program = release.join("ventanilla").display().to_string();
    let bench = release.join("bench").display().to_string();
    let handed_on: Vec<String> = arguments.collect();
    let mut all = vec![program.as_str()];
    all.extend(handed_on.iter().map(String::as_str));
    system::run(&bench, &all)
}
