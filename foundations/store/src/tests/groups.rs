//! Group commit and full disks on SQLite.

use std::sync::Arc;
use std::sync::mpsc::{channel, sync_channel};
use std::time::Duration;

use super::{ADD_UNDER, COUNT, LIST, ROOMS, add};
use crate::db::Sql;
use crate::group::Group;
use crate::queue::{Kind, Queue, Reply, Request, Work};
use crate::sqlite::Access;
use crate::store::Shared;
use crate::testing::{each_database, sqlite};
use crate::{Error, Tx, params};

type Write = fn(&mut Tx) -> Result<(), Error>;

/// Hands in writes that wait already when the writer comes, and returns their answers.
fn together(tx: &mut Tx, shared: &Shared, writes: &[Write]) -> Vec<Result<(), Error>> {
    let queue = Queue::new(writes.len());
    let answers: Vec<_> = writes
        .iter()
        .map(|write| {
            let (sender, receiver) = sync_channel(1);
            let task = Box::new(Work::new(*write, Reply::Blocking(sender)));
            queue
                .push(Request {
                    kind: Kind::Write,
                    task,
                    ticket: Arc::default(),
                })
                .unwrap();
            receiver
        })
        .collect();
    while let Some(first) = queue.try_pop() {
        Group::new(tx, shared, Duration::MAX).serve(first, &queue);
    }
    answers
        .into_iter()
        .map(|answer| answer.try_recv().unwrap())
        .collect()
}

#[test]
fn writes_that_wait_share_a_commit_and_one_that_fails_undoes_only_itself() {
    let (store, _folder) = sqlite(ROOMS);
    let mut tx = store.connect(Access::Write).unwrap();
    let shared = Shared::default();
    let answers = together(
        &mut tx,
        &shared,
        &[
            |tx| add(tx, 1, "one"),
            |tx| {
                add(tx, 2, "two")?;
                Err(Error::Missing)
            },
            |tx| add(tx, 1, "again"),
            |_| std::panic::resume_unwind(Box::new("on purpose")),
            |tx| add(tx, 5, "five"),
        ],
    );
    assert!(matches!(
        answers.as_slice(),
        [
            Ok(()),
            Err(Error::Missing),
            Err(Error::Unique(_)),
            Err(Error::Panicked),
            Ok(())
        ]
    ));
    let found = store
        .read_blocking(|db| db.rows(&LIST, params![], |row| row.get::<i64>(0)))
        .unwrap();
    assert_eq!(found, [1, 5]);
    assert_eq!(
        (
            shared.counters.commits.get(),
            shared.counters.group_max.get()
        ),
        (1, 2)
    );
}

/// A deferred foreign key is only looked at by the commit: the last moment at which a group can fail.
#[test]
fn nobody_is_told_of_success_before_the_commit_succeeded() {
    let (store, _folder) = sqlite(ROOMS);
    let mut tx = store.connect(Access::Write).unwrap();
    let shared = Shared::default();
    let answers = together(
        &mut tx,
        &shared,
        &[
            |tx| add(tx, 1, "one"),
            |tx| {
                tx.batch(Sql {
                    name: "defer",
                    text: "pragma defer_foreign_keys = on",
                })?;
                tx.exec(&ADD_UNDER, params![2, "orphan", 99]).map(drop)
            },
        ],
    );
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer, Err(Error::Constraint(_)))),
        "{answers:?}"
    );
    assert_eq!(
        store.read_blocking(|db| db.row(&COUNT, params![], |row| row.get::<i64>(0))),
        Ok(0)
    );
}

#[test]
fn a_full_disk_refuses_the_large_write_keeps_the_small_ones_and_heals() {
    let (store, _folder) = sqlite(ROOMS);
    let mut tx = store.connect(Access::Write).unwrap();
    let shared = Shared::default();
    // The limit on pages makes SQLite say what it says of a full disk.
    let limit = |tx: &mut Tx, text| {
        tx.each_sql(
            Sql {
                name: "limit",
                text,
            },
            params![],
            &mut |_| Ok(()),
        )
        .unwrap()
    };
    let large: Write = |tx| add(tx, 2, &"large".repeat(200_000));
    limit(&mut tx, "pragma max_page_count = 60");
    let answers = together(
        &mut tx,
        &shared,
        &[|tx| add(tx, 1, "small"), large, |tx| add(tx, 3, "small")],
    );
    assert_eq!(answers, [Ok(()), Err(Error::Full), Ok(())]);
    let count = || store.read_blocking(|db| db.row(&COUNT, params![], |row| row.get::<i64>(0)));
    assert_eq!(count(), Ok(2));
    limit(&mut tx, "pragma max_page_count = 100000");
    assert_eq!(together(&mut tx, &shared, &[large]), [Ok(())]);
    assert_eq!(count(), Ok(3));
}

#[test]
fn many_writers_are_each_answered_once_and_all_is_there() {
    each_database(ROOMS, |store| {
        let (sender, receiver) = channel();
        for writer in 0..8_i64 {
            let (store, sender) = (store.clone(), sender.clone());
            std::thread::spawn(move || {
                for number in 0..50 {
                    sender
                        .send(
                            store.write_blocking(move |tx| add(tx, writer * 1_000 + number, "one")),
                        )
                        .unwrap();
                }
            });
        }
        drop(sender);
        assert_eq!(receiver.iter().filter(Result::is_ok).count(), 400);
        assert_eq!(
            store.read_blocking(|db| db.row(&COUNT, params![], |row| row.get::<i64>(0))),
            Ok(400)
        );
        assert_eq!(store.metrics().writes, 400);
        assert!(store.metrics().commits <= 400);
    });
}
