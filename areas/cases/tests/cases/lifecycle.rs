//! A case from its filing to its act: hands, marks, terms and silence.

use cases::complete::Completion;
use cases::mark::Mark;
use cases::{Error, act, case, event, task};
use jiff::ToSpan as _;
use pki::pades::{self, Standing};
use process::Outcome;

use crate::town::{ROOMS, result, town};

#[test]
fn every_statement_is_understood_by_both_databases() {
    store::testing::prepare_all(ROOMS, cases::STATEMENTS);
}

#[test]
fn what_is_wrong_is_refused_whole_and_a_repeated_key_files_once() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        assert!(
            matches!(town.file("muchos", None), Err(Error::Answers(faults)) if faults.len() == 1)
        );
        let first = town.file("40", Some("key")).unwrap();
        assert_eq!(town.file("40", Some("key")).unwrap(), first);
        assert_ne!(town.file("40", Some("other")).unwrap().number, first.number);
        let revisor = town.official("revisor");
        assert_eq!(
            town.store
                .read_blocking(move |db| task::desk(db, &revisor))
                .unwrap()
                .len(),
            2
        );
    });
}

#[test]
fn a_case_goes_from_the_desk_to_a_decision_that_only_another_hand_signs() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        // The director has no such role; for them the task does not exist.
        assert!(matches!(
            town.complete("director", &filed.number, result("conforme")),
            Err(Error::Unknown)
        ));
        assert!(matches!(
            town.complete("revisor", &filed.number, result("quizás")),
            Err(Error::UnknownResult)
        ));
        assert!(matches!(
            town.complete("revisor", &filed.number, result("rechazar")),
            Err(Error::ReasonsNeeded)
        ));
        town.complete("revisor", &filed.number, result("conforme"))
            .unwrap();
        let case = town
            .complete("director", &filed.number, Completion::default())
            .unwrap();
        assert_eq!(case.outcome, Some(Outcome::Granted));
        let decided = town
            .store
            .read_blocking(move |db| act::of_case(db, case.id))
            .unwrap()
            .unwrap();
        assert_eq!(decided.decided_by, Some(town.official("director").account));
        let history = town
            .store
            .read_blocking(move |db| event::history(db, case.id))
            .unwrap();
        let revisions: Vec<i64> = history.iter().map(|recorded| recorded.revision).collect();
        assert_eq!(
            revisions,
            (0..i64::try_from(history.len()).unwrap()).collect::<Vec<_>>()
        );
    });
}

#[test]
fn whoever_reviewed_may_not_sign_though_they_hold_the_role() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        town.appoint_to_both_roles("revisor");
        let filed = town.file("40", None).unwrap();
        town.complete("revisor", &filed.number, result("conforme"))
            .unwrap();
        let same_hand = town.complete("revisor", &filed.number, Completion::default());
        assert!(matches!(same_hand, Err(Error::FourEyes)));
        assert_eq!(town.case(&filed.number).outcome, None);
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
    });
}

#[test]
fn nobody_decides_on_what_is_their_own() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let own = town.citizen("revisor");
        let filed = town.file_as(Some(own), &[("metros", "40")], None).unwrap();
        let own_hand = town.complete("revisor", &filed.number, result("conforme"));
        assert!(matches!(own_hand, Err(Error::OwnCase)));
        assert_eq!(town.case(&filed.number).position.to_string(), "revision");
    });
}

#[test]
fn marks_stop_the_clock_and_wait_for_the_applicant() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let marks = vec![Mark {
            question: "metros".to_owned(),
            remark: "El plano dice 45.".to_owned(),
        }];
        let case = town
            .complete(
                "revisor",
                &filed.number,
                Completion {
                    marks,
                    ..Completion::default()
                },
            )
            .unwrap();
        assert_eq!(case.position.to_string().as_str(), "correccion");
        let case = town.case(&filed.number);
        assert!(case.stopped_at.is_some());
        let unknown = vec![Mark {
            question: "otra".to_owned(),
            remark: String::new(),
        }];
        let again = town.file("40", None).unwrap();
        let refused = town.complete(
            "revisor",
            &again.number,
            Completion {
                marks: unknown,
                ..Completion::default()
            },
        );
        assert!(matches!(refused, Err(Error::MarksDoNotFit)));
    });
}

#[test]
fn the_law_sets_the_last_day_and_another_agency_sees_nothing() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let case = town.case(&filed.number);
        // Ten working days after Monday the 23rd of November; the 8th of December is a holiday there.
        assert_eq!(case.due_on, Some(jiff::civil::date(2026, 12, 7)));
        assert!(case.due_at.unwrap() > town.now + 240.hours());
        let (number, stranger) = (filed.number.clone(), town.official("transparencia"));
        let refused = town
            .store
            .read_blocking(move |db| case::of_agency(db, &number, &stranger));
        assert!(matches!(refused, Err(Error::Unknown)));
    });
}

#[test]
fn silence_speaks_at_the_very_instant_with_a_sealed_act_and_only_once() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let due_at = town.case(&filed.number).due_at.unwrap();
        town.worker.run_due(due_at - 1.microseconds()).unwrap();
        assert_eq!(town.case(&filed.number).outcome, None);
        town.worker.run_due(due_at).unwrap();
        town.worker.run_due(due_at + 1.hours()).unwrap();
        let case = town.case(&filed.number);
        assert_eq!(case.outcome, Some(Outcome::Granted));
        let official = town.official("revisor");
        assert!(
            town.store
                .read_blocking(move |db| task::desk(db, &official))
                .unwrap()
                .is_empty()
        );

        let act = town
            .store
            .read_blocking(move |db| act::of_case(db, case.id))
            .unwrap()
            .unwrap();
        assert_eq!(act.decided_by, None);
        let bytes = town.store.blobs().get(&act.issued.unwrap().blob).unwrap();
        let master = town.master.clone();
        let trust = town
            .store
            .read_blocking(move |db| pki::Trust::load(db, &master, due_at))
            .unwrap();
        let signatures = pades::verify(&bytes, &trust, due_at).unwrap();
        assert!(matches!(signatures.as_slice(), [one] if one.standing() == Standing::Valid));
    });
}

#[test]
fn silence_says_nothing_once_the_agency_has_decided() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let due_at = town.case(&filed.number).due_at.unwrap();
        let denial = Completion {
            reasons: Some("No cumple.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &filed.number, denial).unwrap();
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
        town.worker.run_due(due_at).unwrap();
        assert_eq!(town.case(&filed.number).outcome, Some(Outcome::Denied));
    });
}
