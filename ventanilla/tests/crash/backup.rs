//! A backup taken while people file holds everything acknowledged before it began, and comes back sound.

use std::ffi::OsStr;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::draws::{self, Draws};
use crate::filing::{Client, Told, example};
use crate::places::each_place;
use crate::program::http::Request;
use crate::program::{Place, free_address};

/// Filings acknowledged before the backup begins.
const BEFORE: u64 = 50;
/// Clients that file while it is taken.
const CLIENTS: u64 = 4;

#[test]
fn a_backup_taken_while_people_file_comes_back_sound() {
    let seed = draws::seed();
    each_place(|place| {
        let folder = tempfile::tempdir().unwrap();
        let backup = folder.path().join("backup");
        let before = back_up_while_filing(place, seed, &backup);
        // Whatever database it was taken from, it comes back in the embedded one.
        let restored = Place {
            data: folder.path().join("restored"),
            database: None,
            address: free_address(),
        };
        restored.run_well("restore", &[OsStr::new(&backup)]);
        let words = restored.run_well("doctor", &[]);
        assert!(
            words.contains("is sound") && words.contains("nothing is wrong"),
            "{words}"
        );
        expect_cases(&restored, &before);
    });
}

/// Returns what was told before the backup began.
fn back_up_while_filing(place: &Place, seed: u64, backup: &std::path::Path) -> Told {
    let server = place.start().wait_until_ready();
    let (token, answers) = (place.token("ana"), example(place.address));
    let client = |number: u64| Client {
        name: format!("{seed:x}-{number}"),
        address: place.address,
        token: Some(token.clone()),
        answers: answers.clone(),
        draws: Draws::new(seed, number),
        told: Told::new(),
    };
    let mut first = client(CLIENTS);
    for count in 0..BEFORE {
        first.file(&format!("before-{count}"));
    }
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(client)
            .map(|client| scope.spawn(|| client.file_until(&stop)))
            .collect();
        place.run_well("backup", &[OsStr::new(backup)]);
        stop.store(true, Ordering::Release);
        let told: usize = clients
            .into_iter()
            .map(|client| client.join().unwrap().len())
            .sum();
        assert!(told > 0, "nobody filed while the backup was taken");
    });
    server.kill();
    first.told
}

/// The restored State serves every case that was told.
fn expect_cases(restored: &Place, told: &Told) {
    let server = restored.start().wait_until_ready();
    let token = restored.token("transparencia");
    for receipt in told.values().flatten() {
        let answer = Request::get(format!("/api/v1/cases/{}", receipt.number))
            .bearer(&token)
            .header("Verification-Code", receipt.code.as_str())
            .ask(restored.address)
            .unwrap();
        assert_eq!(answer.status, 200, "{receipt:?}");
        assert_eq!(answer.json()["verification_code"], receipt.code.as_str());
    }
    server.kill();
}

#[test]
fn a_restore_never_overwrites_a_state() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path());
    place.start().wait_until_ready().kill();
    let backup = folder.path().join("backup");
    place.run_well("backup", &[OsStr::new(&backup)]);
    assert!(
        !place
            .run("restore", &[OsStr::new(&backup)])
            .status
            .success()
    );
    assert!(
        !place.run("backup", &[OsStr::new(&backup)]).status.success(),
        "nor a backup another backup"
    );
    place.run_well("doctor", &[]);
}
