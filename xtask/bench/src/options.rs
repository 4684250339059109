//! What was asked for on the command line.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail};

/// A part of the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Start,
    Pages,
    Filings,
    Acts,
}

/// How to measure.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The program, as a user would build it.
    pub(crate) program: PathBuf,
    /// How long each load lasts, after it has warmed up.
    pub(crate) load: Duration,
    /// Connections that ask without pause.
    pub(crate) clients: usize,
    only: Option<Part>,
}

impl Options {
    /// Reads the arguments after the program's own name.
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let program = arguments
            .next()
            .context("the first argument is the program to measure")?;
        let mut options = Self {
            program: program.into(),
            load: Duration::from_secs(10),
            clients: 64,
            only: None,
        };
        while let Some(name) = arguments.next() {
            let value = arguments
                .next()
                .with_context(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--seconds" => options.load = Duration::from_secs(value.parse()?),
                "--clients" => options.clients = value.parse()?,
                "--only" => options.only = Some(part(&value)?),
                _ => bail!("{name} is not known"),
            }
        }
        Ok(options)
    }

    pub(crate) fn includes(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

fn part(name: &str) -> anyhow::Result<Part> {
    Ok(match name {
        "start" => Part::Start,
        "pages" => Part::Pages,
        "filings" => Part::Filings,
        "acts" => Part::Acts,
        _ => bail!("{name} is no part of the measurement"),
    })
}
