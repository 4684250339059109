//! The applicant does not want it any more.

use jiff::Timestamp;
use process::{Event, Process};
use services::Published;
use store::Tx;

use crate::advance::{Walk, carry_out};
use crate::applicant::Applicant;
use crate::case::{self, Case};
use crate::event::CaseEvent;
use crate::jurisdiction::Jurisdiction;
use crate::{CaseNumber, Error, facts};

/// Whether this case can still be withdrawn.
pub(crate) fn may(case: &Case, process: &Process) -> bool {
    case.outcome.is_none() && process.withdrawal().is_some()
}

/// Ends a case because its applicant asks for it, with an act that says so.
///
/// Only the applicant may, before it is decided, and where the process does not refuse it. What was paid
/// stays paid; what was not cannot be paid any more. Open work leaves its desks.
///
/// # Errors
/// [`Error::Unknown`] when the case is not theirs, [`Error::MovedOn`] when it has ended.
pub fn withdraw(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::of_applicant(tx, number, who)?;
    let process = &service.definition.process;
    if !may(&case, process) {
        return Err(Error::MovedOn);
    }
    let answers = &case.own(who.citizen.as_ref())?.answers;
    let facts = facts::of_answers(service, answers);
    let step = process.advance(&case.position, &Event::Withdrawn, &facts)?;
    let walk = Walk {
        service,
        place,
        by: None,
        now,
        facts: &facts,
    };
    payments::cancel(tx, &case.id.to_string(), now).map_err(Error::inner)?;
    carry_out(tx, &mut case, &CaseEvent::Withdrawn, &step, &walk)
}
