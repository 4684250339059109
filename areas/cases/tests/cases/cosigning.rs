//! Others sign what one of them filed: all of them, never the applicant again, and not for ever.

use cases::{CaseNumber, event};
use process::Outcome;
use serde_json::json;
use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, Town, town_with_cosigners};

/// The number of a person of the demonstration.
fn number_of(town: &Town, login: &str) -> String {
    let citizen = town.citizen(login);
    let person = town.store.write_blocking(move |tx| {
        let sealed = identity::people::by_id(tx, citizen.person)?.unwrap();
        Ok::<_, store::Error>(sealed.own(&citizen).unwrap().clone())
    });
    person.unwrap().national_id.unwrap().to_string()
}

/// Files for Ana with these partners.
fn file(town: &Town, partners: &[String]) -> CaseNumber {
    let partners: Vec<_> = partners
        .iter()
        .map(|number| json!({ "cedula": number }))
        .collect();
    let filed = json!({ "answers": { "metros": 40, "socios": partners } });
    let mut ana = Browser::with_token(town, "ana");
    let answer = ana.post_json("/api/v1/services/permiso-de-prueba/applications", &filed);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    told.get("number")
        .unwrap()
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

fn position(town: &Town, number: &CaseNumber) -> String {
    town.case(number).position.to_string()
}

#[test]
fn it_goes_on_when_everybody_has_signed_and_the_applicant_is_not_asked_again() {
    each_database(ROOMS, |store| {
        let town = town_with_cosigners(store);
        let [ana, beto, other] = ["ana", "beto", "transparencia"].map(|who| number_of(&town, who));
        let number = file(&town, &[ana, beto, other]);
        assert_eq!(position(&town, &number), "firmas");
        assert!(town.case(&number).stopped_at.is_some());
        let page = format!("/firmas/{number}");
        let mut beto = Browser::with_token(&town, "beto");
        let shown = beto.get(&page);
        assert_eq!(shown.status, 200);
        assert!(shown.text().contains("40"), "{}", shown.text());
        let mut ana = Browser::with_token(&town, "ana");
        assert_eq!(ana.get(&page).status, 404, "she has filed it");
        let stranger = Browser::with_token(&town, "revisor").get(&page);
        assert_eq!(stranger.status, 404);
        assert_eq!(beto.post(&page, &[("respuesta", "firmo")]).status, 303);
        assert_eq!(position(&town, &number), "firmas", "one is missing");
        assert_eq!(beto.post(&page, &[("respuesta", "no-firmo")]).status, 303);
        assert_eq!(
            position(&town, &number),
            "firmas",
            "who has signed has signed"
        );
        let mut other = Browser::with_token(&town, "transparencia");
        assert_eq!(other.post(&page, &[("respuesta", "firmo")]).status, 303);
        assert_eq!(position(&town, &number), "revision");
        assert!(town.case(&number).stopped_at.is_none());
        let told = ana.get(&format!("/expedientes/{number}")).text();
        assert!(told.contains("Firmaron todas las personas"), "{told}");
        let data = ana.get(&format!("/expedientes/{number}")).text();
        assert!(
            data.contains("Se pidió la firma de 2 personas más"),
            "{data}"
        );
    });
}

#[test]
fn without_partners_nobody_is_waited_for() {
    each_database(ROOMS, |store| {
        let town = town_with_cosigners(store);
        assert_eq!(position(&town, &file(&town, &[])), "revision");
        let own = number_of(&town, "ana");
        assert_eq!(position(&town, &file(&town, &[own])), "revision");
    });
}

#[test]
fn whoever_does_not_sign_in_time_or_at_all_ends_it() {
    each_database(ROOMS, |store| {
        let town = town_with_cosigners(store);
        let beto = number_of(&town, "beto");
        let refused = file(&town, std::slice::from_ref(&beto));
        let page = format!("/firmas/{refused}");
        let mut signer = Browser::with_token(&town, "beto");
        signer.post(&page, &[("respuesta", "no-firmo")]);
        assert_eq!(town.case(&refused).outcome, Some(Outcome::Abandoned));

        let late = file(&town, &[beto]);
        town.worker.run_due(town.now).unwrap();
        assert_eq!(town.case(&late).outcome, None);
        let id = town.case(&late).id;
        let history = town.store.read_blocking(move |db| event::history(db, id));
        let until = history
            .unwrap()
            .into_iter()
            .find_map(|recorded| match recorded.event {
                event::CaseEvent::CosignersAsked { until, .. } => Some(until),
                _ => None,
            });
        town.worker.run_due(until.unwrap()).unwrap();
        assert_eq!(town.case(&late).outcome, Some(Outcome::Abandoned));

        let unknown = file(&town, &["1234567".to_owned()]);
        assert_eq!(town.case(&unknown).outcome, Some(Outcome::Abandoned));
    });
}
