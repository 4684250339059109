//! `ventanilla backup`: a whole copy, while the portal goes on serving.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use store::{Blobs, Store};

use crate::cli::Place;
use crate::house::{MASTER_KEY_FILE, make_private_folder, open_store};

/// The rows of every table, whatever the database.
pub(crate) const ROWS_FILE: &str = "rows.ndjson";
/// The documents.
pub(crate) const BLOBS_FOLDER: &str = "blobs";

/// Writes rows, documents and the master key into a new folder.
pub(crate) fn run(to: &Path, place: &Place) -> anyhow::Result<ExitCode> {
    if to.exists() {
        bail!(
            "the folder {} exists already; a backup never overwrites another",
            to.display()
        );
    }
    let store = open_store(place)?;
    let copied = copy_state(&store, to)?;
    copy_key(place, to)?;
    println!(
        "{} rows and {} documents are in {}",
        copied.rows,
        copied.documents,
        to.display()
    );
    store.close();
    Ok(ExitCode::SUCCESS)
}

/// How much was copied.
pub(crate) struct Copied {
    pub(crate) rows: u64,
    pub(crate) documents: u64,
}

/// Writes rows and documents into a new folder.
pub(crate) fn copy_state(store: &Store, to: &Path) -> anyhow::Result<Copied> {
    make_private_folder(to)?;
    // Rows first: a document is stored before the row that names it, so every named one is there to copy.
    let rows = write_rows(store, &to.join(ROWS_FILE))?;
    let documents = store
        .blobs()
        .copy_to(&Blobs::open(&to.join(BLOBS_FOLDER))?)?;
    Ok(Copied { rows, documents })
}

fn write_rows(store: &Store, path: &Path) -> anyhow::Result<u64> {
    let mut file = std::io::BufWriter::new(fs::File::create_new(path)?);
    let rows = store::dump::write(store, &mut file)
        .context("the rows could not be written")?
        .rows;
    let file = file
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(rows)
}

/// The key goes along where it is a file; where it comes from the environment, its keepers have it.
fn copy_key(place: &Place, to: &Path) -> anyhow::Result<()> {
    let key = place.data.join(MASTER_KEY_FILE);
    if key.exists() {
        fs::copy(&key, to.join(MASTER_KEY_FILE)).context("the master key could not be copied")?;
    } else {
        println!("the master key is not in the data folder: keep it with this backup");
    }
    Ok(())
}
