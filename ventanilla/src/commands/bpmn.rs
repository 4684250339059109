//! `ventanilla bpmn`: the process of a service for tools that draw processes.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use text::Lang;

use super::catalogue::sound;

/// What to write.
#[derive(Debug, Args)]
pub(crate) struct Bpmn {
    /// The folder of the service.
    folder: PathBuf,
    /// The language of names: es or en.
    #[arg(long, default_value = "es")]
    lang: String,
}

/// Prints the process of a sound definition.
pub(crate) fn run(asked: &Bpmn) -> anyhow::Result<ExitCode> {
    let lang = Lang::from_tag(&asked.lang).context("the language is es or en")?;
    let definition = sound(&asked.folder)?;
    let written = services::export::bpmn::write(&definition, lang)?;
    std::io::stdout().write_all(written.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
