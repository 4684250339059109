//! Reading records of other people: sealed until the look is written down.

use identity::access::{self, Looker};
use identity::{PersonId, Personal, Purpose};
use jiff::Timestamp;
use store::{Db, Error, Json, Row, Tx, params};

use crate::{Dataset, Link, Record, RecordId};

store::statements! {
    /// What holds now of the records of one kind that concern a person.
    OF_PERSON = "select r.id, r.dataset, r.record_key, r.version, r.fields, r.valid_from, r.valid_to, r.source, r.recorded_at from registry_record r where r.dataset = $2 and r.id in (select l.record from registry_link l where l.person = $1) and r.version = (select max(x.version) from registry_record x where x.dataset = r.dataset and x.record_key = r.record_key) order by r.valid_from, r.record_key limit $3";
    /// What holds now under a key.
    CURRENT = "select r.id, r.dataset, r.record_key, r.version, r.fields, r.valid_from, r.valid_to, r.source, r.recorded_at from registry_record r where r.dataset = $1 and r.record_key = $2 order by r.version desc limit 1";
    /// Every version under a key, the newest first.
    VERSIONS = "select r.id, r.dataset, r.record_key, r.version, r.fields, r.valid_from, r.valid_to, r.source, r.recorded_at from registry_record r where r.dataset = $1 and r.record_key = $2 order by r.version desc limit $3";
    /// Whom a version concerns.
    LINKS = "select person, role from registry_link where record = $1 order by role, person";
}

/// Records of one kind that concern one person, read at once: nobody chooses from more.
pub const RECORDS_MAX: i64 = 100;

/// Versions of one record read at once.
const VERSIONS_MAX: i64 = 100;

/// A record that was found and may concern several people, still sealed.
#[derive(Clone)]
pub struct Found {
    record: Record,
}

impl Found {
    pub(crate) const fn new(record: Record) -> Self {
        Self { record }
    }

    /// Its number in the registry.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.record.key
    }

    /// The persons it concerns, each once.
    #[must_use]
    pub fn subjects(&self) -> Vec<PersonId> {
        let mut subjects: Vec<PersonId> =
            self.record.links.iter().map(|link| link.person).collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects
    }

    /// The record as one of its persons has it, to be opened by them or by a look at them.
    #[must_use]
    pub fn about(self, person: PersonId) -> Option<Personal<Record>> {
        self.record.role_of(person)?;
        Some(Personal::about(person, self.record))
    }

    /// Opens it for whoever works with it: each person in it finds the look among theirs.
    ///
    /// # Errors
    /// [`Error::Missing`] for a stranger; else those of the store.
    pub fn open(
        self,
        tx: &mut Tx,
        who: &impl Looker,
        purpose: &Purpose,
        now: Timestamp,
    ) -> Result<Record, Error> {
        if who.eyes().is_none() {
            return Err(Error::Missing);
        }
        for person in self.subjects() {
            let purpose = purpose.clone().reading(self.record.dataset.as_str());
            access::look(tx, who, person, purpose, now)?;
        }
        Ok(self.record)
    }
}

impl std::fmt::Debug for Found {
    /// Prints nothing of what is sealed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Found(…)")
    }
}

/// What holds now of the records of one kind that concern a person, sealed, at most
/// [`RECORDS_MAX`]. Open them with a look at that person.
///
/// # Errors
/// Those of the store.
pub fn of_person(
    db: &mut Db,
    person: PersonId,
    dataset: &Dataset,
) -> Result<Vec<Personal<Record>>, Error> {
    let records = current_of(db, person, dataset)?;
    Ok(records
        .into_iter()
        .map(|record| Personal::about(person, record))
        .collect())
}

/// What holds now under a key, sealed.
///
/// # Errors
/// Those of the store.
pub fn record(db: &mut Db, dataset: &Dataset, key: &str) -> Result<Option<Found>, Error> {
    let Some(mut record) = db.row_opt(&CURRENT, params![dataset, key], read_version)? else {
        return Ok(None);
    };
    record.links = links(db, record.id)?;
    Ok(Some(Found::new(record)))
}

/// Every version under a key, the newest first, sealed.
///
/// # Errors
/// Those of the store.
pub fn history(db: &mut Db, dataset: &Dataset, key: &str) -> Result<Vec<Found>, Error> {
    let mut versions = db.rows(&VERSIONS, params![dataset, key, VERSIONS_MAX], read_version)?;
    for version in &mut versions {
        version.links = links(db, version.id)?;
    }
    Ok(versions.into_iter().map(Found::new).collect())
}

pub(crate) fn current_of(
    db: &mut Db,
    person: PersonId,
    dataset: &Dataset,
) -> Result<Vec<Record>, Error> {
    let mut records = db.rows(
        &OF_PERSON,
        params![person, dataset, RECORDS_MAX],
        read_version,
    )?;
    for record in &mut records {
        record.links = links(db, record.id)?;
    }
    Ok(records)
}

pub(crate) fn links(db: &mut Db, record: RecordId) -> Result<Vec<Link>, Error> {
    db.rows(&LINKS, params![record], |row| {
        Ok(Link {
            person: row.get(0)?,
            role: row.get(1)?,
        })
    })
}

/// A version without its links.
pub(crate) fn read_version(row: &Row<'_>) -> Result<Record, Error> {
    let Json(fields) = row.get(4)?;
    Ok(Record {
        id: row.get(0)?,
        dataset: row.get(1)?,
        key: row.get(2)?,
        version: row.get(3)?,
        fields,
        links: Vec::new(),
        valid_from: row.get(5)?,
        valid_to: row.get(6)?,
        source: row.get(7)?,
        recorded_at: row.get(8)?,
    })
}
