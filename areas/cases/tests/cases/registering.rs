//! What an act grants is entered in its registry, once, for a later service to show.

use cases::complete::Completion;
use jiff::ToSpan as _;
use registries::{Dataset, Record};
use serde_json::json;

use crate::town::{ROOMS, Town, result, town};

fn licences(town: &Town) -> Vec<Record> {
    let ana = town.citizen("ana");
    town.store
        .read_blocking(move |db| {
            registries::prefill(
                db,
                &ana,
                "comercio.licencia",
                jiff::civil::date(2026, 11, 23),
            )
        })
        .unwrap()
}

#[test]
fn what_was_granted_is_known_to_the_next_service() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let ana = town.citizen("ana");
        let filed = town
            .file_as(Some(ana.clone()), &[("metros", "40")], None)
            .unwrap();
        town.complete("revisor", &filed.number, result("conforme"))
            .unwrap();
        assert!(licences(&town).is_empty());
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        // Once, however often the worker comes by.
        town.worker.run_due(town.now + 1.hours()).unwrap();
        let [licence] = licences(&town).try_into().unwrap();
        assert_eq!(licence.key, filed.number.as_str());
        assert_eq!(licence.source.as_deref(), Some(filed.number.as_str()));
        assert_eq!(licence.fields.get("superficie"), Some(&json!(40)));
        assert_eq!(licence.role_of(ana.person), Some("titular"));
        assert_eq!(licence.valid_from, jiff::civil::date(2026, 11, 23));
        // The licence says «until the 23rd»: on the 24th it is no longer so.
        assert_eq!(licence.valid_to, Some(jiff::civil::date(2027, 11, 24)));
        let number = filed.number.clone();
        let versions = town
            .store
            .read_blocking(move |db| registries::history(db, &Dataset::LICENCIA, number.as_str()))
            .unwrap();
        assert_eq!(versions.len(), 1);
    });
}

#[test]
fn what_was_denied_is_entered_nowhere() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town
            .file_as(Some(town.citizen("ana")), &[("metros", "40")], None)
            .unwrap();
        let denial = Completion {
            reasons: Some("No cumple.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &filed.number, denial).unwrap();
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        assert!(licences(&town).is_empty());
    });
}

#[test]
fn what_silence_grants_is_entered_too() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town
            .file_as(Some(town.citizen("ana")), &[("metros", "40")], None)
            .unwrap();
        let due_at = town.case(&filed.number).due_at.unwrap();
        town.worker.run_due(due_at).unwrap();
        assert_eq!(licences(&town).len(), 1);
    });
}
