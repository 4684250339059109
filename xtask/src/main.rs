//! Developer commands: `cargo xtask prepare | test | tidy | bench | conformance`.
//!
//! Whatever a command needs from the system it installs where it may, and names where it may not.

mod axe;
mod bench;
mod checklists;
mod conformance;
mod system;
mod test;
mod tidy;
mod validators;

use anyhow::bail;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("prepare") => test::prepare(),
        Some("test") => test::run(),
        Some("tidy") => tidy::run(),
        Some("bench") => bench::run(arguments),
        Some("conformance") => conformance::run(arguments),
        _ => bail!("usage: cargo xtask prepare | test | tidy | bench | conformance"),
    }
}
