//! The rooms put together: keys, store, application, and what each area needs.

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use ledger::{Signer, VerifierKey};
use pki::MasterKey;
use pki::keys::Ed25519Key;
use platform::{App, AppOptions, Clock, Secrets};
use store::{Config as StoreConfig, Migration, Store};

use crate::cli::{Place, Serve};
use crate::config::Config;

/// The tables of every room, in the order in which they may refer to one another.
pub(crate) const ROOMS: &[&[Migration]] = &[
    ledger::MIGRATIONS,
    pki::MIGRATIONS,
    identity::MIGRATIONS,
    services::MIGRATIONS,
    registries::MIGRATIONS,
    notices::MIGRATIONS,
    payments::MIGRATIONS,
    cases::MIGRATIONS,
];

/// The environment variable that holds the master key where no file may.
pub(crate) const MASTER_KEY_VARIABLE: &str = "VENTANILLA_MASTER_KEY";
/// The master key's file in the data folder.
pub(crate) const MASTER_KEY_FILE: &str = "master.key";
/// The country in the State's certificates, until settings say another.
const COUNTRY: &str = "PY";
/// The name under which the ledger's signing key is kept.
const LEDGER_KEY: &str = "ledger";

/// Everything that commands and routes share.
#[derive(Clone)]
pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) master: Arc<MasterKey>,
    pub(crate) ledger: Arc<LedgerKey>,
}

/// The ledger's key and the name it signs under, which is also the log's origin.
pub(crate) struct LedgerKey {
    pub(crate) origin: String,
    key: Ed25519Key,
}

impl Signer for LedgerKey {
    fn name(&self) -> &str {
        &self.origin
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], ledger::Error> {
        self.key.sign(message).map_err(|_| ledger::Error::Key)
    }

    fn public_key(&self) -> [u8; 32] {
        self.key.public_key()
    }
}

/// Opens the store of a place, with its tables brought up to date.
pub(crate) fn open_store(place: &Place) -> anyhow::Result<Store> {
    make_private_folder(&place.data)?;
    Store::open(&store_config(place), ROOMS).context("the database could not be opened")
}

/// Makes a folder, where there is none, that nobody else on this machine may look into: what lies there
/// tells about people. The folder of somebody who chose otherwise stays as it is.
pub(crate) fn make_private_folder(path: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("the folder {} cannot be made", path.display()))
}

/// Where the store of a place is.
pub(crate) fn store_config(place: &Place) -> StoreConfig {
    match &place.database {
        Some(url) => StoreConfig::postgres(url.clone(), place.data.join("blobs")),
        None => StoreConfig::sqlite(&place.data),
    }
}

/// The master key of a place: from the environment, or from its file, made when there is none.
pub(crate) fn master_key(data: &Path) -> anyhow::Result<MasterKey> {
    match std::env::var(MASTER_KEY_VARIABLE) {
        Ok(text) => MasterKey::from_base64(&text)
            .with_context(|| format!("{MASTER_KEY_VARIABLE} is not a master key")),
        Err(_) => Ok(MasterKey::load_or_create(&data.join(MASTER_KEY_FILE))?),
    }
}

impl House {
    /// Opens everything for serving.
    pub(crate) fn open(serve: &Serve, config: &Config) -> anyhow::Result<Self> {
        let store = open_store(&serve.place)?;
        let master = master_key(&serve.place.data)?;
        let site = config.site(serve)?;
        let secrets = Secrets::new(master.derive("platform")?);
        let options = AppOptions {
            store,
            clock: Clock::system(),
            site,
            secrets,
            behind_proxy: config.behind_proxy(),
        };
        let app = App::new(options);
        let master = Arc::new(master);
        let ledger = prepare_keys(&app, &master)?;
        Ok(Self {
            app,
            master,
            ledger: Arc::new(ledger),
        })
    }
}

/// Makes the State's certificates and the ledger's key, where they are not there yet.
fn prepare_keys(app: &App, master: &Arc<MasterKey>) -> anyhow::Result<LedgerKey> {
    let site = app.site();
    let authority = pki::Authority::new(&site.name, COUNTRY, &site.base_url)?;
    let now = app.clock().now();
    let keeper = master.clone();
    let key = app
        .store()
        .write_blocking(move |tx| {
            pki::establish(tx, &keeper, &authority, now)?;
            pki::keys::ed25519(tx, &keeper, LEDGER_KEY, now)
        })
        .context("the State's keys could not be opened")?;
    Ok(LedgerKey {
        origin: origin(&site.base_url),
        key,
    })
}

/// The log's name: where the portal is reached, as C2SP's checkpoints want it.
fn origin(base_url: &str) -> String {
    let host = base_url
        .split_once("://")
        .map_or(base_url, |(_, host)| host);
    format!("{host}/ledger")
}

/// The key that checks the ledger of a store, under the name that its last checkpoint was signed with.
/// None while nothing was ever signed.
pub(crate) fn ledger_key(store: &Store, master: MasterKey) -> anyhow::Result<Option<VerifierKey>> {
    let master = Arc::new(master);
    store.read_blocking(move |db| {
        let key = pki::keys::ed25519_if_made(db, &master, LEDGER_KEY)?;
        let (Some(key), Some(note)) = (key, ledger::checkpoint(db)?) else {
            return Ok(None);
        };
        let origin = ledger::Checkpoint::peek(&note)?.origin;
        Ok(Some(VerifierKey::new(&origin, key.public_key())?))
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn nobody_else_on_the_machine_reads_the_data() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place {
            data: folder.path().join("state").join("data"),
            database: None,
        };
        open_store(&place).unwrap().close();
        let mode = fs::metadata(&place.data).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        open_store(&place).unwrap().close();
    }
}
