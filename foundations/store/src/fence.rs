//! Learning whether a commit happened when the connection broke before its answer.
//!
//! Each writing transaction on PostgreSQL inserts a mark with a random key into `store_commit`, which
//! travels with its `commit`, so it costs no round trip. If the answer does not come, another
//! connection tries to insert the same key as a *fence*, and there are only two endings: the mark is
//! there, so the transaction is committed; or the fence is there, and then the transaction can never
//! commit any more, even if its message is still under way, because its own insert meets the fence.
//! Only then may the function run again.

use uuid::Uuid;

use crate::db::{Sql, Trouble};
use crate::postgres::Connection;
use crate::{Error, Value};

/// How long marks are kept. No transaction lives this long: sessions idle in one are ended after two
/// minutes and no statement runs longer than one.
const KEEP_SECONDS: u64 = 3_600;

crate::statements! {
    MARK = "insert into store_commit (id, fence) values ($1, 0)";
    FENCE = "insert into store_commit (id, fence) values ($1, 1) on conflict (id) do nothing";
    LOOK = "select fence from store_commit where id = $1";
    PRUNE = "delete from store_commit where id < $1";
}

/// The mark of one attempt to commit.
pub(crate) struct Mark(Uuid);

impl Mark {
    pub(crate) fn new() -> Self {
        // Keys that begin with the time keep the index small and the old ones together.
        Self(Uuid::now_v7())
    }

    /// Sets the mark and commits. If the mark cannot be set, the commit commits nothing.
    pub(crate) fn commit(&self, connection: &mut Connection) -> Result<(), Trouble> {
        let key = Value::Bytes(self.0.as_bytes().as_slice().into());
        connection.put((&MARK).into(), vec![key])?;
        connection.batch(Sql {
            name: "commit",
            text: "commit",
        })
    }

    /// Whether the transaction committed; if not, it never will. Asked on another connection.
    pub(crate) fn committed(&self, connection: &mut Connection) -> Result<bool, Trouble> {
        let key = [Value::Bytes(self.0.as_bytes().as_slice().into())];
        write(connection, (&FENCE).into(), &key)?;
        let mut fence = None;
        connection.each((&LOOK).into(), &key, &mut |row| {
            fence = Some(row.get::<i64>(0)?);
            Ok(())
        })?;
        match fence {
            Some(0) => Ok(true),
            Some(_) => Ok(false),
            None => Err(Trouble::Again(Error::Unknown)),
        }
    }
}

/// Forgets the marks nobody can ask for any more.
pub(crate) fn prune(connection: &mut Connection) -> Result<(), Trouble> {
    let (seconds, _) = Uuid::now_v7()
        .get_timestamp()
        .map(|now| now.to_unix())
        .unwrap_or_default();
    let oldest =
        uuid::Timestamp::from_unix(uuid::NoContext, seconds.saturating_sub(KEEP_SECONDS), 0);
    let key = Uuid::new_v7(oldest);
    write(
        connection,
        (&PRUNE).into(),
        &[Value::Bytes(key.as_bytes().as_slice().into())],
    )
}

/// Runs one statement in a transaction of its own. One that fails must not stay open: it may be a
/// connection in use.
fn write(connection: &mut Connection, sql: Sql<'_>, values: &[Value<'_>]) -> Result<(), Trouble> {
    let control = |text| Sql {
        name: "fence",
        text,
    };
    connection.batch(control("begin read write"))?;
    let done = connection
        .exec(sql, values)
        .and_then(|_| connection.batch(control("commit")));
    done.inspect_err(|_| drop(connection.batch(control("rollback"))))
}
