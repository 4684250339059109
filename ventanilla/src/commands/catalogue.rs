//! `ventanilla catalogue`: services as linked data, from their folders and without a database.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use clap::{Args, ValueEnum};
use services::export::cpsv;
use services::{Definition, Library};
use text::Lang;

use super::check::{definitions_in, read};
use crate::cli::{Place, Serve};
use crate::config::Config;

/// What to write.
#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    /// A folder with agencies.yaml, life_events.yaml and folders of services, or a service alone.
    #[arg(default_value = "definitions")]
    folder: PathBuf,
    /// How it is written.
    #[arg(long, value_enum, default_value = "ttl")]
    format: Format,
    /// The settings with which the portal is served: names begin with its address.
    #[arg(long, env = "VENTANILLA_CONFIG")]
    config: Option<PathBuf>,
}

/// How linked data is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Turtle.
    Ttl,
    /// JSON-LD.
    Jsonld,
}

/// Writes every sound definition of the folder, or says which is not.
pub(crate) fn run(asked: &Catalogue) -> anyhow::Result<ExitCode> {
    let mut definitions = Vec::new();
    for folder in definitions_in(&asked.folder)? {
        definitions.push(sound(&folder)?);
    }
    let library = Library::parse(
        &text_of(&asked.folder.join("life_events.yaml"))?,
        &text_of(&asked.folder.join("agencies.yaml"))?,
    )
    .map_err(|finding| anyhow!(finding.say(Lang::En)))?;
    let place = Place {
        data: PathBuf::new(),
        database: None,
    };
    let config = Config::load(asked.config.as_deref())?;
    let site = config.site(&Serve::of(place, asked.config.clone()))?;
    let format = match asked.format {
        Format::Ttl => cpsv::Format::Turtle,
        Format::Jsonld => cpsv::Format::JsonLd,
    };
    let definitions: Vec<&Definition> = definitions.iter().collect();
    let written = cpsv::write(&definitions, &library, &site, format)?;
    std::io::stdout().write_all(written.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A definition that could be published.
pub(super) fn sound(folder: &Path) -> anyhow::Result<Definition> {
    let files = read(folder)?;
    let findings = services::check::check(&files);
    match (findings.first(), Definition::parse(&files)) {
        (None, Ok(definition)) => Ok(definition),
        (first, _) => {
            let first = first.map(|finding| finding.say(Lang::En));
            bail!(
                "{} is not sound; «ventanilla check» says everything that is to mend, first: {}",
                folder.display(),
                first.unwrap_or_default()
            )
        }
    }
}

/// A file that may be missing: then there is nothing in it.
fn text_of(path: &Path) -> anyhow::Result<String> {
    match path.exists() {
        true => {
            fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
        }
        false => Ok("[]".to_owned()),
    }
}
