//! A certificate as received: its raw bytes, and what they say.

use std::fmt;

use const_oid::ObjectIdentifier;
use jiff::Timestamp;

use crate::asn1::read::{Element, Malformed, Reader};
use crate::asn1::{oid, tag};
use crate::keys::{Digest, PublicKey};
use crate::name::Name;

/// The largest certificate read, in bytes: ours have about 900, foreign ones with post-quantum keys 10,000.
const CERTIFICATE_BYTES_MAX: usize = 64 * 1024;

/// The most extensions read in one certificate.
const EXTENSIONS_MAX: usize = 64;

/// The serial number of a certificate: the big-endian bytes of a positive number, without leading zeros.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(Vec<u8>);

impl Serial {
    /// A serial number from its bytes, whatever zeros stand before it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(
            bytes
                .iter()
                .copied()
                .skip_while(|byte| *byte == 0)
                .collect(),
        )
    }

    /// Its bytes, without leading zeros.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Serial({self})")
    }
}

/// What a key may be used for (RFC 5280 §4.2.1.3), as the first byte of the extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyUsage(pub(crate) u8);

impl KeyUsage {
    pub(crate) const DIGITAL_SIGNATURE: u8 = 0x80;
    pub(crate) const NON_REPUDIATION: u8 = 0x40;
    pub(crate) const CERTIFICATE_SIGN: u8 = 0x04;
    pub(crate) const CRL_SIGN: u8 = 0x02;

    /// Whether it allows any of the uses in the mask.
    pub(crate) fn allows(self, mask: u8) -> bool {
        self.0 & mask != 0
    }
}

/// Whether the certificate is an authority's, and how many authorities may follow below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct BasicConstraints {
    pub(crate) authority: bool,
    pub(crate) path_length: Option<u8>,
}

/// One certificate. Signatures and digests are computed over `der` and `tbs`, never over anything rewritten.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    pub(crate) der: Vec<u8>,
    tbs: Vec<u8>,
    inner_algorithm: Vec<u8>,
    signature_algorithm: Vec<u8>,
    signature: Vec<u8>,
    pub(crate) version: u8,
    pub(crate) serial: Serial,
    pub(crate) serial_is_positive: bool,
    /// The issuer's name, raw: names are compared byte by byte.
    pub(crate) issuer_raw: Vec<u8>,
    pub(crate) subject_raw: Vec<u8>,
    pub(crate) issuer: Name,
    pub(crate) subject: Name,
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
    pub(crate) key: PublicKey,
    pub(crate) extensions: Extensions,
}

/// The extensions this room understands, and what it must know about the others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extensions {
    pub(crate) subject_key_id: Option<Vec<u8>>,
    pub(crate) authority_key_id: Option<Vec<u8>>,
    pub(crate) basic_constraints: Option<BasicConstraints>,
    pub(crate) key_usage: Option<KeyUsage>,
    pub(crate) crl_address: Option<String>,
    pub(crate) issuer_address: Option<String>,
    pub(crate) has_policies: bool,
    /// The identifiers of those marked critical.
    critical: Vec<Vec<u8>>,
    pub(crate) unknown_critical: bool,
    pub(crate) repeated: bool,
}

impl Extensions {
    pub(crate) fn is_critical(&self, identifier: &ObjectIdentifier) -> bool {
        self.critical
            .iter()
            .any(|found| found == identifier.as_bytes())
    }
}

impl Certificate {
    /// Reads one certificate and nothing behind it.
    pub(crate) fn read(der: &[u8]) -> Result<Self, Malformed> {
        if der.len() > CERTIFICATE_BYTES_MAX {
            return Err(Malformed);
        }
        let mut outer = Reader::only(der, tag::SEQUENCE)?.inner();
        let tbs = outer.expect(tag::SEQUENCE)?;
        let signature_algorithm = outer.expect(tag::SEQUENCE)?;
        let signature = outer.expect(tag::BIT_STRING)?.bits()?;
        outer.finish()?;

        let mut fields = tbs.inner();
        let version = match fields.optional(tag::constructed(0))? {
            Some(explicit) => Reader::only(explicit.body, tag::INTEGER)?.small()?,
            None => 0,
        };
        let serial = fields.expect(tag::INTEGER)?;
        let inner_algorithm = fields.expect(tag::SEQUENCE)?;
        let issuer = fields.expect(tag::SEQUENCE)?;
        let mut validity = fields.expect(tag::SEQUENCE)?.inner();
        let not_before = validity.next()?.time()?;
        let not_after = validity.next()?.time()?;
        validity.finish()?;
        let subject = fields.expect(tag::SEQUENCE)?;
        let key = PublicKey::read(fields.expect(tag::SEQUENCE)?)?;
        fields.optional(tag::primitive(1))?;
        fields.optional(tag::primitive(2))?;
        let extensions = match fields.optional(tag::constructed(3))? {
            Some(explicit) => read_extensions(Reader::only(explicit.body, tag::SEQUENCE)?)?,
            None => Extensions::default(),
        };
        fields.finish()?;

        Ok(Self {
            der: der.to_vec(),
            tbs: tbs.raw.to_vec(),
            inner_algorithm: inner_algorithm.raw.to_vec(),
            signature_algorithm: signature_algorithm.raw.to_vec(),
            signature: signature.to_vec(),
            version,
            serial: Serial::from_bytes(serial.body),
            serial_is_positive: serial.unsigned().is_ok_and(|bytes| !bytes.is_empty()),
            issuer_raw: issuer.raw.to_vec(),
            subject_raw: subject.raw.to_vec(),
            issuer: Name::read(issuer.body)?,
            subject: Name::read(subject.body)?,
            not_before,
            not_after,
            key,
            extensions,
        })
    }

    /// Whether the algorithm inside what is signed is the one outside (RFC 5280 §4.1.1.2).
    pub(crate) fn names_one_algorithm(&self) -> bool {
        self.inner_algorithm == self.signature_algorithm
    }

    /// Whether this certificate was signed with the private half of `key`.
    pub(crate) fn is_signed_by(&self, key: &PublicKey) -> bool {
        let algorithm = Reader::only(&self.signature_algorithm, tag::SEQUENCE);
        self.names_one_algorithm()
            && algorithm.is_ok_and(|algorithm| key.verifies(algorithm, &self.tbs, &self.signature))
    }

    /// Whether this certificate names itself as its issuer, as a root does.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.issuer_raw == self.subject_raw
    }

    /// Whether `issuer` could have issued this one, by name and, where both tell it, by key identifier.
    pub(crate) fn names_issuer(&self, issuer: &Self) -> bool {
        let same_key = match (
            &self.extensions.authority_key_id,
            &issuer.extensions.subject_key_id,
        ) {
            (Some(wanted), Some(found)) => wanted == found,
            _ => true,
        };
        self.issuer_raw == issuer.subject_raw && same_key
    }

    pub(crate) fn is_valid_at(&self, at: Timestamp) -> bool {
        self.not_before <= at && at <= self.not_after
    }

    /// The SHA-256 of the whole certificate.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        Digest::Sha256.of(&[&self.der])
    }
}

fn read_extensions(list: Element<'_>) -> Result<Extensions, Malformed> {
    let mut found = Extensions::default();
    let mut seen: Vec<&[u8]> = Vec::new();
    let mut list = list.inner();
    while !list.is_empty() {
        let mut parts = list.expect(tag::SEQUENCE)?.inner();
        let identifier = parts.expect(tag::OID)?;
        let critical = parts
            .optional(tag::BOOLEAN)?
            .is_some_and(|flag| flag.body != [0]);
        let value = parts.expect(tag::OCTET_STRING)?.body;
        parts.finish()?;
        if seen.len() == EXTENSIONS_MAX {
            return Err(Malformed);
        }
        found.repeated |= seen.contains(&identifier.body);
        seen.push(identifier.body);
        if critical {
            found.critical.push(identifier.body.to_vec());
        }
        let known = read_extension(&mut found, identifier, value)?;
        found.unknown_critical |= critical && !known;
    }
    Ok(found)
}

/// Reads one extension if it is known; tells whether it is.
fn read_extension(
    found: &mut Extensions,
    identifier: Element<'_>,
    value: &[u8],
) -> Result<bool, Malformed> {
    if identifier.is_oid(&oid::SUBJECT_KEY_ID) {
        found.subject_key_id = Some(Reader::only(value, tag::OCTET_STRING)?.body.to_vec());
    } else if identifier.is_oid(&oid::AUTHORITY_KEY_ID) {
        let mut parts = Reader::only(value, tag::SEQUENCE)?.inner();
        found.authority_key_id = parts
            .optional(tag::primitive(0))?
            .map(|id| id.body.to_vec());
    } else if identifier.is_oid(&oid::BASIC_CONSTRAINTS) {
        let mut parts = Reader::only(value, tag::SEQUENCE)?.inner();
        let authority = parts
            .optional(tag::BOOLEAN)?
            .is_some_and(|flag| flag.body != [0]);
        let path_length = parts
            .optional(tag::INTEGER)?
            .map(|number| number.small())
            .transpose()?;
        parts.finish()?;
        found.basic_constraints = Some(BasicConstraints {
            authority,
            path_length,
        });
    } else if identifier.is_oid(&oid::KEY_USAGE) {
        found.key_usage = Some(KeyUsage(Reader::only(value, tag::BIT_STRING)?.flags()?));
    } else if identifier.is_oid(&oid::CRL_DISTRIBUTION_POINTS) {
        found.crl_address = read_crl_address(value)?;
    } else if identifier.is_oid(&oid::AUTHORITY_INFO_ACCESS) {
        found.issuer_address = read_issuer_address(value)?;
    } else if identifier.is_oid(&oid::CERTIFICATE_POLICIES) {
        found.has_policies = true;
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// The first address of the first distribution point, if it is given as an address.
fn read_crl_address(value: &[u8]) -> Result<Option<String>, Malformed> {
    let mut points = Reader::only(value, tag::SEQUENCE)?.inner();
    let mut point = points.expect(tag::SEQUENCE)?.inner();
    let Some(name) = point.optional(tag::constructed(0))? else {
        return Ok(None);
    };
    let Some(full) = name.inner().optional(tag::constructed(0))? else {
        return Ok(None);
    };
    let address = full.inner().optional(tag::primitive(6))?;
    Ok(address.and_then(|address| String::from_utf8(address.body.to_vec()).ok()))
}

/// The first address from which the issuer's certificate can be had.
fn read_issuer_address(value: &[u8]) -> Result<Option<String>, Malformed> {
    let mut descriptions = Reader::only(value, tag::SEQUENCE)?.inner();
    while !descriptions.is_empty() {
        let mut parts = descriptions.expect(tag::SEQUENCE)?.inner();
        if parts.next()?.is_oid(&oid::CA_ISSUERS) {
            let address = parts.optional(tag::primitive(6))?;
            return Ok(address.and_then(|address| String::from_utf8(address.body.to_vec()).ok()));
        }
    }
    Ok(None)
}
