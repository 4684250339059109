//! A case asks for another service in its applicant's name, and goes on by how that ends.

use cases::complete::Completion;
use cases::{CaseNumber, link};
use jiff::ToSpan as _;
use process::Outcome;
use registries::{Dataset, Fields, Link, NewRecord};
use serde_json::json;
use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{
    ROOMS, Town, result, town_with_a_subcase, town_with_a_subcase_for_firms,
    town_with_a_subcase_for_others,
};

fn part_of(town: &Town, number: &CaseNumber) -> CaseNumber {
    let id = town.case(number).id;
    let links = town.store.read_blocking(move |db| link::of_case(db, id));
    let links = links.unwrap();
    assert_eq!(links.len(), 1);
    let asked = links.first().unwrap();
    assert_eq!(asked.tie, link::Tie::Asks);
    asked.number.clone()
}

fn file(town: &Town, metres: &str) -> CaseNumber {
    let filed = town.file_as(Some(town.citizen("ana")), &[("metros", metres)], None);
    filed.unwrap().number
}

#[test]
fn the_first_case_waits_for_the_other_and_goes_on_by_its_end() {
    each_database(ROOMS, |store| {
        let town = town_with_a_subcase(store);
        let number = file(&town, "40");
        town.worker.run_due(town.now).unwrap();
        town.worker.run_due(town.now).unwrap();
        let part = part_of(&town, &number);
        let asked = town.case(&part);
        assert_eq!(asked.person, Some(town.citizen("ana").person));
        assert_eq!(town.case(&number).position.to_string(), "previo");
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana.get(&format!("/expedientes/{part}")).text();
        assert!(page.contains("20"), "half of the metres: {page}");
        assert!(page.contains(number.as_str()), "{page}");

        town.complete("revisor", &part, result("conforme")).unwrap();
        town.complete("director", &part, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        assert_eq!(town.case(&number).position.to_string(), "revision");
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(page.contains("Permiso previo: concedido"), "{page}");
        town.complete("revisor", &number, result("conforme"))
            .unwrap();
        let done = town.complete("director", &number, Completion::default());
        assert_eq!(done.unwrap().outcome, Some(Outcome::Granted));
    });
}

#[test]
fn what_the_other_denies_or_does_not_take_is_known_to_the_first() {
    each_database(ROOMS, |store| {
        let town = town_with_a_subcase(store);
        let number = file(&town, "40");
        town.worker.run_due(town.now).unwrap();
        let part = part_of(&town, &number);
        let reject = Completion {
            reasons: Some("No hay lugar.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &part, reject).unwrap();
        town.complete("director", &part, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        assert_eq!(town.case(&number).position.to_string(), "rechazo");

        // Half of one metre is less than the other service takes.
        let small = file(&town, "1");
        town.worker.run_due(town.now).unwrap();
        assert_eq!(town.case(&small).position.to_string(), "rechazo");
        let page = Browser::with_token(&town, "ana")
            .get(&format!("/expedientes/{small}"))
            .text();
        assert!(
            page.contains("Permiso previo: terminó sin decisión"),
            "{page}"
        );
    });
}

#[test]
fn what_is_asked_for_another_asks_for_another_or_is_refused() {
    each_database(ROOMS, |store| {
        let town = town_with_a_subcase_for_others(store, "madre");
        let number = file_for_luz(&town);
        let asked = town.case(&part_of(&town, &number));
        assert_eq!(asked.capacity.as_deref(), Some("madre"));
        let application = asked.own(Some(&town.citizen("ana"))).unwrap();
        assert_eq!(application.answers.typed("titular_nombres"), "Luz");
    });
    each_database(ROOMS, |store| {
        // Nothing is asked in the name of whoever acts for another.
        let town = town_with_a_subcase_for_others(store, "padre");
        let number = file_for_luz(&town);
        assert_eq!(town.case(&number).position.to_string(), "rechazo");
    });
}

fn file_for_luz(town: &Town) -> CaseNumber {
    let typed = [
        ("para_quien", "otra"),
        ("titular_nombres", "Luz"),
        ("titular_apellidos", "Benítez"),
        ("titular_documento", "4871220"),
        ("titular_calidad", "madre"),
        ("titular_declaracion", "true"),
        ("metros", "40"),
    ];
    let filed = town.file_as(Some(town.citizen("ana")), &typed, None);
    town.worker.run_due(town.now).unwrap();
    town.worker.run_due(town.now).unwrap();
    filed.unwrap().number
}

#[test]
fn of_two_firms_the_other_service_takes_the_one_that_the_first_is_for() {
    each_database(ROOMS, |store| {
        let town = town_with_a_subcase_for_firms(store);
        for name in ["El Sol", "La Luna"] {
            enter_firm(&town, "ana", name);
        }
        let mut ana = Browser::with_token(&town, "ana");
        let filed = ana.post_json(
            "/api/v1/services/permiso-de-prueba/applications",
            &json!({ "answers": { "metros": 40, "empresa": "La Luna" } }),
        );
        assert_eq!(filed.status, 201, "{}", filed.text());
        let told: serde_json::Value = serde_json::from_str(&filed.text()).unwrap();
        let number: CaseNumber = told["number"].as_str().unwrap().parse().unwrap();
        town.worker.run_due(town.now + 2.hours()).unwrap();
        let part = part_of(&town, &number);
        let page = ana.get(&format!("/expedientes/{part}")).text();
        assert!(
            page.contains("La Luna") && !page.contains("El Sol"),
            "{page}"
        );
    });
}

fn enter_firm(town: &Town, login: &str, name: &str) {
    let record = NewRecord {
        dataset: Dataset::EMPRESA,
        key: name.to_owned(),
        fields: Fields::from_iter([("razon_social".to_owned(), json!(name))]),
        links: vec![Link::new(town.citizen(login).person, "titular")],
        valid_from: jiff::civil::date(2020, 1, 1),
        valid_to: None,
        source: None,
    };
    let now = town.now;
    town.store
        .write_blocking(move |tx| registries::register(tx, &record, now))
        .unwrap();
}
