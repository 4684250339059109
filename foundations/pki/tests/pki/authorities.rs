//! Authorities, seals, revocation and named keys, on every database there is.

use crate::house::*;
use jiff::{SignedDuration, Timestamp};
use pki::{Error, MasterKey, Organisation, Reason, Seal};
use store::testing::{each_database, prepare_all};

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

#[test]
fn every_statement_is_understood() {
    prepare_all(MIGRATIONS, pki::STATEMENTS);
}

#[test]
fn authorities_are_made_once_and_stay() {
    each_database(MIGRATIONS, |store| {
        store.write_blocking(|tx| establish(tx, now())).unwrap();
        let first = store.read_blocking(pki::ca_pem).unwrap();
        store
            .write_blocking(|tx| establish(tx, now() + days(400)))
            .unwrap();
        assert_eq!(store.read_blocking(pki::ca_pem).unwrap(), first);
        assert_eq!(
            first.matches("BEGIN CERTIFICATE").count(),
            1,
            "the root and nobody else is to be trusted"
        );
    });
}

#[test]
fn another_master_key_is_told_in_one_sentence_and_changes_nothing() {
    each_database(MIGRATIONS, |store| {
        store.write_blocking(|tx| establish(tx, now())).unwrap();
        let error = store
            .write_blocking(|tx| {
                let other =
                    MasterKey::from_base64("CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg=").unwrap();
                pki::establish(tx, &other, &authority(), now())
            })
            .unwrap_err();
        assert!(matches!(error, Error::WrongMasterKey));
        let sentence = error.to_string();
        assert!(
            sentence.starts_with("the master key does not open the keys kept in this database")
        );
        assert!(!sentence.contains('\n'));
        store.write_blocking(|tx| establish(tx, now())).unwrap();
    });
}

#[test]
fn a_seal_is_kept_until_it_nears_its_end_or_its_agency_is_renamed() {
    each_database(MIGRATIONS, |store| {
        store.write_blocking(|tx| establish(tx, now())).unwrap();
        let ensure = |at: Timestamp| store.write_blocking(move |tx| ensure_seal(tx, at)).unwrap();
        let first = ensure(now());
        assert_eq!(ensure(now() + days(1)), first);
        assert_eq!(ensure(now() + days(3 * 365 - 91)), first);
        let renewed = ensure(now() + days(3 * 365 - 89));
        assert_ne!(renewed, first);
        let loaded = store
            .read_blocking(|db| Seal::load(db, &master(), AGENCY))
            .unwrap();
        assert_eq!(loaded.serial(), &renewed);
        assert_eq!(loaded.organisation(), AGENCY_NAME);

        let at = now() + days(3 * 365 - 88);
        let renamed = store
            .write_blocking(move |tx| {
                pki::ensure_seal(
                    tx,
                    &master(),
                    &Organisation::new(AGENCY, "Registro Civil"),
                    at,
                )
            })
            .unwrap();
        assert_ne!(renamed, renewed);
    });
}

#[test]
fn without_authorities_or_seal_the_answer_says_so() {
    each_database(MIGRATIONS, |store| {
        let error = store
            .write_blocking(|tx| ensure_seal(tx, now()))
            .unwrap_err();
        assert!(matches!(error, Error::NotEstablished));
        assert!(matches!(
            store.read_blocking(pki::ca_pem),
            Err(Error::NotEstablished)
        ));
        store.write_blocking(|tx| establish(tx, now())).unwrap();
        let error = store
            .read_blocking(|db| Seal::load(db, &master(), "nadie"))
            .unwrap_err();
        assert_eq!(error.to_string(), "the agency nadie has no seal in force");
        let error = store
            .read_blocking(|db| pki::crl(db, &master(), "otra", now()))
            .unwrap_err();
        assert!(matches!(error, Error::NoSuchAuthority));
    });
}

#[test]
fn a_name_that_cannot_stand_in_a_certificate_is_refused_before_anything_is_signed() {
    each_database(MIGRATIONS, |store| {
        store.write_blocking(|tx| establish(tx, now())).unwrap();
        for name in ["", "Registro\u{7}Civil"] {
            let error = store
                .write_blocking(move |tx| {
                    pki::ensure_seal(tx, &master(), &Organisation::new("x", name), now())
                })
                .unwrap_err();
            assert!(
                matches!(error, Error::Lint(pki::Finding::Subject)),
                "{error}"
            );
        }
        assert!(
            store
                .read_blocking(|db| Seal::load(db, &master(), "x"))
                .is_err()
        );
    });
}

#[test]
fn a_revoked_seal_signs_no_more_and_a_new_one_takes_its_place() {
    each_database(MIGRATIONS, |store| {
        let first = store
            .write_blocking(|tx| {
                establish(tx, now())?;
                ensure_seal(tx, now())
            })
            .unwrap();
        let serial = first.clone();
        store
            .write_blocking(move |tx| {
                pki::revoke(tx, &serial, Reason::KeyCompromise, now() + days(1))?;
                // The second time changes nothing: the date stays the first.
                pki::revoke(tx, &serial, Reason::Superseded, now() + days(2))
            })
            .unwrap();
        assert!(
            store
                .read_blocking(|db| Seal::load(db, &master(), AGENCY))
                .is_err()
        );
        let second = store
            .write_blocking(|tx| ensure_seal(tx, now() + days(3)))
            .unwrap();
        assert_ne!(first, second);
        let revoked = store
            .write_blocking(|tx| {
                pki::revoke_seals(tx, AGENCY, Reason::CessationOfOperation, now() + days(4))
            })
            .unwrap();
        assert_eq!(revoked, 1);
        let error = store
            .write_blocking(|tx| {
                let unknown = pki::Serial::from_bytes(&[9; 16]);
                pki::revoke(tx, &unknown, Reason::Superseded, now())
            })
            .unwrap_err();
        assert!(matches!(error, Error::NoSuchCertificate));
    });
}

#[test]
fn a_named_key_is_made_once_and_signs_what_its_public_half_verifies() {
    each_database(MIGRATIONS, |store| {
        let make = || store.write_blocking(|tx| pki::keys::ed25519(tx, &master(), "ledger", now()));
        let first = make().unwrap();
        let again = make().unwrap();
        assert_eq!(first.public_key(), again.public_key());
        let signature = again.sign(b"punto de control").unwrap();
        assert!(pki::keys::ed25519_verifies(
            &first.public_key(),
            b"punto de control",
            &signature
        ));
        assert!(!pki::keys::ed25519_verifies(
            &first.public_key(),
            b"otro",
            &signature
        ));
        let public = store
            .read_blocking(|db| pki::keys::ed25519_public(db, "ledger"))
            .unwrap();
        assert_eq!(public, Some(first.public_key()));
        let other = store
            .write_blocking(|tx| pki::keys::ed25519(tx, &master(), "otra", now()))
            .unwrap();
        assert_ne!(other.public_key(), first.public_key());
        // A name from outside reaches no key of an authority.
        store.write_blocking(|tx| establish(tx, now())).unwrap();
        let raiz = store
            .read_blocking(|db| pki::keys::ed25519_if_made(db, &master(), "raiz"))
            .unwrap();
        assert!(raiz.is_none());
    });
}
