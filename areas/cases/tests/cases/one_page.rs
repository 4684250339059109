//! A short form on one page: everything is kept, whatever is wrong with part of it.

use store::testing::each_database;

use crate::browser::{Browser, File};
use crate::town::{ROOMS, Town, town, town_of_one_page};

const PLAN: File<'_> = File {
    name: "plano.pdf",
    bytes: b"%PDF-1.7 plano",
};
/// What the page itself sends beside what was typed.
const HERE: (&str, &str) = ("hoja", "1");

#[test]
fn everything_is_asked_checked_and_sent_from_one_page() {
    each_database(ROOMS, |store| {
        let town = town_of_one_page(store);
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana.post("/servicios/permiso-de-prueba/solicitar", &[]);
        let page = page.location;
        assert_eq!(page.matches('/').count(), 2, "no part in {page}");
        let shown = ana.get(&page).text();
        for asked in [
            "El local",
            "El contacto",
            "id=\"metros\"",
            "id=\"correo\"",
            "id=\"plano\"",
        ] {
            assert!(shown.contains(asked), "{asked}: {shown}");
        }
        let wrong = [HERE, ("metros", "muchos"), ("correo", "ana en su casa")];
        let answer = ana.post(&page, &wrong);
        assert_eq!(answer.status, 422);
        let shown = answer.text();
        for kept in [
            "href=\"#metros\"",
            "href=\"#correo\"",
            "value=\"muchos\"",
            "ana en su casa",
        ] {
            assert!(shown.contains(kept), "{kept}: {shown}");
        }
        let right = [HERE, ("metros", "40"), ("correo", "ana@ejemplo.com")];
        let next = ana.post(&page, &right);
        assert_eq!(
            (next.status, next.location),
            (303, format!("{page}/revisar"))
        );
        let check = ana.get(&format!("{page}/revisar")).text();
        assert!(
            check.contains(&format!("href=\"{page}?volver=revisar#correo\"")),
            "{check}"
        );
        assert_eq!(ana.post(&format!("{page}/enviar"), &[]).status, 303);
        assert_eq!(ana.post(&page, &right).status, 409, "it is sent");
    });
}

#[test]
fn a_question_that_an_answer_brings_up_is_announced_and_not_an_error() {
    each_database(ROOMS, |store| {
        let town = town_of_one_page(store);
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana
            .post("/servicios/permiso-de-prueba/solicitar", &[])
            .location;
        let large = [HERE, ("metros", "600"), ("correo", "")];
        let more = ana.post(&page, &large);
        assert_eq!(more.status, 422);
        let shown = more.text();
        assert!(shown.contains("hace falta algo más"), "{shown}");
        assert!(shown.contains("href=\"#altura\""), "{shown}");
        assert!(
            !shown.contains("altura-error"),
            "nobody has seen it yet: {shown}"
        );
        let missing = ana.post(&page, &[HERE, ("metros", "600"), ("altura", "")]);
        assert_eq!(missing.status, 422);
        assert!(missing.text().contains("altura-error"));
        let answered = ana.post(&page, &[HERE, ("metros", "600"), ("altura", "5")]);
        assert_eq!(answered.status, 303);
    });
}

#[test]
fn what_was_typed_beside_a_file_is_kept_whether_the_file_is_taken_or_not() {
    each_database(ROOMS, |store| beside_a_file(&town_of_one_page(store)));
    each_database(ROOMS, |store| beside_a_file(&town(store)));
}

fn beside_a_file(town: &Town) {
    let mut ana = Browser::with_token(town, "ana");
    let page = ana
        .post("/servicios/permiso-de-prueba/solicitar", &[])
        .location;
    let draft = page.split('/').nth(2).unwrap().to_owned();
    let files = format!("/borradores/{draft}/documentos/plano");
    let typed = [HERE, ("metros", "41")];
    let given = ana.upload(&files, &typed, &PLAN);
    assert_eq!(
        (given.status, given.location),
        (303, format!("{page}#plano"))
    );
    let shown = ana.get(&page).text();
    assert!(
        shown.contains("value=\"41\"") && shown.contains("plano.pdf"),
        "{shown}"
    );

    let program = File {
        name: "programa.pdf",
        bytes: b"MZ",
    };
    let refused = ana.upload(&files, &[HERE, ("metros", "42")], &program);
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("value=\"42\""),
        "{}",
        refused.text()
    );
    assert!(ana.get(&page).text().contains("value=\"42\""));

    // Whoever chooses a file and goes on without attaching it has given it too.
    let mut other = Browser::with_token(town, "ana");
    let begun = other
        .post("/servicios/permiso-de-prueba/solicitar", &[])
        .location;
    let plan = File {
        name: "croquis.pdf",
        ..PLAN
    };
    assert_eq!(other.upload_as(&begun, &typed, "plano", &plan).status, 303);
    assert!(other.get(&begun).text().contains("croquis.pdf"));

    // Taking it out keeps what stands beside it.
    let shown = ana.get(&page).text();
    let (_, out) = shown.split_once(&format!("formaction=\"{files}/")).unwrap();
    let (out, _) = out.split_once('"').unwrap();
    let gone = ana.post(&format!("{files}/{out}"), &[HERE, ("metros", "43")]);
    assert_eq!(gone.status, 303);
    let shown = ana.get(&page).text();
    assert!(
        shown.contains("value=\"43\"") && !shown.contains("plano.pdf"),
        "{shown}"
    );
}

#[test]
fn what_was_typed_is_kept_for_another_day_and_found_again() {
    each_database(ROOMS, |store| {
        let town = town_of_one_page(store);
        let mut anybody = Browser::new(&town);
        let page = anybody
            .post("/servicios/permiso-de-prueba/solicitar", &[])
            .location;
        let typed = [HERE, ("metros", "muchos"), ("despues", "1")];
        let later = anybody.post(&page, &typed);
        let begun = "/servicios/permiso-de-prueba/solicitar";
        assert_eq!((later.status, later.location.as_str()), (303, begun));
        let list = anybody.get(begun).text();
        assert!(list.contains(&format!("href=\"{page}\"")), "{list}");
        assert!(anybody.get(&page).text().contains("value=\"muchos\""));

        // A page of one part that was open when the form became one page still saves.
        let part = format!("{page}/local");
        assert_eq!(anybody.get(&part).location, format!("{page}#parte-local"));
        assert_eq!(anybody.post(&part, &[HERE, ("metros", "44")]).status, 303);
        assert!(anybody.get(&page).text().contains("value=\"44\""));
    });
}

#[test]
fn a_form_of_parts_takes_nothing_at_the_address_of_its_list() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana
            .post("/servicios/permiso-de-prueba/solicitar", &[])
            .location;
        let (draft, _) = page.rsplit_once('/').unwrap();
        assert_eq!(ana.post(draft, &[HERE, ("metros", "40")]).status, 404);
    });
}
