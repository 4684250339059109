//! The applicant corrects what was marked.

use std::collections::BTreeSet;

use forms::Answers;
use jiff::Timestamp;
use process::{Event, Waiting};
use services::Published;
use store::Tx;

use crate::advance::{Walk, carry_out};
use crate::applicant::Applicant;
use crate::case::{self, Case};
use crate::change::{Changes, Standing};
use crate::document::{self, DocumentId, StoredFile};
use crate::entries::{self, EntryChange};
use crate::event::{self, CaseEvent};
use crate::jurisdiction::Jurisdiction;
use crate::marked::Marked;
use crate::represented::Whose;
use crate::{CaseNumber, Error, facts, mark};

/// Keeps corrected answers as typed, without sending them.
///
/// Only the applicant may, while a correction is asked. Only marked questions change; nothing is checked.
///
/// # Errors
/// [`Error::Unknown`] when the case is not theirs, [`Error::MovedOn`] when nothing is asked of them.
pub fn save(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    typed: &Answers,
    service: &Published,
) -> Result<Case, Error> {
    let case = waiting_case(tx, number, who, service)?;
    let marked = marked(tx, &case, service)?;
    let application = case.own(who.citizen.as_ref())?;
    let mut answers = application
        .correction
        .clone()
        .unwrap_or_else(|| application.answers.clone());
    answers.take_from(typed, |question| marked.contains(question));
    case::save_correction(tx, case.id, &answers)?;
    Ok(case)
}

/// Adds an entry to a marked group, or takes one out with its files, as a pressed button asks.
///
/// Only the applicant may, while a correction is asked. What was typed must have been kept by [`save`].
///
/// # Errors
/// As [`save`]; [`Error::MarksDoNotFit`] when the group was not marked.
pub fn change_entries(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    change: &EntryChange,
    service: &Published,
    now: Timestamp,
) -> Result<(), Error> {
    let case = case_with_mark(tx, number, who, change.group(), service)?;
    let application = case.own(who.citizen.as_ref())?;
    let answers = application
        .correction
        .as_ref()
        .unwrap_or(&application.answers);
    let changed = entries::change(
        tx,
        &service.definition.form,
        case.draft(),
        answers,
        change,
        now,
    )?;
    case::save_correction(tx, case.id, &changed)
}

/// Takes one more file for a marked question.
///
/// Only the applicant may, while a correction is asked, and only where a file was marked.
///
/// # Errors
/// As [`save`]; [`Error::MarksDoNotFit`] when the question was not marked.
pub fn attach(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    question: &str,
    file: &StoredFile,
    service: &Published,
    now: Timestamp,
) -> Result<(), Error> {
    let case = case_with_mark(tx, number, who, question, service)?;
    document::add(tx, case.draft(), question, file, now)?;
    Ok(())
}

/// Takes a file out of a marked question. The history keeps its name.
///
/// # Errors
/// As [`attach`].
pub fn detach(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    question: &str,
    file: DocumentId,
    service: &Published,
    now: Timestamp,
) -> Result<(), Error> {
    let case = case_with_mark(tx, number, who, question, service)?;
    let is_of_question = document::of_draft(tx, case.draft())?
        .iter()
        .any(|given| given.id == file && given.question == question);
    if !is_of_question {
        return Err(Error::MarksDoNotFit);
    }
    document::remove(tx, case.draft(), file, now)
}

/// Sends the corrected answers; the case goes on and its clock with it.
///
/// Only the applicant may. The history keeps each changed answer, before and after.
///
/// # Errors
/// [`Error::Answers`] with every fault, and what was typed is kept.
pub fn send(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = waiting_case(tx, number, who, service)?;
    let marked = marked(tx, &case, service)?;
    let application = case.own(who.citizen.as_ref())?;
    let answers = application
        .correction
        .clone()
        .unwrap_or_else(|| application.answers.clone());
    let faults = facts::faults(
        tx,
        service,
        &answers,
        case.draft(),
        who.citizen.as_ref(),
        now,
        place.zone(),
    )?;
    if !faults.is_empty() {
        return Err(Error::Answers(faults));
    }
    let changes = changes(
        tx,
        &case,
        service,
        &marked,
        (&application.answers, &answers),
        now,
    )?;
    let facts = facts::of_case(tx, service, case.id, &answers)?;
    let about = facts::about(service, &facts);
    let whose = Whose::of(tx, service, &answers)?;
    case::put_in_force(tx, case.id, &answers, about.as_deref(), &whose)?;
    mark::close(tx, case.id, now)?;
    let step = service
        .definition
        .process
        .advance(&case.position, &Event::Corrected, &facts)?;
    let happened = CaseEvent::Corrected {
        questions: marked.into_named().into_iter().collect(),
        changes,
    };
    let walk = Walk {
        service,
        place,
        by: None,
        now,
        facts: &facts,
    };
    carry_out(tx, &mut case, &happened, &step, &walk)
}

/// The marked questions that a correction, as it is kept so far, leaves as they were.
///
/// # Errors
/// As [`save`].
pub fn unchanged(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    service: &Published,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let case = waiting_case(tx, number, who, service)?;
    let marked = marked(tx, &case, service)?;
    let application = case.own(who.citizen.as_ref())?;
    let after = application
        .correction
        .as_ref()
        .unwrap_or(&application.answers);
    let changes = changes(
        tx,
        &case,
        service,
        &marked,
        (&application.answers, after),
        now,
    )?;
    let form = &service.definition.form;
    let changed = changes.seen_with(application).iter();
    let changed: BTreeSet<&str> = changed
        .filter_map(|change| marked.named_for(form, &change.question))
        .collect();
    let is_changed = |question: &String| changed.contains(question.as_str());
    Ok(marked
        .into_named()
        .into_iter()
        .filter(|question| !is_changed(question))
        .collect())
}

/// What a correction changes: answers against those in force, files against those there were when it
/// was asked.
fn changes(
    tx: &mut Tx,
    case: &Case,
    service: &Published,
    marked: &Marked,
    (before, after): (&Answers, &Answers),
    now: Timestamp,
) -> Result<Changes, Error> {
    let of_files: Vec<String> = service
        .definition
        .form
        .questions()
        .filter(|question| question.kind.is_document())
        .map(|question| question.id.clone())
        .collect();
    let asked_at = event::history(tx, case.id)?
        .iter()
        .rev()
        .find(|recorded| matches!(recorded.event, CaseEvent::CorrectionAsked { .. }))
        .map_or(case.filed_at, |recorded| recorded.at);
    let mut standing = |answers, at| -> Result<Standing<'_>, Error> {
        let files = document::names_at(tx, case.draft(), at)?;
        Ok(Standing {
            answers,
            of_files: &of_files,
            files,
        })
    };
    let (before, after) = (standing(before, asked_at)?, standing(after, now)?);
    Ok(Changes::at(marked.all(), &before, &after))
}

fn case_with_mark(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    question: &str,
    service: &Published,
) -> Result<Case, Error> {
    let case = waiting_case(tx, number, who, service)?;
    if marked(tx, &case, service)?.contains(question) {
        Ok(case)
    } else {
        Err(Error::MarksDoNotFit)
    }
}

fn waiting_case(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Applicant,
    service: &Published,
) -> Result<Case, Error> {
    let case = case::of_applicant(tx, number, who)?;
    let waits = matches!(
        service.definition.process.foremost(&case.position),
        Some(Waiting::Applicant(_))
    );
    if waits && case.outcome.is_none() {
        Ok(case)
    } else {
        Err(Error::MovedOn)
    }
}

fn marked(tx: &mut Tx, case: &Case, service: &Published) -> Result<Marked, Error> {
    let marks = mark::open(tx, case.id)?;
    Ok(Marked::of(&marks, &service.definition.form))
}
