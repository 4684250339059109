//! The desk: what an official sees before opening a case.

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
