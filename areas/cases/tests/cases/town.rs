//! A town with one service, its officials and its seal, and a browser to walk through its pages.

mod variants;
mod with_records;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use calendar::Calendar;
use cases::applicant::Applicant;
use cases::complete::{Completion, complete};
use cases::jurisdiction::Jurisdiction;
use cases::submit::{Filed, Submission, file};
use cases::task::TaskId;
use cases::{CaseNumber, DraftId, Error, State, Systems, case, task};
use forms::{Answers, Known};
use identity::{Actor, Citizen, Official};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use ledger::{Signer, VerifierKey};
use notices::Mailer;
use pki::MasterKey;
use platform::{App, AppOptions, Clock, Secrets, Site};
use services::{Catalogue, Library, Published};
use store::jobs::Worker;
use store::{Migration, Statement, Store};
use tempfile::TempDir;

pub(crate) use self::variants::{
    town_for_others, town_of_one_page, town_of_silent_denial, town_that_calls,
    town_that_looks_again, town_that_measures, town_with_a_fee, town_with_a_group,
    town_with_a_subcase, town_with_a_subcase_for_firms, town_with_a_subcase_for_others,
    town_with_branches, town_with_cosigners, town_with_places,
};
pub(crate) use self::with_records::town_with_a_parcel;

pub(crate) const ROOMS: &[&[Migration]] = &[
    ledger::MIGRATIONS,
    pki::MIGRATIONS,
    identity::MIGRATIONS,
    services::MIGRATIONS,
    registries::MIGRATIONS,
    notices::MIGRATIONS,
    payments::MIGRATIONS,
    cases::MIGRATIONS,
];

/// The open tasks of a case, whoever may do them.
const OPEN: Statement = Statement::new(
    "open",
    "select id, name from case_task where case_id = $1 and completed_at is null order by opened_at, id",
);

/// Open tasks that are kept as more or less urgent than they are.
const MISPLACED: Statement = Statement::new(
    "misplaced",
    "select t.name from case_task t join case_file c on c.id = t.case_id
     where t.completed_at is null and t.urgent_at <> coalesce(c.due_at, t.due_at, t.opened_at)",
);

/// What one address may do in a minute without a token.
pub(crate) const FILINGS_PER_MINUTE: u32 = 30;

/// Two stages, a correction, and silence that grants.
pub(crate) const SERVICE: &str = include_str!("service/service.yaml");
const FORM: &str = include_str!("service/form.yaml");
const PROCESS: &str = include_str!("service/process.yaml");
const TRIALS: &str = include_str!("service/tests.yaml");
const ACT: &str = "#import \"/house.typ\": *\n#show: act\nSe concede.\n";

pub(crate) struct Town {
    pub(crate) worker: Worker,
    pub(crate) store: Store,
    pub(crate) service: Arc<Published>,
    pub(crate) place: Jurisdiction,
    pub(crate) now: Timestamp,
    pub(crate) master: Arc<MasterKey>,
    pub(crate) router: Router,
    pub(crate) state: State,
    pub(crate) catalogue: Catalogue,
    mail: TempDir,
    /// The cases that a test made to be other than their history says.
    pub(crate) astray: Vec<cases::verify::Astray>,
}

pub(crate) fn town(store: Store) -> Town {
    town_with(store, files_of(SERVICE))
}

pub(crate) fn files_of(ficha: &str) -> BTreeMap<String, String> {
    [
        ("service.yaml", ficha),
        ("form.yaml", FORM),
        ("process.yaml", PROCESS),
        ("act.typ", ACT),
        ("tests.yaml", TRIALS),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}

fn town_with(store: Store, files: BTreeMap<String, String>) -> Town {
    town_calling(store, files, Systems::default())
}

fn town_calling(store: Store, files: BTreeMap<String, String>, systems: Systems) -> Town {
    let now: Timestamp = "2026-11-23T14:00:00Z".parse().unwrap();
    let people = identity::demonstration::prepare().unwrap();
    store
        .write_blocking(move |tx| identity::demonstration::seed(tx, &people, now).map(|_| ()))
        .unwrap();
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
        // Those who come to the pages come an hour after what the tests do by the verbs.
        clock: Clock::fixed(now + 1.hours()),
        site,
        secrets: Secrets::new([1; 32]),
        behind_proxy: false,
    };
    let calendar = Calendar::shipped("py").unwrap();
    let app = App::new(options);
    let state = State::new(
        app.clone(),
        catalogue.clone(),
        calendar,
        BTreeMap::new(),
        master.clone(),
    )
    .anonymous_filings_per_minute(FILINGS_PER_MINUTE)
    .with_systems(systems);
    let router = platform::protect(
        cases::pages(state.clone()).merge(cases::api(state.clone())),
        &app,
    );
    let mail = tempfile::tempdir().unwrap();
    let mailer = Mailer::folder(mail.path(), "ventanilla@ejemplo.com").unwrap();
    let worker = cases::jobs(Worker::new(store.clone(), move || now), &state);
    let worker = notices::jobs(worker, &notices::State::new(app, mailer));
    Town {
        worker,
        store,
        service,
        place,
        now,
        master,
        router,
        state,
        catalogue,
        mail,
        astray: Vec::new(),
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
    pub(crate) fn actor(&self, login: &str) -> Actor {
        let login = identity::accounts::LoginName::parse(login).unwrap();
        let found = self.store.read_blocking(move |db| {
            let account = identity::accounts::find(db, &login)?.unwrap();
            Actor::of_account(db, account)
        });
        found.unwrap().unwrap()
    }

    pub(crate) fn official(&self, login: &str) -> Official {
        self.actor(login).official().unwrap().clone()
    }

    pub(crate) fn citizen(&self, login: &str) -> Citizen {
        self.actor(login).citizen().unwrap()
    }

    /// Gives one official of the town both roles.
    pub(crate) fn appoint_to_both_roles(&self, login: &str) {
        let official = self.official(login);
        let appointed = self.store.write_blocking(move |tx| {
            let roles = ["revisor", "director"];
            identity::accounts::appoint(tx, official.account, official.agency, &roles)
        });
        appointed.unwrap();
    }

    /// A token of an account, as `ventanilla token` prints it.
    pub(crate) fn token(&self, login: &str) -> String {
        let (account, now) = (self.actor(login).account().unwrap(), self.now);
        let issued = self
            .store
            .write_blocking(move |tx| identity::tokens::issue(tx, account, "test", now));
        issued.unwrap()
    }

    /// Puts what waits into the ledger, and gives the key that checks it.
    pub(crate) fn sequence(&self) -> VerifierKey {
        let (master, now) = (self.master.clone(), self.now);
        let put = self.store.write_blocking(move |tx| {
            let key = pki::keys::ed25519(tx, &master, "ledger", now).unwrap();
            let signer = TownKey(key);
            ledger::sequence(tx, &signer, "ejemplo.com/ledger", now)?;
            VerifierKey::of(&signer)
        });
        put.unwrap()
    }

    /// Every e-mail that has left.
    pub(crate) fn mails(&self) -> Vec<String> {
        self.worker.run_due(self.now).unwrap();
        let files = std::fs::read_dir(self.mail.path()).unwrap();
        files
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect()
    }

    pub(crate) fn answers(&self, typed: &[(&str, &str)]) -> Answers {
        let known = Known::on(self.now.to_zoned(TimeZone::UTC).date());
        self.service.definition.form.read(typed, &known)
    }

    /// Files without an account.
    pub(crate) fn file(&self, metres: &str, key: Option<&str>) -> Result<Filed, Error> {
        self.file_as(None, &[("metros", metres)], key)
    }

    pub(crate) fn file_as(
        &self,
        citizen: Option<Citizen>,
        typed: &[(&str, &str)],
        key: Option<&str>,
    ) -> Result<Filed, Error> {
        let (service, place, now, answers) = (
            self.service.clone(),
            self.place.clone(),
            self.now,
            self.answers(typed),
        );
        let key = key.map(ToOwned::to_owned);
        let applicant = Applicant {
            citizen,
            browser: None,
            clerk: None,
        };
        self.store.write_blocking(move |tx| {
            let submission = Submission {
                service: &service,
                applicant: &applicant,
                draft: DraftId::new(now),
                answers: &answers,
                idempotency_key: key.clone(),
            };
            file(tx, &submission, &place, now)
        })
    }

    pub(crate) fn case(&self, number: &CaseNumber) -> case::Case {
        let (number, official) = (number.clone(), self.official("revisor"));
        self.store
            .read_blocking(move |db| case::of_agency(db, &number, &official))
            .unwrap()
    }

    pub(crate) fn complete(
        &self,
        login: &str,
        number: &CaseNumber,
        completion: Completion,
    ) -> Result<case::Case, Error> {
        let open = self.open_tasks(number);
        let (found, _) = open.first().ok_or(Error::Unknown)?;
        self.complete_found(login, *found, completion)
    }

    /// Completes one of several open tasks.
    pub(crate) fn complete_task(
        &self,
        login: &str,
        number: &CaseNumber,
        name: &str,
        completion: Completion,
    ) -> Result<case::Case, Error> {
        let open = self.open_tasks(number);
        let (found, _) = open
            .iter()
            .find(|(_, known)| known == name)
            .ok_or(Error::Unknown)?;
        self.complete_found(login, *found, completion)
    }

    fn open_tasks(&self, number: &CaseNumber) -> Vec<(TaskId, String)> {
        let id = self.case(number).id;
        let read = |row: &store::Row| Ok((row.get(0)?, row.get(1)?));
        self.store
            .read_blocking(move |db| db.rows(&OPEN, store::params![id], read))
            .unwrap()
    }

    fn complete_found(
        &self,
        login: &str,
        found: TaskId,
        completion: Completion,
    ) -> Result<case::Case, Error> {
        let official = self.official(login);
        let (catalogue, place, now) = (self.catalogue.clone(), self.place.clone(), self.now);
        self.store.write_blocking(move |tx| {
            let found = task::for_official(tx, found, &official)?;
            let case = case::seen_by_agency(tx, &found.number, &official)?;
            let service = catalogue.by_hash(tx, &case.service_hash).unwrap().unwrap();
            complete(tx, &official, &found, &completion, &service, &place, now)
        })
    }
}

/// Whatever a test did: every case is what its history says, and stands on desks where its term puts it.
impl Drop for Town {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let mut astray = Vec::new();
        cases::verify::all(&self.store, &self.state, |found| astray.push(found)).unwrap();
        assert_eq!(
            astray, self.astray,
            "cases that are not what their history says"
        );
        let misplaced = self
            .store
            .read_blocking(|db| db.rows(&MISPLACED, &[], |row| row.get::<String>(0)));
        let none: &[String] = &[];
        assert_eq!(
            misplaced.unwrap(),
            none,
            "work in the wrong place of its desk"
        );
    }
}

struct TownKey(pki::keys::Ed25519Key);

impl Signer for TownKey {
    fn name(&self) -> &str {
        "ejemplo.com/ledger"
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], ledger::Error> {
        self.0.sign(message).map_err(|_| ledger::Error::Key)
    }

    fn public_key(&self) -> [u8; 32] {
        self.0.public_key()
    }
}

pub(crate) fn result(word: &str) -> Completion {
    Completion {
        result: Some(word.to_owned()),
        ..Completion::default()
    }
}
