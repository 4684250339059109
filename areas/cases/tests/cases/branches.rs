//! Several things at once: another agency is asked, somebody visits, and the decision waits for both.

use cases::applicant::Applicant;
use cases::complete::Completion;
use cases::event::CaseEvent;
use cases::{CaseNumber, Error, case, event, meet, take, task, withdraw};
use identity::Official;
use jiff::{Timestamp, ToSpan as _};
use process::Outcome;
use store::testing::each_database;

use crate::town::{ROOMS, Town, result, town_with_branches};

fn open(town: &Town, official: &Official, number: &CaseNumber) -> Option<task::OpenTask> {
    let (id, official) = (town.case(number).id, official.clone());
    town.store
        .read_blocking(move |db| task::open_for(db, id, &official))
        .unwrap()
}

fn events(town: &Town, number: &CaseNumber) -> Vec<String> {
    let id = town.case(number).id;
    let history = town
        .store
        .read_blocking(move |db| event::history(db, id))
        .unwrap();
    let name = |recorded: event::Recorded| {
        let event = serde_json::to_value(&recorded.event).unwrap();
        let what = event.get("what").and_then(serde_json::Value::as_str);
        what.unwrap_or_default().to_owned()
    };
    history.into_iter().map(name).collect()
}

/// What Ana was told.
fn inbox(town: &Town) -> String {
    let person = town.citizen("ana").person;
    let told = town
        .store
        .read_blocking(move |db| notices::inbox(db, person, 10, None));
    let bodies = told.unwrap().into_iter().map(|message| {
        let said = message.body.as_str(text::Lang::Es);
        said.to_owned()
    });
    bodies.collect::<Vec<_>>().join("\n")
}

fn citizens(town: &Town) -> Applicant {
    Applicant {
        citizen: Some(town.citizen("ana")),
        browser: None,
        clerk: None,
    }
}

fn file(town: &Town) -> CaseNumber {
    let filed = town.file_as(Some(town.citizen("ana")), &[("metros", "40")], None);
    filed.unwrap().number
}

#[test]
fn two_agencies_work_at_once_and_the_decision_waits_for_both() {
    each_database(ROOMS, |store| {
        let town = town_with_branches(store);
        let number = file(&town);
        let case = town.case(&number);
        assert_eq!(case.position.to_string(), "catastro,visita");
        assert!(case.stopped_at.is_some(), "the term stands still meanwhile");
        town.complete_task("revisor", &number, "visitar", Completion::default())
            .unwrap();
        assert_eq!(town.case(&number).position.to_string(), "catastro");
        let unasked = town.complete_task("director", &number, "revisar", Completion::default());
        assert!(matches!(unasked, Err(Error::Unknown)));
        town.complete_task("catastro", &number, "informar", result("coincide"))
            .unwrap();
        let case = town.case(&number);
        assert_eq!(case.position.to_string(), "revision");
        assert!(case.stopped_at.is_none(), "and runs again");
        let ended = town
            .complete_task("director", &number, "revisar", Completion::default())
            .unwrap();
        assert_eq!(ended.outcome, Some(Outcome::Granted));
    });
}

#[test]
fn what_another_agency_found_decides_later() {
    each_database(ROOMS, |store| {
        let town = town_with_branches(store);
        let number = file(&town);
        let differs = Completion {
            reasons: Some("El terreno es de otra persona.".to_owned()),
            ..result("difiere")
        };
        town.complete_task("catastro", &number, "informar", differs)
            .unwrap();
        town.complete_task("revisor", &number, "visitar", Completion::default())
            .unwrap();
        let ended = town
            .complete_task("director", &number, "revisar", Completion::default())
            .unwrap();
        assert_eq!(ended.outcome, Some(Outcome::Denied));
    });
}

#[test]
fn an_agency_that_is_asked_sees_the_case_and_others_do_not() {
    each_database(ROOMS, |store| {
        let town = town_with_branches(store);
        let number = file(&town);
        let seen = |town: &Town, login: &str| {
            let (number, official) = (number.clone(), town.official(login));
            town.store
                .read_blocking(move |db| case::seen_by_agency(db, &number, &official))
                .is_ok()
        };
        let own = |town: &Town, login: &str| {
            let (number, official) = (number.clone(), town.official(login));
            town.store
                .read_blocking(move |db| case::of_agency(db, &number, &official))
                .is_ok()
        };
        assert!(seen(&town, "catastro"));
        assert!(!own(&town, "catastro"), "it is not theirs for all that");
        assert!(!seen(&town, "transparencia"));
        let desk = |login: &str| {
            let official = town.official(login);
            let rows = town
                .store
                .read_blocking(move |db| task::desk(db, &official))
                .unwrap();
            rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
        };
        assert_eq!(desk("catastro"), ["informar"]);
        assert_eq!(desk("revisor"), ["visitar"]);
        // Whoever was asked and never answered loses sight of it.
        town.worker.run_due(town.now + 240.hours()).unwrap();
        assert!(!seen(&town, "catastro"));
    });
}

#[test]
fn a_report_that_does_not_come_is_gone_without_and_the_applicant_is_told() {
    each_database(ROOMS, |store| {
        let town = town_with_branches(store);
        let number = file(&town);
        town.worker.run_due(town.now + 120.hours()).unwrap();
        let case = town.case(&number);
        assert_eq!(case.position.to_string(), "visita,espera");
        assert!(case.stopped_at.is_none());
        town.worker.run_due(town.now + 240.hours()).unwrap();
        assert_eq!(town.case(&number).position.to_string(), "visita");
        let happened = events(&town, &number);
        for what in [
            "consulted",
            "task-lapsed",
            "told",
            "waited",
            "clock-resumed",
        ] {
            assert!(
                happened.iter().any(|known| known == what),
                "{what}: {happened:?}"
            );
        }
        let mails = inbox(&town);
        assert!(mails.contains("sin el informe"), "{mails}");
        let late = town.complete_task("catastro", &number, "informar", result("coincide"));
        assert!(matches!(late, Err(Error::Unknown | Error::MovedOn)));
    });
}

#[test]
fn work_is_shared_out_taken_over_and_put_back() {
    each_database(ROOMS, |store| {
        let town = town_with_branches(store);
        town.appoint_to_both_roles("director");
        let (first, second) = (file(&town), file(&town));
        let (one, other) = (town.official("revisor"), town.official("director"));
        let holder = |number: &CaseNumber| open(&town, &one, number).unwrap().assigned_to.unwrap();
        assert_ne!(holder(&first), holder(&second), "each got one");
        let (mine, theirs) = match holder(&first) == one.account {
            true => (first.clone(), second.clone()),
            false => (second.clone(), first.clone()),
        };
        let refused = town.complete_task("revisor", &theirs, "visitar", Completion::default());
        assert!(matches!(refused, Err(Error::InOtherHands)), "{refused:?}");
        let hands = |official: &Official, number: &CaseNumber, gives: bool| {
            let id = open(&town, official, number).unwrap().id;
            let (official, service) = (official.clone(), town.service.clone());
            town.store
                .write_blocking(move |tx| {
                    let found = task::for_official(tx, id, &official)?;
                    match gives {
                        true => take::release(tx, &official, &found),
                        false => take::take(tx, &official, &found, &service),
                    }
                })
                .unwrap();
        };
        hands(&one, &theirs, false);
        town.complete_task("revisor", &theirs, "visitar", Completion::default())
            .unwrap();
        hands(&other, &mine, true);
        assert!(
            open(&town, &one, &mine).unwrap().assigned_to.is_some(),
            "only one's own is put back"
        );
        hands(&one, &mine, true);
        assert_eq!(open(&town, &one, &mine).unwrap().assigned_to, None);
        town.complete_task("director", &mine, "visitar", Completion::default())
            .unwrap();
    });
}

#[test]
fn whoever_is_absent_gets_nothing_and_what_is_late_others_see() {
    each_database(ROOMS, |store| {
        let town = town_with_branches(store);
        town.appoint_to_both_roles("director");
        let (absent, now) = (town.official("revisor"), town.now);
        let today = now.to_zoned(town.place.zone().clone()).date();
        let who = absent.clone();
        town.store
            .write_blocking(move |tx| identity::absences::add(tx, &who, today, today, today, now))
            .unwrap();
        for _ in 0..3 {
            let number = file(&town);
            let holder = open(&town, &absent, &number).unwrap().assigned_to;
            assert_eq!(holder, Some(town.official("director").account));
        }
        let number = file(&town);
        assert_eq!(open(&town, &absent, &number).unwrap().late_role, None);
        town.worker.run_due(town.now + 120.hours()).unwrap();
        let open = open(&town, &absent, &number).unwrap();
        assert_eq!(open.late_role.as_deref(), Some("director"));
        assert!(events(&town, &number).contains(&"escalated".to_owned()));
    });
}

#[test]
fn a_visit_is_set_and_told_and_not_in_the_past() {
    each_database(ROOMS, |store| {
        let town = town_with_branches(store);
        let number = file(&town);
        let official = town.official("revisor");
        let id = open(&town, &official, &number).unwrap().id;
        let meet_at = |at: Timestamp| {
            let (official, service, place) =
                (official.clone(), town.service.clone(), town.place.clone());
            let now = town.now;
            town.store.write_blocking(move |tx| {
                let found = task::for_official(tx, id, &official)?;
                meet::meet(tx, &official, &found, at, &service, &place, now)
            })
        };
        assert!(matches!(
            meet_at(town.now - 1.hours()),
            Err(Error::MeetingPast)
        ));
        meet_at("2026-12-03T13:30:00Z".parse().unwrap()).unwrap();
        let mails = inbox(&town);
        assert!(mails.contains("10:30"), "{mails}");
        let id = town.case(&number).id;
        let history = town.store.read_blocking(move |db| event::history(db, id));
        let set = history.unwrap().into_iter().any(
            |recorded| matches!(recorded.event, CaseEvent::MeetingSet { task, .. } if task == "visitar"),
        );
        assert!(set);
    });
}

#[test]
fn whoever_asked_may_withdraw_once_and_nobody_else() {
    each_database(ROOMS, |store| {
        let town = town_with_branches(store);
        let number = file(&town);
        let give_up = |who: Applicant| {
            let (number, service, place) =
                (number.clone(), town.service.clone(), town.place.clone());
            let now = town.now;
            town.store.write_blocking(move |tx| {
                withdraw::withdraw(tx, &number, &who, &service, &place, now)
            })
        };
        let stranger = Applicant {
            citizen: Some(town.citizen("beto")),
            browser: None,
            clerk: None,
        };
        assert!(matches!(give_up(stranger), Err(Error::Unknown)));
        give_up(citizens(&town)).unwrap();
        assert_eq!(town.case(&number).outcome, Some(Outcome::Abandoned));
        assert!(matches!(give_up(citizens(&town)), Err(Error::MovedOn)));
        assert!(open(&town, &town.official("revisor"), &number).is_none());
        // Neither the clock nor a late report wakes it.
        town.worker.run_due(town.now + 2400.hours()).unwrap();
        let case = town.case(&number);
        assert_eq!(case.outcome, Some(Outcome::Abandoned));
        let act = town
            .store
            .read_blocking(move |db| cases::act::of_case(db, case.id))
            .unwrap()
            .unwrap();
        assert_eq!(act.template, process::WITHDRAWAL_ACT);
        assert!(act.issued.is_some());
    });
}
