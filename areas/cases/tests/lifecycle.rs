//! What citizens, officials and the clock may rely on, on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;

use calendar::Calendar;
use cases::applicant::Applicant;
use cases::complete::{Completion, complete};
use cases::jurisdiction::Jurisdiction;
use cases::mark::Mark;
use cases::submit::{Filed, Submission, file};
use cases::{CaseNumber, DraftId, Error, State, act, case, event, task};
use forms::{Answers, Known};
use identity::{Actor, Official};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use pki::MasterKey;
use pki::pades::{self, Standing};
use platform::{App, AppOptions, Clock, Secrets, Site};
use process::Outcome;
use services::{Catalogue, Library, Published};
use std::sync::Arc;
use store::jobs::Worker;
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
    worker: Worker,
    store: Store,
    service: Arc<Published>,
    place: Jurisdiction,
    now: Timestamp,
    master: Arc<MasterKey>,
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
    let service = catalogue.by_slug("permiso-de-prueba").unwrap();
    let zone = TimeZone::get("America/Asuncion").unwrap();
    let place = Jurisdiction::new(
        Calendar::shipped("py").unwrap(),
        zone.clone(),
        "PYG".to_owned(),
    );
    let master = seals(&store, now);
    let site = Site {
        name: "Ventanilla".to_owned(),
        base_url: "http://localhost:8080".to_owned(),
        demonstration: true,
        time_zone: zone,
        currency: "PYG".to_owned(),
        help_phone: String::new(),
        default_lang: text::Lang::Es,
    };
    let options = AppOptions {
        store: store.clone(),
        clock: Clock::fixed(now),
        site,
        secrets: Secrets::new([1; 32]),
        behind_proxy: false,
    };
    let calendar = Calendar::shipped("py").unwrap();
    let state = State::new(
        App::new(options),
        catalogue,
        calendar,
        BTreeMap::new(),
        master.clone(),
    );
    let worker = cases::jobs(Worker::new(store.clone(), move || now), &state);
    Town {
        worker,
        store,
        service,
        place,
        now,
        master,
    }
}

/// The State's authorities and the town's seal.
fn seals(store: &Store, now: Timestamp) -> Arc<MasterKey> {
    let master =
        Arc::new(MasterKey::from_base64("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=").unwrap());
    let keeper = master.clone();
    let made = store.write_blocking(move |tx| {
        let authority = pki::Authority::new("Ventanilla", "PY", "http://localhost:8080")?;
        pki::establish(tx, &keeper, &authority, now)?;
        let town =
            pki::Organisation::new("municipalidad-de-san-roque", "Municipalidad de San Roque");
        pki::ensure_seal(tx, &keeper, &town, now).map(|_| ())
    });
    made.unwrap();
    master
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
