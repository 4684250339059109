//! An act that is taken back no longer stands, and everybody who asks learns it.

use cases::complete::Completion;
use registries::Dataset;

use crate::browser::Browser;
use crate::town::{ROOMS, Town, result, town};

/// A permit of Ana's, issued, with its number.
fn granted(town: &Town) -> String {
    let filed = town
        .file_as(Some(town.citizen("ana")), &[("metros", "40")], None)
        .unwrap();
    town.complete("revisor", &filed.number, result("conforme"))
        .unwrap();
    town.complete("director", &filed.number, Completion::default())
        .unwrap();
    town.worker.run_due(town.now).unwrap();
    filed.number.to_string()
}

const WHY: &str = "El local cambió de rubro (ordenanza 4).";

#[test]
fn an_act_taken_back_no_longer_stands_for_anybody() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let number = granted(&town);
        let case = format!("/oficina/expedientes/{number}");
        let revoke = format!("{case}/revocar");
        let mut director = Browser::with_token(&town, "director");
        assert!(director.get(&case).text().contains(&revoke));
        assert_eq!(director.get(&revoke).status, 200);
        assert_eq!(director.post(&revoke, &[("motivos", " ")]).status, 422);
        // A second press of the button finds it done, and is told no error.
        for _ in 0..2 {
            let done = director.post(&revoke, &[("motivos", WHY)]);
            assert_eq!((done.status, done.location.as_str()), (303, case.as_str()));
        }
        assert_eq!(director.post(&revoke, &[("motivos", "Otro.")]).status, 409);
        let page = director.get(&case).text();
        assert!(page.contains("El documento fue revocado"), "{page}");
        assert!(!page.contains(&revoke), "{page}");

        let mut ana = Browser::with_token(&town, "ana");
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(page.contains("Este documento fue revocado"), "{page}");
        assert!(page.contains(WHY), "{page}");
        assert!(!page.contains("Vale hasta"), "{page}");
        let case = ana.get(&format!("/api/v1/cases/{number}")).text();
        assert!(
            case.contains(WHY) && case.contains("\"revoked_at\":\"2026"),
            "{case}"
        );
        let act = ana.get(&format!("/expedientes/{number}/acto.pdf")).body;
        let file = crate::browser::File {
            name: "permiso.pdf",
            bytes: &act,
        };
        let page = Browser::new(&town).upload("/verificar", &[], &file).text();
        assert!(page.contains("revocado"), "{page}");
        assert!(!page.contains(WHY), "{page}");

        // What it had entered in the registry ended with it.
        let key = number.clone();
        let versions = town
            .store
            .write_blocking(move |tx| registries::history(tx, &Dataset::LICENCIA, &key))
            .unwrap();
        assert_eq!(versions.len(), 2);
        let ana = town.citizen("ana");
        let today = jiff::civil::date(2026, 11, 23);
        let known = |on| {
            let ana = ana.clone();
            town.store
                .read_blocking(move |db| registries::prefill(db, &ana, "comercio.licencia", on))
                .unwrap()
        };
        assert!(known(today).is_empty());
        assert_eq!(known(today.yesterday().unwrap()).len(), 1);
    });
}

#[test]
fn only_the_role_that_the_process_names_takes_an_act_back() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let number = granted(&town);
        let case = format!("/oficina/expedientes/{number}");
        let revoke = format!("{case}/revocar");
        let mut reviewer = Browser::with_token(&town, "revisor");
        assert!(!reviewer.get(&case).text().contains(&revoke));
        assert_eq!(reviewer.get(&revoke).status, 404);
        assert_eq!(reviewer.post(&revoke, &[("motivos", WHY)]).status, 404);
        let mut ana = Browser::with_token(&town, "ana");
        assert_ne!(ana.post(&revoke, &[("motivos", WHY)]).status, 303);
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(!page.contains("revocado"), "{page}");
    });
}
