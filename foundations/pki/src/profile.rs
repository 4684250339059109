//! The three kinds of certificate issued here, and how each is written.

use jiff::Timestamp;

use crate::asn1::{oid, write};
use crate::certificate::{Certificate, KeyUsage, Serial};
use crate::keys::{Curve, PublicKey};
use crate::name::Name;
use const_oid::ObjectIdentifier;

/// A kind of certificate. Everything that differs between the kinds is decided by matching on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The State's root: trusted by decision, signs only authorities.
    Root,
    /// The authority that issues seals, below the root.
    Issuing,
    /// An agency's seal: a legal person that signs documents (EN 319 412-3).
    Seal,
}

impl Kind {
    /// How long a certificate of this kind is valid, in years.
    pub(crate) fn years(self) -> i64 {
        match self {
            Self::Root => 20,
            Self::Issuing => 10,
            Self::Seal => 3,
        }
    }

    /// The curve of its key.
    pub(crate) fn curve(self) -> Curve {
        match self {
            Self::Root | Self::Issuing => Curve::P384,
            Self::Seal => Curve::P256,
        }
    }

    pub(crate) fn is_authority(self) -> bool {
        matches!(self, Self::Root | Self::Issuing)
    }

    /// What its key may be used for.
    pub(crate) fn key_usage(self) -> KeyUsage {
        match self {
            Self::Root | Self::Issuing => KeyUsage(KeyUsage::CERTIFICATE_SIGN | KeyUsage::CRL_SIGN),
            // Alone, as EN 319 412-2 §4.3.2 recommends: a seal commits, and opens no session.
            Self::Seal => KeyUsage(KeyUsage::NON_REPUDIATION),
        }
    }

    /// How many authorities may stand below it; `None` where the kind is no authority.
    pub(crate) fn path_length(self) -> Option<u8> {
        match self {
            Self::Root => Some(1),
            Self::Issuing => Some(0),
            Self::Seal => None,
        }
    }
}

/// Where the issuer publishes its revocation list and its certificate.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    pub(crate) crl: String,
    pub(crate) issuer: String,
}

/// A certificate before it is signed.
pub(crate) struct Draft<'a> {
    pub(crate) kind: Kind,
    pub(crate) serial: Serial,
    pub(crate) subject: Name,
    pub(crate) key: &'a PublicKey,
    /// `None` for the root, which is its own issuer.
    pub(crate) issuer: Option<&'a Certificate>,
    pub(crate) addresses: Option<Addresses>,
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
}

impl Draft<'_> {
    /// The TBSCertificate (RFC 5280 §4.1) for a signature made with a key on that curve.
    pub(crate) fn write(&self, signer: Curve) -> Vec<u8> {
        let subject = self.subject.write();
        let issuer = self
            .issuer
            .map_or_else(|| subject.clone(), |issuer| issuer.subject_raw.clone());
        write::sequence(&[
            write::tagged(0, &write::unsigned(&[2])),
            write::unsigned(self.serial.as_bytes()),
            signer.signature_algorithm(),
            issuer,
            write::sequence(&[write::time(self.not_before), write::time(self.not_after)]),
            subject,
            self.key.write(),
            write::tagged(3, &write::sequence(&self.extensions())),
        ])
    }

    fn extensions(&self) -> Vec<Vec<u8>> {
        let key_id = self.key.key_id();
        let issuer_key_id = match self.issuer {
            Some(issuer) => issuer.extensions.subject_key_id.clone().unwrap_or_default(),
            None => key_id.clone(),
        };
        let authority_key_id = write::sequence(&[write::tagged_bytes(0, &issuer_key_id)]);
        let mut list = vec![
            extension(&oid::AUTHORITY_KEY_ID, Mark::Plain, &authority_key_id),
            extension(&oid::SUBJECT_KEY_ID, Mark::Plain, &write::octets(&key_id)),
            extension(
                &oid::KEY_USAGE,
                Mark::Critical,
                &write::flags(self.kind.key_usage().0),
            ),
        ];
        if let Some(path_length) = self.kind.path_length() {
            let value = write::sequence(&[write::yes(), write::unsigned(&[path_length])]);
            list.push(extension(&oid::BASIC_CONSTRAINTS, Mark::Critical, &value));
        }
        list.extend(self.policy().map(|policy| {
            let value = write::sequence(&[write::sequence(&[policy])]);
            extension(&oid::CERTIFICATE_POLICIES, Mark::Plain, &value)
        }));
        if let Some(addresses) = &self.addresses {
            list.push(extension(
                &oid::CRL_DISTRIBUTION_POINTS,
                Mark::Plain,
                &crl_point(&addresses.crl),
            ));
            list.push(extension(
                &oid::AUTHORITY_INFO_ACCESS,
                Mark::Plain,
                &issuer_access(&addresses.issuer),
            ));
        }
        list
    }

    /// A root states no policy. The others state any, until the State has registered an identifier for a
    /// policy of its own: one made from a UUID needs no registry, but its arc of 128 bits breaks readers.
    fn policy(&self) -> Option<Vec<u8>> {
        match self.kind {
            Kind::Root => None,
            Kind::Issuing | Kind::Seal => Some(write::oid(&oid::ANY_POLICY)),
        }
    }
}

/// Whether an extension must be understood by whoever relies on the certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Critical,
    Plain,
}

/// One Extension, of a certificate or of a revocation list.
pub(crate) fn extension(identifier: &ObjectIdentifier, mark: Mark, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![write::oid(identifier)];
    if mark == Mark::Critical {
        parts.push(write::yes());
    }
    parts.push(write::octets(value));
    write::sequence(&parts)
}

/// CRLDistributionPoints with one point and one address (RFC 5280 §4.2.1.13).
fn crl_point(address: &str) -> Vec<u8> {
    let uri = write::tagged_bytes(6, address.as_bytes());
    let full_name = write::tagged(0, &uri);
    let name = write::tagged(0, &full_name);
    write::sequence(&[write::sequence(&[name])])
}

/// AuthorityInfoAccess with the address of the issuer's certificate (RFC 5280 §4.2.2.1).
fn issuer_access(address: &str) -> Vec<u8> {
    let uri = write::tagged_bytes(6, address.as_bytes());
    write::sequence(&[write::sequence(&[write::oid(&oid::CA_ISSUERS), uri])])
}
