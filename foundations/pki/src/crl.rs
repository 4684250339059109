//! Certificate revocation lists (RFC 5280 §5): writing ours, reading anybody's.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::asn1::read::{Malformed, Reader};
use crate::asn1::{oid, tag, write};
use crate::authority::Signer;
use crate::certificate::{Certificate, KeyUsage, Serial};
use crate::issue::signed;
use crate::profile::{Mark, extension};
use crate::record::Revoked;
use crate::{Error, Reason};

/// The largest list read, in bytes: about a million entries.
const LIST_BYTES_MAX: usize = 48 * 1024 * 1024;

/// How long a list may be relied on before a newer one must be fetched.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Validity {
    /// Ninety days: the root revokes an authority once in a generation.
    Root,
    /// Seven days, so that a weekend without network does not make every document doubtful.
    Issuing,
}

impl Validity {
    fn duration(self) -> SignedDuration {
        match self {
            Self::Root => SignedDuration::from_hours(24 * 90),
            Self::Issuing => SignedDuration::from_hours(24 * 7),
        }
    }
}

/// A list signed by its issuer. Built by hand: its authority key identifier must be the issuer's own
/// subject key identifier, and an empty list of entries must be absent, not empty.
pub(crate) fn write(
    signer: &Signer,
    revoked: &[Revoked],
    validity: Validity,
    now: Timestamp,
) -> Result<Vec<u8>, Error> {
    let key_id = signer
        .certificate
        .extensions
        .subject_key_id
        .clone()
        .unwrap_or_default();
    let authority_key_id = write::sequence(&[write::tagged_bytes(0, &key_id)]);
    let number = write::unsigned(&now.as_microsecond().unsigned_abs().to_be_bytes());
    let extensions = write::sequence(&[
        extension(&oid::AUTHORITY_KEY_ID, Mark::Plain, &authority_key_id),
        extension(&oid::CRL_NUMBER, Mark::Plain, &number),
    ]);
    let mut parts = vec![
        write::unsigned(&[1]),
        signer.key.curve().signature_algorithm(),
        signer.certificate.subject_raw.clone(),
        write::time(now),
        write::time(now + validity.duration()),
    ];
    if !revoked.is_empty() {
        let entries: Vec<Vec<u8>> = revoked.iter().map(write_entry).collect();
        parts.push(write::sequence(&entries));
    }
    parts.push(write::tagged(0, &extensions));
    signed(&write::sequence(&parts), &signer.key)
}

fn write_entry(revoked: &Revoked) -> Vec<u8> {
    let mut parts = vec![
        write::unsigned(revoked.serial.as_bytes()),
        write::time(revoked.at),
    ];
    // RFC 5280 §5.3.1: an unspecified reason is told by leaving the extension out.
    if revoked.reason != Reason::Unspecified.code() {
        let value = write::element(tag::ENUMERATED, &[revoked.reason]);
        parts.push(write::sequence(&[extension(
            &oid::CRL_REASON,
            Mark::Plain,
            &value,
        )]));
    }
    write::sequence(&parts)
}

/// A list as received.
#[derive(Debug, Clone)]
pub(crate) struct RevocationList {
    tbs: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
    issuer_raw: Vec<u8>,
    authority_key_id: Option<Vec<u8>>,
    pub(crate) this_update: Timestamp,
    pub(crate) next_update: Option<Timestamp>,
    entries: BTreeMap<Serial, (Timestamp, Reason)>,
}

impl RevocationList {
    /// Reads a complete list. Lists with critical extensions, which speak for a part of the certificates
    /// only or change the meaning of entries, are refused.
    pub(crate) fn read(der: &[u8]) -> Result<Self, Malformed> {
        if der.len() > LIST_BYTES_MAX {
            return Err(Malformed);
        }
        let mut outer = Reader::only(der, tag::SEQUENCE)?.inner();
        let tbs = outer.expect(tag::SEQUENCE)?;
        let algorithm = outer.expect(tag::SEQUENCE)?;
        let signature = outer.expect(tag::BIT_STRING)?.bits()?;
        outer.finish()?;

        let mut fields = tbs.inner();
        fields.optional(tag::INTEGER)?;
        if fields.expect(tag::SEQUENCE)?.raw != algorithm.raw {
            return Err(Malformed);
        }
        let issuer = fields.expect(tag::SEQUENCE)?;
        let this_update = fields.next()?.time()?;
        let mut next_update = None;
        for kind in [tag::UTC_TIME, tag::GENERALIZED_TIME] {
            if let Some(time) = fields.optional(kind)? {
                next_update = Some(time.time()?);
            }
        }
        let entries = match fields.optional(tag::SEQUENCE)? {
            Some(list) => read_entries(list.inner())?,
            None => BTreeMap::new(),
        };
        let authority_key_id = match fields.optional(tag::constructed(0))? {
            Some(explicit) => read_key_id(Reader::only(explicit.body, tag::SEQUENCE)?.inner())?,
            None => None,
        };
        fields.finish()?;
        Ok(Self {
            tbs: tbs.raw.to_vec(),
            algorithm: algorithm.raw.to_vec(),
            signature: signature.to_vec(),
            issuer_raw: issuer.raw.to_vec(),
            authority_key_id,
            this_update,
            next_update,
            entries,
        })
    }

    /// Whether this list is the word of that authority about the certificates it issued.
    pub(crate) fn is_from(&self, issuer: &Certificate) -> bool {
        let same_key = match (&self.authority_key_id, &issuer.extensions.subject_key_id) {
            (Some(wanted), Some(found)) => wanted == found,
            _ => true,
        };
        let allowed = issuer
            .extensions
            .key_usage
            .is_some_and(|usage| usage.allows(KeyUsage::CRL_SIGN));
        let algorithm = Reader::only(&self.algorithm, tag::SEQUENCE);
        self.issuer_raw == issuer.subject_raw
            && same_key
            && allowed
            && algorithm
                .is_ok_and(|algorithm| issuer.key.verifies(algorithm, &self.tbs, &self.signature))
    }

    /// When and why this serial number was revoked, if it was.
    pub(crate) fn entry(&self, serial: &Serial) -> Option<(Timestamp, Reason)> {
        self.entries.get(serial).copied()
    }
}

fn read_entries(mut list: Reader<'_>) -> Result<BTreeMap<Serial, (Timestamp, Reason)>, Malformed> {
    let mut entries = BTreeMap::new();
    while !list.is_empty() {
        let mut parts = list.expect(tag::SEQUENCE)?.inner();
        let serial = Serial::from_bytes(parts.expect(tag::INTEGER)?.body);
        let at = parts.next()?.time()?;
        let mut reason = Reason::Unspecified;
        if let Some(extensions) = parts.optional(tag::SEQUENCE)? {
            for_each_extension(extensions.inner(), |identifier, value| {
                if identifier.is_oid(&oid::CRL_REASON) {
                    reason = Reason::from_code(Reader::only(value, tag::ENUMERATED)?.small()?);
                }
                Ok(())
            })?;
        }
        parts.finish()?;
        entries.insert(serial, (at, reason));
    }
    Ok(entries)
}

fn read_key_id(extensions: Reader<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    let mut found = None;
    for_each_extension(extensions, |identifier, value| {
        if identifier.is_oid(&oid::AUTHORITY_KEY_ID) {
            let mut parts = Reader::only(value, tag::SEQUENCE)?.inner();
            found = parts
                .optional(tag::primitive(0))?
                .map(|id| id.body.to_vec());
        }
        Ok(())
    })?;
    Ok(found)
}

/// Visits the extensions of a list or an entry, refusing any that is critical.
fn for_each_extension<'a>(
    mut list: Reader<'a>,
    mut visit: impl FnMut(crate::asn1::read::Element<'a>, &'a [u8]) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    while !list.is_empty() {
        let mut parts = list.expect(tag::SEQUENCE)?.inner();
        let identifier = parts.expect(tag::OID)?;
        if parts
            .optional(tag::BOOLEAN)?
            .is_some_and(|flag| flag.body != [0])
        {
            return Err(Malformed);
        }
        let value = parts.expect(tag::OCTET_STRING)?.body;
        parts.finish()?;
        visit(identifier, value)?;
    }
    Ok(())
}
