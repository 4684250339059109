//! A measurement, which asserts nothing of time: what the silence of a hundred cases costs beside ever more open ones.

use std::time::{Duration, Instant};

use jiff::ToSpan as _;
use process::Outcome;
use store::testing::each_database;

use crate::town::{ROOMS, Town, town};

/// Open cases, each with the timer of its silence.
const OPEN: [usize; 3] = [1_000, 10_000, 100_000];
/// Cases whose time ends at once.
const DUE: usize = 100;
const WEEK_HOURS: i64 = 7 * 24;
/// Threads that file, so that several filings share a commit.
const CLIENTS: usize = 16;

#[test]
#[ignore = "a measurement: cargo xtask bench cases"]
fn silence_costs_by_what_is_due_and_not_by_what_is_open() {
    println!(
        "| open cases | a tick with nothing due | {DUE} silences, acts and all | a look at the desk |"
    );
    println!("|---|---|---|---|");
    each_database(ROOMS, |store| {
        let mut town = town(store);
        let monday = town.now;
        let mut open = 0;
        for (round, wanted) in OPEN.into_iter().enumerate() {
            town.now = monday + (2 * WEEK_HOURS).hours();
            file(&town, wanted - open);
            open = wanted;
            // A week each after those before: these fall silent, and no other.
            let weeks = 4 - i64::try_from(round).unwrap();
            town.now = monday - (weeks * WEEK_HOURS).hours();
            file(&town, DUE - 1);
            let last = town.file("40", None).unwrap();
            let due_at = town.case(&last.number).due_at.unwrap();
            settle(&town, due_at - 1.seconds());
            let idle = timed(|| settle(&town, due_at - 1.seconds()));
            let silence = timed(|| settle(&town, due_at));
            assert_eq!(town.case(&last.number).outcome, Some(Outcome::Granted));
            let revisor = town.official("revisor");
            let look = timed(|| {
                let revisor = revisor.clone();
                let desk = town
                    .store
                    .read_blocking(move |db| cases::task::desk(db, &revisor));
                assert!(!desk.unwrap().is_empty());
            });
            println!("| {open} | {idle:.1?} | {silence:.1?} | {look:.1?} |");
        }
    });
}

fn file(town: &Town, count: usize) {
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let share = count / CLIENTS + usize::from(client < count % CLIENTS);
            scope.spawn(move || (0..share).for_each(|_| town.file("40", None).map(drop).unwrap()));
        }
    });
}

fn settle(town: &Town, now: jiff::Timestamp) {
    town.worker.run_due(now).unwrap();
}

fn timed(act: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    act();
    begun.elapsed()
}
