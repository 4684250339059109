//! The register of issued certificates: every one, for ever.

use jiff::Timestamp;
use store::{Db, Row, Tx, params};

use crate::Error;
use crate::certificate::{Certificate, Serial};

store::statements! {
    INSERT = "insert into pki_certificate (serial, owner, issuer, key_name, der, issued_at, not_after) values ($1, $2, $3, $4, $5, $6, $7)";
    /// The newest certificate of an owner that has not been revoked.
    IN_FORCE = "select key_name, der from pki_certificate where owner = $1 and revoked_at is null order by issued_at desc, serial limit 1";
    /// Revokes once: a second time changes nothing, so that the first date and reason stay.
    REVOKE = "update pki_certificate set revoked_at = $2, reason = $3 where serial = $1 and revoked_at is null";
    EXISTS = "select 1 from pki_certificate where serial = $1";
    REVOKE_ALL_OF = "update pki_certificate set revoked_at = $2, reason = $3 where owner = $1 and revoked_at is null";
    REVOKED = "select serial, revoked_at, reason from pki_certificate where issuer = $1 and revoked_at is not null order by serial";
}

/// A certificate with the name of its key.
pub(crate) struct Entry {
    pub(crate) key_name: String,
    pub(crate) certificate: Certificate,
}

/// A certificate that no longer counts.
pub(crate) struct Revoked {
    pub(crate) serial: Serial,
    pub(crate) at: Timestamp,
    pub(crate) reason: u8,
}

pub(crate) fn insert(
    tx: &mut Tx,
    owner: &str,
    issuer: &str,
    key_name: &str,
    certificate: &Certificate,
    now: Timestamp,
) -> Result<(), Error> {
    let serial = certificate.serial.as_bytes();
    tx.exec(
        &INSERT,
        params![
            serial,
            owner,
            issuer,
            key_name,
            certificate.der,
            now,
            certificate.not_after
        ],
    )?;
    Ok(())
}

pub(crate) fn in_force(db: &mut Db, owner: &str) -> Result<Option<Entry>, Error> {
    let row = db.row_opt(&IN_FORCE, params![owner], |row| {
        Ok((row.get::<String>(0)?, row.get::<Vec<u8>>(1)?))
    })?;
    let Some((key_name, der)) = row else {
        return Ok(None);
    };
    let certificate = Certificate::read(&der).map_err(|_| Error::Malformed("a certificate"))?;
    Ok(Some(Entry {
        key_name,
        certificate,
    }))
}

/// Marks one certificate revoked.
///
/// # Errors
/// [`Error::NoSuchCertificate`] when there is none with this serial number.
pub(crate) fn revoke(
    tx: &mut Tx,
    serial: &Serial,
    reason: u8,
    now: Timestamp,
) -> Result<(), Error> {
    let serial = serial.as_bytes();
    if tx.exec(&REVOKE, params![serial, now, reason])? == 0
        && tx
            .row_opt(&EXISTS, params![serial], |row| row.get::<i64>(0))?
            .is_none()
    {
        return Err(Error::NoSuchCertificate);
    }
    Ok(())
}

pub(crate) fn revoke_all_of(
    tx: &mut Tx,
    owner: &str,
    reason: u8,
    now: Timestamp,
) -> Result<u64, Error> {
    Ok(tx.exec(&REVOKE_ALL_OF, params![owner, now, reason])?)
}

pub(crate) fn revoked_by(db: &mut Db, issuer: &str) -> Result<Vec<Revoked>, Error> {
    let read = |row: &Row<'_>| {
        Ok(Revoked {
            serial: Serial::from_bytes(&row.get::<Vec<u8>>(0)?),
            at: row.get(1)?,
            reason: row.get(2)?,
        })
    };
    Ok(db.rows(&REVOKED, params![issuer], read)?)
}
