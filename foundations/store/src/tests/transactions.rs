//! What a transaction promises, whatever the database.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use super::{ADD, ADD_UNDER, COUNT, LIST, ROOMS, SET, SUM, VALUE, add};
use crate::testing::{each_config, each_database};
use crate::{Config, Db, Error, Store, Tx, params};

#[derive(Debug, PartialEq, thiserror::Error)]
enum Refusal {
    #[error("not today")]
    NotToday,
    #[error(transparent)]
    Store(#[from] Error),
}

fn count(store: &Store) -> i64 {
    store
        .read_blocking(|db| db.row(&COUNT, params![], |row| row.get(0)))
        .unwrap()
}

fn value(db: &mut Db, name: &str) -> Result<i64, Error> {
    db.row(&VALUE, params![name], |row| row.get(0))
}

#[test]
fn what_a_function_refuses_is_not_kept() {
    each_database(ROOMS, |store| {
        let refused = store.write_blocking(|tx| {
            add(tx, 1, "one")?;
            Err::<(), _>(Refusal::NotToday)
        });
        assert_eq!(refused, Err(Refusal::NotToday));
        assert_eq!(count(&store), 0);
    });
}

#[test]
fn a_key_that_exists_is_told_apart_from_other_constraints() {
    each_database(ROOMS, |store| {
        store.write_blocking(|tx| add(tx, 1, "one")).unwrap();
        let again = store.write_blocking(|tx| add(tx, 1, "two")).unwrap_err();
        assert!(again.is_unique(), "{again:?}");
        assert!(!again.to_string().contains("two"));
        let orphan = store
            .write_blocking(|tx| tx.exec(&ADD_UNDER, params![2, "two", 99]))
            .unwrap_err();
        assert!(matches!(orphan, Error::Constraint(_)), "{orphan:?}");
        let empty = store
            .write_blocking(|tx| tx.exec(&ADD, params![3, None::<&str>]))
            .unwrap_err();
        assert!(matches!(empty, Error::Constraint(_)), "{empty:?}");
        assert_eq!(count(&store), 1);
    });
}

#[test]
fn a_failed_statement_spoils_its_transaction_even_if_the_function_goes_on() {
    each_database(ROOMS, |store| {
        store.write_blocking(|tx| add(tx, 1, "one")).unwrap();
        let spoilt = store.write_blocking(|tx| -> Result<(), Error> {
            tx.exec(&SET, params!["a", 9])?;
            let _ = add(tx, 1, "again");
            Ok(())
        });
        assert!(matches!(spoilt, Err(Error::Unique(_))), "{spoilt:?}");
        assert_eq!(store.read_blocking(|db| value(db, "a")), Ok(0));
        store.write_blocking(|tx| add(tx, 2, "two")).unwrap();
        assert_eq!(count(&store), 2);
    });
}

#[test]
fn a_panic_is_undone_and_told_and_the_store_serves_on() {
    each_database(ROOMS, |store| {
        let panicked = store.write_blocking(|tx| -> Result<(), Error> {
            add(tx, 1, "one")?;
            panic!("on purpose")
        });
        assert_eq!(panicked, Err(Error::Panicked));
        let panicked = store.read_blocking(|_| -> Result<(), Error> { panic!("on purpose") });
        assert_eq!(panicked, Err(Error::Panicked));
        assert_eq!(count(&store), 0);
    });
}

#[test]
fn a_reader_cannot_write() {
    each_database(ROOMS, |store| {
        let written = store.read_blocking(|db| db.each(&ADD, params![1, "one"], |_| Ok(())));
        assert!(
            matches!(written, Err(Error::Statement { .. } | Error::Io(_))),
            "{written:?}"
        );
        assert_eq!(count(&store), 0);
    });
}

#[test]
fn a_reader_sees_one_moment() {
    each_database(ROOMS, |store| {
        let (begun, written) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
        let pauses = Arc::new(AtomicBool::new(false));
        let look_twice = {
            let (begun, written, pauses) = (
                Arc::clone(&begun),
                Arc::clone(&written),
                Arc::clone(&pauses),
            );
            move |db: &mut Db| -> Result<(i64, i64), Error> {
                let before = value(db, "a")?;
                if pauses.load(Ordering::SeqCst) {
                    begun.wait();
                    written.wait();
                }
                Ok((before, value(db, "a")?))
            }
        };
        // The first time it may run twice, and could not wait twice.
        assert_eq!(store.read_blocking(look_twice.clone()), Ok((0, 0)));
        pauses.store(true, Ordering::SeqCst);
        let reader = store.clone();
        let reader = std::thread::spawn(move || reader.read_blocking(look_twice));
        begun.wait();
        store
            .write_blocking(|tx| tx.exec(&SET, params!["a", 1]))
            .unwrap();
        written.wait();
        assert_eq!(reader.join().unwrap(), Ok((0, 0)));
        assert_eq!(store.read_blocking(|db| value(db, "a")), Ok(1));
    });
}

/// Both transactions read both values before either writes: one after the other, the sum could never
/// pass 1. A database that only keeps snapshots apart would let both write.
#[test]
fn transactions_behave_as_if_one_ran_after_the_other() {
    each_database(ROOMS, |store| {
        let runs = Arc::new(AtomicU32::new(0));
        let writers = ["a", "b"].map(|mine| {
            let (store, runs) = (store.clone(), Arc::clone(&runs));
            // The first has begun when the second comes, so they do not share a transaction.
            std::thread::sleep(Duration::from_millis(30));
            std::thread::spawn(move || {
                store.write_blocking(move |tx| -> Result<(), Error> {
                    runs.fetch_add(1, Ordering::SeqCst);
                    let sum: i64 = tx.row(&SUM, params![], |row| row.get(0))?;
                    // Long enough that on PostgreSQL both have read before either writes.
                    std::thread::sleep(Duration::from_millis(100));
                    if sum == 0 {
                        tx.exec(&SET, params![mine, 1])?;
                    }
                    Ok(())
                })
            })
        });
        for writer in writers {
            writer.join().unwrap().unwrap();
        }
        assert_eq!(
            store.read_blocking(|db| db.row(&SUM, params![], |row| row.get::<i64>(0))),
            Ok(1)
        );
        let reruns = u64::from(runs.load(Ordering::SeqCst)) - 2;
        assert_eq!(store.metrics().reruns, reruns);
    });
}

#[test]
fn no_increment_is_lost_between_many_writers() {
    each_database(ROOMS, |store| {
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let store = store.clone();
                std::thread::spawn(move || {
                    (0..25)
                        .filter(|_| {
                            let increment = |tx: &mut Tx| -> Result<(), Error> {
                                let now = value(tx, "a")?;
                                tx.exec(&SET, params!["a", now + 1]).map(drop)
                            };
                            // Under this much contention a conflict may be told; then nothing happened.
                            match store.write_blocking(increment) {
                                Ok(()) => true,
                                Err(error) => {
                                    assert_eq!(error, Error::Conflict);
                                    false
                                }
                            }
                        })
                        .count()
                })
            })
            .collect();
        let told: usize = writers
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .sum();
        assert!(told > 0);
        assert_eq!(
            store.read_blocking(|db| value(db, "a")),
            Ok(i64::try_from(told).unwrap())
        );
    });
}

#[test]
fn what_was_answered_is_there_for_another_connection() {
    each_config(|config| {
        let store = Store::open(config, ROOMS).unwrap();
        let other = Store::open(config, ROOMS).unwrap();
        for id in 0..20 {
            store.write_blocking(move |tx| add(tx, id, "one")).unwrap();
            assert_eq!(count(&other), id + 1);
        }
    });
}

#[test]
fn a_full_queue_and_a_long_wait_are_told_as_busy() {
    each_config(|patient| {
        let config = Config {
            queue_max: 1,
            readers: 1,
            connections: 1,
            wait_max: Duration::from_millis(50),
            ..patient.clone()
        };
        let store = Store::open(&config, ROOMS).unwrap();
        let (begun, end) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
        let slow = {
            let (store, begun, end) = (store.clone(), Arc::clone(&begun), Arc::clone(&end));
            std::thread::spawn(move || {
                store.write_blocking(move |tx| {
                    begun.wait();
                    end.wait();
                    add(tx, 1, "slow")
                })
            })
        };
        begun.wait();
        // This one waits until its time is over, and is then not done any more.
        assert_eq!(
            store.write_blocking(|tx| add(tx, 2, "late")),
            Err(Error::Busy)
        );
        // It still fills the queue.
        assert_eq!(
            store.write_blocking(|tx| add(tx, 3, "refused")),
            Err(Error::Busy)
        );
        assert_eq!(store.metrics().busy, 2);
        end.wait();
        assert_eq!(slow.join().unwrap(), Ok(()));
        let store = Store::open(patient, ROOMS).unwrap();
        let found = store
            .read_blocking(|db| db.rows(&LIST, params![], |row| row.get::<String>(1)))
            .unwrap();
        assert_eq!(found, ["slow"]);
    });
}

#[test]
fn a_transaction_inside_a_transaction_is_refused_instead_of_waiting_for_itself() {
    each_database(ROOMS, |store| {
        let inside = store.clone();
        let outcome = store.write_blocking(move |_| inside.write_blocking(|tx| add(tx, 1, "one")));
        assert!(matches!(outcome, Err(Error::Misuse(_))), "{outcome:?}");
    });
}

#[test]
fn a_closed_store_finishes_what_waits_and_refuses_what_comes() {
    each_database(ROOMS, |store| {
        store.write_blocking(|tx| add(tx, 1, "one")).unwrap();
        store.close();
        assert_eq!(
            store.write_blocking(|tx| add(tx, 2, "two")),
            Err(Error::Stopped)
        );
    });
}

#[test]
fn async_callers_are_answered_too() {
    each_database(ROOMS, |store| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let found = runtime.block_on(async {
            store.write(|tx| add(tx, 1, "one")).await?;
            store
                .read(|db| db.row(&COUNT, params![], |row| row.get::<i64>(0)))
                .await
        });
        assert_eq!(found, Ok(1));
    });
}

/// The first run of a function tries to do with one statement; what it saw then must not be told.
#[test]
fn a_reader_that_ignores_an_error_is_not_answered_from_half_a_view() {
    each_database(ROOMS, |store| {
        for _ in 0..2 {
            let both = store.read_blocking(|db| -> Result<_, Error> {
                Ok((value(db, "a").ok(), value(db, "b").ok()))
            });
            assert_eq!(both, Ok((Some(0), Some(0))));
        }
    });
}

#[test]
fn what_is_put_is_seen_by_the_next_statement_and_kept_in_order() {
    each_database(ROOMS, |store| {
        let seen = store.write_blocking(|tx| {
            for number in 0..200_i64 {
                tx.put(&SET, params!["a", number])?;
                tx.put(&ADD, params![number, "note"])?;
            }
            Ok::<_, Error>((
                value(tx, "a")?,
                tx.row(&COUNT, params![], |row| row.get(0))?,
            ))
        });
        assert_eq!(seen, Ok((199, 200)));
        assert_eq!(
            (store.read_blocking(|db| value(db, "a")), count(&store)),
            (Ok(199), 200)
        );
    });
}

#[test]
fn what_is_put_and_fails_undoes_its_whole_transaction_and_says_why() {
    each_database(ROOMS, |store| {
        store.write_blocking(|tx| add(tx, 1, "one")).unwrap();
        let told_at_the_end = store.write_blocking(|tx| -> Result<(), Error> {
            tx.put(&SET, params!["a", 9])?;
            tx.put(&ADD, params![1, "again"])?;
            tx.put(&ADD, params![2, "two"])
        });
        assert!(
            matches!(told_at_the_end, Err(Error::Unique(_))),
            "{told_at_the_end:?}"
        );
        let told_by_the_next = store.write_blocking(|tx| -> Result<i64, Error> {
            tx.put(&ADD, params![1, "again"])?;
            value(tx, "a")
        });
        assert!(
            matches!(told_by_the_next, Err(Error::Unique(_))),
            "{told_by_the_next:?}"
        );
        assert_eq!(
            (store.read_blocking(|db| value(db, "a")), count(&store)),
            (Ok(0), 1)
        );
        store
            .write_blocking(|tx| tx.put(&ADD, params![2, "two"]))
            .unwrap();
        assert_eq!(count(&store), 2);
    });
}

#[test]
fn what_is_put_and_then_refused_by_its_function_is_not_kept() {
    each_database(ROOMS, |store| {
        let refused = store.write_blocking(|tx| {
            tx.put(&ADD, params![1, "one"])?;
            Err::<(), _>(Refusal::NotToday)
        });
        assert_eq!(refused, Err(Refusal::NotToday));
        assert_eq!(count(&store), 0);
    });
}
