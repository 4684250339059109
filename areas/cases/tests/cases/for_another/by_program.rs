//! A program files for another: the other stands beside the answers.

use cases::CaseNumber;
use serde_json::{Value, json};
use store::testing::each_database;

use super::{LUZ, begun, say_for_whom};
use crate::browser::Browser;
use crate::town::{ROOMS, town};

pub(super) const APPLICATIONS: &str = "/api/v1/services/permiso-de-prueba/applications";

pub(super) fn of_program(identifier: &str) -> Value {
    json!({
        "answers": { "metros": 40 },
        "for_another": {
            "given_names": "Luz Arami", "surnames": "Benítez", "identifier": identifier,
            "capacity": "madre", "declared": true,
        },
    })
}

#[test]
fn a_program_files_for_another_as_a_page_does() {
    each_database(ROOMS, |store| {
        let (town, mut ana, _) = begun(store, Some("uy.ci"));
        let filed = ana.post_json(APPLICATIONS, &of_program("1234567-2"));
        assert_eq!(filed.status, 201, "{}", filed.text());
        let told: Value = serde_json::from_str(&filed.text()).unwrap();
        let number: CaseNumber = told["number"].as_str().unwrap().parse().unwrap();
        assert_eq!(town.case(&number).capacity.as_deref(), Some("madre"));

        let mut wrong = vec![(of_program("1234567-3"), "for_another.identifier")];
        for (member, value) in [
            ("declared", json!(false)),
            ("capacity", json!("vecina")),
            ("surnames", json!(" ")),
        ] {
            let mut body = of_program("1234567-2");
            body["for_another"][member] = value;
            wrong.push((body, "for_another."));
        }
        wrong.push((
            json!({ "answers": { "metros": 40, "titular_nombres": "Luz" } }),
            "titular_nombres",
        ));
        for (body, named) in wrong {
            let refused = ana.post_json(APPLICATIONS, &body);
            assert_eq!(refused.status, 422, "{body}");
            assert!(refused.text().contains(named), "{}", refused.text());
        }
        let stranger = Browser::new(&town).post_json(APPLICATIONS, &of_program("1234567-2"));
        assert_eq!(stranger.status, 401, "{}", stranger.text());
        // For oneself nothing has changed.
        let own = ana.post_json(APPLICATIONS, &json!({ "answers": { "metros": 40 } }));
        assert_eq!(own.status, 201, "{}", own.text());
    });
}

#[test]
fn a_service_that_says_nothing_of_it_is_asked_for_oneself_alone() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let mut ana = Browser::with_token(&town, "ana");
        let refused = ana.post_json(APPLICATIONS, &of_program("1234567-2"));
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("cases.not-for-another"));
        let begun = ana.post("/servicios/permiso-de-prueba/solicitar", &[]);
        let (draft, first) = begun.location.rsplit_once('/').unwrap();
        assert_eq!(first, "local");
        assert_eq!(ana.get(&format!("{draft}/para_quien")).status, 404);
        assert_eq!(say_for_whom(&mut ana, draft, &LUZ).status, 404);
    });
}
