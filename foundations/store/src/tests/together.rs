//! Writes that wait together, as callers see them.

use std::sync::{Arc, Barrier};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{LIST, ROOMS, add};
use crate::testing::each_config;
use crate::{Config, Error, Store, Tx, params};

type Write = fn(&mut Tx) -> Result<(), Error>;

/// Hands the writes in, one after the other, while the only thread is at work; then their answers, the
/// ids that are there, and in how many commits they came.
fn wait_together(config: &Config, writes: &[Write]) -> (Vec<Result<(), Error>>, Vec<i64>, u64) {
    let config = Config {
        connections: 1,
        ..config.clone()
    };
    let store = Store::open(&config, ROOMS).unwrap();
    let (begun, end) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let first = {
        let (begun, end) = (Arc::clone(&begun), Arc::clone(&end));
        write(&store, move |_| {
            begun.wait();
            end.wait();
            Err(Error::Missing)
        })
    };
    begun.wait();
    let commits_before = store.metrics().commits;
    let waiting: Vec<_> = writes
        .iter()
        .enumerate()
        .map(|(before, next)| {
            let handed_in = write(&store, *next);
            until_waiting(&store, before + 1);
            handed_in
        })
        .collect();
    end.wait();
    assert_eq!(first.join().unwrap(), Err(Error::Missing));
    let answers = waiting.into_iter().map(|one| one.join().unwrap()).collect();
    let commits = store.metrics().commits - commits_before;
    let ids = store.read_blocking(|db| db.rows(&LIST, params![], |row| row.get(0)));
    (answers, ids.unwrap(), commits)
}

fn write(
    store: &Store,
    function: impl Fn(&mut Tx) -> Result<(), Error> + Send + 'static,
) -> JoinHandle<Result<(), Error>> {
    let store = store.clone();
    std::thread::spawn(move || store.write_blocking(function))
}

fn until_waiting(store: &Store, count: usize) {
    let waiting = || store.metrics().writes_waiting + store.metrics().reads_waiting;
    while waiting() < u64::try_from(count).unwrap() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn writes_that_wait_are_committed_together() {
    each_config(|config| {
        let (answers, ids, commits) = wait_together(
            config,
            &[
                |tx| add(tx, 1, "one"),
                |tx| add(tx, 2, "two"),
                |tx| add(tx, 3, "three"),
            ],
        );
        assert_eq!(answers, [Ok(()), Ok(()), Ok(())]);
        assert_eq!(ids, [1, 2, 3]);
        assert_eq!(commits, 1);
    });
}

#[test]
fn one_that_fails_undoes_only_itself() {
    each_config(|config| {
        let (answers, ids, _) = wait_together(
            config,
            &[
                |tx| add(tx, 1, "one"),
                |tx| {
                    add(tx, 2, "two")?;
                    Err(Error::Missing)
                },
                |tx| add(tx, 1, "again"),
                |tx| add(tx, 4, "four"),
            ],
        );
        assert!(
            matches!(
                answers.as_slice(),
                [Ok(()), Err(Error::Missing), Err(Error::Unique(_)), Ok(())]
            ),
            "{answers:?}"
        );
        assert_eq!(ids, [1, 4]);
    });
}

/// A write whose statement lies ready fails only when it travels, perhaps with somebody else's.
#[test]
fn nobody_is_answered_for_the_statement_of_another() {
    each_config(|config| {
        let (answers, ids, _) = wait_together(
            config,
            &[
                |tx| add(tx, 1, "one"),
                |tx| tx.put(&super::ADD, params![1, "laid ready"]),
                |tx| add(tx, 3, "three"),
            ],
        );
        assert!(
            matches!(answers.as_slice(), [Ok(()), Err(Error::Unique(_)), Ok(())]),
            "{answers:?}"
        );
        assert_eq!(ids, [1, 3]);
    });
}
