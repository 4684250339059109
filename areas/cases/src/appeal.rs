//! The applicant appeals against how a case ended: a case of its own, tied to the first.

use forms::Known;
use jiff::Timestamp;
use process::{Appeal, Process};
use serde_json::{Map, Value as Json};
use services::Published;
use store::Tx;

use crate::act::{Act, Meaning, SILENCE_TEMPLATE};
use crate::applicant::Applicant;
use crate::case::{self, Case};
use crate::draft::{self, DraftId};
use crate::event::{self, CaseEvent};
use crate::jurisdiction::Jurisdiction;
use crate::{CaseNumber, Error, link};

/// How an act is appealed, where it can be. A denial by silence is appealed like one that was written.
#[must_use]
pub(crate) fn of_act<'p>(process: &'p Process, act: &Act) -> Option<&'p Appeal> {
    let Meaning::Ends(outcome) = act.meaning else {
        return None;
    };
    let is_silent = act.template == SILENCE_TEMPLATE;
    let mut endings = process
        .endings()
        .filter(|ending| ending.outcome == outcome && (ending.act == act.template || is_silent));
    endings.find_map(|ending| ending.appeal.as_ref())
}

/// Begins the draft of an appeal, which names already what it is against.
///
/// Only who may see the case may. Nothing is sent yet, and a late appeal may be sent too: whether it came in time is
/// for whoever decides it.
///
/// # Errors
/// When the store fails.
pub fn begin(
    tx: &mut Tx,
    against: &CaseNumber,
    issued_at: Timestamp,
    service: &Published,
    who: &Applicant,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<DraftId, Error> {
    let id = draft::insert(tx, (&service.slug, &service.hash), who, now)?;
    let Some(asks) = &service.definition.ficha.against else {
        return Ok(id);
    };
    let on = |at: Timestamp| at.to_zoned(place.zone().clone()).date();
    let mut answers = Map::new();
    answers.insert(asks.number.clone(), Json::from(against.as_str()));
    if let Some(received) = &asks.received {
        answers.insert(received.clone(), Json::from(on(issued_at).to_string()));
    }
    let form = &service.definition.form;
    let answers = form.understand_json(&answers, &Known::on(on(now)));
    draft::save(tx, id, &answers, now)?;
    Ok(id)
}

/// Ties a case that was just filed to the one it appeals against: its number stands in the answers, and that case is
/// of the same applicant. Anything else is an appeal against a decision that is not kept here, and stays untied.
pub(crate) fn tie(
    tx: &mut Tx,
    appeal: &Case,
    service: &Published,
    answers: &forms::Answers,
    who: &Applicant,
    now: Timestamp,
) -> Result<(), Error> {
    let asks = service.definition.ficha.against.as_ref();
    let named = asks.and_then(|asks| answers.typed(&asks.number).trim().parse().ok());
    let Some(number): Option<CaseNumber> = named else {
        return Ok(());
    };
    let mut against = match case::of_applicant(tx, &number, who) {
        Ok(case) => case,
        Err(Error::Unknown) => return Ok(()),
        Err(error) => return Err(error),
    };
    link::appeal(tx, appeal.id, against.id, now)?;
    let at = against.position.clone();
    let revision = case::next_revision(tx, &mut against, &at)?;
    let appealed = CaseEvent::Appealed {
        number: appeal.number.to_string(),
    };
    Ok(event::record(
        tx, against.id, revision, &appealed, None, now,
    )?)
}
