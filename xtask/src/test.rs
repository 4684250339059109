//! Every test there is.

use crate::{system, tidy, validators};

/// Prepares the machine and runs everything.
///
/// By `cargo test` and not by a runner of one process for each test: the tests of one process share one
/// private PostgreSQL cluster, and making a cluster takes longer than most tests. Nothing is built twice:
/// both commands select the same packages, and the binary that some tests start is among them.
pub(crate) fn run() -> anyhow::Result<()> {
    prepare()?;
    tidy::run()?;
    let cargo = |arguments: &[&str]| system::run("cargo", arguments);
    cargo(&["test", "--workspace", "--locked", "--quiet", "--doc"])?;
    let programs = ["--lib", "--bins", "--tests", "--no-fail-fast"];
    cargo(&[&["test", "--workspace", "--locked"], programs.as_slice()].concat())
}

/// Brings what the tests need and the machine does not have, and says what cannot be had.
pub(crate) fn prepare() -> anyhow::Result<()> {
    system::prepare();
    validators::prepare()
}
