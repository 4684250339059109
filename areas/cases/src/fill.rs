//! Keeping what was typed into a draft.

use forms::{Answers, Form};
use jiff::Timestamp;
use services::Published;
use services::for_another::{self, Settled};
use store::Tx;

use crate::Error;
use crate::applicant::Applicant;
use crate::draft::{self, DraftId};
use crate::entries::{self, EntryChange};

/// Keeps what was typed, right or wrong, and gives all that is answered now.
///
/// Only the draft's visitor may, and only until it is sent. The answers of `asked` change; the others
/// stay as they stand at this very moment, for another tab may have kept another part since the page
/// was opened. Nobody is told.
///
/// # Errors
/// [`Error::Unknown`] when the draft is not theirs, [`Error::MovedOn`] when it was sent.
pub fn fill(
    tx: &mut Tx,
    id: DraftId,
    who: &Applicant,
    typed: &Answers,
    asked: impl Fn(&str) -> bool,
    now: Timestamp,
) -> Result<Answers, Error> {
    let mut answers = draft::open_of_visitor(tx, id, who)?.answers;
    answers.take_from(typed, asked);
    draft::save(tx, id, &answers, now)?;
    Ok(answers)
}

/// Takes out of a draft what does not go with for whom it is, and says what that was.
///
/// # Errors
/// As [`fill`].
pub fn settle(
    tx: &mut Tx,
    id: DraftId,
    service: &Published,
    answers: &mut Answers,
    now: Timestamp,
) -> Result<Settled, Error> {
    let settled = for_another::settle(&service.definition, answers);
    if settled != Settled::Nothing {
        draft::save(tx, id, answers, now)?;
    }
    Ok(settled)
}

/// Adds an entry to a group of a draft, or takes one out with its files, as a pressed button asks.
///
/// # Errors
/// As [`fill`].
pub fn change_entries(
    tx: &mut Tx,
    id: DraftId,
    who: &Applicant,
    form: &Form,
    change: &EntryChange,
    now: Timestamp,
) -> Result<(), Error> {
    let answers = draft::open_of_visitor(tx, id, who)?.answers;
    let changed = entries::change(tx, form, id, &answers, change, now)?;
    draft::save(tx, id, &changed, now)
}
