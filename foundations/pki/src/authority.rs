//! The State's two certificate authorities: a root, and below it the one that issues seals.
//!
//! In this first form both keys rest in the database under the master key. A root that lives offline or
//! in a hardware module will issue the same certificates through the same register.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use store::{Db, Tx, params};

use crate::certificate::Certificate;
use crate::crl::{self, Validity};
use crate::issue::{issue, random_serial, years_after};
use crate::keys::{self, EcKey};
use crate::name::Name;
use crate::profile::{Addresses, Draft, Kind};
use crate::{Error, MasterKey, lint, record};

store::statements! {
    SAVE = "insert into pki_authority (id, state, country, base_url) values (1, $1, $2, $3) on conflict (id) do update set state = excluded.state, country = excluded.country, base_url = excluded.base_url";
    READ = "select state, country, base_url from pki_authority where id = 1";
}

/// The name of the root authority, in addresses and in the database.
pub const ROOT: &str = "raiz";

/// The name of the issuing authority.
pub const ISSUING: &str = "emisora";

/// Who the State is and where it publishes its lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    state: String,
    country: String,
    base_url: String,
}

impl Authority {
    /// `state` as it should stand in certificates, `country` as two capital letters of ISO 3166-1, and
    /// `base_url` the public address of the platform, below which `/pki/crl/{name}.crl` and
    /// `/pki/{name}.cer` are served.
    ///
    /// # Errors
    /// [`Error::AuthorityMalformed`] when one of them is not that.
    pub fn new(state: &str, country: &str, base_url: &str) -> Result<Self, Error> {
        if state.trim().is_empty() || !lint::is_country(country) || !lint::is_address(base_url) {
            return Err(Error::AuthorityMalformed);
        }
        Ok(Self {
            state: state.trim().to_owned(),
            country: country.to_owned(),
            base_url: base_url.trim_end_matches('/').to_owned(),
        })
    }

    pub(crate) fn load(db: &mut Db) -> Result<Self, Error> {
        let found = db.row_opt(&READ, params![], |row| {
            Ok(Self {
                state: row.get(0)?,
                country: row.get(1)?,
                base_url: row.get(2)?,
            })
        })?;
        found.ok_or(Error::NotEstablished)
    }

    pub(crate) fn country(&self) -> &str {
        &self.country
    }

    /// Where the named authority publishes its list and its certificate.
    pub(crate) fn addresses(&self, issuer: &str) -> Addresses {
        Addresses {
            crl: format!("{}/pki/crl/{issuer}.crl", self.base_url),
            issuer: format!("{}/pki/{issuer}.cer", self.base_url),
        }
    }
}

/// Makes root and issuing authority if they do not exist, and remembers who the State is.
///
/// Safe to call at every start: what exists stays as it is, and a master key that does not open the keys
/// of this database is told here, before anything else needs it. A changed name or address counts for
/// certificates issued from then on.
///
/// # Errors
/// [`Error::WrongMasterKey`]; [`Error::Lint`] when the State's name cannot stand in a certificate.
pub fn establish(
    tx: &mut Tx,
    master: &MasterKey,
    authority: &Authority,
    now: Timestamp,
) -> Result<(), Error> {
    tx.exec(
        &SAVE,
        params![authority.state, authority.country, authority.base_url],
    )?;
    let root = match load(tx, master, ROOT) {
        Err(Error::NotEstablished) => make(tx, master, authority, None, now)?,
        other => other?,
    };
    match load(tx, master, ISSUING) {
        Err(Error::NotEstablished) => make(tx, master, authority, Some(&root), now).map(|_| ()),
        other => other.map(|_| ()),
    }
}

/// An authority with its private key, ready to sign.
pub(crate) struct Signer {
    pub(crate) certificate: Certificate,
    pub(crate) key: EcKey,
}

/// The named authority with its key.
pub(crate) fn load(db: &mut Db, master: &MasterKey, name: &str) -> Result<Signer, Error> {
    let entry = record::in_force(db, name)?.ok_or(Error::NotEstablished)?;
    let key = keys::load_ec(db, master, &entry.key_name, entry.certificate.key.curve())?;
    Ok(Signer {
        certificate: entry.certificate,
        key,
    })
}

/// Makes the root, or the issuing authority below a root.
fn make(
    tx: &mut Tx,
    master: &MasterKey,
    authority: &Authority,
    root: Option<&Signer>,
    now: Timestamp,
) -> Result<Signer, Error> {
    let (kind, name, title) = match root {
        None => (Kind::Root, ROOT, "AC Raíz"),
        Some(_) => (Kind::Issuing, ISSUING, "AC Emisora de Sellos"),
    };
    let key = keys::make_ec(tx, master, name, kind.curve(), now)?;
    let common_name = format!("{title} - {}", authority.state);
    let certificate = issue(
        &Draft {
            kind,
            serial: random_serial()?,
            subject: Name::new(&authority.country, &authority.state, &common_name),
            key: key.public(),
            issuer: root.map(|root| &root.certificate),
            addresses: root.map(|_| authority.addresses(ROOT)),
            not_before: now,
            not_after: years_after(now, kind.years())?,
        },
        root.map_or(&key, |root| &root.key),
    )?;
    record::insert(tx, name, ROOT, name, &certificate, now)?;
    Ok(Signer { certificate, key })
}

/// The certificate of the root in PEM, as served at `/pki/ca.pem`: what a stranger trusts, and no more.
///
/// The issuing authority's comes with every signature. Were it trusted here too, tools that end a path at
/// the first certificate they trust would find nobody to answer for the revocation lists.
///
/// # Errors
/// [`Error::NotEstablished`] before [`establish`].
pub fn ca_pem(db: &mut Db) -> Result<String, Error> {
    Ok(pem(&certificate(db, ROOT)?.der))
}

/// One authority's certificate in DER, as served at `/pki/{name}.cer`, which certificates point to.
///
/// # Errors
/// [`Error::NoSuchAuthority`] for another name than `raiz` or `emisora`.
pub fn certificate_der(db: &mut Db, name: &str) -> Result<Vec<u8>, Error> {
    Ok(certificate(db, known(name)?)?.der)
}

/// The revocation list of the named authority, in DER, made afresh at `now`.
///
/// The number of a list is its moment in microseconds, so that it grows without a counter that every
/// request would have to write.
///
/// # Errors
/// [`Error::NoSuchAuthority`] for another name than `raiz` or `emisora`.
pub fn crl(db: &mut Db, master: &MasterKey, name: &str, now: Timestamp) -> Result<Vec<u8>, Error> {
    let name = known(name)?;
    let signer = load(db, master, name)?;
    let revoked = record::revoked_by(db, name)?;
    let validity = if name == ROOT {
        Validity::Root
    } else {
        Validity::Issuing
    };
    crl::write(&signer, &revoked, validity, now)
}

pub(crate) fn certificate(db: &mut Db, name: &str) -> Result<Certificate, Error> {
    let entry = record::in_force(db, name)?;
    entry
        .map(|entry| entry.certificate)
        .ok_or(Error::NotEstablished)
}

fn known(name: &str) -> Result<&'static str, Error> {
    [ROOT, ISSUING]
        .into_iter()
        .find(|known| *known == name)
        .ok_or(Error::NoSuchAuthority)
}

/// The PEM form of a certificate (RFC 7468): lines of 64 characters.
fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let mut out = String::from("-----BEGIN CERTIFICATE-----\n");
    for (position, letter) in text.chars().enumerate() {
        if position > 0 && position % 64 == 0 {
            out.push('\n');
        }
        out.push(letter);
    }
    out.push_str("\n-----END CERTIFICATE-----\n");
    out
}
