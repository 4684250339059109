//! Cases that run go on under another version of their service, where nothing of them is lost.

use std::collections::BTreeMap;
use std::sync::Arc;

use identity::Official;
use jiff::Timestamp;
use process::Position;
use services::edition::ANALYST;
use services::{Definition, Published};
use store::{Db, Tx, params};
use text::{Lang, Localized};

use crate::case::{self, Case};
use crate::event::{self, CaseEvent};
use crate::state::State;
use crate::{CaseId, CaseNumber, Error};

store::statements! {
    /// Open cases of a service that are under another version.
    BEHIND = "select id, number, service_hash, stage from case_file
              where service_slug = $1 and agency_slug = $2 and outcome is null and service_hash <> $3 order by filed_at limit $4";
    /// Open cases of a service that came to this version from another.
    MOVED = "select c.id, c.number, c.service_hash, c.stage from case_file c
             where c.service_slug = $1 and c.agency_slug = $2 and c.outcome is null and c.service_hash = $3
               and exists (select 1 from case_event e where e.case_id = c.id and e.kind = 'migrated') order by c.filed_at limit $4";
    /// Puts a case under another version.
    PUT_UNDER = "update case_file set service_hash = $2 where id = $1";
    /// Gives an open task of a case to the role of the new version.
    GIVE_TO_ROLE = "update case_task set role = $3 where case_id = $1 and name = $2 and completed_at is null and role <> $3";
}

/// Cases looked at and moved at once: the rest comes with the next press.
pub const CASES_AT_ONCE_MAX: i64 = 200;

/// An open case, and whether it can go on under the version asked about.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its number.
    pub number: CaseNumber,
    /// The version it is under.
    pub under: Arc<Published>,
    /// Where it stands, and would stand.
    pub position: Position,
    /// Why it stays; empty when it can move.
    pub stays: Vec<Localized>,
    id: CaseId,
}

/// Why no case of one version can go on under another, for what it was promised or answered. Empty when the
/// definitions allow it; where a case stands is asked apart.
fn broken_promises(was: &Definition, is: &Definition) -> Vec<Localized> {
    let mut why = Vec::new();
    let mut add = |es: String, en: String| why.push(Localized::spanish(es).with(Lang::En, en));
    let clock = |definition: &Definition| {
        (
            definition.term(),
            definition.extended_term(),
            definition.silence(),
        )
    };
    if clock(was) != clock(is) {
        add(
            "cambia el plazo o lo que significa el silencio".to_owned(),
            "the term changes, or what silence means".to_owned(),
        );
    }
    for question in is.form.written() {
        let ask = |lang| question.ask.as_str(lang).to_owned();
        let before = was.form.question(&question.id);
        let is_new = before.is_none() && question.is_answered() && !question.optional;
        if is_new {
            add(
                format!("hay una pregunta nueva sin responder: {}", ask(Lang::Es)),
                format!(
                    "there is a new question without an answer: {}",
                    ask(Lang::En)
                ),
            );
        }
    }
    for question in was.form.written() {
        let ask = |lang| question.ask.as_str(lang).to_owned();
        let after = is.form.question(&question.id);
        let keeps = after.is_some_and(|after| {
            let is_there = |choice: &forms::Choice| {
                after
                    .kind
                    .choices()
                    .iter()
                    .any(|other| other.id == choice.id)
            };
            after.kind.as_str() == question.kind.as_str()
                && after.entries() == question.entries()
                && question.kind.choices().iter().all(is_there)
        });
        if !keeps {
            add(
                format!("lo respondido en «{}» ya no cabe", ask(Lang::Es)),
                format!(
                    "what was answered to “{}” has no place any more",
                    ask(Lang::En)
                ),
            );
        }
    }
    why
}

/// Why a case stays under its version; empty when it can go on under the other.
fn stays(was: &Published, is: &Published, at: &Position) -> Vec<Localized> {
    let mut why = broken_promises(&was.definition, &is.definition);
    let process = &was.definition.process;
    if let Err(misfits) = process.fits(&is.definition.process, at) {
        why.extend(misfits.into_iter().map(|misfit| misfit.0));
    }
    why
}

/// The open cases of a service that are under another version than this one, oldest first, each with what would
/// happen to it.
///
/// # Errors
/// [`Error::Unknown`] when the official is no analyst of the service's agency.
pub fn behind(
    db: &mut Db,
    state: &State,
    official: &Official,
    current: &Arc<Published>,
) -> Result<Vec<Plan>, Error> {
    let found = cases(db, &BEHIND, official, current)?;
    plans(db, state, found, current)
}

/// The open cases that were moved to this version, each with what would happen if it went back.
///
/// # Errors
/// As [`behind`].
pub fn moved(
    db: &mut Db,
    state: &State,
    official: &Official,
    current: &Arc<Published>,
) -> Result<Vec<(Plan, Arc<Published>)>, Error> {
    let found = cases(db, &MOVED, official, current)?;
    let mut moved = Vec::new();
    for (id, number, _, position) in found {
        let Some(from) = came_from(db, id)? else {
            continue;
        };
        let before = state.service(db, &from)?;
        let plan = Plan {
            number,
            under: current.clone(),
            stays: stays(current, &before, &position),
            position,
            id,
        };
        moved.push((plan, before));
    }
    Ok(moved)
}

type Found = (CaseId, CaseNumber, String, Position);

fn cases(
    db: &mut Db,
    which: &store::Statement,
    official: &Official,
    current: &Published,
) -> Result<Vec<Found>, Error> {
    let is_theirs = current.definition.agency_slug() == official.agency_slug;
    if !is_theirs || !official.has_role(ANALYST) {
        return Err(Error::Unknown);
    }
    let asked = params![
        current.slug.as_str(),
        official.agency_slug,
        current.hash.as_str(),
        CASES_AT_ONCE_MAX
    ];
    Ok(db.rows(which, asked, |row| {
        let (number, stage): (String, String) = (row.get(1)?, row.get(3)?);
        Ok((
            row.get(0)?,
            CaseNumber::from_stored(&number),
            row.get(2)?,
            Position::from(stage),
        ))
    })?)
}

fn plans(
    db: &mut Db,
    state: &State,
    found: Vec<Found>,
    current: &Arc<Published>,
) -> Result<Vec<Plan>, Error> {
    let mut known: BTreeMap<String, Arc<Published>> = BTreeMap::new();
    let mut plans = Vec::new();
    for (id, number, hash, position) in found {
        let version = match known.get(&hash) {
            Some(version) => version.clone(),
            None => {
                let version = state.service(db, &hash)?;
                known.insert(hash, version.clone());
                version
            }
        };
        plans.push(Plan {
            number,
            stays: stays(&version, current, &position),
            under: version,
            position,
            id,
        });
    }
    Ok(plans)
}

/// The version a case was under before it was moved last.
fn came_from(db: &mut Db, id: CaseId) -> Result<Option<String>, Error> {
    let history = event::history(db, id)?;
    let from = history
        .into_iter()
        .rev()
        .find_map(|recorded| match recorded.event {
            CaseEvent::Migrated { from, .. } => Some(from),
            _ => None,
        });
    Ok(from)
}

/// Puts a case under another version of its service, forth or back.
///
/// An analyst of its agency may, where [`Plan::stays`] is empty. What happened, what is open and every term stay as
/// they are; a task goes to the role that the version names. Nobody is told: nothing changes for the applicant.
///
/// # Errors
/// [`Error::MovedOn`] when the case has ended, moved on to where it does not fit, or was moved before.
pub fn put_under(
    tx: &mut Tx,
    state: &State,
    plan: &Plan,
    to: &Published,
    official: &Official,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case: Case = case::by_id(tx, plan.id)?;
    if case.agency_slug != official.agency_slug || !official.has_role(ANALYST) {
        return Err(Error::Unknown);
    }
    let from = state.service_of(tx, &case)?;
    let fits = case.outcome.is_none()
        && from.hash == plan.under.hash
        && from.hash != to.hash
        && from.slug == to.slug
        && stays(&from, to, &case.position).is_empty();
    if !fits {
        return Err(Error::MovedOn);
    }
    let at = case.position.clone();
    let revision = case::next_revision(tx, &mut case, &at)?;
    let migrated = CaseEvent::Migrated {
        from: from.hash.clone(),
        to: to.hash.clone(),
    };
    let by = Some(official.account);
    event::record(tx, case.id, revision, &migrated, by, now)?;
    tx.exec(&PUT_UNDER, params![case.id, to.hash.as_str()])?;
    for task in to.definition.process.tasks() {
        let given = params![case.id, task.id.as_str(), task.role.as_str()];
        tx.exec(&GIVE_TO_ROLE, given)?;
    }
    Ok(())
}
