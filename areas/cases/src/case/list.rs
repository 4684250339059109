//! Cases in lists: a person's own, and those of an agency that ended or wait for somebody outside it.

use identity::{Official, PersonId};
use jiff::Timestamp;
use jiff::civil::Date;
use process::{Outcome, Position};
use store::{Db, Row, params};

use crate::{CaseNumber, Error};

store::statements! {
    /// A person's cases, newest first.
    OF_PERSON = "select c.number, c.service_slug, c.service_hash, c.stage, c.outcome, c.filed_at, c.due_on,
                   (select a.revoked_at from case_act a where a.case_id = c.id and a.meaning <> 'extended' order by a.ordinal desc limit 1), c.about, c.capacity
                 from case_file c
                 where c.person_id = $1 order by c.filed_at desc limit $2";
    /// Cases of an agency that wait for their applicant.
    WAITING = "select c.number, c.service_slug, c.service_hash, c.stage, c.outcome, c.filed_at, c.due_on, cast(null as bigint), c.about, c.capacity from case_file c
               where c.agency_slug = $1 and c.outcome is null
                 and not exists (select 1 from case_task t where t.case_id = c.id and t.completed_at is null)
               order by c.filed_at limit $2";
    /// Cases of an agency that have ended, the newest first.
    ENDED = "select c.number, c.service_slug, c.service_hash, c.stage, c.outcome, c.filed_at, c.due_on,
               (select a.revoked_at from case_act a where a.case_id = c.id and a.meaning <> 'extended' order by a.ordinal desc limit 1), c.about, c.capacity
             from case_file c
             where c.agency_slug = $1 and c.outcome is not null order by c.ended_at desc limit $2";
}

/// Rows of a list at once.
const LIST_ROWS_MAX: i64 = 100;

/// One line of a list of cases.
#[derive(Debug, Clone)]
pub struct CaseRow {
    /// Its number.
    pub number: CaseNumber,
    /// The service.
    pub service_slug: String,
    /// Its version.
    pub service_hash: String,
    /// Where it stands.
    pub position: Position,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Whether its act was taken back.
    pub is_revoked: bool,
    /// What it is about.
    pub about: Option<String>,
    /// In which capacity its applicant acts for somebody else.
    pub capacity: Option<String>,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// The last day the agency has.
    pub due_on: Option<Date>,
}

/// A person's cases, newest first.
///
/// # Errors
/// When the store fails.
pub fn of_person(db: &mut Db, person: PersonId) -> Result<Vec<CaseRow>, Error> {
    Ok(db.rows(&OF_PERSON, params![person, LIST_ROWS_MAX], read_row)?)
}

/// Cases of the official's agency that wait for somebody outside it.
///
/// # Errors
/// When the store fails.
pub fn waiting(db: &mut Db, official: &Official) -> Result<Vec<CaseRow>, Error> {
    Ok(db.rows(
        &WAITING,
        params![official.agency_slug, LIST_ROWS_MAX],
        read_row,
    )?)
}

/// Cases of the official's agency that have ended, the newest first.
///
/// # Errors
/// When the store fails.
pub fn ended(db: &mut Db, official: &Official) -> Result<Vec<CaseRow>, Error> {
    Ok(db.rows(
        &ENDED,
        params![official.agency_slug, LIST_ROWS_MAX],
        read_row,
    )?)
}

fn read_row(row: &Row) -> Result<CaseRow, store::Error> {
    let number: String = row.get(0)?;
    let stage: String = row.get(3)?;
    let outcome: Option<String> = row.get(4)?;
    Ok(CaseRow {
        number: CaseNumber::from_stored(&number),
        service_slug: row.get(1)?,
        service_hash: row.get(2)?,
        position: Position::from(stage),
        outcome: outcome.as_deref().and_then(Outcome::from_stored),
        is_revoked: row.get::<Option<Timestamp>>(7)?.is_some(),
        about: row.get(8)?,
        capacity: row.get(9)?,
        filed_at: row.get(5)?,
        due_on: row.get(6)?,
    })
}
