//! What is looked at again: more time by a signed act, a case taken up after its end, an appeal.

use cases::complete::Completion;
use cases::{CaseNumber, act, event, link};
use jiff::ToSpan as _;
use jiff::civil::date;
use process::Outcome;
use registries::Dataset;
use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, Town, result, town_that_looks_again};

const WHY: &str = "Falta el informe de otra oficina (ordenanza 4).";

fn file(town: &Town) -> CaseNumber {
    let filed = town.file_as(Some(town.citizen("ana")), &[("metros", "40")], None);
    filed.unwrap().number
}

fn acts(town: &Town, number: &CaseNumber) -> Vec<act::Act> {
    let id = town.case(number).id;
    let acts = town.store.read_blocking(move |db| act::all(db, id));
    acts.unwrap()
}

fn says(town: &Town, number: &CaseNumber, what: &str) -> bool {
    let id = town.case(number).id;
    let history = town
        .store
        .read_blocking(move |db| event::history(db, id))
        .unwrap();
    history.iter().any(|recorded| {
        let event = serde_json::to_value(&recorded.event).unwrap();
        event.get("what").and_then(serde_json::Value::as_str) == Some(what)
    })
}

#[test]
fn the_agency_gives_itself_more_time_once_and_signs_for_it() {
    each_database(ROOMS, |store| {
        let town = town_that_looks_again(store);
        let number = file(&town);
        assert_eq!(town.case(&number).due_on, Some(date(2026, 12, 7)));
        let case = format!("/oficina/expedientes/{number}");
        let extend = format!("{case}/prorrogar");
        let mut reviewer = Browser::with_token(&town, "revisor");
        assert_eq!(reviewer.post(&extend, &[("motivos", WHY)]).status, 404);
        let mut director = Browser::with_token(&town, "director");
        assert!(director.get(&case).text().contains(&extend));
        assert!(director.get(&extend).text().contains("5 días hábiles"));
        assert_eq!(director.post(&extend, &[("motivos", "")]).status, 422);
        assert_eq!(director.post(&extend, &[("motivos", WHY)]).status, 303);
        let again = director.post(&extend, &[("motivos", WHY)]);
        assert_eq!(again.status, 409, "only once");
        assert!(!director.get(&case).text().contains(&extend));

        // Ten working days and five more: the 8th is a holiday.
        let long = town.case(&number);
        assert_eq!(long.due_on, Some(date(2026, 12, 15)));
        assert_eq!(long.outcome, None);
        town.worker.run_due(town.now + 1.hours()).unwrap();
        let signed = acts(&town, &number);
        assert_eq!(signed.len(), 1);
        assert_eq!(signed[0].meaning, act::Meaning::Extended);
        assert_eq!(signed[0].reasons.as_deref(), Some(WHY));
        assert!(signed[0].issued.is_some());
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(page.contains("Ampliación del plazo"), "{page}");
        assert!(page.contains("Ordenanza 1, artículo 4"), "{page}");
        let pdf = ana.get(&format!("/expedientes/{number}/actos/1.pdf"));
        assert!(pdf.body.starts_with(b"%PDF"));
        let stranger =
            Browser::with_token(&town, "beto").get(&format!("/expedientes/{number}/actos/1.pdf"));
        assert_eq!(stranger.status, 404);
        let mut anybody = Browser::new(&town);
        let code = signed[0].verification_code.as_str();
        let page = anybody.get(&format!("/verificar?codigo={code}")).text();
        assert!(page.contains("Ampliación del plazo"), "{page}");

        // Silence speaks at the new end, not at the old one, and its act is the second.
        let due_at = long.due_at.unwrap();
        town.worker.run_due(due_at - 1.second()).unwrap();
        assert_eq!(town.case(&number).outcome, None);
        town.worker.run_due(due_at).unwrap();
        assert_eq!(town.case(&number).outcome, Some(Outcome::Granted));
        assert_eq!(acts(&town, &number).len(), 2);
    });
}

#[test]
fn a_case_with_more_time_waits_behind_those_without() {
    each_database(ROOMS, |store| {
        let mut town = town_that_looks_again(store);
        let first = file(&town);
        town.now += 1.minutes();
        let second = file(&town);
        let desk = || {
            let official = town.official("revisor");
            let rows = town
                .store
                .read_blocking(move |db| cases::task::desk(db, &official));
            let numbers = rows.unwrap().into_iter().map(|row| row.number);
            numbers.collect::<Vec<_>>()
        };
        assert_eq!(desk(), [first.clone(), second.clone()]);
        let extend = format!("/oficina/expedientes/{first}/prorrogar");
        let mut director = Browser::with_token(&town, "director");
        assert_eq!(director.post(&extend, &[("motivos", WHY)]).status, 303);
        assert_eq!(desk(), [second, first]);
    });
}

#[test]
fn a_stop_of_the_clock_does_not_lose_the_time_that_was_added() {
    each_database(ROOMS, |store| {
        let town = town_that_looks_again(store);
        let number = file(&town);
        let extend = format!("/oficina/expedientes/{number}/prorrogar");
        let mut director = Browser::with_token(&town, "director");
        assert_eq!(director.post(&extend, &[("motivos", WHY)]).status, 303);
        let marks = Completion {
            marks: vec![cases::mark::Mark {
                question: "metros".to_owned(),
                remark: "¿Seguro?".to_owned(),
            }],
            ..Completion::default()
        };
        town.complete("revisor", &number, marks).unwrap();
        assert!(town.case(&number).stopped_at.is_some());
        let correction = format!("/expedientes/{number}/corregir");
        let mut ana = Browser::with_token(&town, "ana");
        let sent = ana.post(&correction, &[("metros", "45")]);
        assert_eq!(sent.status, 303);
        let case = town.case(&number);
        assert_eq!(
            (case.stopped_at, case.due_on),
            (None, Some(date(2026, 12, 15)))
        );
    });
}

#[test]
fn a_case_that_ended_is_taken_up_again_and_ends_anew() {
    each_database(ROOMS, |store| {
        let town = town_that_looks_again(store);
        let number = file(&town);
        let reject = Completion {
            reasons: Some("El plano no coincide.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &number, reject).unwrap();
        let denied = town.complete("director", &number, Completion::default());
        assert_eq!(denied.unwrap().outcome, Some(Outcome::Denied));
        let case = format!("/oficina/expedientes/{number}");
        let reopen = format!("{case}/reabrir");
        let mut director = Browser::with_token(&town, "director");
        let early = director.post(&reopen, &[("motivos", WHY)]);
        assert_eq!(early.status, 409, "the denial is still being signed");
        town.worker.run_due(town.now).unwrap();
        assert!(director.get(&case).text().contains(&reopen));
        assert_eq!(director.get(&reopen).status, 200);
        let mut reviewer = Browser::with_token(&town, "revisor");
        assert_eq!(reviewer.post(&reopen, &[("motivos", WHY)]).status, 404);
        assert_eq!(director.post(&reopen, &[("motivos", WHY)]).status, 303);
        assert_eq!(director.post(&reopen, &[("motivos", WHY)]).status, 409);

        let open = town.case(&number);
        assert_eq!(open.outcome, None);
        assert_eq!(open.position.to_string(), "revision");
        assert_eq!(open.due_on, Some(date(2026, 12, 7)), "the term begins anew");
        assert!(acts(&town, &number)[0].revoked.is_some());
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(page.contains("Se reabrió el expediente"), "{page}");

        town.complete("revisor", &number, result("conforme"))
            .unwrap();
        let done = town.complete("director", &number, Completion::default());
        assert_eq!(done.unwrap().outcome, Some(Outcome::Granted));
        town.worker.run_due(town.now).unwrap();
        let signed = acts(&town, &number);
        assert_eq!(signed.len(), 2);
        assert!(signed[1].issued.is_some() && signed[1].revoked.is_none());
        assert_eq!(
            signed[1].reasons, None,
            "what led to the denial is no reason of the permit"
        );
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(page.contains("Documento anterior"), "{page}");
        let first = ana.get(&format!("/expedientes/{number}/actos/1.pdf"));
        assert!(first.body.starts_with(b"%PDF"));
        let key = format!("{number}-2");
        let record = town
            .store
            .write_blocking(move |tx| registries::history(tx, &Dataset::LICENCIA, &key))
            .unwrap();
        assert_eq!(record.len(), 1, "only what was granted is entered");
    });
}

#[test]
fn a_case_stays_closed_once_the_time_for_reopening_is_over() {
    each_database(ROOMS, |store| {
        let town = town_that_looks_again(store);
        let number = file(&town);
        town.complete("revisor", &number, result("conforme"))
            .unwrap();
        town.complete("director", &number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let case = town.case(&number);
        let all = acts(&town, &number);
        let director = town.official("director");
        let may = |at| cases::reopen::may(&director, &case, &all, &town.service, &town.place, at);
        assert!(may(town.now + 24.hours()));
        assert!(!may(town.now + (24 * 60).hours()));
    });
}

#[test]
fn an_appeal_is_a_case_of_its_own_tied_to_the_decision() {
    each_database(ROOMS, |store| {
        let town = town_that_looks_again(store);
        let number = file(&town);
        let reject = Completion {
            reasons: Some("El plano no coincide.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &number, reject).unwrap();
        town.complete("director", &number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let appeal = format!("/expedientes/{number}/recurrir");
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(page.contains(&appeal), "{page}");
        let begun = ana.post(&appeal, &[]);
        assert_eq!(begun.status, 303);
        let draft = ana.get(&begun.location).text();
        assert!(draft.contains(number.as_str()), "already named: {draft}");
        let mut beto = Browser::with_token(&town, "beto");
        assert_eq!(beto.post(&appeal, &[]).status, 404);

        let named = [("metros", "40"), ("expediente", number.as_str())];
        let appealed = town
            .file_as(Some(town.citizen("ana")), &named, None)
            .unwrap();
        let stranger = town
            .file_as(Some(town.citizen("beto")), &named, None)
            .unwrap();
        let ties = |number: &CaseNumber| {
            let id = town.case(number).id;
            let ties = town.store.read_blocking(move |db| link::of_case(db, id));
            ties.unwrap()
        };
        assert_eq!(ties(&number).len(), 1);
        assert_eq!(ties(&number)[0].number, appealed.number);
        assert_eq!(ties(&appealed.number)[0].tie, link::Tie::Appeals);
        assert!(ties(&stranger.number).is_empty(), "not their case");
        assert!(says(&town, &number, "appealed"));
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(page.contains(appealed.number.as_str()), "{page}");
    });
}
