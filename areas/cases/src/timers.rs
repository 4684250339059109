//! What happens because nobody did anything: a correction lapses, an agency stays silent.

use jiff::Timestamp;
use process::{Event, Outcome, Waiting};
use services::Published;
use store::{Tx, jobs};

use crate::act::{self, Decision, SILENCE_TEMPLATE};
use crate::advance::{Walk, carry_out};
use crate::case;
use crate::event::CaseEvent;
use crate::job::{self, Issue, Lapse, Silence};
use crate::jurisdiction::Jurisdiction;
use crate::{CaseId, Error, facts, look, task};

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
    let waits = matches!(process.waiting(&case.stage), Some(Waiting::Applicant(_)));
    if !waits || case.outcome.is_some() || case.revision != lapse.revision {
        return Ok(());
    }
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, &case, agency.id, now)?;
    let facts = facts::of_answers(service, &case.open(look.as_ref())?.answers);
    let step = process.advance(&case.stage, &Event::CorrectionLapsed, &facts)?;
    let walk = Walk {
        service,
        place,
        by: None,
        now,
        facts: &facts,
    };
    carry_out(tx, &mut case, &CaseEvent::CorrectionLapsed, &step, &walk)
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
    let stage = case.stage.clone();
    let revision = case::next_revision(tx, &mut case, &stage)?;
    crate::event::record(
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
        outcome,
        by: None,
        reasons: None,
    };
    act::decide(tx, case, &decision, now)?;
    case::end(tx, case, outcome, now)?;
    jobs::enqueue(tx, job::ISSUE, &case.to_string(), &Issue { case }, now)?;
    Ok(())
}
