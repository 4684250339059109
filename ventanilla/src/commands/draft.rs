//! `ventanilla draft`: a definition to begin with, out of a record of somebody's catalogue.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;
use services::draft::{OPEN_POINTS, SOURCE_BYTES_MAX};

/// What to read and where to write.
#[derive(Debug, Args)]
pub(crate) struct Draft {
    /// Bolivia's national catalogue (tramites.jsonl), a municipal ficha in Markdown, or CPSV-AP in Turtle or JSON-LD.
    file: PathBuf,
    /// Which record of a catalogue: its id, its slug or its address.
    #[arg(long)]
    record: Option<String>,
    /// The folder of definitions to write into.
    #[arg(long, default_value = "definitions")]
    into: PathBuf,
}

/// Writes the draft and says what the source leaves open.
pub(crate) fn run(asked: &Draft) -> anyhow::Result<ExitCode> {
    let cannot = || format!("{} cannot be read", asked.file.display());
    let size = fs::metadata(&asked.file).with_context(cannot)?.len();
    if size > SOURCE_BYTES_MAX as u64 {
        bail!(
            "{} is larger than {SOURCE_BYTES_MAX} octets",
            asked.file.display()
        );
    }
    let source = fs::read_to_string(&asked.file).with_context(cannot)?;
    let name = asked
        .file
        .file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let draft = services::draft::draft(&name, &source, asked.record.as_deref())?;
    let folder = asked.into.join(&draft.folder);
    write(&folder, &draft.files)?;
    println!("{}: borrador escrito; falta definir:", folder.display());
    for point in &draft.open {
        println!("  - {point}");
    }
    println!(
        "La lista queda en {}; «ventanilla check {}» dice dónde falta cada cosa.",
        folder.join(OPEN_POINTS).display(),
        folder.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Never over what somebody has begun to work on.
fn write(folder: &Path, files: &services::Files) -> anyhow::Result<()> {
    if folder.exists() {
        bail!(
            "{} is there already and is left as it is; move it away, or write elsewhere with --into",
            folder.display()
        );
    }
    let cannot = |path: &Path| format!("{} cannot be written", path.display());
    fs::create_dir_all(folder).with_context(|| cannot(folder))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| cannot(&path))?;
    }
    Ok(())
}
