//! Seals the PDFs given and writes them, with root, authority and revocation lists, into a folder, for
//! other programs to judge: `cargo run -p pki --example seal -- FOLDER FILE…`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use pki::pades::{Signing, sign};
use pki::{Authority, ISSUING, MasterKey, Organisation, ROOT, Seal};
use store::{Config, Store};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("say into which folder")?);
    fs::create_dir_all(&folder)?;
    let now = now()?;
    let key = folder.join("master.key");
    MasterKey::load_or_create(&key)?;
    let store = Store::open(&Config::sqlite(folder.join("data")), &[pki::MIGRATIONS])?;

    let key_of_writer = key.clone();
    let seal = store.write_blocking(move |tx| {
        let master = MasterKey::load(&key_of_writer)?;
        let authority = Authority::new("República de Arandu", "PY", "http://localhost:8080")?;
        pki::establish(tx, &master, &authority, now)?;
        let organisation =
            Organisation::new("registro-civil", "Dirección General del Registro Civil");
        pki::ensure_seal(tx, &master, &organisation, now)?;
        Seal::load(tx, &master, "registro-civil")
    })?;
    let (pem, root, lists) = store.read_blocking(move |db| {
        let master = MasterKey::load(&key)?;
        let lists =
            [ROOT, ISSUING].map(|name| pki::crl(db, &master, name, now).map(|list| (name, list)));
        Ok::<_, pki::Error>((pki::ca_pem(db)?, pki::certificate_der(db, ROOT)?, lists))
    })?;
    fs::write(folder.join("ca.pem"), pem)?;
    fs::write(folder.join("raiz.cer"), root)?;
    for list in lists {
        let (name, list) = list?;
        fs::write(folder.join(format!("{name}.crl")), list)?;
    }
    for path in arguments.map(PathBuf::from) {
        let sealed = sign(
            &fs::read(&path)?,
            &seal,
            &Signing::new("Ejemplo de acto sellado", now),
        )?;
        let name = path.file_name().ok_or("a file has no name")?;
        fs::write(folder.join(name), sealed)?;
    }
    Ok(())
}

/// The machine's clock, at the edge of the program.
#[expect(clippy::disallowed_methods, reason = "an example is its own edge")]
fn now() -> Result<Timestamp, Box<dyn Error>> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(Timestamp::from_second(i64::try_from(since.as_secs())?)?)
}
