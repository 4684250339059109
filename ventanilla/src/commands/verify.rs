//! `ventanilla verify`: a signed document, checked without the network.

mod record;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use ledger::{Proof, VerifierKey};
use pki::Trust;
use pki::pades::{self, SignatureVerdict, Standing};
use platform::Clock;
use store::{BlobHash, Store};

use crate::cli::{Place, Verify};
use crate::house::{ledger_key, master_key, open_store};

/// Beside the document, under its name, lies the proof that it is in the public ledger.
const PROOF_EXTENSION: &str = "tlog-proof";

/// Documents are read whole; a larger one is not one of ours.
const FILE_BYTES_MAX: u64 = 100 * 1024 * 1024;

/// Says what a document is, who signed it, when, whether it was changed, and, beside the State's data,
/// whether it still stands.
pub(crate) fn run(verify: &Verify) -> anyhow::Result<ExitCode> {
    let file = verify.file.as_path();
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
    let (trust, store) = trust(verify, now)?;
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
    let stands = match store {
        Some(store) => record::tell(&store, BlobHash::of(&bytes), now)?,
        None => {
            println!("  si fue revocado después: se sabe en /verificar del portal");
            true
        }
    };
    let is_proven = check_proof(file, &bytes, verify.ledger_key.as_deref(), &verify.place)?;
    Ok(if all_valid && is_proven && stands {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Whom to trust, and the State's data where they are at hand.
fn trust(verify: &Verify, now: jiff::Timestamp) -> anyhow::Result<(Trust, Option<Store>)> {
    let place = &verify.place;
    let read =
        |file: &Path| fs::read(file).with_context(|| format!("{} cannot be read", file.display()));
    if let Some(root) = &verify.root {
        let mut trust = Trust::from_pem(&read(root)?)?;
        for list in &verify.crl {
            trust = trust.with_crl(&read(list)?)?;
        }
        return Ok((trust, None));
    }
    if !place.data.exists() && place.database.is_none() {
        bail!(
            "no root certificate: give one with --root (from /pki/ca.pem), or the data folder with --data"
        );
    }
    let store = open_store(place)?;
    let master = master_key(&place.data)?;
    let trust = store.read_blocking(move |db| Trust::load(db, &master, now))?;
    Ok((trust, Some(store)))
}

/// Checks the proof beside a document, if there is one. False when it proves nothing.
fn check_proof(
    file: &Path,
    bytes: &[u8],
    key: Option<&Path>,
    place: &Place,
) -> anyhow::Result<bool> {
    let path = file.with_extension(PROOF_EXTENSION);
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(true);
    };
    let Some(key) = verifier_key(key, place)? else {
        println!(
            "BITÁCORA: hay una prueba, pero falta la clave que la comprueba (--ledger-key, de /ledger/key)"
        );
        return Ok(true);
    };
    let content = cases::act::leaf_content(&BlobHash::of(bytes));
    match Proof::from_text(&text).and_then(|proof| Ok((proof.verify(&content, &key)?, proof.index)))
    {
        Ok((checkpoint, index)) => {
            println!("BITÁCORA: el documento es la entrada {index}");
            println!(
                "  punto de control: {} entradas, firmado por {}",
                checkpoint.size, checkpoint.origin
            );
            Ok(true)
        }
        Err(error) => {
            println!("BITÁCORA: la prueba no es de este documento ({error})");
            Ok(false)
        }
    }
}

/// The ledger's key: the one given, else the one in the data folder.
fn verifier_key(given: Option<&Path>, place: &Place) -> anyhow::Result<Option<VerifierKey>> {
    if let Some(path) = given {
        let text = fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        return Ok(Some(text.trim().parse()?));
    }
    if !place.data.exists() && place.database.is_none() {
        return Ok(None);
    }
    ledger_key(&open_store(place)?, master_key(&place.data)?)
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
    if let Some(what) = &signature.reason {
        println!("  documento: {what}");
    }
    println!(
        "  firmado por: {}",
        signature.signer_name().unwrap_or("desconocido")
    );
    if let Some(at) = signature.signed_at {
        println!("  fecha: {at}");
    }
}
