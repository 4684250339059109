//! Runs conformance suites that others made, untouched: `conformance dmn-tck DIR`.
//!
//! Names each case that fails, and ends with `N passed, M failed`. Ends non-zero when one fails, unless
//! `--report` says that only the count is wanted.

mod dmn_tck;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_report = arguments.iter().position(|argument| argument == "--report");
    if let Some(at) = only_report {
        arguments.remove(at);
    }
    let mut arguments = arguments.into_iter();
    let suite = arguments.next().unwrap_or_default();
    let folder = arguments.next().map(PathBuf::from);
    let folder = folder.context("usage: conformance dmn-tck DIR [--report]")?;
    let counted = match suite.as_str() {
        "dmn-tck" => dmn_tck::run(&folder)?,
        other => bail!("there is no suite «{other}»; there is dmn-tck"),
    };
    println!("{} passed, {} failed", counted.passed, counted.failed);
    Ok(if counted.failed == 0 || only_report.is_some() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// How many cases agreed.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}
