//! Connections to PostgreSQL that break, at the worst moments.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use super::{COUNT, LIST, ROOMS, add};
use crate::db::{Engine, Sql};
use crate::fence::Mark;
use crate::sqlite::Access;
use crate::testing::postgres_config;
use crate::{Config, Database, Error, Store, Tx, params};

/// When the line is cut, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Never,
    /// The commit never reaches the server.
    BeforeCommit,
    /// The server commits, and its answer is lost.
    AfterCommit,
}

/// A line to the server that can be cut.
struct Line {
    cut: Arc<Mutex<Cut>>,
    config: Config,
}

impl Line {
    /// A socket that passes everything on to the server of the given configuration.
    fn to(config: &Config, folder: &Path) -> Self {
        let Database::Postgres(connection) = &config.database else {
            panic!()
        };
        let host = connection
            .split(' ')
            .find_map(|part| part.strip_prefix("host="))
            .unwrap();
        let server = PathBuf::from(host).join(".s.PGSQL.5432");
        let listener = UnixListener::bind(folder.join(".s.PGSQL.5432")).unwrap();
        let cut = Arc::new(Mutex::new(Cut::Never));
        let shared = Arc::clone(&cut);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server, cut) = (client.unwrap(), server.clone(), Arc::clone(&shared));
                std::thread::spawn(move || {
                    pass(client, UnixStream::connect(server).unwrap(), &cut)
                });
            }
        });
        let connection = connection.replace(host, folder.to_str().unwrap());
        Self {
            cut,
            config: Config {
                database: Database::Postgres(connection),
                ..config.clone()
            },
        }
    }
}

/// Passes one connection on, and cuts it at its next commit if told to.
fn pass(mut client: UnixStream, mut server: UnixStream, cut: &Mutex<Cut>) {
    let (mut back, mut to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || std::io::copy(&mut back, &mut to_client));
    let mut buffer = [0; 65_536];
    while let Ok(length @ 1..) = client.read(&mut buffer) {
        let sent = &buffer[..length];
        let commits = sent.windows(7).any(|window| window == b"commit\0");
        let now = if commits {
            std::mem::replace(&mut *cut.lock().unwrap(), Cut::Never)
        } else {
            Cut::Never
        };
        if now == Cut::AfterCommit {
            // Nothing more goes back to the client, which waits; the server does its work.
            let _ = client.shutdown(std::net::Shutdown::Both);
        }
        if now == Cut::BeforeCommit || server.write_all(sent).is_err() {
            break;
        }
    }
    let _ = client.shutdown(std::net::Shutdown::Both);
    let _ = server.shutdown(std::net::Shutdown::Write);
}

#[test]
fn a_commit_whose_answer_is_lost_happens_once_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = postgres_config(&folder) else {
        return;
    };
    let line = Line::to(&config, folder.path());
    let store = Store::open(&line.config, ROOMS).unwrap();
    for (cut, expected_runs) in [(Cut::AfterCommit, 1), (Cut::BeforeCommit, 2)] {
        for id in 0..10 {
            *line.cut.lock().unwrap() = cut;
            let runs = Arc::new(AtomicU32::new(0));
            let counted = Arc::clone(&runs);
            let id = id + 100 * i64::from(expected_runs);
            let told = store.write_blocking(move |tx| {
                counted.fetch_add(1, Ordering::SeqCst);
                add(tx, id, "once")
            });
            assert_eq!(told, Ok(()), "{cut:?}");
            assert_eq!(*line.cut.lock().unwrap(), Cut::Never, "it was cut");
            // Which of the two reaches the server first, a late commit or the fence, may differ.
            assert!((1..=2).contains(&runs.load(Ordering::SeqCst)));
            if cut == Cut::BeforeCommit {
                assert_eq!(runs.load(Ordering::SeqCst), expected_runs);
            }
        }
    }
    assert_eq!(
        store.read_blocking(|db| db.row(&COUNT, params![], |row| row.get::<i64>(0))),
        Ok(20)
    );
    assert_eq!((store.metrics().writes, store.metrics().unknown), (20, 0));
}

#[test]
fn lost_connections_are_replaced_and_the_transaction_runs_again() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = postgres_config(&folder) else {
        return;
    };
    let store = Store::open(&config, ROOMS).unwrap();
    let killer = Arc::new(Mutex::new(store.connect(Access::Write).unwrap()));
    let kill_others = "select pg_terminate_backend(pid) from pg_stat_activity
                       where pid <> pg_backend_pid() and datname = current_database()";
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let written = store.write_blocking(move |tx| -> Result<(), Error> {
        let run = counted.fetch_add(1, Ordering::SeqCst);
        add(tx, 1, "one")?;
        if run == 0 {
            killer.lock().unwrap().batch(Sql {
                name: "kill",
                text: kill_others,
            })?;
        }
        add(tx, 2, "two")
    });
    assert_eq!(written, Ok(()));
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    let found = store
        .read_blocking(|db| db.rows(&LIST, params![], |row| row.get::<i64>(0)))
        .unwrap();
    assert_eq!(found, [1, 2]);
}

/// The connection breaks between the commit and its answer, or before the commit arrives; the mark tells which.
#[test]
fn the_mark_of_a_commit_tells_whether_it_happened_and_fences_it_off_if_not() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = postgres_config(&folder) else {
        return;
    };
    let store = Store::open(&config, ROOMS).unwrap();
    let connect = || store.connect(Access::Write).unwrap();
    let raw = |tx: &mut Tx, mark: &Mark, ask: bool| match &mut tx.engine {
        Engine::Postgres(connection) if ask => mark
            .committed(connection)
            .map_err(|trouble| trouble.error().clone()),
        Engine::Postgres(connection) => mark
            .commit(connection)
            .map(|()| true)
            .map_err(|trouble| trouble.error().clone()),
        Engine::Sqlite(_) => unreachable!(),
    };
    let (mut writer, mut asker) = (connect(), connect());

    let happened = Mark::new();
    writer.begin_plain().unwrap();
    add(&mut writer, 1, "kept").unwrap();
    raw(&mut writer, &happened, false).unwrap();
    assert_eq!(raw(&mut asker, &happened, true), Ok(true));
    assert_eq!(
        raw(&mut asker, &happened, true),
        Ok(true),
        "asking changes nothing"
    );

    let lost = Mark::new();
    writer.begin_plain().unwrap();
    add(&mut writer, 2, "never").unwrap();
    assert_eq!(raw(&mut asker, &lost, true), Ok(false));
    assert_eq!(raw(&mut asker, &lost, true), Ok(false));
    // The late commit arrives after all, and meets the fence.
    assert!(raw(&mut writer, &lost, false).unwrap_err().is_unique());
    writer.rollback();
    let found = store
        .read_blocking(|db| db.rows(&LIST, params![], |row| row.get::<String>(1)))
        .unwrap();
    assert_eq!(found, ["kept"]);
}
