//! Seals of agencies: a key and a certificate of a legal person.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use store::{Db, Tx};

use crate::authority::{self, Authority, ISSUING};
use crate::certificate::{Certificate, Serial};
use crate::issue::{issue, random_serial, years_after};
use crate::keys::{self, EcKey};
use crate::name::Name;
use crate::profile::{Draft, Kind};
use crate::{Error, MasterKey, record};

/// A seal is renewed when it has less than this left, so that none ends while nobody restarts.
const RENEW_BEFORE: SignedDuration = SignedDuration::from_hours(24 * 90);

/// The legal person that a seal stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Organisation<'a> {
    slug: &'a str,
    name: &'a str,
    identifier: Option<&'a str>,
}

impl<'a> Organisation<'a> {
    /// `slug` is the agency's name in addresses, `name` its legal name in the language of the State.
    #[must_use]
    pub fn new(slug: &'a str, name: &'a str) -> Self {
        Self {
            slug,
            name,
            identifier: None,
        }
    }

    /// Its number in a register, as EN 319 412-1 §5.1.4 writes it: `NTRPY-80012345`.
    #[must_use]
    pub fn identifier(mut self, identifier: &'a str) -> Self {
        self.identifier = Some(identifier);
        self
    }

    fn subject(&self, authority: &Authority) -> Name {
        Name {
            organisation_identifier: self.identifier.map(str::to_owned),
            ..Name::new(
                authority.country(),
                self.name,
                &format!("Sello de {}", self.name),
            )
        }
    }
}

fn owner(slug: &str) -> String {
    format!("sello/{slug}")
}

/// Gives an agency its seal unless it has one in force, and tells the serial number of that one.
///
/// A new seal is made when there is none, when the last was revoked or ends within 90 days, and when the
/// agency's name or identifier changed. Earlier seals stay valid for what they signed.
///
/// # Errors
/// [`Error::NotEstablished`] before [`crate::establish`]; [`Error::Lint`] when the name cannot stand in a
/// certificate.
pub fn ensure_seal(
    tx: &mut Tx,
    master: &MasterKey,
    organisation: &Organisation<'_>,
    now: Timestamp,
) -> Result<Serial, Error> {
    let authority = Authority::load(tx)?;
    let owner = owner(organisation.slug);
    let subject = organisation.subject(&authority);
    if let Some(entry) = record::in_force(tx, &owner)?
        && entry.certificate.subject == subject
        && entry.certificate.is_valid_at(now + RENEW_BEFORE)
    {
        return Ok(entry.certificate.serial);
    }

    let issuing = authority::load(tx, master, ISSUING)?;
    let serial = random_serial()?;
    let key_name = format!("{owner}/{serial}");
    let key = keys::make_ec(tx, master, &key_name, Kind::Seal.curve(), now)?;
    let certificate = issue(
        &Draft {
            kind: Kind::Seal,
            serial,
            subject,
            key: key.public(),
            issuer: Some(&issuing.certificate),
            addresses: Some(authority.addresses(ISSUING)),
            not_before: now,
            not_after: years_after(now, Kind::Seal.years())?.min(issuing.certificate.not_after),
        },
        &issuing.key,
    )?;
    record::insert(tx, &owner, ISSUING, &key_name, &certificate, now)?;
    Ok(certificate.serial)
}

/// An agency's seal, opened and ready to sign. Prints only whose it is.
pub struct Seal {
    pub(crate) key: EcKey,
    pub(crate) certificate: Certificate,
    /// The issuing authority's certificate, which travels with each signature.
    pub(crate) issuer: Certificate,
}

impl fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Seal({})", self.certificate.serial)
    }
}

impl Seal {
    /// Opens the newest seal of the agency that has not been revoked.
    ///
    /// # Errors
    /// [`Error::NoSeal`] when there is none; [`Error::WrongMasterKey`].
    pub fn load(db: &mut Db, master: &MasterKey, slug: &str) -> Result<Self, Error> {
        let entry = record::in_force(db, &owner(slug))?;
        let entry = entry.ok_or_else(|| Error::NoSeal {
            agency: slug.to_owned(),
        })?;
        let key = keys::load_ec(db, master, &entry.key_name, entry.certificate.key.curve())?;
        let issuer = authority::certificate(db, ISSUING)?;
        Ok(Self {
            key,
            certificate: entry.certificate,
            issuer,
        })
    }

    /// The agency's name as its certificate tells it.
    #[must_use]
    pub fn organisation(&self) -> &str {
        self.certificate
            .subject
            .organisation
            .as_deref()
            .unwrap_or_default()
    }

    /// The serial number of its certificate.
    #[must_use]
    pub fn serial(&self) -> &Serial {
        &self.certificate.serial
    }

    /// The last moment at which it may sign.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.certificate.not_after
    }

    /// Its certificate in DER.
    #[must_use]
    pub fn certificate_der(&self) -> &[u8] {
        &self.certificate.der
    }
}

pub(crate) fn revoke_all(
    tx: &mut Tx,
    slug: &str,
    reason: u8,
    now: Timestamp,
) -> Result<u64, Error> {
    record::revoke_all_of(tx, &owner(slug), reason, now)
}
