//! What waits for an official, the most urgent first.

use identity::{AccountId, Official};
use jiff::Timestamp;
use store::{Db, Row, params};

use super::TaskId;
use crate::{CaseNumber, Error};

store::statements! {
    /// Open work of an agency that one of these roles may do, the most urgent first. Of each role only as much is read
    /// as is shown.
    DESK = "select t.id, t.name, t.role, t.opened_at, t.due_at, c.number, c.service_slug, c.service_hash, c.filed_at, c.due_at, c.about,
              t.assigned_to, t.late_role, c.capacity
            from (
              select id from (select id from case_task where agency_slug = $1 and role = $2 and completed_at is null order by urgent_at, id limit $10) own0
              union select id from (select id from case_task where agency_slug = $1 and late_role = $2 and completed_at is null order by urgent_at, id limit $10) late0
              union select id from (select id from case_task where agency_slug = $1 and role = $3 and completed_at is null order by urgent_at, id limit $10) own1
              union select id from (select id from case_task where agency_slug = $1 and late_role = $3 and completed_at is null order by urgent_at, id limit $10) late1
              union select id from (select id from case_task where agency_slug = $1 and role = $4 and completed_at is null order by urgent_at, id limit $10) own2
              union select id from (select id from case_task where agency_slug = $1 and late_role = $4 and completed_at is null order by urgent_at, id limit $10) late2
              union select id from (select id from case_task where agency_slug = $1 and role = $5 and completed_at is null order by urgent_at, id limit $10) own3
              union select id from (select id from case_task where agency_slug = $1 and late_role = $5 and completed_at is null order by urgent_at, id limit $10) late3
              union select id from (select id from case_task where agency_slug = $1 and role = $6 and completed_at is null order by urgent_at, id limit $10) own4
              union select id from (select id from case_task where agency_slug = $1 and late_role = $6 and completed_at is null order by urgent_at, id limit $10) late4
              union select id from (select id from case_task where agency_slug = $1 and role = $7 and completed_at is null order by urgent_at, id limit $10) own5
              union select id from (select id from case_task where agency_slug = $1 and late_role = $7 and completed_at is null order by urgent_at, id limit $10) late5
              union select id from (select id from case_task where agency_slug = $1 and role = $8 and completed_at is null order by urgent_at, id limit $10) own6
              union select id from (select id from case_task where agency_slug = $1 and late_role = $8 and completed_at is null order by urgent_at, id limit $10) late6
              union select id from (select id from case_task where agency_slug = $1 and role = $9 and completed_at is null order by urgent_at, id limit $10) own7
              union select id from (select id from case_task where agency_slug = $1 and late_role = $9 and completed_at is null order by urgent_at, id limit $10) late7
            ) urgent join case_task t on t.id = urgent.id join case_file c on c.id = t.case_id
            order by t.urgent_at, t.id limit $10";
}

/// Rows on a desk at once: more than anybody does in a day.
const DESK_ROWS_MAX: i64 = 200;
// The desk's query has eight places for roles, which is as many as one official may hold.

/// One line of an official's desk. Of the applicant it tells what the definition lets lists say, and no
/// more: opening the case is what leaves a line with them.
#[derive(Debug, Clone)]
pub struct DeskRow {
    /// The task.
    pub task: TaskId,
    /// Its name in the process.
    pub name: String,
    /// Who may do it.
    pub role: String,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// The agency's own promise for it.
    pub task_due_at: Option<Timestamp>,
    /// The case.
    pub number: CaseNumber,
    /// The service.
    pub service_slug: String,
    /// Its version.
    pub service_hash: String,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When the law's term ends.
    pub due_at: Option<Timestamp>,
    /// What the case is about.
    pub about: Option<String>,
    /// In which capacity its applicant acts for somebody else.
    pub capacity: Option<String>,
    /// Who has it in hand.
    pub assigned_to: Option<AccountId>,
    /// Whether it is late, and others were given it too.
    pub is_escalated: bool,
}

/// What waits for this official, the most urgent first.
///
/// # Errors
/// When the store fails.
pub fn desk(db: &mut Db, official: &Official) -> Result<Vec<DeskRow>, Error> {
    let role = |place: usize| official.roles.get(place).map_or("", String::as_str);
    let parameters = params![
        official.agency_slug,
        role(0),
        role(1),
        role(2),
        role(3),
        role(4),
        role(5),
        role(6),
        role(7),
        DESK_ROWS_MAX
    ];
    Ok(db.rows(&DESK, parameters, read_desk_row)?)
}

fn read_desk_row(row: &Row) -> Result<DeskRow, store::Error> {
    let number: String = row.get(5)?;
    Ok(DeskRow {
        task: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        opened_at: row.get(3)?,
        task_due_at: row.get(4)?,
        number: CaseNumber::from_stored(&number),
        service_slug: row.get(6)?,
        service_hash: row.get(7)?,
        filed_at: row.get(8)?,
        due_at: row.get(9)?,
        about: row.get(10)?,
        assigned_to: row.get(11)?,
        is_escalated: row.get::<Option<String>>(12)?.is_some(),
        capacity: row.get(13)?,
    })
}
