//! What people rely on about their messages. Every test runs on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::{Extension, Router};
use http_body_util::BodyExt as _;
use identity::accounts::{self, LoginName, NewAccount};
use identity::people::{self, Assurance, Email, Kind, Name, NewPerson};
use identity::{Actor, PersonId};
use jiff::{SignedDuration, Timestamp};
use notices::{EMAIL_JOB, Error, Mailer, Notice, NoticeId, Recipient};
use platform::{App, AppOptions, Clock, Secrets, Site};
use store::jobs::{self, Worker};
use store::{Migration, Store, Tx};
use tempfile::TempDir;
use text::{Lang, Localized};
use tower::ServiceExt as _;

/// The tables these tests need.
const ROOMS: &[&[Migration]] = &[identity::MIGRATIONS, notices::MIGRATIONS];

fn noon() -> Timestamp {
    "2026-11-23T15:00:00Z".parse().unwrap()
}

struct Town {
    store: Store,
    ana: Actor,
    beto: Actor,
    mail: TempDir,
}

fn each(test: impl Fn(&Town)) {
    store::testing::each_database(ROOMS, |store| {
        let people = |tx: &mut Tx| {
            Ok::<_, store::Error>((
                person(tx, "Ana", Some("ana@correo.example"))?,
                person(tx, "Beto", None)?,
            ))
        };
        let (ana, beto) = store.write_blocking(people).unwrap();
        test(&Town {
            store,
            ana,
            beto,
            mail: TempDir::new().unwrap(),
        });
    });
}

fn person(tx: &mut Tx, name: &str, email: Option<&str>) -> Result<Actor, store::Error> {
    let new = NewPerson {
        kind: Kind::Natural,
        name: Name::parse(name).unwrap(),
        national_id: None,
        email: email.and_then(Email::parse),
        phone: None,
        born_on: None,
        assurance: Assurance::Low,
    };
    let person = people::create(tx, &new, noon())?;
    let account = NewAccount {
        person,
        logins: vec![LoginName::parse(name).unwrap()],
        password: None,
    };
    let account = accounts::create(tx, &account, noon())?;
    Ok(Actor::of_account(tx, account)?.unwrap())
}

fn to(person: PersonId, subject: &str) -> Notice {
    Notice {
        to: Recipient::Person(person),
        subject: Localized::spanish(subject).with(Lang::En, format!("{subject} (en)")),
        body: Localized::spanish("Tu licencia fue aprobada.\n\nSe puede bajar <aquí>."),
        case_number: Some("LIC-7K4P-2MQX".to_owned()),
    }
}

impl Town {
    fn send(&self, notice: Notice) -> NoticeId {
        self.store
            .write_blocking(move |tx| notices::send(tx, &notice, noon()))
            .unwrap()
    }

    fn state(&self, mailer: Mailer) -> notices::State {
        let site = Site {
            name: "San Roque".into(),
            base_url: "http://localhost:8080".into(),
            demonstration: true,
            time_zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(-3)),
            currency: "PYG".into(),
            help_phone: "0800 147".into(),
            default_lang: Lang::Es,
        };
        let app = App::new(AppOptions {
            store: self.store.clone(),
            clock: Clock::fixed(noon()),
            site,
            secrets: Secrets::new([7; platform::MASTER_SECRET_BYTES]),
            behind_proxy: false,
        });
        notices::State::new(app, mailer)
    }

    fn worker(&self, mailer: Mailer) -> Worker {
        notices::jobs(Worker::new(self.store.clone(), noon), &self.state(mailer))
    }

    fn folder(&self) -> Mailer {
        Mailer::folder(self.mail.path(), "Ventanilla <avisos@ventanilla.example>").unwrap()
    }

    fn get(&self, actor: &Actor, path: &str) -> (StatusCode, String) {
        let state = self.state(self.folder());
        let app: App = axum::extract::FromRef::from_ref(&state);
        let site: Router =
            platform::protect(notices::pages(state), &app).layer(Extension(actor.clone()));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let response = site
                .oneshot(Request::get(path).body(Body::empty()).unwrap())
                .await
                .unwrap();
            let status = response.status();
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            (status, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }
}

fn mails(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn both_databases_understand_every_statement() {
    store::testing::prepare_all(ROOMS, notices::STATEMENTS);
}

#[test]
fn a_mail_says_only_that_there_is_a_message() {
    each(|town| {
        let id = town.send(to(town.ana.person().unwrap(), "Licencia aprobada"));
        assert_eq!(town.worker(town.folder()).run_due(noon()).unwrap(), 1);
        let mails = mails(town.mail.path());
        assert_eq!(mails.len(), 1);
        let mail = mails.first().unwrap();
        assert!(
            mail.contains(&format!("Message-ID: <{id}@localhost>")),
            "{mail}"
        );
        assert!(
            mail.contains("To: ana@correo.example")
                && mail.contains("Date: Mon, 23 Nov 2026 15:00:00 +0000"),
            "{mail}"
        );
        // Lines of a mail are broken by its encoding; without the breaks the words are there to find.
        let unfolded = mail.replace("=\r\n", "");
        assert!(
            unfolded.contains(&format!("http://localhost:8080/mi/mensajes/{id}")),
            "{mail}"
        );
        for secret in ["icencia", "LIC-7K4P", "Ana"] {
            assert!(!unfolded.contains(secret), "{secret}: {mail}");
        }
    });
}

/// A crash between the sending and its record: the job is due again.
#[test]
fn the_same_mail_sent_again_is_the_same_mail() {
    each(|town| {
        town.send(to(town.ana.person().unwrap(), "Licencia aprobada"));
        let (state, sent) = (
            town.state(town.folder()),
            std::sync::atomic::AtomicUsize::new(0),
        );
        let worker =
            Worker::new(town.store.clone(), noon).handle(EMAIL_JOB, move |store, job, _| {
                notices::deliver(&state, store, job)?;
                match sent.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
                    0 => Err("the machine stopped".into()),
                    _ => Ok(()),
                }
            });
        assert_eq!(worker.run_due(noon()).unwrap(), 1);
        let first = mails(town.mail.path());
        assert_eq!(
            worker
                .run_due(noon() + SignedDuration::from_hours(1))
                .unwrap(),
            1
        );
        assert_eq!(mails(town.mail.path()), first);
        assert_eq!(first.len(), 1);
    });
}

#[test]
fn who_left_only_an_address_gets_a_mail_and_no_inbox() {
    each(|town| {
        let mut notice = to(town.ana.person().unwrap(), "Respuesta");
        let email = Email::parse("vecina@correo.example").unwrap();
        notice.to = Recipient::Address {
            email: email.clone(),
            link: "/verificar".to_owned(),
        };
        town.send(notice.clone());
        town.worker(town.folder()).run_due(noon()).unwrap();
        let found = mails(town.mail.path());
        assert!(found.first().unwrap().contains("To: vecina@correo.example"));
        assert!(
            found
                .first()
                .unwrap()
                .replace("=\r\n", "")
                .contains("http://localhost:8080/verificar")
        );
        assert!(
            town.get(&town.ana, "/mi/mensajes")
                .1
                .contains("No hay mensajes")
        );
        notice.to = Recipient::Address {
            email,
            link: "https://evil.example".to_owned(),
        };
        let refused = town
            .store
            .write_blocking(move |tx| notices::send(tx, &notice, noon()));
        assert_eq!(refused, Err(Error::Unreachable));
    });
}

#[test]
fn whoever_has_no_address_reads_the_inbox() {
    each(|town| {
        town.send(to(town.beto.person().unwrap(), "Aviso"));
        assert_eq!(town.worker(town.folder()).run_due(noon()).unwrap(), 1);
        assert!(mails(town.mail.path()).is_empty());
        assert_eq!(
            town.store
                .read_blocking(|db| jobs::count(db, jobs::State::Done))
                .unwrap(),
            1
        );
        assert!(town.get(&town.beto, "/mi/mensajes").1.contains("Aviso"));
    });
}

#[test]
fn a_mail_server_that_is_down_is_tried_again_and_ends_among_the_dead() {
    each(|town| {
        let id = town.send(to(town.ana.person().unwrap(), "Licencia aprobada"));
        // Nobody listens on the first port of the machine.
        let worker =
            town.worker(Mailer::smtp("smtp://127.0.0.1:1", "avisos@ventanilla.example").unwrap());
        assert_eq!(worker.run_due(noon()).unwrap(), 1);
        assert_eq!(worker.run_due(noon()).unwrap(), 0, "not at once");
        let mut now = noon();
        for _ in 1..jobs::ATTEMPTS_MAX {
            now += SignedDuration::from_hours(8);
            assert_eq!(worker.run_due(now).unwrap(), 1);
        }
        let dead = town
            .store
            .read_blocking(|db| jobs::dead(db, None, 10))
            .unwrap();
        let dead = dead.first().unwrap();
        assert_eq!(
            (dead.kind.as_str(), dead.key.as_str()),
            (EMAIL_JOB, id.to_string().as_str())
        );
        assert_eq!(
            dead.failure.as_deref(),
            Some("the mail server cannot be reached")
        );
        assert!(
            town.get(&town.ana, "/mi/mensajes")
                .1
                .contains("Licencia aprobada"),
            "the inbox has it all the same"
        );
        // An official gives it another chance when the server is back.
        let job = dead.id;
        town.store
            .write_blocking(move |tx| jobs::requeue(tx, job, now))
            .unwrap();
        assert_eq!(town.worker(town.folder()).run_due(now).unwrap(), 1);
        assert_eq!(mails(town.mail.path()).len(), 1);
    });
}

#[test]
fn what_is_rolled_back_was_never_said() {
    each(|town| {
        let notice = to(town.ana.person().unwrap(), "Licencia aprobada");
        let refused = town.store.write_blocking(move |tx| -> Result<(), Error> {
            notices::send(tx, &notice, noon())?;
            Err(Error::TooLong)
        });
        assert_eq!(refused, Err(Error::TooLong));
        assert_eq!(town.worker(town.folder()).run_due(noon()).unwrap(), 0);
        assert!(
            town.get(&town.ana, "/mi/mensajes")
                .1
                .contains("No hay mensajes")
        );
    });
}

#[test]
fn a_message_is_read_by_its_person_alone() {
    each(|town| {
        let id = town.send(to(town.ana.person().unwrap(), "Licencia aprobada"));
        let list = town.get(&town.ana, "/mi/mensajes").1;
        assert!(
            list.contains("Sin leer") && list.contains("Hay 1 mensaje sin leer."),
            "{list}"
        );
        let path = format!("/mi/mensajes/{id}");
        assert_eq!(town.get(&town.beto, &path).0, StatusCode::NOT_FOUND);
        assert_eq!(town.get(&Actor::Anonymous, &path).0, StatusCode::SEE_OTHER);
        assert!(
            town.get(&town.ana, "/mi/mensajes").1.contains("Sin leer"),
            "others do not mark it as read"
        );
        let (status, page) = town.get(&town.ana, &path);
        assert_eq!(status, StatusCode::OK);
        assert!(
            page.contains("<p>Tu licencia fue aprobada.</p>") && page.contains("&lt;aquí&gt;"),
            "{page}"
        );
        assert!(page.contains("/expedientes/LIC-7K4P-2MQX"));
        let list = town.get(&town.ana, "/mi/mensajes").1;
        assert!(
            !list.contains("Sin leer") && list.contains("Leído"),
            "{list}"
        );
        assert!(!town.get(&town.beto, "/mi/mensajes").1.contains("Licencia"));
        for odd in ["/mi/mensajes/nada", "/mi/mensajes/%FF"] {
            assert!(town.get(&town.ana, odd).0.is_client_error(), "{odd}");
        }
    });
}

#[test]
fn a_long_inbox_has_pages() {
    each(|town| {
        let person = town.ana.person().unwrap();
        let sent = town.store.write_blocking(move |tx| {
            (0_i64..25)
                .map(|n| {
                    notices::send(
                        tx,
                        &to(person, &format!("Aviso {n:02}")),
                        noon() + SignedDuration::from_secs(n),
                    )
                })
                .collect::<Result<Vec<_>, _>>()
        });
        let sent = sent.unwrap();
        let (_, first) = town.get(&town.ana, "/mi/mensajes");
        assert!(
            first.contains("Aviso 24") && first.contains("Aviso 05") && !first.contains("Aviso 04")
        );
        let next = format!("/mi/mensajes?despues={}", sent.get(5).unwrap());
        assert!(first.contains(&next), "{first}");
        let (_, second) = town.get(&town.ana, &next);
        assert!(
            second.contains("Aviso 04")
                && second.contains("Aviso 00")
                && !second.contains("Aviso 05")
        );
        assert_eq!(
            town.get(&town.ana, "/mi/mensajes?despues=nada").0,
            StatusCode::OK
        );
    });
}

#[test]
fn nothing_longer_than_an_inbox_shows_is_said() {
    each(|town| {
        let person = town.ana.person().unwrap();
        let mut long = to(
            person,
            &"ñ".repeat(notices::SUBJECT_CHARS_MAX - " (en)".len()),
        );
        town.send(long.clone());
        long.body = Localized::spanish("ñ".repeat(notices::BODY_CHARS_MAX + 1));
        assert_eq!(
            town.store
                .write_blocking(move |tx| notices::send(tx, &long, noon())),
            Err(Error::TooLong)
        );
    });
}
