//! The rules a certificate must keep, checked on a rehearsal signed with a throw-away key.
//!
//! A certificate that breaks a rule, once signed with the real key, exists for ever. So the rehearsal is
//! made first, read back from its bytes and checked, and only then does the real key sign.

use crate::certificate::Certificate;
use crate::keys::PublicKey;
use crate::name::{Name, TEXT_CHARACTERS_MAX};
use crate::profile::Kind;

/// The shortest serial number accepted, in bytes: with 128 random bits fewer than 12 bytes mean that
/// there was no randomness.
const SERIAL_BYTES_MIN: usize = 12;

/// The longest serial number RFC 5280 §4.1.2.2 allows, in bytes.
const SERIAL_BYTES_MAX: usize = 20;

/// A broken rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// Version other than 3, or an algorithm inside that differs from the one outside.
    #[error("its outer form is not that of RFC 5280")]
    Form,
    /// A serial number that is not positive, too short to be random or too long.
    #[error("its serial number is not a positive random number of 12 to 20 bytes")]
    Serial,
    /// An empty time, or one that reaches beyond the issuer's.
    #[error("its validity is empty or reaches beyond its issuer's")]
    Validity,
    /// A subject without country, organisation or common name, or with a text too long or not printable.
    #[error("its subject lacks a part or has one that does not fit")]
    Subject,
    /// A key usage that is absent, not critical or not the one of its kind.
    #[error("its key usage is not that of its kind")]
    KeyUsage,
    /// An authority without the mark of one, or a seal with it.
    #[error("its basic constraints are not those of its kind")]
    BasicConstraints,
    /// Key identifiers that do not name the issuer's key and the own one.
    #[error("its key identifiers do not match the keys")]
    KeyIdentifiers,
    /// No address for revocation or issuer where there must be one, or one that is not http.
    #[error("an address for its revocation list or its issuer is missing or is not http")]
    Addresses,
    /// A seal or an issuing authority that states no policy.
    #[error("it states no policy")]
    Policy,
    /// An extension twice, or a critical one that nobody here understands.
    #[error("an extension stands twice or is unknown and critical")]
    Extensions,
    /// The subject's key is its issuer's key.
    #[error("its key is already its issuer's")]
    SharedKey,
    /// A name that does not lead to the issuer.
    #[error("it does not name its issuer")]
    Issuer,
}

/// Checks every rule; `issuer_key` is the key that will really sign.
pub(crate) fn check(
    certificate: &Certificate,
    kind: Kind,
    issuer: Option<&Certificate>,
    issuer_key: &PublicKey,
) -> Result<(), Finding> {
    let rules = [
        (
            Finding::Form,
            certificate.version == 2 && certificate.names_one_algorithm(),
        ),
        (Finding::Serial, serial_is_sound(certificate)),
        (Finding::Validity, validity_is_sound(certificate, issuer)),
        (Finding::Subject, subject_is_sound(&certificate.subject)),
        (Finding::KeyUsage, key_usage_is_sound(certificate, kind)),
        (
            Finding::BasicConstraints,
            basic_constraints_are_sound(certificate, kind),
        ),
        (
            Finding::KeyIdentifiers,
            key_identifiers_are_sound(certificate, issuer_key),
        ),
        (Finding::Addresses, addresses_are_sound(certificate, kind)),
        (
            Finding::Policy,
            kind == Kind::Root || certificate.extensions.has_policies,
        ),
        (
            Finding::Extensions,
            !certificate.extensions.repeated && !certificate.extensions.unknown_critical,
        ),
        (
            Finding::SharedKey,
            issuer.is_none() || certificate.key != *issuer_key,
        ),
        (
            Finding::Issuer,
            issuer.map_or_else(
                || certificate.is_self_issued(),
                |issuer| certificate.names_issuer(issuer),
            ),
        ),
    ];
    match rules.into_iter().find(|(_, kept)| !kept) {
        Some((finding, _)) => Err(finding),
        None => Ok(()),
    }
}

fn serial_is_sound(certificate: &Certificate) -> bool {
    // A first bit that is set costs one more byte on the wire.
    let bytes = certificate.serial.as_bytes();
    let sign = usize::from(bytes.first().is_some_and(|first| first & 0x80 != 0));
    let length = bytes.len().saturating_add(sign);
    certificate.serial_is_positive && (SERIAL_BYTES_MIN..=SERIAL_BYTES_MAX).contains(&length)
}

fn validity_is_sound(certificate: &Certificate, issuer: Option<&Certificate>) -> bool {
    certificate.not_before < certificate.not_after
        && issuer.is_none_or(|issuer| {
            issuer.not_before <= certificate.not_before && certificate.not_after <= issuer.not_after
        })
}

fn subject_is_sound(subject: &Name) -> bool {
    let fits = |text: &Option<String>| {
        text.as_deref().is_some_and(|text| {
            !text.trim().is_empty()
                && text.chars().count() <= TEXT_CHARACTERS_MAX
                && !text.chars().any(char::is_control)
        })
    };
    let country = subject.country.as_deref().is_some_and(is_country);
    let identifier =
        subject.organisation_identifier.is_none() || fits(&subject.organisation_identifier);
    country && identifier && fits(&subject.organisation) && fits(&subject.common_name)
}

/// Two capital letters, as ISO 3166-1 writes countries.
pub(crate) fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// An address anybody can fetch; TLS adds nothing to what is signed anyway.
pub(crate) fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()))
}

fn key_usage_is_sound(certificate: &Certificate, kind: Kind) -> bool {
    certificate.extensions.key_usage == Some(kind.key_usage())
        && certificate
            .extensions
            .is_critical(&crate::asn1::oid::KEY_USAGE)
}

fn basic_constraints_are_sound(certificate: &Certificate, kind: Kind) -> bool {
    match certificate.extensions.basic_constraints {
        None => !kind.is_authority(),
        Some(constraints) => {
            constraints.authority == kind.is_authority()
                && constraints.path_length == kind.path_length()
                && certificate
                    .extensions
                    .is_critical(&crate::asn1::oid::BASIC_CONSTRAINTS)
        }
    }
}

fn key_identifiers_are_sound(certificate: &Certificate, issuer_key: &PublicKey) -> bool {
    certificate.extensions.subject_key_id == Some(certificate.key.key_id())
        && certificate.extensions.authority_key_id == Some(issuer_key.key_id())
}

fn addresses_are_sound(certificate: &Certificate, kind: Kind) -> bool {
    let extensions = &certificate.extensions;
    let present = |address: &Option<String>| address.as_deref().is_some_and(is_address);
    kind == Kind::Root || (present(&extensions.crl_address) && present(&extensions.issuer_address))
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::Error;
    use crate::certificate::Serial;
    use crate::keys::EcKey;
    use crate::profile::Draft;
    use crate::workshop::Workshop;

    /// What issuing says to a draft of a seal with one thing changed.
    fn finding(change: impl FnOnce(&mut Draft<'_>)) -> Option<Finding> {
        let workshop = Workshop::new();
        let key = EcKey::generate(Kind::Seal.curve()).unwrap();
        let mut draft = workshop.draft(Kind::Seal, key.public());
        change(&mut draft);
        match workshop.issue(&draft) {
            Ok(_) => None,
            Err(Error::Lint(finding)) => Some(finding),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn each_broken_rule_is_found_before_the_real_key_signs() {
        assert_eq!(finding(|_| ()), None);
        assert_eq!(
            finding(|draft| draft.serial = Serial::from_bytes(&[1, 2, 3])),
            Some(Finding::Serial)
        );
        assert_eq!(
            finding(|draft| draft.serial = Serial::from_bytes(&[0x80; 20])),
            Some(Finding::Serial)
        );
        assert_eq!(
            finding(|draft| draft.not_after += SignedDuration::from_hours(24 * 365 * 9)),
            Some(Finding::Validity)
        );
        assert_eq!(
            finding(|draft| draft.not_after = draft.not_before),
            Some(Finding::Validity)
        );
        assert_eq!(
            finding(|draft| draft.subject.country = Some("py".into())),
            Some(Finding::Subject)
        );
        assert_eq!(
            finding(|draft| draft.subject.organisation = None),
            Some(Finding::Subject)
        );
        assert_eq!(
            finding(|draft| draft.subject.common_name = Some("ñ".repeat(65))),
            Some(Finding::Subject)
        );
        assert_eq!(
            finding(|draft| draft.addresses = None),
            Some(Finding::Addresses)
        );
        assert_eq!(
            finding(|draft| draft.addresses.as_mut().unwrap().crl = "ftp://x/y".into()),
            Some(Finding::Addresses)
        );
    }

    #[test]
    fn a_key_is_not_certified_by_itself() {
        let workshop = Workshop::new();
        let draft = workshop.draft(Kind::Seal, workshop.issuing.key.public());
        assert!(matches!(
            workshop.issue(&draft),
            Err(Error::Lint(Finding::SharedKey))
        ));
    }
}
