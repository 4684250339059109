//! What happens because nobody did anything: a correction lapses, a task is late, a time passes, an agency stays
//! silent.

use jiff::Timestamp;
use process::{Event, Outcome, StageId, Waiting};
use rules::Context;
use services::Published;
use store::Tx;

use crate::act::{self, Decision, Meaning, SILENCE_TEMPLATE};
use crate::advance::{self, Walk, carry_out};
use crate::case::{self, Case};
use crate::event::{self, CaseEvent};
use crate::job::{Lapse, Silence, Waited};
use crate::jurisdiction::Jurisdiction;
use crate::task::OpenTask;
use crate::{CaseId, Error, facts, look, subcase, task};

/// Goes on without the correction that did not come.
///
/// The clock does this. Nothing happens when the correction came, or another was asked since.
///
/// # Errors
/// When the store fails or the definition cannot be carried out.
pub(crate) fn lapse(
    tx: &mut Tx,
    lapse: &Lapse,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, lapse.case)?;
    let process = &service.definition.process;
    let waits = matches!(
        process.foremost(&case.position),
        Some(Waiting::Applicant(_))
    );
    if !waits || case.outcome.is_some() || case.revision != lapse.revision {
        return Ok(());
    }
    happen(
        tx,
        &mut case,
        &Event::CorrectionLapsed,
        &CaseEvent::CorrectionLapsed,
        service,
        place,
        now,
    )
}

/// Goes on without what an official did not do in time, or lets the clock go on that stood still for it.
///
/// The clock does this. Nothing happens when the task was done.
///
/// # Errors
/// When the store fails or the definition cannot be carried out.
pub(crate) fn late(
    tx: &mut Tx,
    found: &OpenTask,
    case: CaseId,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, case)?;
    let process = &service.definition.process;
    let open = process.open_task(&case.position, &found.name);
    let Some(human) = open.filter(|_| case.outcome.is_none()) else {
        return Ok(());
    };
    if human.otherwise.is_none() {
        let facts = Context::new();
        let walk = Walk {
            service,
            place,
            by: None,
            now,
            facts: &facts,
        };
        return advance::resume_clock(tx, &mut case, &walk);
    }
    task::lapse(tx, found.id, now)?;
    let task = found.name.clone();
    let lapsed = CaseEvent::TaskLapsed { task: task.clone() };
    happen(
        tx,
        &mut case,
        &Event::TaskLapsed { task },
        &lapsed,
        service,
        place,
        now,
    )
}

/// Lets others see a task that is late. Nothing happens when it was done.
///
/// # Errors
/// When the store fails.
pub(crate) fn escalate(
    tx: &mut Tx,
    found: &OpenTask,
    case: CaseId,
    service: &Published,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, case)?;
    let process = &service.definition.process;
    let open = process.open_task(&case.position, &found.name);
    let open = open.filter(|_| case.outcome.is_none());
    let Some(escalation) = open.and_then(|human| human.escalation.as_ref()) else {
        return Ok(());
    };
    task::escalate(tx, found.id, &escalation.role)?;
    let at = case.position.clone();
    let revision = case::next_revision(tx, &mut case, &at)?;
    let escalated = CaseEvent::Escalated {
        task: found.name.clone(),
    };
    Ok(event::record(tx, case.id, revision, &escalated, None, now)?)
}

/// Goes on after a time that the process waits.
///
/// The clock does this. Nothing happens when the case does not wait there any more.
///
/// # Errors
/// When the store fails or the definition cannot be carried out.
pub(crate) fn waited(
    tx: &mut Tx,
    waited: &Waited,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, waited.case)?;
    let stage = StageId::from_stored(waited.stage.clone());
    if case.outcome.is_some() || !case.position.contains(&stage) {
        return Ok(());
    }
    let passed = CaseEvent::Waited {
        stage: waited.stage.clone(),
    };
    happen(
        tx,
        &mut case,
        &Event::Waited { stage },
        &passed,
        service,
        place,
        now,
    )
}

/// Takes the step that follows something nobody did.
fn happen(
    tx: &mut Tx,
    case: &mut Case,
    event: &Event,
    happened: &CaseEvent,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, case, agency.id, now)?;
    let facts = facts::of_case(tx, service, case.id, &case.open(look.as_ref())?.answers)?;
    let process = &service.definition.process;
    let step = process.advance(&case.position, event, &facts)?;
    let walk = Walk {
        service,
        place,
        by: None,
        now,
        facts: &facts,
    };
    carry_out(tx, case, happened, &step, &walk)
}

/// Ends a case by the silence of its agency, as the law says, with an act that certifies it.
///
/// The clock does this at the very instant the term ends. Nothing happens when the case has ended,
/// its clock stands still, or its term was moved.
///
/// # Errors
/// When the store fails.
pub(crate) fn fall_silent(
    tx: &mut Tx,
    silence: &Silence,
    service: &Published,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, silence.case)?;
    let still_due =
        case.due_at == Some(silence.due_at) && case.stopped_at.is_none() && case.outcome.is_none();
    let Some(outcome) = service.definition.silence().filter(|_| still_due) else {
        return Ok(());
    };
    let at = case.position.clone();
    let revision = case::next_revision(tx, &mut case, &at)?;
    event::record(
        tx,
        case.id,
        revision,
        &CaseEvent::Silence { outcome },
        None,
        now,
    )?;
    task::withdraw(tx, case.id, now)?;
    end_silently(tx, case.id, outcome, now)
}

fn end_silently(tx: &mut Tx, case: CaseId, outcome: Outcome, now: Timestamp) -> Result<(), Error> {
    let decision = Decision {
        template: SILENCE_TEMPLATE,
        meaning: Meaning::Ends(outcome),
        by: None,
        reasons: None,
    };
    act::decide(tx, case, &decision, now)?;
    case::end(tx, case, outcome, now)?;
    subcase::tell_whole(tx, case, now)
}
