//! Whether the times of the process are terms, and fit within the term of the law.

use ::process::{Ending, StageKind};
use calendar::Term;

use crate::definition::{Definition, PROCESS};
use crate::finding::Finding;

/// Terms that can be read, work that can be done in time, and lateness that others are told of.
pub(super) fn check_terms(definition: &Definition, findings: &mut Vec<Finding>) {
    for term in terms(definition).filter(|term| term.parse::<calendar::Term>().is_err()) {
        findings.push(Finding::new(
            PROCESS,
            format!("«{term}» no es un plazo, como 10 working days"),
            format!("«{term}» is no term, such as 10 working days"),
        ));
    }
    check_within(definition, findings);
    check_escalations(definition, findings);
    let withdrawal = definition.process.withdrawal();
    let grants = |ending: &&Ending| ending.outcome == ::process::Outcome::Granted;
    if withdrawal.is_some_and(|ending| grants(&ending)) {
        findings.push(Finding::new(
            PROCESS,
            "«withdrawal» no puede conceder; escribe result: abandoned",
            "«withdrawal» cannot grant; write result: abandoned",
        ));
    }
}

/// What the agency or the applicant may take while the clock runs is no longer than the law's own term.
fn check_within(definition: &Definition, findings: &mut Vec<Finding>) {
    let Some(law) = definition.extended_term().or_else(|| definition.term()) else {
        return;
    };
    for stage in definition.process.stages() {
        let within = match &stage.kind {
            StageKind::Task(task) if !task.stops_clock => task.within.as_deref(),
            StageKind::Correction(correction) if !correction.stops_clock => {
                Some(correction.within.as_str())
            }
            StageKind::Cosigning(cosigning) if !cosigning.stops_clock => {
                Some(cosigning.within.as_str())
            }
            StageKind::Call(call) if !call.stops_clock => Some(call.within.as_str()),
            StageKind::Wait { term } => Some(term.as_str()),
            _ => None,
        };
        let Some(within) = within else { continue };
        if is_longer(within, law) {
            let id = &stage.id;
            findings.push(Finding::new(
                PROCESS,
                format!("«{id}» puede durar {within}, más que el plazo de la ley; acórtalo o detén el plazo con stops_clock"),
                format!("«{id}» may take {within}, longer than the term of the law; shorten it or stop the clock with stops_clock"),
            ));
        }
    }
}

/// Work that is late is shown to others, and before its time is over.
fn check_escalations(definition: &Definition, findings: &mut Vec<Finding>) {
    for task in definition.process.tasks() {
        let Some(late) = &task.escalation else {
            continue;
        };
        let id = &task.id;
        if late.role == task.role {
            findings.push(Finding::new(
                PROCESS,
                format!(
                    "«{id}»: escalates lo da a {}, que ya la tiene; nombra otro rol",
                    task.role
                ),
                format!(
                    "«{id}»: escalates gives it to {}, who has it already; name another role",
                    task.role
                ),
            ));
        }
        let within = task
            .within
            .as_deref()
            .and_then(|within| within.parse().ok());
        if within.is_some_and(|within| is_longer(&late.after, within)) {
            findings.push(Finding::new(
                PROCESS,
                format!("«{id}»: escalates llega después de within; pon un tiempo más corto"),
                format!("«{id}»: escalates comes after within; give a shorter time"),
            ));
        }
    }
}

/// Whether a time is longer than another of its own unit. Times of different units are not compared.
fn is_longer(time: &str, than: Term) -> bool {
    let is_same_unit = |time: &Term| std::mem::discriminant(time) == std::mem::discriminant(&than);
    let time = time.parse::<Term>().ok().filter(is_same_unit);
    time.is_some_and(|time| time.amount() > than.amount())
}

/// Every term that the process names.
fn terms(definition: &Definition) -> impl Iterator<Item = &str> {
    let process = &definition.process;
    let tasks = process.tasks().flat_map(|task| {
        let escalation = task.escalation.as_ref().map(|late| late.after.as_str());
        task.within.as_deref().into_iter().chain(escalation)
    });
    let appeals = process
        .endings()
        .chain(process.withdrawal())
        .filter_map(|ending| ending.appeal.as_ref())
        .map(|appeal| appeal.within.as_str());
    let reopening = process.reopening().map(|again| again.within.as_str());
    let stages = process.stages().filter_map(|stage| match &stage.kind {
        StageKind::Correction(correction) => Some(correction.within.as_str()),
        StageKind::Call(call) => Some(call.within.as_str()),
        StageKind::Cosigning(cosigning) => Some(cosigning.within.as_str()),
        StageKind::Wait { term } => Some(term.as_str()),
        _ => None,
    });
    tasks.chain(appeals).chain(stages).chain(reopening)
}
