//! The way from a signer's certificate to a trusted root (RFC 5280 §6). Policies are not processed, and
//! an authority with name constraints or any other critical condition is refused as not understood.

use jiff::Timestamp;

use crate::certificate::{Certificate, KeyUsage};

/// The longest path from a signature to its root, in certificates above the signer's.
const PATH_MAX: usize = 4;

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

/// A path from a signer to a root: the signer's certificate first.
pub(crate) struct Path<'a> {
    pub(crate) chain: Chain,
    certificates: Vec<&'a Certificate>,
}

impl<'a> Path<'a> {
    /// Follows a signer's certificate up to a root. Authorities may come from anybody: only a signature by
    /// the key of the next one leads on.
    pub(crate) fn follow(
        signer: &'a Certificate,
        roots: &'a [Certificate],
        authorities: &[&'a Certificate],
        at: Option<Timestamp>,
        now: Timestamp,
    ) -> Self {
        let mut certificates = vec![signer];
        let mut current = signer;
        let chain = loop {
            if let Some(root) = issuer_among(current, roots.iter(), at) {
                certificates.push(root);
                break judge(&certificates, at, now);
            }
            match issuer_among(current, authorities.iter().copied(), at) {
                Some(issuer) if certificates.len() < PATH_MAX => {
                    certificates.push(issuer);
                    current = issuer;
                }
                _ => break Chain::Unknown,
            }
        };
        Self {
            chain,
            certificates,
        }
    }

    /// The certificates of the path as far as it led: the signer's first, the root last.
    pub(crate) fn certificates(&self) -> &[&'a Certificate] {
        &self.certificates
    }
}

/// Who issued `subject`, proved by its signature; of several the one valid at the moment in question.
fn issuer_among<'a>(
    subject: &Certificate,
    candidates: impl Iterator<Item = &'a Certificate>,
    at: Option<Timestamp>,
) -> Option<&'a Certificate> {
    let genuine = candidates
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

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::certificate::{BasicConstraints, Extensions};
    use crate::keys::EcKey;
    use crate::profile::Kind;
    use crate::workshop::{Workshop, now};

    fn chain(
        workshop: &Workshop,
        signer: &Certificate,
        authorities: &[&Certificate],
        at: Option<Timestamp>,
    ) -> Chain {
        let roots = [workshop.root.certificate.clone()];
        Path::follow(signer, &roots, authorities, at, now()).chain
    }

    #[test]
    fn a_path_leads_through_certificates_that_travel_along() {
        let workshop = Workshop::new();
        let seal = workshop.seal();
        let authorities = [&workshop.issuing.certificate];
        let chain =
            |authorities: &[&Certificate], at| chain(&workshop, &seal.certificate, authorities, at);
        assert_eq!(chain(&authorities, Some(now())), Chain::Trusted);
        assert_eq!(chain(&[], Some(now())), Chain::Unknown);
        assert_eq!(chain(&authorities, None), Chain::OutOfTime);
        let before = now() - SignedDuration::from_hours(1);
        assert_eq!(chain(&authorities, Some(before)), Chain::OutOfTime);
    }

    #[test]
    fn a_seal_is_no_authority() {
        let workshop = Workshop::new();
        let seal = workshop.seal();
        let key = EcKey::generate(Kind::Seal.curve()).unwrap();
        let below = workshop.issue_below(&seal.certificate, &seal.key, Kind::Seal, &key);
        let authorities = [&workshop.issuing.certificate, &seal.certificate];
        assert_eq!(
            chain(&workshop, &below, &authorities, Some(now())),
            Chain::NotAllowed
        );
    }

    #[test]
    fn each_mark_of_an_authority_is_needed() {
        let sound = Workshop::new().issuing.certificate;
        assert!(may_sign_certificates(&sound, 0));
        assert!(!may_sign_certificates(&sound, 1));
        let without = |change: fn(&mut Extensions)| {
            let mut certificate = sound.clone();
            change(&mut certificate.extensions);
            may_sign_certificates(&certificate, 0)
        };
        assert!(!without(|extensions| extensions.basic_constraints = None));
        assert!(!without(|extensions| {
            extensions.basic_constraints = Some(BasicConstraints {
                authority: false,
                path_length: None,
            });
        }));
        assert!(!without(
            |extensions| extensions.key_usage = Some(KeyUsage(KeyUsage::CRL_SIGN))
        ));
        assert!(!without(|extensions| extensions.key_usage = None));
        assert!(!without(|extensions| extensions.unknown_critical = true));
        assert!(!without(|extensions| extensions.repeated = true));
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
        let authorities = [&issuing.certificate, &second];
        assert_eq!(
            chain(&workshop, &below, &authorities, Some(now())),
            Chain::NotAllowed
        );
    }

    #[test]
    fn an_authority_does_not_sign_documents() {
        let workshop = Workshop::new();
        let authority = &workshop.issuing.certificate;
        assert_eq!(
            chain(&workshop, authority, &[], Some(now())),
            Chain::NotAllowed
        );
    }

    #[test]
    fn certificates_that_issue_each_other_lead_nowhere() {
        let workshop = Workshop::new();
        let stranger = Workshop::new();
        let root = &stranger.root.certificate;
        assert_eq!(chain(&workshop, root, &[root], Some(now())), Chain::Unknown);
    }
}
