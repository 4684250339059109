//! A start that cannot succeed says why in one plain sentence, and ends.

use std::ffi::OsStr;
use std::fs;

use store::{Migration, Statement, Store, params};

use crate::places::{ROOMS_BEFORE, config, each_place, rooms};
use crate::program::Place;

/// Tries to serve, and returns the sentence it ended with.
#[track_caller]
fn refusal(place: &Place, arguments: &[&str]) -> String {
    let listen = place.address.to_string();
    let mut all: Vec<&OsStr> = ["--listen", &listen].into_iter().map(OsStr::new).collect();
    all.extend(arguments.iter().map(OsStr::new));
    let output = place.run("serve", &all);
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(
        !words.contains("panicked") && !words.contains("RUST_BACKTRACE"),
        "{words}"
    );
    let sentences: Vec<&str> = words
        .lines()
        .filter(|line| line.starts_with("ventanilla: "))
        .collect();
    let [sentence] = sentences.as_slice() else {
        panic!("not one sentence: {words}")
    };
    assert_eq!(
        words.lines().last(),
        Some(*sentence),
        "something follows: {words}"
    );
    (*sentence).to_owned()
}

/// Opens the database of a place beside the program, and changes something there.
fn meddle(place: &Place, rooms: &[&[Migration]], change: Option<Statement>) {
    fs::create_dir_all(&place.data).unwrap();
    let store = Store::open(&config(place), rooms).unwrap();
    if let Some(statement) = change {
        store
            .write_blocking(move |tx| tx.exec(&statement, params![]))
            .unwrap();
    }
    store.close();
}

#[test]
fn a_master_key_that_is_none_stops_the_start_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path());
    fs::create_dir_all(&place.data).unwrap();
    let key = place.data.join("master.key");
    fs::write(&key, "this is no key\n").unwrap();
    let sentence = refusal(&place, &["--demo"]);
    assert!(sentence.contains("master"), "{sentence}");
    assert_eq!(fs::read_to_string(&key).unwrap(), "this is no key\n");
}

#[test]
fn another_master_key_than_the_states_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let (place, other) = (
        Place::in_folder(folder.path()),
        Place::in_folder(&folder.path().join("other")),
    );
    place.start().wait_until_ready().kill();
    other.start().wait_until_ready().kill();
    let key = place.data.join("master.key");
    fs::remove_file(&key).unwrap();
    fs::copy(other.data.join("master.key"), &key).unwrap();
    let sentence = refusal(&place, &["--demo"]);
    assert!(sentence.contains("key"), "{sentence}");
}

#[test]
fn an_unknown_setting_stops_the_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("ventanilla.toml");
    fs::write(&settings, "name = \"Ventanilla\"\nhelp_fone = \"147\"\n").unwrap();
    let place = Place::in_folder(folder.path());
    let output = place.run("serve", &["--config".as_ref(), settings.as_os_str()]);
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(
        words.starts_with("ventanilla: the settings file") && words.contains("help_fone"),
        "{words}"
    );
    assert!(!words.contains("panicked"), "{words}");
    assert!(
        !place.data.exists(),
        "settings are read before anything is made"
    );
}

#[test]
fn a_database_that_nobody_serves_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    // Nothing listens on port 1.
    let database =
        Some("postgres://ventanilla:secreto@127.0.0.1:1/ventanilla?connect_timeout=2".to_owned());
    let place = Place {
        database,
        ..Place::in_folder(folder.path())
    };
    let sentence = refusal(&place, &["--demo"]);
    assert!(sentence.contains("database"), "{sentence}");
    assert!(
        !sentence.contains("secreto"),
        "the password is not for the screen: {sentence}"
    );
}

#[test]
fn an_address_in_use_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let first = Place::in_folder(folder.path());
    let second = Place {
        address: first.address,
        ..Place::in_folder(&folder.path().join("second"))
    };
    let server = first.start().wait_until_ready();
    let sentence = refusal(&second, &[]);
    assert!(sentence.contains(&first.address.to_string()), "{sentence}");
    server.kill();
}

#[test]
fn a_database_of_a_newer_program_stops_the_start() {
    const NEWER: &[Migration] = &[Migration::new(
        "padron",
        1,
        "create table padron (id bigint)",
    )];
    each_place(|place| {
        meddle(place, &[NEWER], None);
        let sentence = refusal(place, &["--demo"]);
        assert!(
            sentence.contains("newer than this program") && sentence.contains("padron"),
            "{sentence}"
        );
    });
}

#[test]
fn a_migration_whose_text_changed_stops_the_start() {
    const CHANGED: &[Migration] = &[Migration::new(
        "ledger",
        1,
        "create table other (id bigint)",
    )];
    each_place(|place| {
        meddle(place, &[CHANGED], None);
        let sentence = refusal(place, &["--demo"]);
        assert!(
            sentence.contains("Migration 1 of ledger was changed"),
            "{sentence}"
        );
    });
}

#[test]
fn a_migration_that_fails_stops_the_start_and_leaves_nothing_half_done() {
    const IN_THE_WAY: Statement =
        Statement::new("in the way", "create table case_task (id bigint)");
    const OUT_OF_THE_WAY: Statement = Statement::new("out of the way", "drop table case_task");
    each_place(|place| {
        meddle(place, ROOMS_BEFORE, Some(IN_THE_WAY));
        let sentence = refusal(place, &["--demo"]);
        assert!(
            sentence.contains("Migration 1 of cases failed and was undone")
                && sentence.contains("case_task"),
            "{sentence}"
        );
        meddle(place, ROOMS_BEFORE, Some(OUT_OF_THE_WAY));
        place.start().wait_until_ready().kill();
    });
}

#[test]
fn a_published_definition_that_cannot_be_read_stops_the_start() {
    const SPOIL: Statement = Statement::new(
        "spoil",
        "update service_version set files = replace(files, 'service.yaml', 'servicio.yaml')
         where slug = 'solicitud-de-informacion-publica'",
    );
    each_place(|place| {
        place.start().wait_until_ready().kill();
        meddle(place, &rooms(), Some(SPOIL));
        let sentence = refusal(place, &["--demo"]);
        assert!(sentence.contains("service.yaml"), "{sentence}");
    });
}
