//! `ventanilla verify`: a signed document, checked without the network.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use pki::Trust;
use pki::pades::{self, SignatureVerdict, Standing};
use platform::Clock;

use crate::cli::Place;
use crate::house::{master_key, open_store};

/// Documents are read whole; a larger one is not one of ours.
const FILE_BYTES_MAX: u64 = 100 * 1024 * 1024;

/// Says what a document is, who signed it, when, and whether it was changed.
pub(crate) fn run(file: &Path, root: Option<&Path>, place: &Place) -> anyhow::Result<ExitCode> {
    let size = fs::metadata(file)
        .with_context(|| format!("{} cannot be read", file.display()))?
        .len();
    if size > FILE_BYTES_MAX {
        bail!(
            "{} is larger than {} MB",
            file.display(),
            FILE_BYTES_MAX / 1024 / 1024
        );
    }
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let now = Clock::system().now();
    let trust = trust(root, place, now)?;
    let Ok(signatures) = pades::verify(&bytes, &trust, now) else {
        println!("{}: no es un PDF que se pueda leer", file.display());
        return Ok(ExitCode::FAILURE);
    };
    if signatures.is_empty() {
        println!("{}: no lleva ninguna firma", file.display());
        return Ok(ExitCode::FAILURE);
    }
    let all_valid = signatures
        .iter()
        .all(|signature| signature.standing() == Standing::Valid);
    signatures.iter().for_each(say);
    Ok(if all_valid {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn trust(root: Option<&Path>, place: &Place, now: jiff::Timestamp) -> anyhow::Result<Trust> {
    if let Some(root) = root {
        let pem = fs::read(root).with_context(|| format!("{} cannot be read", root.display()))?;
        return Ok(Trust::from_pem(&pem)?);
    }
    if !place.data.exists() && place.database.is_none() {
        bail!(
            "no root certificate: give one with --root (from /pki/ca.pem), or the data folder with --data"
        );
    }
    let store = open_store(place)?;
    let master = master_key(&place.data)?;
    Ok(store.read_blocking(move |db| Trust::load(db, &master, now))?)
}

fn say(signature: &SignatureVerdict) {
    let verdict = match signature.standing() {
        Standing::Valid => "VÁLIDO: no cambió desde que se firmó",
        Standing::Doubtful => {
            "DUDOSO: la firma es íntegra, pero no se puede probar que valía al firmar"
        }
        Standing::Invalid => {
            "NO VÁLIDO: cambió después de firmarse, o quien firmó no es de confianza"
        }
    };
    println!("{verdict}");
    println!(
        "  firmado por: {}",
        signature.signer_name().unwrap_or("desconocido")
    );
    if let Some(at) = signature.signed_at {
        println!("  fecha: {at}");
    }
}
