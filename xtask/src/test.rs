//! Every test there is.

use crate::{system, tidy, validators};

/// Prepares the machine and runs everything. The runner's own closing line is the last that counts tests.
pub(crate) fn run() -> anyhow::Result<()> {
    prepare()?;
    tidy::run()?;
    system::run("cargo", &["build", "--package", "ventanilla"])?;
    system::run("cargo", &["test", "--workspace", "--doc", "--quiet"])?;
    if system::has_cargo_command("nextest") {
        system::run(
            "cargo",
            &["nextest", "run", "--workspace", "--no-fail-fast"],
        )
    } else {
        system::run(
            "cargo",
            &[
                "test",
                "--workspace",
                "--lib",
                "--bins",
                "--tests",
                "--no-fail-fast",
            ],
        )
    }
}

/// Brings what the tests need and the machine does not have, and says what cannot be had.
pub(crate) fn prepare() -> anyhow::Result<()> {
    system::prepare();
    validators::prepare()
}
