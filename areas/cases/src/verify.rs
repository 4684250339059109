//! Whether every case is what its history says: where it stands, how it ended, what is open in it.
//!
//! The history is what happened; the rows beside it are kept so that a page costs little. Where the two part, somebody
//! wrote past the program, or the program is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::sync::Arc;

use jiff::Timestamp;
use process::StageId;
use services::Published;
use store::{Db, Store, ToValue, params};

use crate::event::CaseEvent;
use crate::fold::{Folded, Happened, Impossible};
use crate::state::State;
use crate::{CaseId, Error};

store::statements! {
    /// Some cases after another, by id.
    SOME = "select id, number, service_hash, stage, revision, outcome, ended_at, stopped_at from case_file
            where id > $1 order by id limit $2";
    /// All that happened to the cases from one to another.
    HAPPENED = "select case_id, revision, at, detail, next_stage from case_event
                where case_id >= $1 and case_id <= $2 order by case_id, revision";
    /// What is open in the cases from one to another.
    OPEN_TASKS = "select case_id, name from case_task
                  where case_id >= $1 and case_id <= $2 and completed_at is null order by case_id, name";
}

/// Cases looked at in one reading: what they hold fits in memory, and no reading is long.
const CASES_AT_ONCE: i64 = 200;

/// How many were looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looked {
    /// Cases.
    pub cases: u64,
    /// Things that happened to them.
    pub events: u64,
}

/// A case that is not what its history says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Astray {
    /// The case's number.
    pub number: String,
    /// How it is not.
    pub why: Why,
}

/// How a case and its history part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Nothing is known of it, not even that it was filed.
    NoHistory,
    /// The definition it is or was under is not there.
    NoDefinition(String),
    /// An event cannot be read, is missing before this one, or cannot have happened where the case was.
    Impossible {
        /// The event's place in the history.
        revision: i64,
    },
    /// The row says one thing and the history another.
    Differs {
        /// Of what.
        what: What,
        /// What the row says.
        kept: String,
        /// What the history says.
        told: String,
    },
}

/// What a row says beside the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The stages it is in.
    Stage,
    /// The definition it is under.
    Definition,
    /// How much has happened.
    Revision,
    /// How it ended.
    Outcome,
    /// When it ended.
    EndedAt,
    /// Since when the legal clock stands still.
    StoppedAt,
    /// The tasks on a desk.
    OpenTasks,
}

/// Looks at every case, some at a time while the portal goes on, and tells of each that is not what its history says.
///
/// # Errors
/// When the store fails.
pub fn all(store: &Store, state: &State, mut found: impl FnMut(Astray)) -> Result<Looked, Error> {
    let mut looked = Looked::default();
    let mut after = None;
    loop {
        let (here, from) = (state.clone(), after);
        let page = store.read_blocking(move |db| Page::read(db, &here, from))?;
        let Some(last) = page.rows.last() else {
            return Ok(looked);
        };
        after = Some(last.id);
        looked.cases += page.rows.len() as u64;
        looked.events += page
            .events
            .values()
            .map(|events| events.len() as u64)
            .sum::<u64>();
        page.rows
            .iter()
            .flat_map(|row| page.look_at(row))
            .for_each(&mut found);
    }
}

/// A case as its row keeps it.
struct Row {
    id: CaseId,
    number: String,
    under: String,
    stage: String,
    revision: i64,
    outcome: Option<String>,
    ended_at: Option<Timestamp>,
    stopped_at: Option<Timestamp>,
}

/// An event as its row keeps it. Where the detail is nothing that the program writes, there is none.
struct Kept {
    revision: i64,
    at: Timestamp,
    event: Option<CaseEvent>,
    next: Option<StageId>,
}

/// Some cases with all that is needed to look at them, read in one go.
struct Page {
    rows: Vec<Row>,
    events: BTreeMap<CaseId, Vec<Kept>>,
    tasks: BTreeMap<CaseId, Vec<String>>,
    definitions: BTreeMap<String, Arc<Published>>,
}

impl Page {
    fn read(db: &mut Db, state: &State, after: Option<CaseId>) -> Result<Self, Error> {
        let before_all: &[u8] = &[];
        let after: &dyn ToValue = match &after {
            Some(id) => id,
            None => &before_all,
        };
        let rows = db.rows(&SOME, &[after, &CASES_AT_ONCE], |row| {
            Ok(Row {
                id: row.get(0)?,
                number: row.get(1)?,
                under: row.get(2)?,
                stage: row.get(3)?,
                revision: row.get(4)?,
                outcome: row.get(5)?,
                ended_at: row.get(6)?,
                stopped_at: row.get(7)?,
            })
        })?;
        let mut page = Self {
            rows,
            events: BTreeMap::new(),
            tasks: BTreeMap::new(),
            definitions: BTreeMap::new(),
        };
        let (Some(first), Some(last)) = (page.rows.first(), page.rows.last()) else {
            return Ok(page);
        };
        let (first, last) = (first.id, last.id);
        db.each(&HAPPENED, params![first, last], |row| {
            let kept = Kept {
                revision: row.get(1)?,
                at: row.get(2)?,
                event: serde_json::from_str(&row.get::<String>(3)?).ok(),
                next: row.get::<Option<String>>(4)?.map(StageId::from_stored),
            };
            page.events.entry(row.get(0)?).or_default().push(kept);
            Ok(())
        })?;
        db.each(&OPEN_TASKS, params![first, last], |row| {
            page.tasks.entry(row.get(0)?).or_default().push(row.get(1)?);
            Ok(())
        })?;
        page.read_definitions(db, state)?;
        Ok(page)
    }

    /// Every version that a case is or was under.
    fn read_definitions(&mut self, db: &mut Db, state: &State) -> Result<(), Error> {
        let migrated = |kept: &Kept| match &kept.event {
            Some(CaseEvent::Migrated { from, to }) => [from.clone(), to.clone()],
            _ => [String::new(), String::new()],
        };
        let events = self.events.values().flatten().flat_map(migrated);
        let hashes = self.rows.iter().map(|row| row.under.clone()).chain(events);
        let hashes: BTreeSet<String> = hashes.collect();
        for hash in hashes.into_iter().filter(|hash| !hash.is_empty()) {
            match state.service(db, &hash) {
                Ok(version) => self.definitions.insert(hash, version),
                Err(Error::NoService) => continue,
                Err(error) => return Err(error),
            };
        }
        Ok(())
    }

    fn look_at(&self, row: &Row) -> Vec<Astray> {
        let astray = |why| Astray {
            number: row.number.clone(),
            why,
        };
        match self.fold(row) {
            Err(why) => vec![astray(why)],
            Ok(folded) => self
                .differences(row, &folded)
                .into_iter()
                .map(astray)
                .collect(),
        }
    }

    fn fold(&self, row: &Row) -> Result<Folded, Why> {
        let events = self.events.get(&row.id).map_or(&[][..], Vec::as_slice);
        let (first, rest) = events.split_first().ok_or(Why::NoHistory)?;
        let filed_under = events.iter().find_map(|kept| match &kept.event {
            Some(CaseEvent::Migrated { from, .. }) => Some(from),
            _ => None,
        });
        let under = self.definition(filed_under.unwrap_or(&row.under))?;
        let filed = Folded::filed(&first.happened()?, under);
        let mut folded = filed.map_err(|Impossible| first.impossible())?;
        for kept in rest {
            let happened = kept.happened()?;
            let into = match happened.event {
                CaseEvent::Migrated { to, .. } => Some(self.definition(to)?),
                _ => None,
            };
            let then = folded.then(&happened, into);
            folded = then.map_err(|Impossible| kept.impossible())?;
        }
        Ok(folded)
    }

    fn definition(&self, hash: &str) -> Result<Arc<Published>, Why> {
        let known = self.definitions.get(hash).cloned();
        known.ok_or_else(|| Why::NoDefinition(hash.to_owned()))
    }

    fn differences(&self, row: &Row, folded: &Folded) -> Vec<Why> {
        let none = Vec::new();
        let open = self.tasks.get(&row.id).unwrap_or(&none);
        [
            differs(What::Stage, &row.stage, &folded.position.to_string()),
            differs(What::Definition, &row.under, &folded.under.hash),
            differs(What::Revision, &row.revision, &folded.revision),
            differs(
                What::Outcome,
                row.outcome.as_deref().unwrap_or_default(),
                folded.outcome.map_or("", process::Outcome::as_str),
            ),
            differs(
                What::EndedAt,
                &instant(row.ended_at),
                &instant(folded.ended_at),
            ),
            differs(
                What::StoppedAt,
                &instant(row.stopped_at),
                &instant(folded.stopped_at),
            ),
            differs(
                What::OpenTasks,
                &open.join(","),
                &folded.open_tasks().join(","),
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Kept {
    fn happened(&self) -> Result<Happened<'_>, Why> {
        Ok(Happened {
            revision: self.revision,
            at: self.at,
            event: self.event.as_ref().ok_or_else(|| self.impossible())?,
            next: self.next.as_ref(),
        })
    }

    fn impossible(&self) -> Why {
        Why::Impossible {
            revision: self.revision,
        }
    }
}

fn instant(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}

fn differs<T: PartialEq + Display + ?Sized>(what: What, kept: &T, told: &T) -> Option<Why> {
    (kept != told).then(|| Why::Differs {
        what,
        kept: kept.to_string(),
        told: told.to_string(),
    })
}
