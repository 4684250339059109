//! What officials write down in a task: asked on its page, kept, decided on, printed and registered.

use cases::complete::{Completion, WrittenDown};
use cases::{CaseNumber, Error};
use jiff::civil::date;
use serde_json::json;
use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, Town, result, town_that_measures};

fn file(town: &Town) -> CaseNumber {
    let filed = town.file_as(Some(town.citizen("ana")), &[("metros", "40")], None);
    filed.unwrap().number
}

fn measured(metres: u32) -> Completion {
    let values = json!({ "medido": metres, "con_quien": "Rosa Duarte" });
    Completion {
        written_down: WrittenDown::Json(values.as_object().cloned().unwrap()),
        ..result("conforme")
    }
}

#[test]
fn the_page_asks_what_belongs_to_the_result_and_loses_nothing() {
    each_database(ROOMS, |store| {
        let town = town_that_measures(store);
        let number = file(&town);
        let case = format!("/oficina/expedientes/{number}");
        let mut reviewer = Browser::with_token(&town, "revisor");
        let page = reviewer.get(&case).text();
        assert!(page.contains("Metros que se midieron"), "{page}");
        let task = page
            .split("action=\"/oficina/tareas/")
            .find_map(|rest| rest.split('"').next().filter(|id| id.len() == 36))
            .unwrap()
            .to_owned();
        let task = format!("/oficina/tareas/{task}");
        let sent = |medido: &str, result: &str| {
            vec![
                ("expediente".to_owned(), number.to_string()),
                ("resultado".to_owned(), result.to_owned()),
                ("motivos".to_owned(), "Se fue a ver.".to_owned()),
                ("medido".to_owned(), medido.to_owned()),
                ("con_quien".to_owned(), "Rosa Duarte".to_owned()),
            ]
        };
        let post = |reviewer: &mut Browser, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            reviewer.post(&task, &fields)
        };
        let without = post(&mut reviewer, sent("", "conforme"));
        assert_eq!(without.status, 422);
        assert!(without.text().contains("href=\"#medido\""));
        let wrong = post(&mut reviewer, sent("900", "conforme"));
        assert_eq!(wrong.status, 422);
        let page = wrong.text();
        assert!(page.contains("value=\"900\""), "{page}");
        assert!(page.contains("value=\"Rosa Duarte\""), "{page}");
        assert!(page.contains("Se fue a ver."), "{page}");
        assert_eq!(post(&mut reviewer, sent("38", "conforme")).status, 303);
        let mut director = Browser::with_token(&town, "director");
        let page = director.get(&case).text();
        assert!(
            page.contains("38\u{a0}m²") || page.contains("38 m²"),
            "{page}"
        );
        assert!(page.contains("Rosa Duarte"), "{page}");
        // Whoever asked for it does not read who opened the door.
        let own = Browser::with_token(&town, "ana").get(&format!("/expedientes/{number}"));
        assert!(!own.text().contains("Rosa Duarte"));
    });
}

#[test]
fn what_a_denial_does_not_need_is_not_asked() {
    each_database(ROOMS, |store| {
        let town = town_that_measures(store);
        let number = file(&town);
        let denial = Completion {
            reasons: Some("No hay salida.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &number, denial).unwrap();
    });
}

#[test]
fn programs_are_told_what_is_missing_or_unknown() {
    each_database(ROOMS, |store| {
        let town = town_that_measures(store);
        let number = file(&town);
        let missing = town.complete("revisor", &number, result("conforme"));
        assert!(matches!(missing, Err(Error::Answers(faults)) if faults[0].question == "medido"));
        let values = json!({ "medido": 40, "color": "rojo" });
        let unknown = Completion {
            written_down: WrittenDown::Json(values.as_object().cloned().unwrap()),
            ..result("conforme")
        };
        let unknown = town.complete("revisor", &number, unknown);
        assert!(matches!(unknown, Err(Error::Answers(faults)) if faults[0].question == "color"));
    });
}

#[test]
fn decisions_and_registries_rest_on_what_was_measured() {
    each_database(ROOMS, |store| {
        let town = town_that_measures(store);
        // More than was declared: the way of a denial, though the reviewer found it in order.
        let number = file(&town);
        town.complete("revisor", &number, measured(60)).unwrap();
        let denied = town.complete("director", &number, Completion::default());
        assert_eq!(denied.unwrap().outcome, Some(process::Outcome::Denied));

        let number = file(&town);
        town.complete("revisor", &number, measured(38)).unwrap();
        town.complete("director", &number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let ana = town.citizen("ana");
        let held = town.store.read_blocking(move |db| {
            registries::prefill(db, &ana, "comercio.licencia", date(2026, 11, 23))
        });
        let held = held.unwrap();
        assert_eq!(held[0].fields.get("superficie"), Some(&json!(38)));
    });
}
