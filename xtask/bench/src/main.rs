//! `cargo xtask bench`: what this machine does with the program as a user would build it, beside what
//! the database's driver and nginx do with the same bytes, in one run.
//!
//! It starts the real program, speaks HTTP with it from another process on the same cores, and prints
//! one table. Nothing is asserted: figures are for reading. See `docs/performance.md`.
//!
//! ```text
//! bench PROGRAM [--seconds N] [--clients N] [--only filings|pages|acts|start]
//! ```

mod acts;
mod cluster;
mod figures;
mod filings;
mod http;
mod load;
mod machine;
mod options;
mod pages;
mod raw;
mod server;
mod start;
mod webserver;

use options::{Options, Part};
use server::Database;

fn main() -> anyhow::Result<()> {
    let options = Options::read(std::env::args().skip(1))?;
    println!("{}\n", machine::describe());
    let mut table = figures::Table::default();
    if options.includes(Part::Start) {
        start::measure(&options, &mut table)?;
    }
    if options.includes(Part::Pages) {
        pages::measure(&options, &mut table)?;
    }
    let cluster = cluster::Cluster::start()?;
    if cluster.is_none() {
        println!("skipped: everything on PostgreSQL, because initdb and postgres were not found");
    }
    if options.includes(Part::Filings) {
        filings::measure(&options, &Database::Sqlite, &mut table)?;
        if let Some(cluster) = &cluster {
            filings::measure(&options, &Database::Postgres(cluster), &mut table)?;
        }
    }
    if options.includes(Part::Acts) {
        acts::measure(&options, &Database::Sqlite, &mut table)?;
        if let Some(cluster) = &cluster {
            acts::measure(&options, &Database::Postgres(cluster), &mut table)?;
        }
    }
    println!("\n{table}");
    Ok(())
}
