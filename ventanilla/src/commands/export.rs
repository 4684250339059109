//! `ventanilla export`: one case, or the whole State, in open formats, to leave the house.
//!
//! A backup is for coming back: it holds the master key. An export is for handing over: it holds no key,
//! says in words what each file is, and carries what anybody needs to check it.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use cases::CaseNumber;
use cases::dossier::{self, Content, DossierFile};

use super::backup::copy_state;
use crate::cli::{Export, Place, Serve};
use crate::config::Config;
use crate::house::{House, ledger_key, make_private_folder, master_key};
use crate::routes::Rooms;

/// What the files are, in words.
const README: &str = "LEEME.txt";
const STATE_README: &str = include_str!("export/LEEME.txt");
/// The State's certificates, its revocation lists and the ledger's key.
const STATE_FOLDER: &str = "estado";

/// Writes an export into a new folder.
pub(crate) fn run(export: &Export) -> anyhow::Result<ExitCode> {
    let to = export.to.as_path();
    if to.exists() {
        bail!(
            "{} exists already; an export never overwrites anything",
            to.display()
        );
    }
    if !export.place.data.exists() && export.place.database.is_none() {
        bail!("there is no State in {}", export.place.data.display());
    }
    let serve = Serve::of(export.place.clone(), export.config.clone());
    let config = Config::load(serve.config.as_deref())?;
    let house = House::open(&serve, &config)?;
    match &export.case {
        Some(number) => one_case(&house, &Rooms::open(&house, &serve, &config)?, number, to)?,
        None => whole_state(&house, to)?,
    }
    write_state(&house, &export.place, &to.join(STATE_FOLDER))?;
    house.app.store().close();
    Ok(ExitCode::SUCCESS)
}

fn one_case(house: &House, rooms: &Rooms, number: &str, to: &Path) -> anyhow::Result<()> {
    let number: CaseNumber = number
        .parse()
        .map_err(|_| anyhow!("«{number}» is no case number"))?;
    let (store, now) = (house.app.store(), house.app.clock().now());
    let files = dossier::export(store, rooms.cases(), &number, now)
        .context("the case could not be read")?
        .with_context(|| format!("there is no case {number}"))?;
    make_private_folder(to)?;
    for file in &files {
        write(house, to, file)?;
    }
    println!(
        "the case {number} is in {}, in {} files; it holds personal data",
        to.display(),
        files.len()
    );
    Ok(())
}

fn write(house: &House, to: &Path, file: &DossierFile) -> anyhow::Result<()> {
    let path = to.join(&file.path);
    let stored;
    let bytes = match &file.content {
        Content::Made(bytes) => bytes,
        Content::Stored(blob) => {
            stored = house
                .app
                .store()
                .blobs()
                .get(blob)
                .with_context(|| format!("{} could not be read", file.path))?;
            &stored
        }
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

fn whole_state(house: &House, to: &Path) -> anyhow::Result<()> {
    let copied = copy_state(house.app.store(), to)?;
    fs::write(to.join(README), STATE_README)?;
    println!(
        "{} rows and {} documents are in {}, without the master key: whoever imports them needs it",
        copied.rows,
        copied.documents,
        to.display()
    );
    Ok(())
}

/// What a stranger needs to check papers and proofs without asking us.
fn write_state(house: &House, place: &Place, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    let (master, now) = (house.master.clone(), house.app.clock().now());
    let (root, lists) = house.app.store().read_blocking(move |db| {
        let lists = [
            pki::crl(db, &master, pki::ROOT, now)?,
            pki::crl(db, &master, pki::ISSUING, now)?,
        ];
        Ok::<_, pki::Error>((pki::ca_pem(db)?, lists))
    })?;
    fs::write(to.join("raiz.pem"), root)?;
    for (name, list) in [pki::ROOT, pki::ISSUING].into_iter().zip(lists) {
        fs::write(to.join(format!("{name}.crl")), list)?;
    }
    // Under the name that the checkpoints were signed with, whatever address this command would serve at.
    if let Some(key) = ledger_key(house.app.store(), master_key(&place.data)?)? {
        fs::write(to.join("bitacora.key"), format!("{key}\n"))?;
    }
    Ok(())
}
