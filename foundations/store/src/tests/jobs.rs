//! Jobs are done once, come back when they fail, and are found when they die.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{COUNT, ROOMS, add};
use crate::jobs::{self, ATTEMPTS_MAX, LEASE, State, Worker};
use crate::testing::each_database;
use crate::{Error, Statement, Store, params};

fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn enqueue(store: &Store, key: &str) {
    let key = key.to_owned();
    store
        .write_blocking(move |tx| jobs::enqueue(tx, "test", &key, &"words", noon()))
        .unwrap()
}

fn state(store: &Store, key: &str) -> Option<State> {
    let key = key.to_owned();
    store
        .read_blocking(move |db| jobs::state(db, "test", &key))
        .unwrap()
}

#[test]
fn a_job_is_done_once_and_its_key_is_never_used_again() {
    each_database(ROOMS, |store| {
        enqueue(&store, "k");
        enqueue(&store, "k");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&seen);
        let worker = Worker::new(store.clone(), noon).handle("test", move |_, job, now| {
            notes.lock().unwrap().push((
                job.key.clone(),
                job.payload::<String>()?,
                job.attempt,
                now,
            ));
            Ok(())
        });
        assert_eq!(worker.run_due(noon() - SignedDuration::from_secs(1)), Ok(0));
        assert_eq!(worker.run_due(noon()), Ok(1));
        assert_eq!(worker.run_due(noon()), Ok(0));
        assert_eq!(
            *seen.lock().unwrap(),
            [("k".to_owned(), "words".to_owned(), 1, noon())]
        );
        assert_eq!(state(&store, "k"), Some(State::Done));
        enqueue(&store, "k");
        assert_eq!(worker.run_due(noon() + LEASE * 2), Ok(0));
    });
}

#[test]
fn a_job_of_a_transaction_that_failed_was_never_there() {
    each_database(ROOMS, |store| {
        let failed = store.write_blocking(|tx| {
            jobs::enqueue(tx, "test", "k", &(), noon())?;
            Err::<(), _>(Error::Missing)
        });
        assert_eq!(failed, Err(Error::Missing));
        assert_eq!(state(&store, "k"), None);
    });
}

#[test]
fn a_job_that_fails_comes_again_later_and_later_until_it_is_dead() {
    each_database(ROOMS, |store| {
        enqueue(&store, "k");
        let tried = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&tried);
        let worker = Worker::new(store.clone(), noon).handle("test", move |_, _, _| {
            counted.fetch_add(1, Ordering::SeqCst);
            Err("the mail server said no\0".into())
        });
        worker.run_due(noon()).unwrap();
        assert_eq!(
            worker.run_due(noon() + SignedDuration::from_secs(4)),
            Ok(0),
            "it waits after a failure"
        );
        let mut now = noon();
        for _ in 1..ATTEMPTS_MAX {
            assert_eq!(state(&store, "k"), Some(State::Waiting));
            now += SignedDuration::from_hours(8);
            assert_eq!(worker.run_due(now), Ok(1));
        }
        assert_eq!(tried.load(Ordering::SeqCst), ATTEMPTS_MAX);
        assert_eq!(state(&store, "k"), Some(State::Dead));
        assert_eq!(worker.run_due(now + SignedDuration::from_hours(99)), Ok(0));

        let dead = store.read_blocking(|db| jobs::dead(db, None, 10)).unwrap();
        let [dead] = dead.as_slice() else {
            panic!("{dead:?}")
        };
        assert_eq!(
            (dead.attempts, dead.failure.as_deref()),
            (ATTEMPTS_MAX, Some("the mail server said no"))
        );
        let id = dead.id;
        assert_eq!(
            store.read_blocking(move |db| jobs::dead(db, Some(id), 10)),
            Ok(Vec::new())
        );
        store
            .write_blocking(move |tx| jobs::requeue(tx, id, now))
            .unwrap();
        assert_eq!(
            store.write_blocking(move |tx| jobs::requeue(tx, id, now)),
            Err(Error::Missing)
        );
        let mended = Worker::new(store.clone(), noon).handle("test", |_, _, _| Ok(()));
        assert_eq!(mended.run_due(now), Ok(1));
        assert_eq!(state(&store, "k"), Some(State::Done));
    });
}

#[test]
fn a_panic_and_a_kind_nobody_handles_are_failures() {
    each_database(ROOMS, |store| {
        enqueue(&store, "k");
        store
            .write_blocking(|tx| jobs::enqueue(tx, "unknown", "k", &(), noon()))
            .unwrap();
        let worker =
            Worker::new(store.clone(), noon).handle("test", |_, _, _| panic!("on purpose"));
        assert_eq!(worker.run_due(noon()), Ok(2));
        assert_eq!(
            store.read_blocking(|db| jobs::count(db, State::Waiting)),
            Ok(2)
        );
    });
}

#[test]
fn a_lease_that_ran_out_lets_somebody_else_finish_and_the_slow_one_cannot() {
    each_database(ROOMS, |store| {
        enqueue(&store, "k");
        // Taken by somebody who never comes back, as a process that was killed.
        let taken = jobs::claim::claim(&store, 1, noon()).unwrap();
        let [first] = taken.as_slice() else {
            panic!("{taken:?}")
        };
        let worker = Worker::new(store.clone(), noon).handle("test", |_, _, _| Ok(()));
        assert_eq!(
            worker.run_due(noon() + LEASE - SignedDuration::from_secs(1)),
            Ok(0)
        );
        assert_eq!(worker.run_due(noon() + LEASE), Ok(1));
        let first = first.clone();
        let late = store.write_blocking(move |tx| -> Result<(), Error> {
            add(tx, 1, "twice")?;
            jobs::complete(tx, &first, noon())
        });
        assert_eq!(late, Err(Error::Conflict));
        assert_eq!(
            store.read_blocking(|db| db.row(&COUNT, params![], |row| row.get::<i64>(0))),
            Ok(0)
        );
    });
}

#[test]
fn four_threads_on_two_nodes_do_each_job_once() {
    const JOBS: usize = 200;
    each_database(ROOMS, |store| {
        for part in 0..4 {
            let write = store.write_blocking(move |tx| -> Result<(), Error> {
                for number in 0..JOBS / 4 {
                    jobs::enqueue(
                        tx,
                        "test",
                        &format!("{part}-{number}"),
                        &(part * 1_000 + number),
                        noon(),
                    )?;
                }
                Ok(())
            });
            write.unwrap();
        }
        let (sender, receiver) = channel();
        let node = || {
            let sender = Mutex::new(sender.clone());
            Worker::new(store.clone(), noon)
                .threads(2)
                .handle("test", move |store, job, now| {
                    let (id, own) = (job.payload::<i64>()?, job.clone());
                    store.write_blocking(move |tx| -> Result<(), Error> {
                        // A second time, the key would exist.
                        add(tx, id, "done")?;
                        jobs::complete(tx, &own, now)
                    })?;
                    sender.lock().unwrap().send(job.key.clone())?;
                    Ok(())
                })
                .start()
                .unwrap()
        };
        let nodes = [node(), node()];
        let mut done: Vec<String> = (0..JOBS)
            .map(|_| receiver.recv_timeout(Duration::from_secs(60)).unwrap())
            .collect();
        for node in nodes {
            node.stop();
        }
        done.sort();
        done.dedup();
        assert_eq!(done.len(), JOBS);
        assert_eq!(receiver.try_recv().ok(), None);
        assert_eq!(
            store.read_blocking(|db| jobs::count(db, State::Done)),
            Ok(200)
        );
        assert_eq!(
            store.read_blocking(|db| db.row(&COUNT, params![], |row| row.get::<usize>(0))),
            Ok(JOBS)
        );
    });
}

#[test]
fn a_commit_wakes_the_worker_and_stopping_finishes_what_began() {
    each_database(ROOMS, |store| {
        let (begun, has_begun) = channel();
        let begun = Mutex::new(begun);
        let running = Worker::new(store.clone(), noon)
            .handle("test", move |_, _, _| {
                begun.lock().unwrap().send(())?;
                std::thread::sleep(Duration::from_millis(100));
                Ok(())
            })
            .start()
            .unwrap();
        enqueue(&store, "k");
        has_begun.recv_timeout(Duration::from_secs(60)).unwrap();
        running.stop();
        assert_eq!(state(&store, "k"), Some(State::Done));
    });
}

/// What waits for later is never read to find what is due: the question goes by the index of each bucket.
#[test]
fn finding_what_is_due_reads_no_more_than_that() {
    let (store, _folder) = crate::testing::sqlite(ROOMS);
    let question = format!("explain query plan {}", jobs::claim::DUE.sql());
    let question = Statement::new("plan", Box::leak(question.into_boxed_str()));
    let steps = store.read_blocking(move |db| {
        db.rows(&question, params![noon(), 4], |row| row.get::<String>(3))
    });
    let steps = steps.unwrap();
    let reads: Vec<&String> = steps.iter().filter(|step| step.contains("job")).collect();
    assert_eq!(reads.len(), 8, "{steps:?}");
    for step in reads {
        let by_index = step.contains("SEARCH job USING") && step.contains("INDEX job_due");
        assert!(by_index && step.contains("due_at<?"), "{step}");
    }
}
