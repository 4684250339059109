//! One process walked by our engine and by SpiffWorkflow, which is written in Python, in turns on one machine.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::{system, validators};

/// Where the process lies, in both notations, with the other engine's driver.
const FOLDER: &str = "xtask/bench/process";
/// The other engine with its version.
const REQUIREMENTS: &str = include_str!("../../bench/process/requirements.txt");
/// The folder of its Python.
const PYTHON: &str = "spiff";
/// How often each is measured, in turns; the one in the middle counts.
const ROUNDS: usize = 7;
/// Cases in one round: about as long for both.
const OUR_CASES: &str = "100000";
const THEIR_CASES: &str = "40";

/// Prints, for cases in memory and for cases kept between steps, what one case costs in both and the ratio.
pub(super) fn run() -> anyhow::Result<()> {
    let target = system::target()?;
    let python = target.join("tools").join(PYTHON);
    validators::python(&python, REQUIREMENTS).context("SpiffWorkflow cannot be had")?;
    let build = ["build", "--quiet", "--release", "--package", "process"];
    let named = ["--example", "permit"];
    let all: Vec<&str> = build.into_iter().chain(named).collect();
    system::run("cargo", &all)?;
    let ours = target.join("release/examples/permit");
    let theirs = python.join("bin/python");
    println!("| a case of six steps | ours | SpiffWorkflow | ratio |\n|---|---|---|---|");
    for (mode, title) in [("memory", "in memory"), ("kept", "kept between steps")] {
        let mut times = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let file = |name: &str| format!("{FOLDER}/{name}");
            let our_file = file("permit.yaml");
            times.0.push(measure(&ours, &[&our_file, mode, OUR_CASES])?);
            let (driver, their_file) = (file("spiff.py"), file("permit.bpmn"));
            let asked = [driver.as_str(), &their_file, mode, THEIR_CASES];
            times.1.push(measure(&theirs, &asked)?);
        }
        let (ours, theirs) = (middle(times.0), middle(times.1));
        println!(
            "| {title} | {ours:.1} µs | {theirs:.0} µs | {:.5} |",
            ours / theirs
        );
    }
    Ok(())
}

/// Runs one of them, which prints microseconds a case.
fn measure(program: &Path, arguments: &[&str]) -> anyhow::Result<f64> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .with_context(|| format!("{} cannot be run", program.display()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().with_context(|| {
        let why = String::from_utf8_lossy(&output.stderr);
        format!("{} gave no time: {said}{why}", program.display())
    })
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
