//! What a verifier believes: roots by decision, and the lists of what was revoked.
//!
//! A [`Trust`] is built from files alone, so that anybody checks a document without the platform, or from
//! the platform's own database.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use store::Db;

use crate::authority::{self, ISSUING, ROOT};
use crate::certificate::{Certificate, KeyUsage};
use crate::crl::RevocationList;
use crate::{Error, MasterKey, Reason};

/// The longest path from a signature to its root, in certificates above the signer's.
const PATH_MAX: usize = 4;

/// The most certificates and lists a `Trust` is built from.
const PARTS_MAX: usize = 256;

/// Whether the signer's certificate leads to a trusted root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Chain {
    /// It does, and every certificate on the way is valid now and was when the signature says it was made.
    Trusted,
    /// It did at the moment the signature states, but a certificate has expired since. That moment is the
    /// signer's own word in a baseline B-B signature; the ledger can prove it.
    TrustedThen,
    /// A certificate on the way was not valid at the moment stated, or no moment is stated.
    OutOfTime,
    /// No certificate given here issued it, or a signature between them does not hold.
    Unknown,
    /// A certificate on the way may not be used for this: no authority, no right to sign documents, or
    /// with a condition nobody here understands.
    NotAllowed,
}

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

/// A path from a signer to a root: the signer's certificate first.
pub(crate) struct Path<'a> {
    pub(crate) chain: Chain,
    certificates: Vec<&'a Certificate>,
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
        let mut certificates = vec![signer];
        let mut current = signer;
        let chain = loop {
            if let Some(root) = issuer_among(current, &self.roots, at) {
                certificates.push(root);
                break judge(&certificates, at, now);
            }
            let next = issuer_among(current, &self.authorities, at)
                .or_else(|| issuer_among(current, supplied, at));
            match next {
                Some(issuer) if certificates.len() < PATH_MAX => {
                    certificates.push(issuer);
                    current = issuer;
                }
                _ => break Chain::Unknown,
            }
        };
        Path {
            chain,
            certificates,
        }
    }

    /// What the lists say about every certificate of a path but the root.
    pub(crate) fn revocation(&self, path: &Path<'_>, now: Timestamp) -> Revocation {
        if path.chain == Chain::Unknown {
            return Revocation::Unknown;
        }
        let mut worst = Revocation::NotRevoked { as_of: now };
        for (subject, issuer) in path
            .certificates
            .iter()
            .zip(path.certificates.iter().skip(1))
        {
            worst = worse(worst, self.revocation_of(subject, issuer, now));
        }
        worst
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

/// Who issued `subject`, proved by its signature; of several the one valid at the moment in question.
fn issuer_among<'a>(
    subject: &Certificate,
    candidates: &'a [Certificate],
    at: Option<Timestamp>,
) -> Option<&'a Certificate> {
    let genuine = candidates
        .iter()
        .filter(|issuer| subject.names_issuer(issuer) && subject.is_signed_by(&issuer.key));
    genuine.max_by_key(|issuer| at.is_some_and(|at| issuer.is_valid_at(at)))
}

/// Judges a path whose signatures hold: signer first, root last.
fn judge(path: &[&Certificate], at: Option<Timestamp>, now: Timestamp) -> Chain {
    let allowed =
        path.iter()
            .enumerate()
            .all(|(position, certificate)| match position.checked_sub(1) {
                None => may_sign_documents(certificate),
                Some(authorities_below) => may_sign_certificates(certificate, authorities_below),
            });
    if !allowed {
        return Chain::NotAllowed;
    }
    let all_valid = |moment: Timestamp| {
        path.iter()
            .all(|certificate| certificate.is_valid_at(moment))
    };
    match at {
        Some(at) if at <= now && all_valid(at) && all_valid(now) => Chain::Trusted,
        Some(at) if at <= now && all_valid(at) => Chain::TrustedThen,
        _ => Chain::OutOfTime,
    }
}

fn may_sign_documents(certificate: &Certificate) -> bool {
    let extensions = &certificate.extensions;
    let uses = KeyUsage::NON_REPUDIATION | KeyUsage::DIGITAL_SIGNATURE;
    !extensions.unknown_critical
        && !extensions.repeated
        && extensions.key_usage.is_some_and(|usage| usage.allows(uses))
        && !extensions
            .basic_constraints
            .is_some_and(|constraints| constraints.authority)
}

fn may_sign_certificates(certificate: &Certificate, authorities_below: usize) -> bool {
    let extensions = &certificate.extensions;
    !extensions.unknown_critical
        && !extensions.repeated
        && extensions
            .key_usage
            .is_some_and(|usage| usage.allows(KeyUsage::CERTIFICATE_SIGN))
        && extensions.basic_constraints.is_some_and(|constraints| {
            constraints.authority
                && constraints
                    .path_length
                    .is_none_or(|length| authorities_below <= usize::from(length))
        })
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
    use crate::authority::Signer;
    use crate::certificate::Serial;
    use crate::crl::{self, Validity};
    use crate::keys::EcKey;
    use crate::profile::Kind;
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
    fn a_path_leads_through_certificates_that_travel_along() {
        let workshop = Workshop::new();
        let (trust, seal) = (trust(&workshop), workshop.seal());
        let supplied = [workshop.issuing.certificate.clone()];
        assert_eq!(
            trust
                .path(&seal.certificate, &supplied, Some(now()), now())
                .chain,
            Chain::Trusted
        );
        assert_eq!(
            trust.path(&seal.certificate, &[], Some(now()), now()).chain,
            Chain::Unknown
        );
        assert_eq!(
            trust.path(&seal.certificate, &supplied, None, now()).chain,
            Chain::OutOfTime
        );
        let before = now() - SignedDuration::from_hours(1);
        assert_eq!(
            trust
                .path(&seal.certificate, &supplied, Some(before), now())
                .chain,
            Chain::OutOfTime
        );
    }

    #[test]
    fn a_seal_is_no_authority() {
        let workshop = Workshop::new();
        let seal = workshop.seal();
        let supplied = [
            workshop.issuing.certificate.clone(),
            seal.certificate.clone(),
        ];
        let key = EcKey::generate(Kind::Seal.curve()).unwrap();
        let below = workshop.issue_below(&seal.certificate, &seal.key, Kind::Seal, &key);
        let trust = trust(&workshop);
        assert_eq!(
            trust.path(&below, &supplied, Some(now()), now()).chain,
            Chain::NotAllowed
        );
    }

    #[test]
    fn an_authority_below_the_last_one_allowed_is_none() {
        let workshop = Workshop::new();
        let second_key = EcKey::generate(Kind::Issuing.curve()).unwrap();
        let issuing = &workshop.issuing;
        let second = workshop.issue_below(
            &issuing.certificate,
            &issuing.key,
            Kind::Issuing,
            &second_key,
        );
        let key = EcKey::generate(Kind::Seal.curve()).unwrap();
        let below = workshop.issue_below(&second, &second_key, Kind::Seal, &key);
        let supplied = [issuing.certificate.clone(), second];
        let trust = trust(&workshop);
        assert_eq!(
            trust.path(&below, &supplied, Some(now()), now()).chain,
            Chain::NotAllowed
        );
    }

    #[test]
    fn an_authority_does_not_sign_documents() {
        let workshop = Workshop::new();
        let trust = trust(&workshop);
        let path = trust.path(&workshop.issuing.certificate, &[], Some(now()), now());
        assert_eq!(path.chain, Chain::NotAllowed);
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
        let read = |revoked: &[Revoked]| {
            let bytes = list(&workshop.issuing, revoked);
            let parsed = RevocationList::read(&bytes).unwrap();
            assert!(parsed.is_from(&workshop.issuing.certificate));
            assert!(!parsed.is_from(&workshop.root.certificate));
            bytes.len()
        };
        let empty = read(&[]);
        let one = read(&[Revoked {
            serial: Serial::from_bytes(&[1; 16]),
            at: now(),
            reason: 0,
        }]);
        // An entry is 2 + 18 + 15 bytes in a list of 2 more; an empty list would leave those 2 behind.
        assert!((34..=41).contains(&(one - empty)), "{empty} {one}");
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
