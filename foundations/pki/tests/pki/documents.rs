//! Sealing a PDF and examining it: what holds, and what must never.

use std::sync::OnceLock;

use crate::house::*;
use jiff::{SignedDuration, Timestamp};
use pki::pades::{self, Integrity, LaterChanges, Signing, Standing};
use pki::{Chain, Reason, Revocation, Trust};
use proptest::prelude::*;

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

fn signing(at: Timestamp) -> Signing {
    Signing::new("Certificado de nacimiento — Ñemby", at).location("Asunción")
}

fn only(pdf: &[u8], trust: &Trust, now: Timestamp) -> pades::SignatureVerdict {
    let mut verdicts = pades::verify(pdf, trust, now).unwrap();
    assert_eq!(verdicts.len(), 1);
    verdicts.remove(0)
}

#[test]
fn a_sealed_document_says_who_when_and_why() {
    let house = House::new();
    for original in [pdf(), modern_pdf()] {
        let sealed = pades::sign(&original, &house.seal(), &signing(now())).unwrap();
        assert!(sealed.starts_with(&original), "the original is a prefix");
        let verdict = only(&sealed, &house.trust(now()), now());
        assert_eq!(verdict.standing(), Standing::Valid, "{verdict:?}");
        assert_eq!(verdict.signer_name(), Some(AGENCY_NAME));
        let signer = verdict.signer.unwrap();
        assert_eq!(signer.subject.organisation.as_deref(), Some(AGENCY_NAME));
        assert_eq!(
            signer.subject.organisation_identifier.as_deref(),
            Some("NTRPY-80012345")
        );
        assert_eq!(
            signer.issuer.organisation.as_deref(),
            Some("República de Arandu")
        );
        assert_eq!(
            verdict.signed_at,
            Some("2026-11-23T02:45:10Z".parse().unwrap())
        );
        assert_eq!(
            verdict.reason.as_deref(),
            Some("Certificado de nacimiento — Ñemby")
        );
        assert_eq!(verdict.location.as_deref(), Some("Asunción"));
    }
}

#[test]
fn files_alone_are_enough_to_verify() {
    let house = House::new();
    let sealed = pades::sign(&pdf(), &house.seal(), &signing(now())).unwrap();
    let trust = Trust::from_pem(house.ca_pem().as_bytes()).unwrap();
    let without_lists = only(&sealed, &trust, now());
    assert_eq!(without_lists.chain, Chain::Trusted);
    assert_eq!(without_lists.revocation, Revocation::Unknown);
    assert_eq!(without_lists.standing(), Standing::Doubtful);
    let trust = trust.with_crl(&house.crl(pki::ROOT, now())).unwrap();
    let trust = trust.with_crl(&house.crl(pki::ISSUING, now())).unwrap();
    assert_eq!(only(&sealed, &trust, now()).standing(), Standing::Valid);
    // A week later the list of seals should have been replaced.
    assert_eq!(
        only(&sealed, &trust, now() + days(8)).revocation,
        Revocation::Outdated
    );
}

#[test]
fn a_second_seal_leaves_the_first_intact() {
    let house = House::new();
    for original in [pdf(), modern_pdf()] {
        let once = pades::sign(&original, &house.seal(), &signing(now())).unwrap();
        let twice = pades::sign(&once, &house.seal(), &signing(now() + days(1))).unwrap();
        let verdicts =
            pades::verify(&twice, &house.trust(now() + days(1)), now() + days(1)).unwrap();
        assert_eq!(verdicts.len(), 2);
        assert_eq!(verdicts[0].integrity, Integrity::Intact);
        assert_eq!(verdicts[0].later_changes, LaterChanges::Signed);
        assert_eq!(verdicts[0].covers_bytes, once.len());
        assert_eq!(verdicts[1].standing(), Standing::Valid);
        assert_eq!(verdicts[1].covers_bytes, twice.len());
    }
}

#[test]
fn anything_added_without_a_signature_is_told() {
    let house = House::new();
    let trust = house.trust(now());
    let mut sealed = pades::sign(&pdf(), &house.seal(), &signing(now())).unwrap();
    sealed.push(b'\n');
    let verdict = only(&sealed, &trust, now());
    assert_eq!(verdict.integrity, Integrity::Intact);
    assert_eq!(verdict.later_changes, LaterChanges::Unsigned);
    assert_eq!(verdict.standing(), Standing::Invalid);
}

#[test]
fn a_stranger_cannot_answer_for_what_was_added() {
    let (house, stranger) = (House::new(), House::new());
    let once = pades::sign(&pdf(), &house.seal(), &signing(now())).unwrap();
    let twice = pades::sign(&once, &stranger.seal(), &signing(now())).unwrap();
    let verdicts = pades::verify(&twice, &house.trust(now()), now()).unwrap();
    assert_eq!(verdicts[0].later_changes, LaterChanges::Unsigned);
    assert_eq!(verdicts[1].integrity, Integrity::Intact);
    assert_eq!(verdicts[1].chain, Chain::Unknown);
    assert_ne!(verdicts[1].standing(), Standing::Valid);
}

#[test]
fn a_revoked_seal_is_told_with_its_date_and_reason() {
    let house = House::new();
    let sealed = pades::sign(&pdf(), &house.seal(), &signing(now())).unwrap();
    house.write(|tx| pki::revoke_seals(tx, AGENCY, Reason::CessationOfOperation, now() + days(1)));
    let later = now() + days(2);
    let verdict = only(&sealed, &house.trust(later), later);
    assert_eq!(
        verdict.revocation,
        Revocation::Revoked {
            at: "2026-11-24T02:45:10Z".parse().unwrap(),
            reason: Reason::CessationOfOperation
        }
    );
    // It says it was made before; only the ledger can prove that.
    assert_eq!(verdict.standing(), Standing::Doubtful);

    let house = House::new();
    let sealed = pades::sign(&pdf(), &house.seal(), &signing(now())).unwrap();
    house.write(|tx| pki::revoke_seals(tx, AGENCY, Reason::KeyCompromise, now() + days(1)));
    assert_eq!(
        only(&sealed, &house.trust(later), later).standing(),
        Standing::Invalid
    );
}

#[test]
fn time_passes_over_a_certificate() {
    let house = House::new();
    let seal = house.seal();
    let sealed = pades::sign(&pdf(), &seal, &signing(now())).unwrap();
    let after = seal.not_after() + days(1);
    let verdict = only(&sealed, &house.trust(after), after);
    assert_eq!(verdict.chain, Chain::TrustedThen);
    assert_eq!(verdict.standing(), Standing::Doubtful);
    assert!(matches!(
        pades::sign(&pdf(), &seal, &signing(after)),
        Err(pki::Error::SealOutOfTime)
    ));
    // A signature that says it will be made tomorrow.
    let tomorrow = pades::sign(&pdf(), &seal, &signing(now() + days(1))).unwrap();
    assert_eq!(
        only(&tomorrow, &house.trust(now()), now()).chain,
        Chain::OutOfTime
    );
}

#[test]
fn what_is_no_pdf_is_refused_and_what_is_not_signed_says_nothing() {
    let house = House::new();
    let trust = house.trust(now());
    assert!(pades::sign(b"hola", &house.seal(), &signing(now())).is_err());
    assert_eq!(pades::verify(b"", &trust, now()).unwrap(), []);
    assert_eq!(pades::verify(&pdf(), &trust, now()).unwrap(), []);
    let decoy = b"1 0 obj <</ByteRange [0 1 2 3]/Contents <00>/SubFilter/ETSI.CAdES.detached>>";
    let verdict = only(decoy, &trust, now());
    assert_eq!(verdict.integrity, Integrity::Unreadable);
    assert!(pades::verify(&b"/ByteRange".repeat(1000), &trust, now()).is_err());
}

#[test]
fn a_byte_range_that_leaves_out_more_than_the_signature_is_refused() {
    let house = House::new();
    let sealed = pades::sign(&pdf(), &house.seal(), &signing(now())).unwrap();
    let text = String::from_utf8_lossy(&sealed).into_owned();
    let range = text
        .split("/ByteRange [")
        .nth(1)
        .unwrap()
        .split(']')
        .next()
        .unwrap();
    let numbers: Vec<usize> = range
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    // One byte less before, and one more after: neither may pass, whatever the digest says.
    for (place, number) in [
        (1, numbers[1] - 1),
        (2, numbers[2] + 1),
        (3, numbers[3] - 1),
    ] {
        let mut changed = numbers.clone();
        changed[place] = number;
        let new = changed
            .iter()
            .map(|number| format!("{number:<10}"))
            .collect::<Vec<_>>()
            .join(" ");
        let new = new.replacen("0          ", "0 ", 1);
        assert_eq!(new.len(), range.len());
        let mut forged = sealed.clone();
        let at = sealed
            .windows(range.len())
            .position(|window| window == range.as_bytes())
            .unwrap();
        forged[at..at + range.len()].copy_from_slice(new.as_bytes());
        let verdict = only(&forged, &house.trust(now()), now());
        assert_eq!(
            verdict.standing(),
            Standing::Invalid,
            "{place}: {verdict:?}"
        );
        // The last one is of the safe form, but ends before the file does.
        let expected = if place == 3 {
            Integrity::Altered
        } else {
            Integrity::Unreadable
        };
        assert_eq!(verdict.integrity, expected, "{place}");
    }
}

/// A sealed file with the place of its signature, made once for all cases below.
fn sample() -> &'static (Vec<u8>, std::ops::Range<usize>, Trust) {
    static SAMPLE: OnceLock<(Vec<u8>, std::ops::Range<usize>, Trust)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let house = House::new();
        let sealed = pades::sign(&pdf(), &house.seal(), &signing(now())).unwrap();
        let key = b"/Contents <";
        // The page has /Contents too, but as a reference.
        let start = sealed
            .windows(key.len())
            .position(|window| window == key)
            .unwrap()
            + key.len();
        let end = start
            + sealed[start..]
                .iter()
                .position(|byte| *byte == b'>')
                .unwrap();
        (sealed, start..end, house.trust(now()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_bit_flipped_in_what_is_covered_never_verifies(position in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let (sealed, contents, trust) = sample();
        let covered = sealed.len() - contents.len();
        let position = position.index(covered);
        let position = if position < contents.start { position } else { position + contents.len() };
        let mut changed = sealed.clone();
        changed[position] ^= 1 << bit;
        let verdicts = pades::verify(&changed, trust, now()).unwrap_or_default();
        prop_assert!(verdicts.iter().all(|verdict| verdict.standing() == Standing::Invalid), "{position} {bit}");
    }

    #[test]
    fn a_changed_signature_is_examined_without_a_panic(position in any::<prop::sample::Index>(), byte in any::<u8>(), count in 1_usize..4) {
        let (sealed, contents, trust) = sample();
        // The padding is most of the place; what is worth changing stands in the first 6,000 digits.
        let start = contents.start + position.index(6000);
        let mut changed = sealed.clone();
        for place in changed.iter_mut().skip(start).take(count) {
            *place = byte;
        }
        let _ = pades::verify(&changed, trust, now());
    }

    #[test]
    fn pieces_in_any_order_are_examined_without_a_panic(cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6)) {
        let (sealed, _, trust) = sample();
        let mut pieces = Vec::new();
        for (from, to) in cuts {
            let (from, to) = (from.index(sealed.len()), to.index(sealed.len()));
            pieces.extend_from_slice(&sealed[from.min(to)..from.max(to)]);
        }
        let verdicts = pades::verify(&pieces, trust, now()).unwrap_or_default();
        let valid = verdicts.iter().any(|verdict| verdict.standing() == Standing::Valid);
        prop_assert!(!valid || pieces == *sealed);
    }
}
