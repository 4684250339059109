//! The desk: what an official sees before opening a case.

use jiff::ToSpan as _;

use crate::browser::Browser;
use crate::town::{ROOMS, result, town};

#[test]
fn lists_say_what_each_case_is_about_and_not_whose_it_is() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let ana = town.citizen("ana");
        let filed = town
            .file_as(Some(ana.clone()), &[("metros", "40")], None)
            .unwrap();
        let mut reviewer = Browser::with_token(&town, "revisor");
        let desk = reviewer.get("/oficina").text();
        assert!(desk.contains("Local de 40 m²"), "{desk}");
        assert!(!desk.contains(&ana.name), "{desk}");

        let refused = cases::complete::Completion {
            reasons: Some("No cumple.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &filed.number, refused).unwrap();
        town.complete("director", &filed.number, Default::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let ended = reviewer.get("/oficina?parte=terminados").text();
        assert!(ended.contains("Local de 40 m²"), "{ended}");
    });
}

#[test]
fn the_most_urgent_comes_first_however_many_wait() {
    store::testing::each_database(ROOMS, |store| {
        let mut town = town(store);
        let today = town.now;
        // More than a desk shows at once, and then one that was filed a week before them.
        for _ in 0..201 {
            town.file("40", None).unwrap();
        }
        town.now = today - (7 * 24).hours();
        let oldest = town.file("40", None).unwrap();
        town.now = today;
        let official = town.official("revisor");
        let desk = town
            .store
            .read_blocking(move |db| cases::task::desk(db, &official))
            .unwrap();
        assert_eq!(desk.len(), 200);
        assert_eq!(desk.first().unwrap().number, oldest.number);
        assert!(desk.is_sorted_by_key(|row| row.due_at));
    });
}
