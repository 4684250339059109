//! `ventanilla restore`: the same State again, in an empty place.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use store::Blobs;

use super::backup::{BLOBS_FOLDER, ROWS_FILE};
use crate::cli::Place;
use crate::house::{
    MASTER_KEY_FILE, ROOMS, ledger_key, make_private_folder, master_key, open_store, store_config,
};

/// Puts rows, documents and key back, then recomputes the whole ledger.
pub(crate) fn run(from: &Path, place: &Place) -> anyhow::Result<ExitCode> {
    expect_empty(place)?;
    let key = from.join(MASTER_KEY_FILE);
    if key.exists() {
        make_private_folder(&place.data)?;
        fs::copy(&key, place.data.join(MASTER_KEY_FILE))
            .context("the master key could not be put back")?;
    }
    println!("{}", put_back(from, place)?);
    Ok(ExitCode::SUCCESS)
}

/// Stops before a State would be overwritten.
pub(crate) fn expect_empty(place: &Place) -> anyhow::Result<()> {
    if place.data.join(MASTER_KEY_FILE).exists() {
        bail!(
            "{} holds a State already; nothing is put over it: name an empty folder",
            place.data.display()
        );
    }
    Ok(())
}

/// Fills an empty place whose master key is there, recomputes the whole ledger, and says what came.
pub(crate) fn put_back(from: &Path, place: &Place) -> anyhow::Result<String> {
    let rows = File::open(from.join(ROWS_FILE))
        .with_context(|| format!("{} holds no rows of a State", from.display()))?;
    make_private_folder(&place.data)?;
    let summary = store::dump::restore(&store_config(place), ROOMS, &mut BufReader::new(rows))
        .context("the rows could not be put back")?;
    let store = open_store(place)?;
    let documents = Blobs::open(&from.join(BLOBS_FOLDER))?.copy_to(store.blobs())?;
    let entries = match ledger_key(&store, master_key(&place.data)?)? {
        Some(key) => {
            let sound = store.read_blocking(move |db| ledger::verify_all(db, &key));
            sound
                .context("the restored ledger is not the one that was signed")?
                .size
        }
        None => 0,
    };
    store.close();
    Ok(format!(
        "{} rows and {documents} documents are back; the ledger of {entries} entries is sound",
        summary.rows
    ))
}
