//! Numbered changes of the schema, one set for both databases.
//!
//! A migration that was applied never changes again: what must be different comes as the next number.
//! It first widens (a new table, a new column), and only a later release takes away what nobody uses.

use std::time::Duration;

use crate::db::Sql;
use crate::{Error, Tx, hex, params};

/// Migrations that others may apply at the same moment are tried for this often.
const TRIES_MAX: usize = 20;

/// The pause between two tries to make the first table.
const TRY_AGAIN: Duration = Duration::from_millis(20);

/// One numbered change. Made by [`migration!`](crate::migration).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    room: &'static str,
    number: u32,
    sql: &'static str,
}

impl Migration {
    /// The change `number` (1, 2, 3… without gaps) of a room.
    pub const fn new(room: &'static str, number: u32, sql: &'static str) -> Self {
        Self { room, number, sql }
    }

    /// The fingerprint that tells whether an applied migration was edited; line ends do not count.
    fn checksum(&self) -> String {
        hex::sha256(self.sql.replace("\r\n", "\n").as_bytes())
    }
}

/// A migration from a file beside the source: `migration!("identity", 1, "../migrations/0001_people.sql")`.
#[macro_export]
macro_rules! migration {
    ($room:literal, $number:literal, $path:literal) => {
        $crate::Migration::new($room, $number, include_str!($path))
    };
}

/// The tables of the store itself.
const OWN: &[Migration] = &[crate::migration!(
    "store",
    1,
    "../migrations/0001_store.sql"
)];

crate::statements! {
    LIST = "select room, number, checksum from store_migration order by room, number";
    RECORD = "insert into store_migration (room, number, checksum) values ($1, $2, $3)";
}

/// What the table of migrations holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Applied {
    pub(crate) room: String,
    pub(crate) number: u32,
    pub(crate) checksum: String,
}

/// Applies what is missing, each migration in a transaction of its own, or tells why it cannot.
pub(crate) fn run(tx: &mut Tx, rooms: &[&[Migration]]) -> Result<(), Error> {
    let known: Vec<Migration> = std::iter::once(&OWN)
        .chain(rooms)
        .flat_map(|room| room.iter().copied())
        .collect();
    check_numbers(&known)?;
    let mut tries = 0;
    loop {
        let outcome = apply_missing(tx, &known);
        tx.trouble = None;
        match outcome {
            // Another node applies the same migrations at this moment.
            Err(Error::Unique(_) | Error::Conflict) if tries < TRIES_MAX => tries += 1,
            outcome => return outcome,
        }
    }
}

/// The migrations applied so far, in order.
pub(crate) fn applied(tx: &mut Tx) -> Result<Vec<Applied>, Error> {
    tx.rows(&LIST, params![], |row| {
        Ok(Applied {
            room: row.get(0)?,
            number: row.get(1)?,
            checksum: row.get(2)?,
        })
    })
}

fn check_numbers(known: &[Migration]) -> Result<(), Error> {
    for (index, migration) in known.iter().enumerate() {
        let before = known
            .iter()
            .take(index)
            .filter(|other| other.room == migration.room)
            .count();
        if usize::try_from(migration.number) != Ok(before + 1) {
            let Migration { room, number, .. } = migration;
            return Err(Error::Migration(format!(
                "The program lists migration {number} of {room} where number {} belongs.",
                before + 1
            )));
        }
    }
    Ok(())
}

fn apply_missing(tx: &mut Tx, known: &[Migration]) -> Result<(), Error> {
    make_table(tx)?;
    let applied = applied(tx)?;
    for found in &applied {
        check_applied(found, known)?;
    }
    for migration in known {
        let done =
            |found: &Applied| found.room == migration.room && found.number == migration.number;
        if !applied.iter().any(done) {
            apply(tx, migration)?;
        }
    }
    Ok(())
}

/// Makes the table of migrations. PostgreSQL can refuse even `if not exists` when two nodes make a table
/// at the same moment, so a refusal counts only once it lasts.
fn make_table(tx: &mut Tx) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        let outcome = try_table(tx);
        tries += 1;
        if outcome.is_ok() || tries == TRIES_MAX {
            return outcome;
        }
        std::thread::sleep(TRY_AGAIN);
    }
}

fn try_table(tx: &mut Tx) -> Result<(), Error> {
    tx.begin_plain()?;
    let made = tx.batch(Sql {
        name: "create store_migration",
        text:
            "create table if not exists store_migration (room text not null, number bigint not null,
               checksum text not null, primary key (room, number))",
    });
    made.and_then(|()| tx.commit())
        .inspect_err(|_| tx.rollback())
}

fn check_applied(found: &Applied, known: &[Migration]) -> Result<(), Error> {
    let Applied {
        room,
        number,
        checksum,
    } = found;
    let Some(migration) = known
        .iter()
        .find(|known| known.room == room && known.number == *number)
    else {
        return Err(Error::Migration(format!(
            "The database is newer than this program: it holds migration {number} of {room}, which the program does not know."
        )));
    };
    if migration.checksum() == *checksum {
        return Ok(());
    }
    Err(Error::Migration(format!(
        "Migration {number} of {room} was changed after this database had applied it; restore its text and add a new migration instead."
    )))
}

/// Records a migration and runs it. The record comes first, so that a second node waits for the first.
fn apply(tx: &mut Tx, migration: &Migration) -> Result<(), Error> {
    tx.begin_plain()?;
    let recorded = tx.exec(
        &RECORD,
        params![migration.room, migration.number, migration.checksum()],
    );
    let outcome = match recorded {
        Ok(_) => tx
            .batch(Sql {
                name: "migration",
                text: migration.sql,
            })
            .and_then(|()| tx.commit()),
        Err(Error::Unique(table)) => {
            tx.rollback();
            return Err(Error::Unique(table));
        }
        Err(error) => Err(error),
    };
    outcome.map_err(|error| {
        tx.rollback();
        let Migration { room, number, .. } = migration;
        match error {
            Error::Conflict => Error::Conflict,
            Error::Statement { message, .. } => Error::Migration(format!(
                "Migration {number} of {room} failed and was undone: {message}."
            )),
            other => Error::Migration(format!(
                "Migration {number} of {room} failed and was undone: {other}."
            )),
        }
    })
}
