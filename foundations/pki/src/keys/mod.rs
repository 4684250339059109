//! Private keys with a name, made once and kept sealed in the database.
//!
//! [`ed25519()`] is for whoever signs something that is not a certificate or a document, such as the
//! ledger its checkpoints. The elliptic keys of authorities and seals stay inside this crate.

mod ec;

use std::fmt;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use jiff::Timestamp;
use store::{Db, Tx, params};
use zeroize::Zeroizing;

pub(crate) use ec::{Curve, Digest, EcKey, PublicKey};

use crate::{Error, MasterKey};

store::statements! {
    /// Keeps a new key.
    INSERT = "insert into pki_key (name, algorithm, sealed, public, created_at) values ($1, $2, $3, $4, $5)";
    BY_NAME = "select algorithm, sealed from pki_key where name = $1";
    PUBLIC_BY_NAME = "select public from pki_key where name = $1 and algorithm = $2";
}

/// The kind of key in its row.
const ED25519_NAME: &str = "ed25519";

/// Named Ed25519 keys stand apart from those of authorities and seals, so that no name given by another
/// room can reach one of those.
fn ed25519_row(name: &str) -> String {
    format!("firma/{name}")
}

/// A named Ed25519 key pair (RFC 8032). Prints nothing of the private half.
pub struct Ed25519Key {
    pair: Ed25519KeyPair,
    public: [u8; 32],
}

impl fmt::Debug for Ed25519Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ed25519Key")
    }
}

impl Ed25519Key {
    /// A key that is kept nowhere, for tests and for commands that need one once.
    ///
    /// # Errors
    /// [`Error::Cryptography`] when there is no randomness.
    pub fn generate() -> Result<Self, Error> {
        Self::try_from(Ed25519KeyPair::generate()?)
    }

    /// Signs a message.
    ///
    /// # Errors
    /// [`Error::Cryptography`] when the provider refuses, which a sound key does not cause.
    pub fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error> {
        let signature = self.pair.try_sign(message)?;
        <[u8; 64]>::try_from(signature.as_ref()).map_err(|_| Error::Cryptography)
    }

    /// The public half, 32 bytes.
    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        self.public
    }
}

impl TryFrom<Ed25519KeyPair> for Ed25519Key {
    type Error = Error;

    fn try_from(pair: Ed25519KeyPair) -> Result<Self, Error> {
        let public = <[u8; 32]>::try_from(pair.public_key().as_ref());
        let public = public.map_err(|_| Error::Cryptography)?;
        Ok(Self { pair, public })
    }
}

/// Whether `signature` was made over `message` with the private half of `public_key`.
#[must_use]
pub fn ed25519_verifies(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key)
        .verify(message, signature)
        .is_ok()
}

/// The Ed25519 key pair of this name, made on first use.
///
/// # Errors
/// [`Error::WrongMasterKey`] when the key exists and the master key does not open it.
pub fn ed25519(
    tx: &mut Tx,
    master: &MasterKey,
    name: &str,
    now: Timestamp,
) -> Result<Ed25519Key, Error> {
    let row = ed25519_row(name);
    if let Some(secret) = load(tx, master, &row, ED25519_NAME)? {
        return from_seed(&secret);
    }
    let key = Ed25519Key::generate()?;
    let seed = key.pair.seed()?;
    let seed = aws_lc_rs::encoding::AsBigEndian::as_be_bytes(&seed)?;
    keep(
        tx,
        master,
        &row,
        ED25519_NAME,
        seed.as_ref(),
        &key.public,
        now,
    )?;
    Ok(key)
}

/// The Ed25519 key pair of this name if it has been made, for readers that cannot write.
///
/// # Errors
/// As [`ed25519()`].
pub fn ed25519_if_made(
    db: &mut Db,
    master: &MasterKey,
    name: &str,
) -> Result<Option<Ed25519Key>, Error> {
    let secret = load(db, master, &ed25519_row(name), ED25519_NAME)?;
    secret.map(|secret| from_seed(&secret)).transpose()
}

/// The public half of the Ed25519 key of this name, without needing the master key.
///
/// # Errors
/// [`Error::Store`] when the database fails.
pub fn ed25519_public(db: &mut Db, name: &str) -> Result<Option<[u8; 32]>, Error> {
    let row = ed25519_row(name);
    Ok(
        db.row_opt(&PUBLIC_BY_NAME, params![row, ED25519_NAME], |row| {
            row.get(0)
        })?,
    )
}

fn from_seed(seed: &[u8]) -> Result<Ed25519Key, Error> {
    let pair = Ed25519KeyPair::from_seed_unchecked(seed);
    Ed25519Key::try_from(pair.map_err(|_| Error::Malformed("a private key"))?)
}

/// Makes an elliptic key under a name that is still free.
pub(crate) fn make_ec(
    tx: &mut Tx,
    master: &MasterKey,
    name: &str,
    curve: Curve,
    now: Timestamp,
) -> Result<EcKey, Error> {
    let key = EcKey::generate(curve)?;
    let secret = key.to_pkcs8()?;
    keep(
        tx,
        master,
        name,
        curve.name(),
        &secret,
        key.public().point(),
        now,
    )?;
    Ok(key)
}

/// The elliptic key of this name and curve.
pub(crate) fn load_ec(
    db: &mut Db,
    master: &MasterKey,
    name: &str,
    curve: Curve,
) -> Result<EcKey, Error> {
    let secret = load(db, master, name, curve.name())?;
    EcKey::from_pkcs8(curve, &secret.ok_or(Error::Malformed("a private key"))?)
}

fn keep(
    tx: &mut Tx,
    master: &MasterKey,
    name: &str,
    algorithm: &str,
    secret: &[u8],
    public: &[u8],
    now: Timestamp,
) -> Result<(), Error> {
    let sealed = master.seal(name, secret)?;
    tx.exec(&INSERT, params![name, algorithm, sealed, public, now])?;
    Ok(())
}

fn load(
    db: &mut Db,
    master: &MasterKey,
    name: &str,
    algorithm: &str,
) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let found = db.row_opt(&BY_NAME, params![name], |row| {
        Ok((row.get::<String>(0)?, row.get::<Vec<u8>>(1)?))
    })?;
    match found {
        None => Ok(None),
        Some((kind, sealed)) if kind == algorithm => master.open(name, &sealed).map(Some),
        Some(_) => Err(Error::Malformed("a private key")),
    }
}
