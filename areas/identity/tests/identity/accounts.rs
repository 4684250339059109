//! Accounts, sessions and tokens.

use axum::http::StatusCode;
use identity::passwords::{self, Password};
use identity::people::{self, Assurance, NationalId};
use identity::{Actor, accounts, sessions, tokens};
use jiff::SignedDuration;

use crate::town::{self, PASSWORD, noon};

#[test]
fn one_signs_in_with_an_address_or_a_number_however_it_is_typed() {
    town::each(|town| {
        for login in [
            "ana@correo.example",
            " ANA@correo.example",
            "4217903",
            "4.217.903",
        ] {
            let browser = town.browser();
            let answer = browser.sign_in(login);
            assert_eq!(
                (answer.status, answer.location()),
                (StatusCode::SEE_OTHER, "/mi"),
                "{login}"
            );
            assert!(
                browser.get("/mi/datos").body.contains("Ana Arami Benítez"),
                "{login}"
            );
        }
    });
}

#[test]
fn an_unknown_account_and_a_wrong_password_are_told_the_same() {
    town::each(|town| {
        let tell = |login, password| {
            let answer = town
                .browser()
                .post("/ingresar", &[("cuenta", login), ("clave", password)]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            let (before, rest) = answer.body.split_once("name=\"cuenta\"").unwrap();
            let (_, after) = rest.split_once('>').unwrap();
            format!("{before}{after}")
        };
        assert_eq!(
            tell("ana@correo.example", "otra cosa"),
            tell("nadie@correo.example", "otra cosa")
        );
        assert_eq!(
            tell("ana@correo.example", "otra cosa"),
            tell("'; drop table", PASSWORD)
        );
    });
}

#[test]
fn guessing_has_to_wait_and_so_does_guessing_at_nobody() {
    town::each(|town| {
        for login in ["ana@correo.example", "nadie@correo.example"] {
            let browser = town.browser();
            for _ in 0..8 {
                let answer = browser.post("/ingresar", &[("cuenta", login), ("clave", "mal")]);
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            }
            let answer = browser.sign_in(login);
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{login}");
            assert!(
                answer.body.contains("12:01"),
                "the page says when to try again"
            );
        }
        let browser = town.browser();
        browser.wait(SignedDuration::from_secs(31));
        assert_eq!(
            browser.sign_in("ana@correo.example").status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(
            browser.sign_in("beto@correo.example").status,
            StatusCode::SEE_OTHER
        );
    });
}

#[test]
fn a_session_ends_when_idle_when_old_and_when_left() {
    town::each(|town| {
        let browser = town.browser();
        browser.sign_in("ana@correo.example");
        browser.wait(SignedDuration::from_mins(59));
        assert_eq!(browser.get("/mi/datos").status, StatusCode::OK);
        browser.wait(SignedDuration::from_mins(59 + 59));
        assert_eq!(
            browser.get("/mi/datos").status,
            StatusCode::OK,
            "use renews it"
        );
        browser.wait(SignedDuration::from_mins(59 + 59 + 61));
        assert_eq!(
            browser.get("/mi/datos").location(),
            "/ingresar?volver=/mi/datos",
            "an hour idle"
        );

        let browser = town.browser();
        browser.sign_in("ana@correo.example");
        for hour in 0..13 {
            browser.wait(SignedDuration::from_mins(hour * 59));
            browser.get("/mi/datos");
        }
        assert_eq!(browser.get("/mi/datos").status, StatusCode::OK);
        browser.wait(SignedDuration::from_mins(12 * 60 + 1));
        assert_eq!(
            browser.get("/mi/datos").status,
            StatusCode::SEE_OTHER,
            "twelve hours however busy"
        );

        let browser = town.browser();
        browser.sign_in("ana@correo.example");
        let cookie = browser.cookie.borrow().clone();
        assert_eq!(browser.post("/salir", &[]).status, StatusCode::SEE_OTHER);
        assert_eq!(*browser.cookie.borrow(), None);
        *browser.cookie.borrow_mut() = cookie;
        assert_eq!(
            browser.get("/mi/datos").status,
            StatusCode::SEE_OTHER,
            "a kept cookie opens nothing"
        );
    });
}

#[test]
fn signing_in_again_replaces_the_session() {
    town::each(|town| {
        let browser = town.browser();
        browser.sign_in("ana@correo.example");
        let former = browser.cookie.borrow().clone();
        browser.sign_in("ana@correo.example");
        let current = browser.cookie.replace(former.clone());
        assert_ne!(former, current);
        assert_eq!(browser.get("/mi/datos").status, StatusCode::SEE_OTHER);
        browser.cookie.replace(current);
        assert_eq!(browser.get("/mi/datos").status, StatusCode::OK);
    });
}

#[test]
fn one_closes_ones_own_sessions_and_nobody_elses() {
    town::each(|town| {
        let (phone, desk, other) = (town.browser(), town.browser(), town.browser());
        phone.sign_in("ana@correo.example");
        desk.sign_in("ana@correo.example");
        other.sign_in("beto@correo.example");
        let ana = town.ana.clone();
        let open = town
            .store
            .read_blocking(move |db| sessions::list(db, &ana, noon()))
            .unwrap();
        assert_eq!(open.len(), 2);
        for session in &open {
            let path = format!("/mi/sesiones/{}/cerrar", session.id);
            assert_eq!(other.post(&path, &[]).status, StatusCode::NOT_FOUND);
        }
        let page = desk.get("/mi/datos").body;
        let path = page
            .split("action=\"")
            .find(|part| part.starts_with("/mi/sesiones/"))
            .unwrap();
        let path = path.split('"').next().unwrap();
        assert_eq!(desk.post(path, &[]).status, StatusCode::SEE_OTHER);
        assert_eq!(phone.get("/mi/datos").status, StatusCode::SEE_OTHER);
        assert_eq!(desk.get("/mi/datos").status, StatusCode::OK);
    });
}

#[test]
fn a_new_password_a_new_post_and_a_shut_account_end_what_was_open() {
    town::each(|town| {
        let browser = town.browser();
        let (account, agency) = (town.ana.account, town.rosa.agency);
        let hash = passwords::hash(&Password::choose(PASSWORD, &[]).unwrap()).unwrap();
        for change in ["password", "post", "shut"] {
            browser.sign_in("ana@correo.example");
            assert_eq!(browser.get("/mi/datos").status, StatusCode::OK, "{change}");
            let hash = hash.clone();
            let apply = move |tx: &mut store::Tx| match change {
                "password" => accounts::set_password(tx, account, &hash),
                "post" => accounts::appoint(tx, account, agency, &["revisor"]),
                _ => accounts::disable(tx, account, noon()),
            };
            town.store.write_blocking(apply).unwrap();
            assert_eq!(
                browser.get("/mi/datos").status,
                StatusCode::SEE_OTHER,
                "{change}"
            );
        }
        let answer = browser.sign_in("ana@correo.example");
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a shut account is like no account"
        );
    });
}

#[test]
fn a_token_speaks_for_its_account_until_it_ends() {
    town::each(|town| {
        let account = town.rosa.account;
        let issue = move |tx: &mut store::Tx| tokens::issue(tx, account, "pruebas", noon());
        let token = town.store.write_blocking(issue).unwrap();
        let browser = town.browser();
        let me: serde_json::Value =
            serde_json::from_str(&browser.with_token("/api/v1/me", &token).body).unwrap();
        assert_eq!(me["kind"], "official");
        assert_eq!(me["agency"]["slug"], "municipalidad-de-san-roque");
        assert_eq!(
            me["agency"]["roles"],
            serde_json::json!(["inspector", "revisor"])
        );
        for wrong in ["vt_x", "", &token[1..], &format!("{token}x")] {
            assert_eq!(
                browser.with_token("/api/v1/me", wrong).status,
                StatusCode::UNAUTHORIZED,
                "{wrong}"
            );
        }
        browser.wait(tokens::LIFETIME);
        assert_eq!(
            browser.with_token("/api/v1/me", &token).status,
            StatusCode::UNAUTHORIZED
        );
    });
}

#[test]
fn what_is_swept_is_only_what_is_over() {
    town::each(|town| {
        let browser = town.browser();
        browser.post("/ingresar", &[("cuenta", "nadie"), ("clave", "mal")]);
        browser.sign_in("ana@correo.example");
        let sweep = |hours| {
            let at = noon()
                .checked_add(SignedDuration::from_hours(hours))
                .unwrap();
            town.store.write_blocking(move |tx| identity::sweep(tx, at))
        };
        assert_eq!(sweep(0).unwrap(), 0);
        assert_eq!(sweep(2).unwrap(), 1, "the session");
        assert_eq!(sweep(25).unwrap(), 1, "the failure");
    });
}

#[test]
fn two_people_cannot_prove_the_same_number() {
    town::each(|town| {
        let (store, ana) = (&town.store, town.ana.person);
        let number = NationalId::parse("4217903").unwrap();
        let holder = {
            let number = number.clone();
            store
                .read_blocking(move |db| people::find(db, &number))
                .unwrap()
        };
        assert_eq!(holder, Some(ana));
        let create = |assurance| {
            let new = people::NewPerson {
                kind: people::Kind::Natural,
                name: people::Name::parse("Otra Persona").unwrap(),
                national_id: Some(number.clone()),
                email: None,
                phone: None,
                born_on: None,
                assurance,
            };
            store.write_blocking(move |tx| people::create(tx, &new, noon()))
        };
        assert!(create(Assurance::Substantial).unwrap_err().is_unique());
        assert!(create(Assurance::Low).is_ok(), "anyone may say any number");
    });
}

#[test]
fn an_official_has_the_roles_of_their_post() {
    town::each(|town| {
        assert!(
            town.rosa.has_role("revisor")
                && town.rosa.has_role("inspector")
                && !town.rosa.has_role("director")
        );
        assert_eq!(town.rosa.agency_slug, "municipalidad-de-san-roque");
        let account = town.ana.account;
        let actor = town
            .store
            .read_blocking(move |db| Actor::of_account(db, account))
            .unwrap()
            .unwrap();
        assert_eq!(actor, Actor::Citizen(town.ana.clone()));
    });
}
