//! Filling in, in several tabs and on a browser that others use.

use jiff::ToSpan as _;
use store::testing::each_database;

use crate::browser::{Browser, File};
use crate::town::{FILINGS_PER_MINUTE, ROOMS, town};

/// How often two tabs are pressed at the same moment.
const ROUNDS: usize = 5;

/// Begins a draft and gives its address.
fn begin(browser: &mut Browser) -> String {
    let begun = browser.post("/servicios/permiso-de-prueba/solicitar", &[]);
    assert_eq!(begun.status, 303);
    let (draft, first) = begun.location.rsplit_once('/').unwrap();
    assert_eq!(first, "local");
    draft.to_owned()
}

#[test]
fn two_parts_sent_at_the_same_moment_are_both_kept() {
    each_database(ROOMS, |store| {
        let town = town(store);
        for _ in 0..ROUNDS {
            let mut browser = Browser::new(&town);
            let draft = begin(&mut browser);
            let (premises, contact) = (format!("{draft}/local"), format!("{draft}/contacto"));
            let sent = browser.post_at_once(&[
                (&premises, &[("metros", "4321")]),
                (&contact, &[("correo", "vecina@ejemplo.com")]),
            ]);
            assert_eq!(sent, [303, 303]);
            let page = browser.get(&premises).text();
            assert!(page.contains("value=\"4321\""), "{page}");
            let page = browser.get(&contact).text();
            assert!(page.contains("vecina@ejemplo.com"), "{page}");
        }
    });
}

#[test]
fn beside_a_question_its_words_are_not_said_again() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let mut browser = Browser::new(&town);
        let draft = begin(&mut browser);
        let page = browser.post(&format!("{draft}/local"), &[("metros", "muchos")]);
        let page = page.text();
        let (_, beside) = page.split_once("metros-error\">").unwrap();
        let (beside, _) = beside.split_once("</p>").unwrap();
        assert!(
            beside.ends_with("</span>Escribe un número, por ejemplo 120 o 85,5."),
            "{beside}"
        );
    });
}

#[test]
fn a_draft_is_thrown_away_by_its_own_person_after_a_question() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let mut ana = Browser::with_token(&town, "ana");
        let draft = begin(&mut ana);
        let discard = format!("{draft}/borrar");
        let page = ana.get(&discard).text();
        assert!(page.contains("¿Borrar la solicitud empezada?"), "{page}");
        assert_eq!(ana.get(&draft).status, 200, "asking deletes nothing");
        let mut beto = Browser::with_token(&town, "beto");
        assert_eq!(beto.get(&discard).status, 404);
        assert_eq!(beto.post(&discard, &[]).status, 404);
        assert_eq!(ana.post(&discard, &[]).status, 200);
        assert_eq!(ana.get(&draft).status, 404);
    });
}

#[test]
fn a_file_that_is_refused_shows_a_persons_answers_to_nobody_else() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let mut browser = Browser::with_token(&town, "ana");
        let draft = begin(&mut browser);
        let premises = format!("{draft}/local");
        browser.post(&premises, &[("metros", "4321")]);
        // The session ends; the browser stays where it is, and its key with it.
        let mut browser = browser.signed_out();
        let program = File {
            name: "plano.pdf",
            bytes: b"MZ",
        };
        let refused = browser.upload(&format!("{draft}/documentos/plano"), &[], &program);
        assert!(!refused.text().contains("4321"), "{}", refused.text());
        let way = format!("/ingresar?volver={premises}");
        assert_eq!((refused.status, refused.location), (303, way));
    });
}

#[test]
fn a_file_comes_back_under_the_name_it_was_given_with_and_only_to_be_saved() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let mut browser = Browser::new(&town);
        let draft = begin(&mut browser);
        let plan = File {
            name: "plano de ñandutí; x=1.pdf",
            bytes: b"%PDF-1.7 a plan",
        };
        browser.upload(&format!("{draft}/documentos/plano"), &[], &plan);
        let page = browser.get(&format!("{draft}/local")).text();
        let (_, rest) = page
            .split_once(&format!("href=\"{draft}/documentos/plano/"))
            .unwrap();
        let id = rest.split('"').next().unwrap();
        let file = browser.get(&format!("{draft}/documentos/plano/{id}"));
        assert_eq!(file.body, plan.bytes);
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename=\"plano de _andut__ x_1.pdf\"; \
             filename*=UTF-8''plano%20de%20%C3%B1andut%C3%AD%3B%20x%3D1.pdf"
        );
    });
}

#[test]
fn beginning_and_giving_files_without_end_is_slowed_down() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let mut browser = Browser::new(&town);
        let draft = begin(&mut browser);
        let mut again = || {
            browser
                .post("/servicios/permiso-de-prueba/solicitar", &[])
                .status
        };
        for _ in 1..FILINGS_PER_MINUTE {
            assert_eq!(again(), 303);
        }
        assert_eq!(again(), 429);
        // An account answers for what it begins.
        begin(&mut Browser::with_token(&town, "ana"));
        let program = File {
            name: "plano.pdf",
            bytes: b"MZ",
        };
        let address = format!("{draft}/documentos/plano");
        let mut give = || browser.upload(&address, &[], &program).status;
        assert_eq!(give(), 422);
        assert_eq!((0..120).map(|_| give()).last(), Some(429));
    });
}

#[test]
fn what_nobody_can_open_any_more_is_thrown_away() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let plan = File {
            name: "plano.pdf",
            bytes: b"%PDF-1.7 a plan",
        };
        let mut left = Vec::new();
        for mut browser in [Browser::new(&town), Browser::with_token(&town, "ana")] {
            let draft = begin(&mut browser);
            browser.upload(&format!("{draft}/documentos/plano"), &[], &plan);
            left.push((browser, draft));
        }
        let sweep = |days: i64| {
            let then = town.now + (days * 24).hours();
            town.store
                .write_blocking(move |tx| cases::sweep(tx, then))
                .unwrap()
        };
        assert_eq!(sweep(179), 0);
        assert_eq!(sweep(181), 1);
        let statuses: Vec<u16> = left
            .iter_mut()
            .map(|(browser, draft)| browser.get(draft).status)
            .collect();
        // A person's own waits for its person.
        assert_eq!(statuses, [404, 200]);
    });
}

#[test]
fn a_draft_that_is_thrown_away_leaves_no_name_of_a_file() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let mut browser = Browser::new(&town);
        let draft = begin(&mut browser);
        let plan = File {
            name: "plano de la casa.pdf",
            bytes: b"%PDF-1.7 a plan",
        };
        browser.upload(&format!("{draft}/documentos/plano"), &[], &plan);
        let id: cases::DraftId = draft.rsplit_once('/').unwrap().1.parse().unwrap();
        let files = || {
            let files = town
                .store
                .read_blocking(move |db| cases::document::of_draft(db, id));
            files.unwrap().len()
        };
        assert_eq!(files(), 1);
        assert_eq!(browser.post(&format!("{draft}/borrar"), &[]).status, 200);
        assert_eq!(files(), 0);
    });
}
