//! A full disk: filing is refused with an honest answer, reading goes on, and room heals it.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::draws::Draws;
use crate::filing::{Client, Receipt, Told, example};
use crate::program::Place;
use crate::program::http::Request;

/// Room for a new State and some thousand filings.
const DISK: &str = "size=48m";
/// Filings until the room that the database had set aside is used up, at most.
const FILINGS_MAX: u32 = 20_000;

/// A small disk of its own, in memory.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    /// None where disks cannot be mounted, as without root.
    fn mount(folder: &'a Path) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", DISK, "tmpfs"])
            .arg(folder)
            .output();
        mounted
            .is_ok_and(|output| output.status.success())
            .then_some(Self(folder))
    }

    /// Takes all the room there is.
    fn fill(&self) {
        let mut ballast = File::create(self.0.join("ballast")).unwrap();
        for size in [1 << 20, 4_096, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Gives the room back.
    fn free(&self) {
        fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_refuses_filings_honestly_and_heals() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(folder.path()) else {
        eprintln!("the full disk is skipped: no disk can be mounted here");
        return;
    };
    let place = Place::in_folder(folder.path());
    let server = place.start().wait_until_ready();
    let official = place.token("transparencia");
    let client = Client {
        name: "disk".to_owned(),
        address: place.address,
        token: Some(place.token("ana")),
        answers: example(place.address),
        draws: Draws::new(0, 0),
        told: Told::new(),
    };
    let see = |receipt: &Receipt| {
        Request::get(format!("/api/v1/cases/{}", receipt.number))
            .bearer(&official)
            .ask(place.address)
            .unwrap()
    };

    disk.fill();
    let mut told = Vec::new();
    let refused = (0..FILINGS_MAX).find_map(|count| {
        let request = client.request(&format!("full-{count}"));
        let answer = request.ask(place.address).unwrap();
        if answer.status == 201 {
            told.push(Receipt::of(&answer));
            return None;
        }
        Some((request, answer))
    });
    let (request, answer) = refused.expect("a full disk was never noticed");
    assert_eq!(answer.status, 507, "{answer:?}");
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["code"], "platform.full");
    for words in ["title", "detail", "kept"] {
        assert!(
            !answer.json()[words].as_str().unwrap().is_empty(),
            "{answer:?}"
        );
    }
    assert_eq!(
        Request::get("/api/v1/services")
            .ask(place.address)
            .unwrap()
            .status,
        200
    );
    assert!(
        told.iter().all(|receipt| see(receipt).status == 200),
        "what was acknowledged is read"
    );

    disk.free();
    let answer = request.ask(place.address).unwrap();
    assert_eq!(
        answer.status, 201,
        "the same request, without a restart: {answer:?}"
    );
    told.push(Receipt::of(&answer));
    server.kill();

    let server = place.start().wait_until_ready();
    assert!(
        told.iter().all(|receipt| see(receipt).status == 200),
        "all of it outlives a kill"
    );
    server.kill();
    let words = place.run_well("doctor", &[]);
    assert!(words.contains("is sound"), "{words}");
    drop(disk);
}
