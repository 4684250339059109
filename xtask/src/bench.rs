//! The measurement, built as a user would build the program it measures.

mod process;

use std::path::Path;

use crate::system;

/// Where the measurement of decisions lies: a workspace of its own, because of the engine it compares with.
const DMN: &str = "xtask/bench/dsntk/Cargo.toml";

/// `bench dmn DIR` measures decisions beside another engine, `bench process` a process beside another
/// engine, `bench timers` what a tick costs beside many open timers, `bench cases` what silence and a look at the
/// desk cost beside many open cases; anything else is for the program.
pub(crate) fn run(arguments: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let handed_on: Vec<String> = arguments.collect();
    match handed_on.split_first() {
        Some((first, rest)) if first == "dmn" => decisions(rest),
        Some((first, _)) if first == "process" => process::run(),
        Some((first, _)) if first == "timers" => timers(),
        Some((first, _)) if first == "cases" => open_cases(),
        _ => program(&handed_on),
    }
}

/// Builds the program and the measurement with the release profile, and runs the one over the other.
/// What follows `bench` on the command line is handed on.
fn program(handed_on: &[String]) -> anyhow::Result<()> {
    let cargo = |arguments: &[&str]| system::run("cargo", arguments);
    cargo(&["build", "--release", "--package", "ventanilla"])?;
    cargo(&["build", "--release", "--package", "bench"])?;
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let release = Path::new(&target).join("release");
    let program = release.join("ventanilla").display().to_string();
    let bench = release.join("bench").display().to_string();
    let mut all = vec![program.as_str()];
    all.extend(handed_on.iter().map(String::as_str));
    system::run(&bench, &all)
}

/// The decisions of a folder of the Technology Compatibility Kit, with our engine and with dsntk's.
fn decisions(handed_on: &[String]) -> anyhow::Result<()> {
    let mut all = vec!["run", "--quiet", "--release", "--manifest-path", DMN, "--"];
    all.extend(handed_on.iter().map(String::as_str));
    system::run("cargo", &all)
}

/// A tick of the worker, with what is due and with nothing due, beside ever more timers that are open.
fn timers() -> anyhow::Result<()> {
    let example = ["run", "--quiet", "--release", "--package", "store"];
    let named = ["--features", "testing", "--example", "timers"];
    let all: Vec<&str> = example.into_iter().chain(named).collect();
    system::run("cargo", &all)
}

/// What becomes due and what a desk shows, beside ever more cases that are open. It needs a whole town, which only the
/// tests of the cases have.
fn open_cases() -> anyhow::Result<()> {
    let built = ["test", "--quiet", "--release", "--package", "cases"];
    let named = ["--test", "cases", "--", "--ignored", "--nocapture"];
    let all: Vec<&str> = built
        .into_iter()
        .chain(named)
        .chain(["open_cases"])
        .collect();
    system::run("cargo", &all)
}
