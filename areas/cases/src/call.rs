//! Calling a system outside of this house on the way of a case: ordered in the step, done by a worker, tried again until it
//! answers or its time is over. What it answers is taken once.

use jiff::Timestamp;
use process::{Call, Event, StageId};
use serde_json::{Map, Value as Json};
use services::gathered::understood;
use store::jobs::Failure;
use store::{Store, Tx, jobs};

use crate::advance::{Walk, carry_out};
use crate::case::{self, Case};
use crate::event::CaseEvent;
use crate::job::{self, CallLate, Called};
use crate::state::State;
use crate::systems::Request;
use crate::{Error, consult, facts, look};

/// Orders a call, with what is sent worked out, and sets the alarm for its end.
pub(crate) fn order(
    tx: &mut Tx,
    case: &Case,
    stage: &StageId,
    call: &Call,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    let until = walk
        .due(&call.within)?
        .ok_or_else(|| Error::Definition("a call without an end".to_owned()))?;
    let mut sends = Map::new();
    for (name, formula) in &call.sends {
        let value = formula
            .evaluate(walk.facts)
            .map_err(|error| Error::Definition(error.to_string()))?;
        let value = serde_json::to_value(&value).map_err(Error::inner)?;
        sends.insert(name.clone(), value);
    }
    consult::ask(tx, case, stage.as_str(), walk.now)?;
    let called = Called {
        case: case.id,
        stage: stage.to_string(),
        revision: case.revision,
        sends,
    };
    let key = format!("{}:{stage}:{}", case.id, case.revision);
    jobs::enqueue(tx, job::CALL, &key, &called, walk.now)?;
    let late = CallLate {
        case: case.id,
        stage: stage.to_string(),
        revision: case.revision,
    };
    Ok(jobs::enqueue(tx, job::CALL_LATE, &key, &late, until)?)
}

/// Calls, and goes on with what was answered. Nothing is called when the case does not wait for it any more.
///
/// # Errors
/// When there is no answer, or none that can be understood: it is tried again. The text tells no personal data.
pub(crate) fn call(
    store: &Store,
    state: &State,
    called: &Called,
    key: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let (there, asked) = (state.clone(), called.clone());
    let awaited = store.read_blocking(move |db| -> Result<_, Error> {
        let case = case::by_id(db, asked.case)?;
        if !is_awaited(db, &case, &asked.stage, asked.revision)? {
            return Ok(None);
        }
        let service = there.service_of(db, &case)?;
        let mut calls = service.definition.process.calls();
        let found = calls.find(|(stage, _)| stage.as_str() == asked.stage);
        Ok(found.map(|(_, call)| call.clone()))
    })?;
    let Some(call) = awaited else { return Ok(()) };
    let answer = state.systems.call(&Request {
        call: &call,
        sends: &called.sends,
        key,
    })?;
    let kept = match answer {
        Some(answer) => Some(keep(&call, &answer)?),
        None => None,
    };
    let (there, asked) = (state.clone(), called.clone());
    store.write_blocking(move |tx| {
        let stage = StageId::from_stored(asked.stage.clone());
        match &kept {
            Some(kept) => {
                let visit = (asked.revision, asked.stage.as_str());
                if !consult::answer(tx, asked.case, visit, kept, now)? {
                    return Ok(());
                }
                go_on(
                    tx,
                    &there,
                    (asked.case, asked.revision),
                    Event::Answered { stage },
                    now,
                )
            }
            None => {
                let visit = (asked.case, asked.revision);
                go_on(tx, &there, visit, Event::NotAnswered { stage }, now)
            }
        }
    })?;
    Ok(())
}

/// Goes on without an answer, if none came.
///
/// # Errors
/// When the store fails or the definition cannot be carried out.
pub(crate) fn late(
    tx: &mut Tx,
    state: &State,
    late: &CallLate,
    now: Timestamp,
) -> Result<(), Error> {
    let stage = StageId::from_stored(late.stage.clone());
    let visit = (late.case, late.revision);
    go_on(tx, state, visit, Event::NotAnswered { stage }, now)
}

/// Whether the case still waits for what this stage asked in this step.
fn is_awaited(db: &mut store::Db, case: &Case, stage: &str, revision: i64) -> Result<bool, Error> {
    let stands_there = case.position.contains(&StageId::from_stored(stage));
    Ok(case.outcome.is_none()
        && stands_there
        && consult::last_asked(db, case.id, stage)? == Some(revision))
}

/// The values that the definition keeps, if each is what it must be.
fn keep(call: &Call, answer: &Map<String, Json>) -> Result<consult::Answer, Failure> {
    let mut kept = consult::Answer::new();
    for value in &call.keeps {
        match answer.get(&value.name) {
            None | Some(Json::Null) => {}
            Some(found) if understood(value.sort, found).is_some() => {
                kept.insert(value.name.clone(), found.clone());
            }
            Some(_) => return Err(format!("«{}» is not what is kept", value.name).into()),
        }
    }
    Ok(kept)
}

fn go_on(
    tx: &mut Tx,
    state: &State,
    (case, revision): (crate::CaseId, i64),
    event: Event,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, case)?;
    let (stage, happened) = match &event {
        Event::Answered { stage } => (
            stage,
            CaseEvent::SystemAnswered {
                stage: stage.to_string(),
            },
        ),
        Event::NotAnswered { stage } => (
            stage,
            CaseEvent::SystemNotAnswered {
                stage: stage.to_string(),
            },
        ),
        _ => return Ok(()),
    };
    if !is_awaited(tx, &case, stage.as_str(), revision)? {
        return Ok(());
    }
    let service = state.service_of(tx, &case)?;
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, &case, agency.id, now)?;
    let facts = facts::of_case(tx, &service, case.id, &case.open(look.as_ref())?.answers)?;
    let process = &service.definition.process;
    let step = process.advance(&case.position, &event, &facts)?;
    let walk = Walk {
        service: &service,
        place: state.place_of(&case.agency_slug),
        by: None,
        now,
        facts: &facts,
    };
    carry_out(tx, &mut case, &happened, &step, &walk)
}
