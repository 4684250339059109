//! What a verifier believes: roots by decision, and the lists of what was revoked.
//!
//! A [`Trust`] is built from files alone, so that anybody checks a document without the platform, or from
//! the platform's own database.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use store::Db;

use crate::authority::{self, ISSUING, ROOT};
use crate::certificate::Certificate;
use crate::crl::RevocationList;
use crate::path::{Chain, Path};
use crate::{Error, MasterKey, Reason};

/// The most certificates and lists a `Trust` is built from.
const PARTS_MAX: usize = 256;

/// What the revocation lists say of the signer's certificate and of those above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revocation {
    /// None of them was revoked.
    NotRevoked {
        /// When the oldest list that says so was made.
        as_of: Timestamp,
    },
    /// One of them was revoked.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: Reason,
    },
    /// A list is there but should have been replaced by a newer one.
    Outdated,
    /// No list by the issuer of one of them is there, or there is no chain to ask about.
    Unknown,
}

/// Roots, further authorities and revocation lists.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    roots: Vec<Certificate>,
    authorities: Vec<Certificate>,
    lists: Vec<RevocationList>,
}

impl Trust {
    /// From certificates in PEM: those that issued themselves are believed, the others help to reach
    /// them. The file at `/pki/ca.pem` is enough.
    ///
    /// # Errors
    /// [`Error::Malformed`] when there is no root among them, or one cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        const MALFORMED: Error = Error::Malformed("a certificate");
        let mut trust = Self::default();
        for der in pem_blocks(pem, "CERTIFICATE")? {
            let certificate = Certificate::read(&der).map_err(|_| MALFORMED)?;
            if certificate.is_self_issued() {
                trust.roots.push(certificate);
            } else {
                trust.authorities.push(certificate);
            }
        }
        if trust.roots.is_empty() {
            Err(MALFORMED)
        } else {
            Ok(trust)
        }
    }

    /// Adds a revocation list, in DER or PEM. Whether it is genuine shows when it is used.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it cannot be read.
    pub fn with_crl(mut self, bytes: &[u8]) -> Result<Self, Error> {
        const MALFORMED: Error = Error::Malformed("a revocation list");
        let blocks = if bytes.first() == Some(&crate::asn1::tag::SEQUENCE) {
            vec![bytes.to_vec()]
        } else {
            pem_blocks(bytes, "X509 CRL")?
        };
        if blocks.is_empty() || self.lists.len().saturating_add(blocks.len()) > PARTS_MAX {
            return Err(MALFORMED);
        }
        for der in blocks {
            self.lists
                .push(RevocationList::read(&der).map_err(|_| MALFORMED)?);
        }
        Ok(self)
    }

    /// The platform's own root and authority, with their lists as of `now`.
    ///
    /// # Errors
    /// [`Error::NotEstablished`], [`Error::WrongMasterKey`].
    pub fn load(db: &mut Db, master: &MasterKey, now: Timestamp) -> Result<Self, Error> {
        let trust = Self {
            roots: vec![authority::certificate(db, ROOT)?],
            authorities: vec![authority::certificate(db, ISSUING)?],
            lists: Vec::new(),
        };
        let root_list = authority::crl(db, master, ROOT, now)?;
        let issuing_list = authority::crl(db, master, ISSUING, now)?;
        trust.with_crl(&root_list)?.with_crl(&issuing_list)
    }

    /// Follows a signer's certificate up to a root, with the help of certificates nobody vouches for.
    pub(crate) fn path<'a>(
        &'a self,
        signer: &'a Certificate,
        supplied: &'a [Certificate],
        at: Option<Timestamp>,
        now: Timestamp,
    ) -> Path<'a> {
        let authorities: Vec<&Certificate> = self.authorities.iter().chain(supplied).collect();
        Path::follow(signer, &self.roots, &authorities, at, now)
    }

    /// What the lists say about every certificate of a path but the root.
    pub(crate) fn revocation(&self, path: &Path<'_>, now: Timestamp) -> Revocation {
        if path.chain == Chain::Unknown {
            return Revocation::Unknown;
        }
        let subjects = path.certificates().iter();
        let issuers = path.certificates().iter().skip(1);
        subjects
            .zip(issuers)
            .map(|(subject, issuer)| self.revocation_of(subject, issuer, now))
            .fold(Revocation::NotRevoked { as_of: now }, worse)
    }

    fn revocation_of(
        &self,
        subject: &Certificate,
        issuer: &Certificate,
        now: Timestamp,
    ) -> Revocation {
        let genuine = self
            .lists
            .iter()
            .filter(|list| list.this_update <= now && list.is_from(issuer));
        let Some(newest) = genuine.max_by_key(|list| list.this_update) else {
            return Revocation::Unknown;
        };
        match newest.entry(&subject.serial) {
            Some((at, reason)) => Revocation::Revoked { at, reason },
            None if newest.next_update.is_some_and(|next| now <= next) => Revocation::NotRevoked {
                as_of: newest.this_update,
            },
            None => Revocation::Outdated,
        }
    }
}

/// The worse of two findings about the certificates of one path.
fn worse(first: Revocation, second: Revocation) -> Revocation {
    fn rank(finding: Revocation) -> u8 {
        match finding {
            Revocation::NotRevoked { .. } => 0,
            Revocation::Outdated => 1,
            Revocation::Unknown => 2,
            Revocation::Revoked { reason, .. } if reason.spares_the_past() => 3,
            Revocation::Revoked { .. } => 4,
        }
    }
    match (first, second) {
        (Revocation::NotRevoked { as_of: one }, Revocation::NotRevoked { as_of: other }) => {
            Revocation::NotRevoked {
                as_of: one.min(other),
            }
        }
        (first, second) if rank(first) >= rank(second) => first,
        (_, second) => second,
    }
}

/// The contents of the PEM blocks with this label (RFC 7468).
fn pem_blocks(bytes: &[u8], label: &str) -> Result<Vec<Vec<u8>>, Error> {
    const MALFORMED: Error = Error::Malformed("a PEM file");
    let text = std::str::from_utf8(bytes).map_err(|_| MALFORMED)?;
    let begin = format!("-----BEGIN {label}-----");
    let end = format!("-----END {label}-----");
    let mut blocks = Vec::new();
    for part in text.split(begin.as_str()).skip(1) {
        let (body, _) = part.split_once(end.as_str()).ok_or(MALFORMED)?;
        let compact: String = body.split_ascii_whitespace().collect();
        blocks.push(BASE64.decode(compact).map_err(|_| MALFORMED)?);
        if blocks.len() > PARTS_MAX {
            return Err(MALFORMED);
        }
    }
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;
    use crate::asn1::read::Reader;
    use crate::asn1::tag;
    use crate::authority::Signer;
    use crate::certificate::Serial;
    use crate::crl::{self, Validity};
    use crate::record::Revoked;
    use crate::workshop::{Workshop, now};

    fn trust(workshop: &Workshop) -> Trust {
        Trust {
            roots: vec![workshop.root.certificate.clone()],
            ..Trust::default()
        }
    }

    fn list(signer: &Signer, revoked: &[Revoked]) -> Vec<u8> {
        crl::write(signer, revoked, Validity::Issuing, now()).unwrap()
    }

    #[test]
    fn only_the_issuers_own_list_counts_and_the_newest_of_them() {
        let workshop = Workshop::new();
        let seal = workshop.seal();
        let supplied = [workshop.issuing.certificate.clone()];
        let verdict = |lists: &[Vec<u8>]| {
            let trust = lists.iter().fold(trust(&workshop), |trust, list| {
                trust.with_crl(list).unwrap()
            });
            let path = trust.path(&seal.certificate, &supplied, Some(now()), now());
            trust.revocation(&path, now())
        };
        let second = SignedDuration::from_secs(1);
        let revoked = [Revoked {
            serial: seal.certificate.serial.clone(),
            at: now() - second,
            reason: 4,
        }];
        let root = list(&workshop.root, &[]);
        assert_eq!(verdict(&[]), Revocation::Unknown);
        // A list by a stranger with the same name says nothing.
        let stranger = Workshop::new();
        assert_eq!(
            verdict(&[root.clone(), list(&stranger.issuing, &[])]),
            Revocation::Unknown
        );
        assert!(matches!(
            verdict(&[root.clone(), list(&workshop.issuing, &[])]),
            Revocation::NotRevoked { .. }
        ));
        let old = crl::write(&workshop.issuing, &[], Validity::Issuing, now() - second).unwrap();
        assert!(matches!(
            verdict(&[root, list(&workshop.issuing, &revoked), old]),
            Revocation::Revoked {
                reason: Reason::Superseded,
                ..
            }
        ));
    }

    #[test]
    fn an_empty_list_leaves_its_entries_out_and_names_its_issuers_key() {
        let workshop = Workshop::new();
        let bytes = list(&workshop.issuing, &[]);
        let parsed = RevocationList::read(&bytes).unwrap();
        assert!(parsed.is_from(&workshop.issuing.certificate));
        assert!(!parsed.is_from(&workshop.root.certificate));

        let mut outer = Reader::only(&bytes, tag::SEQUENCE).unwrap().inner();
        let mut fields = outer.next().unwrap().inner();
        let tags: Vec<u8> = std::iter::from_fn(|| fields.next().ok())
            .map(|field| field.tag)
            .collect();
        let expected = [
            tag::INTEGER,
            tag::SEQUENCE,
            tag::SEQUENCE,
            tag::UTC_TIME,
            tag::UTC_TIME,
            tag::constructed(0),
        ];
        assert_eq!(
            tags, expected,
            "no entries between the times and the extensions"
        );
    }

    proptest! {
        #[test]
        fn damaged_lists_and_certificates_are_refused_or_read(position in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let workshop = Workshop::shared();
            let mut bytes = list(&workshop.issuing, &[Revoked { serial: Serial::from_bytes(&[1; 16]), at: now(), reason: 1 }]);
            let place = position.index(bytes.len());
            bytes[place] = byte;
            let _ = RevocationList::read(&bytes);
            let mut bytes = workshop.issuing.certificate.der.clone();
            let place = position.index(bytes.len());
            bytes[place] = byte;
            let _ = Certificate::read(&bytes);
        }
    }
}
