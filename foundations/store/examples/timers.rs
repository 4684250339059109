//! What a tick costs that finds what is due, beside ever more timers that are not: `cargo xtask bench timers`.
//!
//! Each open case of a law with a term holds a timer or two, for weeks. A tick must cost by what is due.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use store::jobs::{self, Worker};
use store::{Config, Store};

const OPEN: [usize; 4] = [1_000, 10_000, 100_000, 300_000];
const DUE: usize = 100;
const ROUNDS: usize = 9;
/// Timers enqueued in one transaction.
const AT_ONCE: usize = 1_000;

fn main() -> Result<(), store::Error> {
    println!(
        "| database | open timers | a tick with nothing due, µs | {DUE} due found and done, µs |"
    );
    println!("|---|---|---|---|");
    store::testing::each_config(|config| {
        if let Err(error) = measure(config) {
            eprintln!("not measured: {error}");
        }
    });
    Ok(())
}

fn measure(config: &Config) -> Result<(), store::Error> {
    let store = Store::open(config, &[])?;
    let noon = Timestamp::from_second(1_795_435_200).unwrap_or(Timestamp::UNIX_EPOCH);
    let worker = Worker::new(store.clone(), move || noon).handle("timer", |_, _, _| Ok(()));
    let in_a_month = noon + SignedDuration::from_hours(24 * 30);
    let database = match config.database {
        store::Database::Sqlite(_) => "SQLite",
        store::Database::Postgres(_) => "PostgreSQL",
    };
    let mut open = 0;
    for wanted in OPEN {
        while open < wanted {
            let from = open;
            store.write_blocking(move |tx| {
                for at in from..from + AT_ONCE {
                    let key = format!("open-{at}");
                    jobs::enqueue(tx, "timer", &key, &at, in_a_month)?;
                }
                Ok::<_, store::Error>(())
            })?;
            open += AT_ONCE;
        }
        let mut idle = Vec::new();
        let mut busy = Vec::new();
        for round in 0..ROUNDS {
            idle.push(tick(&worker, noon)?);
            store.write_blocking(move |tx| {
                for at in 0..DUE {
                    let key = format!("due-{wanted}-{round}-{at}");
                    jobs::enqueue(tx, "timer", &key, &at, noon)?;
                }
                Ok::<_, store::Error>(())
            })?;
            busy.push(tick(&worker, noon)?);
        }
        println!(
            "| {database} | {open} | {} | {} |",
            middle(idle).as_micros(),
            middle(busy).as_micros()
        );
    }
    Ok(())
}

fn tick(worker: &Worker, now: Timestamp) -> Result<Duration, store::Error> {
    let begun = Instant::now();
    worker.run_due(now)?;
    Ok(begun.elapsed())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
