//! Filing in somebody else's name: who that is is declared, recorded and shown, and what the State knows of whoever
//! files is not theirs.

mod by_program;

use cases::CaseNumber;
use cases::complete::Completion;
use identity::PersonId;
use registries::{Dataset, Fields, Link, NewRecord};
use serde_json::{Value, json};
use store::testing::each_database;

use self::by_program::{APPLICATIONS, of_program};
use crate::browser::{Answer, Browser};
use crate::print::words_of;
use crate::town::{ROOMS, Town, result, town_for_others};

const LUZ: [(&str, &str); 6] = [
    ("para_quien", "otra"),
    ("titular_nombres", "Luz Arami"),
    ("titular_apellidos", "Benítez"),
    ("titular_documento", "1.234.567-2"),
    ("titular_calidad", "madre"),
    ("titular_declaracion", "true"),
];

/// Enters in the civil registry who somebody is.
fn enter(town: &Town, person: PersonId, name: &str) {
    let record = NewRecord {
        dataset: Dataset::PERSONA,
        key: format!("P-{name}"),
        fields: Fields::from_iter([("nombre".to_owned(), json!(name))]),
        links: vec![Link::new(person, "titular")],
        valid_from: jiff::civil::date(1990, 1, 1),
        valid_to: None,
        source: None,
    };
    let now = town.now;
    town.store
        .write_blocking(move |tx| registries::register(tx, &record, now))
        .unwrap();
}

fn number_of(town: &Town, login: &str) -> String {
    let who = town.citizen(login);
    let person = town.store.read_blocking(move |db| {
        let sealed = identity::people::by_id(db, who.person)?;
        Ok::<_, store::Error>(sealed.unwrap().own(&who).unwrap().clone())
    });
    person.unwrap().national_id.unwrap()
}

/// A town that knows Ana, who has begun a draft, and the draft's address.
fn begun(store: store::Store, number: Option<&str>) -> (Town, Browser, String) {
    let town = town_for_others(store, number);
    enter(&town, town.citizen("ana").person, "Ana de los Registros");
    let mut ana = Browser::with_token(&town, "ana");
    let first = ana
        .post("/servicios/permiso-de-prueba/solicitar", &[])
        .location;
    let (draft, part) = first.rsplit_once('/').unwrap();
    assert_eq!(part, "para_quien", "for whom is asked first");
    let draft = draft.to_owned();
    (town, ana, draft)
}

/// The fields for Luz, one of them changed.
fn luz_with<'a>(name: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    let change = |(field, typed): (&'static str, &'static str)| match field == name {
        true => (field, value),
        false => (field, typed),
    };
    LUZ.into_iter().map(change).collect()
}

fn say_for_whom(ana: &mut Browser, draft: &str, fields: &[(&str, &str)]) -> Answer {
    ana.post(&format!("{draft}/para_quien"), fields)
}

/// Fills in the rest and sends.
fn send(ana: &mut Browser, draft: &str) -> CaseNumber {
    ana.post(&format!("{draft}/local"), &[("metros", "40")]);
    ana.post(&format!("{draft}/contacto"), &[("correo", "")]);
    let sent = ana.post(&format!("{draft}/enviar"), &[]);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let number = sent.location.split('/').nth(2).unwrap();
    number.parse().unwrap()
}

/// Decides in favour and makes the act.
fn grant(town: &Town, number: &CaseNumber) {
    town.complete("revisor", number, result("conforme"))
        .unwrap();
    town.complete("director", number, Completion::default())
        .unwrap();
    town.worker.run_due(town.now).unwrap();
}

#[test]
fn a_mother_files_for_her_child_from_the_first_page_to_the_act() {
    each_database(ROOMS, |store| {
        let (town, mut ana, draft) = begun(store, Some("uy.ci"));
        let list = ana.get(&draft).text();
        let (asks, local) = (
            list.find("¿Para quién es este trámite?").unwrap(),
            list.find("El local").unwrap(),
        );
        assert!(asks < local, "{list}");
        let said = say_for_whom(&mut ana, &draft, &LUZ);
        assert_eq!(said.location, format!("{draft}/local"));
        let number = send(&mut ana, &draft);

        let seen = |browser: &mut Browser, path: &str| {
            let page = browser.get(path).text();
            for words in ["Luz Arami Benítez", "1234567-2", "Su madre o padre"] {
                assert!(page.contains(words), "{path}: {words}: {page}");
            }
            page
        };
        seen(&mut ana, &format!("/expedientes/{number}/recibido"));
        let page = seen(&mut ana, &format!("/expedientes/{number}"));
        assert!(page.contains("Se presentó por otra persona"), "{page}");
        let mut official = Browser::with_token(&town, "revisor");
        let page = seen(&mut official, &format!("/oficina/expedientes/{number}"));
        assert!(page.contains(&number_of(&town, "ana")), "who acts: {page}");
        let desk = official.get("/oficina").text();
        assert!(
            desk.contains("para otra persona: Su madre o padre"),
            "{desk}"
        );
        assert!(!desk.contains("Luz"), "a list names nobody: {desk}");

        let receipt = ana.get(&format!("/expedientes/{number}/comprobante.pdf"));
        if let Some(words) = words_of(&receipt.body) {
            assert!(
                words.contains("LuzAramiBenítez,documento1234567-2"),
                "{words}"
            );
        }
        grant(&town, &number);
        let act = ana.get(&format!("/expedientes/{number}/acto.pdf"));
        if let Some(words) = words_of(&act.body) {
            assert!(
                words.contains("AnombredeLuzAramiBenítez,documento1234567-2.LopidióAna"),
                "{words}"
            );
            assert!(words.contains("enestacalidad:Sumadreopadre"), "{words}");
        }
        let desk = official.get("/oficina?parte=terminados").text();
        assert!(desk.contains("para otra persona: Su madre o padre"));
    });
}

#[test]
fn what_the_case_file_and_a_program_are_told_names_both() {
    each_database(ROOMS, |store| {
        let (town, mut ana, draft) = begun(store, Some("uy.ci"));
        say_for_whom(&mut ana, &draft, &luz_with("titular_calidad", "abogacia"));
        let number = send(&mut ana, &draft);
        let (state, now) = (town.state.clone(), town.now);
        let dossier = cases::dossier::export(&town.store, &state, &number, now).unwrap();
        let told = dossier.unwrap().into_iter();
        let told = told
            .filter(|file| file.path == "case.json")
            .find_map(|file| match file.content {
                cases::dossier::Content::Made(bytes) => Some(bytes),
                cases::dossier::Content::Stored(_) => None,
            });
        let told: Value = serde_json::from_slice(&told.unwrap()).unwrap();
        assert_eq!(
            told["for_another"],
            json!({
                "given_names": "Luz Arami", "surnames": "Benítez", "identifier": "1234567-2",
                "capacity": "abogacia", "capacity_title": "Su abogada o abogado",
            })
        );
        assert_eq!(
            told["applicant"]["national_id"],
            json!(number_of(&town, "ana"))
        );
        let events = told["history"].as_array().unwrap().iter();
        let events: Vec<&str> = events
            .map(|step| step["event"]["what"].as_str().unwrap())
            .collect();
        assert_eq!(events.get(..2).unwrap(), ["filed", "filed-for-another"]);

        let told = ana.get(&format!("/api/v1/cases/{number}")).text();
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["for_another"]["capacity"], "abogacia");
        assert_eq!(told["for_another"]["identifier"], "1234567-2");
        let mut official = Browser::with_token(&town, "revisor");
        let told = official.get(&format!("/api/v1/cases/{number}")).text();
        assert!(!told.contains("Luz"), "opening it leaves a line: {told}");
    });
}

#[test]
fn nothing_is_taken_that_is_missing_or_wrong_and_nothing_typed_is_lost() {
    each_database(ROOMS, |store| {
        let (_town, mut ana, draft) = begun(store, Some("uy.ci"));
        let only = say_for_whom(&mut ana, &draft, &[("para_quien", "otra")]);
        assert_eq!(only.status, 422);
        assert!(only.text().contains("titular_nombres"), "{}", only.text());
        let wrong = [
            ("titular_documento", "1.234.567-3"),
            ("titular_declaracion", ""),
            ("titular_calidad", ""),
            ("titular_calidad", "vecina"),
            ("titular_nombres", ""),
            ("titular_apellidos", ""),
        ];
        for (field, typed) in wrong {
            let page = say_for_whom(&mut ana, &draft, &luz_with(field, typed));
            assert_eq!(page.status, 422, "{field}: {typed}");
            let page = page.text();
            assert!(page.contains(&format!("{field}-error")), "{field}: {page}");
            if field != "titular_nombres" {
                assert!(page.contains("value=\"Luz Arami\""), "{page}");
            }
            let sent = ana.post(&format!("{draft}/enviar"), &[]);
            assert_eq!(sent.status, 422, "{field}: {typed}");
        }
    });
}

#[test]
fn nobody_is_another_for_themselves() {
    each_database(ROOMS, |store| {
        let (town, mut ana, draft) = begun(store, None);
        let own = number_of(&town, "ana");
        let dotted = format!("{}.{}", &own[..1], &own[1..]);
        let page = say_for_whom(&mut ana, &draft, &luz_with("titular_documento", &dotted));
        assert_eq!(page.status, 422);
        assert!(page.text().contains("Este es el número de quien presenta"));
        ana.post(&format!("{draft}/local"), &[("metros", "40")]);
        ana.post(&format!("{draft}/contacto"), &[("correo", "")]);
        assert_eq!(ana.post(&format!("{draft}/enviar"), &[]).status, 422);
        let refused = ana.post_json(APPLICATIONS, &of_program(&own));
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("for_another.identifier"));
    });
}

#[test]
fn what_the_state_knows_of_whoever_files_is_not_theirs_for_whom_it_is() {
    each_database(ROOMS, |store| {
        let (town, mut ana, draft) = begun(store, Some("uy.ci"));
        let local = format!("{draft}/local");
        assert!(ana.get(&local).text().contains("Ana de los Registros"));
        let typed = [("persona", "P-Ana de los Registros"), ("metros", "40")];
        assert_eq!(ana.post(&local, &typed).status, 303);

        let gone = "Se borraron de la solicitud los datos";
        // What is still to be said of the other comes up on the page that was sent.
        let page = say_for_whom(&mut ana, &draft, &[("para_quien", "otra")]).text();
        assert!(page.contains(gone), "{page}");
        say_for_whom(&mut ana, &draft, &luz_with("para_quien", "mi"));
        ana.post(&local, &typed);
        let said = say_for_whom(&mut ana, &draft, &LUZ);
        let page = ana.get(&said.location).text();
        assert!(page.contains(gone), "{page}");
        assert!(!page.contains("Ana de los Registros"), "{page}");
        assert!(
            page.contains("value=\"40\""),
            "what was typed stays: {page}"
        );
        // Somebody who sends it all the same sends nothing of Ana's.
        ana.post(&local, &typed);
        let number = send(&mut ana, &draft);
        let case = town.case(&number);
        let application = case.own(Some(&town.citizen("ana"))).unwrap();
        assert!(application.answers.get("persona").is_none());
    });
}

#[test]
fn until_it_is_sent_one_may_file_for_oneself_again() {
    each_database(ROOMS, |store| {
        let (town, mut ana, draft) = begun(store, Some("uy.ci"));
        say_for_whom(&mut ana, &draft, &LUZ);
        let back = say_for_whom(&mut ana, &draft, &luz_with("para_quien", "mi"));
        let page = ana.get(&back.location).text();
        assert!(page.contains("los datos de la otra persona"), "{page}");
        assert!(page.contains("Ana de los Registros"), "{page}");
        ana.post(
            &format!("{draft}/local"),
            &[("persona", "P-Ana de los Registros"), ("metros", "40")],
        );
        ana.post(&format!("{draft}/contacto"), &[("correo", "")]);
        let sent = ana.post(&format!("{draft}/enviar"), &[]);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let number: CaseNumber = sent.location.split('/').nth(2).unwrap().parse().unwrap();
        let case = town.case(&number);
        assert_eq!((&case.capacity, case.holder), (&None, None));
        let application = case.own(Some(&town.citizen("ana"))).unwrap();
        assert!(application.answers.get("titular_nombres").is_none());
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(!page.contains("Luz"), "{page}");
    });
}

#[test]
fn what_is_granted_is_theirs_for_whom_it_was_asked() {
    each_database(ROOMS, |store| {
        let (town, mut ana, draft) = begun(store, None);
        let number = number_of(&town, "beto");
        say_for_whom(&mut ana, &draft, &luz_with("titular_documento", &number));
        let number = send(&mut ana, &draft);
        assert_eq!(town.case(&number).holder, Some(town.citizen("beto").person));
        grant(&town, &number);
        let licences = |login: &str| {
            let (who, on) = (town.citizen(login), jiff::civil::date(2026, 11, 23));
            let held = town
                .store
                .read_blocking(move |db| registries::prefill(db, &who, "comercio.licencia", on));
            held.unwrap()
        };
        assert!(licences("ana").is_empty());
        let [licence] = licences("beto").try_into().unwrap();
        assert_eq!(
            licence.fields.get("titular"),
            Some(&json!("Luz Arami Benítez"))
        );
        let mut beto = Browser::with_token(&town, "beto");
        let page = beto.get(&format!("/expedientes/{number}"));
        assert_eq!(page.status, 404, "whoever filed it follows it");
        let told = |login: &str| {
            let person = town.citizen(login).person;
            let told = town
                .store
                .read_blocking(move |db| notices::inbox(db, person, 10, None));
            told.unwrap().len()
        };
        assert_eq!(
            (told("ana"), told("beto")),
            (2, 0),
            "whoever filed it is told"
        );
    });
}

#[test]
fn nobody_decides_what_another_asked_for_them() {
    each_database(ROOMS, |store| {
        let (town, mut ana, draft) = begun(store, None);
        let reviewer = number_of(&town, "revisor");
        say_for_whom(&mut ana, &draft, &luz_with("titular_documento", &reviewer));
        let number = send(&mut ana, &draft);
        let refused = town.complete("revisor", &number, result("conforme"));
        assert!(matches!(refused, Err(cases::Error::OwnCase)), "{refused:?}");
    });
}

#[test]
fn an_official_asks_to_correct_the_number_but_not_for_whom_it_is() {
    each_database(ROOMS, |store| {
        let (town, mut ana, draft) = begun(store, Some("uy.ci"));
        say_for_whom(&mut ana, &draft, &LUZ);
        let number = send(&mut ana, &draft);
        let mark = |question: &str| Completion {
            marks: vec![cases::mark::Mark {
                question: question.to_owned(),
                remark: "Otro".to_owned(),
            }],
            ..Completion::default()
        };
        let refused = town.complete("revisor", &number, mark("para_quien"));
        assert!(matches!(refused, Err(cases::Error::MarksDoNotFit)));
        town.complete("revisor", &number, mark("titular_calidad"))
            .unwrap();
        let corrected = [("titular_calidad", "abogacia"), ("enviar", "1")];
        ana.post(&format!("/expedientes/{number}/corregir"), &corrected);
        assert_eq!(town.case(&number).capacity.as_deref(), Some("abogacia"));
    });
}

#[test]
fn whoever_has_not_signed_in_does_not_say_for_whom() {
    each_database(ROOMS, |store| {
        let town = town_for_others(store, None);
        let mut anybody = Browser::new(&town);
        let begun = anybody.post("/servicios/permiso-de-prueba/solicitar", &[]);
        let page = anybody.get(&begun.location);
        assert_eq!(
            page.location,
            format!("/ingresar?volver={}", begun.location)
        );
    });
}
