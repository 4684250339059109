//! What citizens, officials and the clock may rely on, on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;

use calendar::Calendar;
use cases::applicant::Applicant;
use cases::complete::{Completion, complete};
use cases::jurisdiction::Jurisdiction;
use cases::mark::Mark;
use cases::submit::{Filed, Submission, file};
use cases::{CaseNumber, DraftId, Error, act, case, event, task};
use forms::{Answers, Known};
use identity::{Actor, Official};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use process::Outcome;
use services::{Catalogue, Library, Published};
use std::sync::Arc;
use store::{Migration, Store};

const ROOMS: &[&[Migration]] = &[
    ledger::MIGRATIONS,
    pki::MIGRATIONS,
    identity::MIGRATIONS,
    services::MIGRATIONS,
    registries::MIGRATIONS,
    notices::MIGRATIONS,
    payments::MIGRATIONS,
    cases::MIGRATIONS,
];

/// Two stages, a correction, and silence that grants.
const SERVICE: &str = include_str!("service/service.yaml");
const FORM: &str = include_str!("service/form.yaml");
const PROCESS: &str = include_str!("service/process.yaml");
const TRIALS: &str = include_str!("service/tests.yaml");
const ACT: &str = "#import \"/house.typ\": *\n#show: act\nSe concede.\n";

struct Town {
    store: Store,
    service: Arc<Published>,
    place: Jurisdiction,
    now: Timestamp,
}

fn town(store: Store) -> Town {
    let now: Timestamp = "2026-11-23T14:00:00Z".parse().unwrap();
    let people = identity::demonstration::prepare().unwrap();
    store
        .write_blocking(move |tx| identity::demonstration::seed(tx, &people, now).map(|_| ()))
        .unwrap();
    let files: BTreeMap<String, String> = [
        ("service.yaml", SERVICE),
        ("form.yaml", FORM),
        ("process.yaml", PROCESS),
        ("act.typ", ACT),
        ("tests.yaml", TRIALS),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into();
    store
        .write_blocking(move |tx| services::publish(tx, &files, now))
        .unwrap();
    let catalogue = Catalogue::new(Library::parse("[]", "[]").unwrap());
    let there = catalogue.clone();
    store.read_blocking(move |db| there.reload(db)).unwrap();
    let place = Jurisdiction::new(
        Calendar::shipped("py").unwrap(),
        TimeZone::get("America/Asuncion").unwrap(),
        "PYG".to_owned(),
    );
    Town {
        service: catalogue.by_slug("permiso-de-prueba").unwrap(),
        store,
        place,
        now,
    }
}

impl Town {
    fn official(&self, login: &str) -> Official {
        let login = identity::accounts::LoginName::parse(login).unwrap();
        let account = self
            .store
            .read_blocking(move |db| identity::accounts::find(db, &login))
            .unwrap()
            .unwrap();
        let actor = self
            .store
            .read_blocking(move |db| Actor::of_account(db, account))
            .unwrap()
            .unwrap();
        actor.official().unwrap().clone()
    }

    fn answers(&self, metres: &str) -> Answers {
        let known = Known::on(self.now.to_zoned(TimeZone::UTC).date());
        self.service
            .definition
            .form
            .read(&[("metros", metres)], &known)
    }

    fn file(&self, metres: &str, key: Option<&str>) -> Result<Filed, Error> {
        let (service, place, now, answers) = (
            self.service.clone(),
            self.place.clone(),
            self.now,
            self.answers(metres),
        );
        let key = key.map(ToOwned::to_owned);
        self.store.write_blocking(move |tx| {
            let applicant = Applicant {
                citizen: None,
                browser: None,
            };
            let draft = DraftId::new(now);
            let submission = Submission {
                service: &service,
                applicant: &applicant,
                draft,
                answers: &answers,
                idempotency_key: key.clone(),
            };
            file(tx, &submission, &place, now)
        })
    }

    fn case(&self, number: &CaseNumber) -> case::Case {
        let (number, official) = (number.clone(), self.official("revisor"));
        self.store
            .read_blocking(move |db| case::of_agency(db, &number, &official))
            .unwrap()
    }

    fn complete(
        &self,
        login: &str,
        number: &CaseNumber,
        completion: Completion,
    ) -> Result<case::Case, Error> {
        let official = self.official(login);
        let id = self.case(number).id;
        let found = self
            .store
            .read_blocking(move |db| task::open_of_case(db, id))
            .unwrap()
            .ok_or(Error::Unknown)?;
        let (service, place, now) = (self.service.clone(), self.place.clone(), self.now);
        self.store.write_blocking(move |tx| {
            let found = task::for_official(tx, found.id, &official)?;
            complete(tx, &official, &found, &completion, &service, &place, now)
        })
    }
}

fn result(word: &str) -> Completion {
    Completion {
        result: Some(word.to_owned()),
        ..Completion::default()
    }
}

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
        assert_eq!(case.stage.as_str(), "correccion");
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
