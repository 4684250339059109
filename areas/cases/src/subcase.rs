//! Another service that a case asks for in its applicant's name: a case of its own, on whose end the first one waits.

use forms::{Answers, Known, Raw, Value};
use identity::{Actor, accounts};
use jiff::Timestamp;
use process::{Event, StageId, Subcase};
use serde_json::Map;
use services::{Published, for_another};
use store::{Tx, jobs};

use crate::advance::{Walk, carry_out};
use crate::applicant::Applicant;
use crate::case::{self, Case};
use crate::draft;
use crate::event::CaseEvent;
use crate::job::{self, SubcaseEnded, SubcaseOpened};
use crate::jurisdiction::Jurisdiction;
use crate::state::State;
use crate::submit::{Filed, Submission, file};
use crate::{CaseId, CaseNumber, Error, facts, link, look, represented};

/// What stands for an end where the other service did not take the answers.
pub(crate) const REFUSED: &str = "refused";

/// Asks for the other service: a worker files it.
pub(crate) fn order(
    tx: &mut Tx,
    case: &Case,
    stage: &StageId,
    now: Timestamp,
) -> Result<(), Error> {
    let opened = SubcaseOpened {
        case: case.id,
        stage: stage.to_string(),
        revision: case.revision,
    };
    let key = format!("{}:{stage}:{}", case.id, case.revision);
    jobs::enqueue(tx, job::SUBCASE, &key, &opened, now)?;
    Ok(())
}

/// Files the other service in the name of whoever filed the first.
///
/// A worker does this; the second time it finds it filed. Where the service is not published here, or does not take
/// the answers, the case goes on at once with the result `refused`.
///
/// # Errors
/// When a formula cannot be worked out or the store fails: it is tried again.
pub(crate) fn open(
    tx: &mut Tx,
    state: &State,
    opened: &SubcaseOpened,
    now: Timestamp,
) -> Result<(), Error> {
    let case = case::by_id(tx, opened.case)?;
    let service = state.service_of(tx, &case)?;
    let stage = StageId::from_stored(opened.stage.clone());
    let process = &service.definition.process;
    let asked = process.subcases().find(|(id, _)| **id == stage);
    let Some((_, subcase)) = asked.filter(|_| waits_there(&case, &stage)) else {
        return Ok(());
    };
    let filed = match state.catalogue.by_slug(&subcase.service) {
        Some(other) => {
            let key = format!("part:{}:{stage}:{}", case.id, opened.revision);
            submit(tx, state, &case, &service, subcase, (&other, key), now)?
        }
        None => None,
    };
    match filed {
        Some(part) => link::part(tx, case.id, &opened.stage, &part, now),
        None => {
            let ended = SubcaseEnded {
                case: case.id,
                stage: opened.stage.clone(),
            };
            go_on(tx, &ended, REFUSED, &service, state, now)
        }
    }
}

fn waits_there(case: &Case, stage: &StageId) -> bool {
    case.outcome.is_none() && case.position.contains(stage)
}

/// The number it got; none where the other service does not take the answers. The same key files once.
fn submit(
    tx: &mut Tx,
    state: &State,
    case: &Case,
    service: &Published,
    subcase: &Subcase,
    (other, key): (&Published, String),
    now: Timestamp,
) -> Result<Option<CaseNumber>, Error> {
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, case, agency.id, now)?;
    let first = &case.open(look.as_ref())?.answers;
    let facts = facts::of_case(tx, service, case.id, first)?;
    let mut given = Map::new();
    for (question, formula) in &subcase.answers {
        let value = formula
            .evaluate(&facts)
            .map_err(|error| Error::Definition(error.to_string()))?;
        if !value.is_null() {
            let value = serde_json::to_value(&value).map_err(Error::inner)?;
            given.insert(question.clone(), value);
        }
    }
    let of_the_other = of_the_other(case, other, first);
    let Some(of_the_other) = of_the_other else {
        return Ok(None);
    };
    let applicant = applicant(tx, case)?;
    let place = state.place_of(other.definition.agency_slug());
    let draft = draft::insert(tx, (&other.slug, &other.hash), &applicant, now)?;
    let citizen = applicant.citizen.as_ref();
    let citizen = represented::for_themself(&other.definition, &of_the_other, citizen);
    let known: Known = facts::known(tx, other, draft, citizen, now, place.zone())?;
    let form = &other.definition.form;
    let mut answers = form.understand_json(&given, &known);
    answers.take_from(&of_the_other, |_| true);
    // What a registry holds of the applicant needs no formula: it is the record that the first case rests on, else the
    // only one.
    for question in form.questions() {
        let Some(dataset) = question.kind.dataset() else {
            continue;
        };
        if answers.get(&question.id).is_none() {
            let key = rests_on(service, first, dataset).unwrap_or_default();
            let raw = Raw::Text(key.to_owned());
            answers.put(question.id.as_str(), question.understand(raw, &known));
        }
    }
    let submission = Submission {
        service: other,
        applicant: &applicant,
        draft,
        answers: &answers,
        idempotency_key: Some(key),
    };
    match file(tx, &submission, place, now) {
        Ok(Filed { number, .. }) => {
            match case::exists(tx, CaseId::from_uuid(draft.uuid()))? {
                true => draft::mark_sent(tx, draft, CaseId::from_uuid(draft.uuid()), now)?,
                // It was filed before, from another draft.
                false => draft::delete(tx, draft)?,
            }
            Ok(Some(number))
        }
        Err(Error::Answers(_) | Error::SignInNeeded) => {
            draft::delete(tx, draft)?;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The record of a registry that a case rests on, by its key.
fn rests_on<'a>(service: &Published, answers: &'a Answers, dataset: &str) -> Option<&'a str> {
    let asks = service.definition.form.questions();
    asks.filter(|question| question.kind.dataset() == Some(dataset))
        .find_map(|question| match answers.value(&question.id) {
            Some(Value::Record { key, .. }) => Some(key.as_str()),
            _ => None,
        })
}

/// For whom the first case is, as the other service takes it; none where it does not let anybody act so.
fn of_the_other(case: &Case, other: &Published, answers: &Answers) -> Option<Answers> {
    let mut same = Answers::default();
    if case.capacity.is_none() {
        return Some(same);
    }
    // Whether it knows the capacity is for its form to say.
    other.definition.ficha.for_another.as_ref()?;
    same.take_from(answers, for_another::asks_for_whom);
    Some(same)
}

/// Whoever filed the first case, by their own account; a stranger stays one.
fn applicant(tx: &mut Tx, case: &Case) -> Result<Applicant, Error> {
    let account = match case.person {
        Some(person) => accounts::of_person(tx, person)?,
        None => None,
    };
    let actor = match account {
        Some(account) => Actor::of_account(tx, account)?,
        None => None,
    };
    Ok(Applicant::of_citizen(
        actor.as_ref().and_then(Actor::citizen),
    ))
}

/// Tells the first case that this one has ended, if it is part of another.
pub(crate) fn tell_whole(tx: &mut Tx, part: CaseId, now: Timestamp) -> Result<(), Error> {
    for (case, stage) in link::wholes_of(tx, part)? {
        let key = format!("{case}:{stage}:{part}");
        let ended = SubcaseEnded { case, stage };
        jobs::enqueue(tx, job::SUBCASE_ENDED, &key, &ended, now)?;
    }
    Ok(())
}

/// Goes on with the first case now that the other has ended. Nothing happens where it does not wait there any more.
///
/// # Errors
/// When the store fails or the definition cannot be carried out.
pub(crate) fn ended(
    tx: &mut Tx,
    ended: &SubcaseEnded,
    state: &State,
    now: Timestamp,
) -> Result<(), Error> {
    let case = case::by_id(tx, ended.case)?;
    let service = state.service_of(tx, &case)?;
    let part = link::part_of(tx, ended.case, &ended.stage)?;
    let Some(outcome) = part.and_then(|part| part.outcome) else {
        return Ok(());
    };
    go_on(tx, ended, outcome.as_str(), &service, state, now)
}

fn go_on(
    tx: &mut Tx,
    ended: &SubcaseEnded,
    result: &str,
    service: &Published,
    state: &State,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, ended.case)?;
    let stage = StageId::from_stored(ended.stage.clone());
    if !waits_there(&case, &stage) {
        return Ok(());
    }
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, &case, agency.id, now)?;
    let answers = case.open(look.as_ref())?.answers.clone();
    let facts = facts::of_case(tx, service, case.id, &answers)?;
    let facts = facts::with_result(facts, &ended.stage, result);
    let process = &service.definition.process;
    let step = process.advance(&case.position, &Event::SubcaseEnded { stage }, &facts)?;
    let place: &Jurisdiction = state.place_of(&case.agency_slug);
    let walk = Walk {
        service,
        place,
        by: None,
        now,
        facts: &facts,
    };
    let happened = CaseEvent::SubcaseEnded {
        stage: ended.stage.clone(),
        result: result.to_owned(),
    };
    carry_out(tx, &mut case, &happened, &step, &walk)
}
