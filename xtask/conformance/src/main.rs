//! Runs conformance suites that others made: `conformance dmn-tck DIR`.
//!
//! Names each case that fails, and ends with `N passed, M failed`. Ends non-zero when one fails, unless
//! `--report` says that only the count is wanted.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use conformance::dmn_tck;

fn main() -> anyhow::Result<ExitCode> {
    let (flags, words): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|word| word.starts_with("--"));
    let only_report = flags.iter().any(|flag| flag == "--report");
    let mut words = words.into_iter();
    let suite = words.next().unwrap_or_default();
    let folder = words.next().map(PathBuf::from);
    let folder = folder.context("usage: conformance dmn-tck DIR [--report]")?;
    let report = match suite.as_str() {
        "dmn-tck" => dmn_tck::run(&folder)?,
        other => bail!("there is no suite «{other}»; there is dmn-tck"),
    };
    for failure in &report.failures {
        println!("FAILED {failure}");
    }
    println!("{} passed, {} failed", report.passed, report.failures.len());
    Ok(if report.failures.is_empty() || only_report {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
