//! Asking a registry on the way of a case. The person finds the look among theirs; what is kept are facts from then on.

use identity::access::{self, Automatic};
use identity::{AgencyId, Purpose, Reason};
use jiff::Timestamp;
use process::{Event, Lookup, StageId};
use registries::{Dataset, Record};
use rules::Value;
use serde_json::{Map, Value as Json};
use services::gathered::COUNT;
use store::{Db, Tx, params};

use crate::advance::{Walk, carry_out};
use crate::case::Case;
use crate::event::CaseEvent;
use crate::{CaseId, Error, facts};

store::statements! {
    /// A question to which the answer is awaited.
    ASK = "insert into case_consulted (case_id, revision, stage, asked_at) values ($1, $2, $3, $4)";
    /// The answer. Only one is taken.
    ANSWER = "update case_consulted set answered_at = $4, answer = $5 where case_id = $1 and revision = $2 and stage = $3 and answered_at is null";
    /// The step that a stage asked in last.
    LAST_ASKED = "select revision from case_consulted where case_id = $1 and stage = $2 order by revision desc limit 1";
    /// What was answered in a case, the newest last.
    ANSWERS = "select stage, answer from case_consulted where case_id = $1 and answer is not null order by revision, stage limit $2";
}

/// Answers of one case read at once: more than stages that a process has, asked some times over.
const ANSWERS_MAX: i64 = 500;

/// The values that are kept of an answer, by name.
pub(crate) type Answer = Map<String, Json>;

/// Notes that a stage has asked.
pub(crate) fn ask(tx: &mut Tx, case: &Case, stage: &str, now: Timestamp) -> Result<(), Error> {
    Ok(tx.put(&ASK, params![case.id, case.revision, stage, now])?)
}

/// Keeps an answer; whether it was still awaited.
pub(crate) fn answer(
    tx: &mut Tx,
    case: CaseId,
    (revision, stage): (i64, &str),
    answer: &Answer,
    now: Timestamp,
) -> Result<bool, Error> {
    let parameters = params![case, revision, stage, now, store::Json(answer)];
    Ok(tx.exec(&ANSWER, parameters)? == 1)
}

/// The step in which a stage asked last.
pub(crate) fn last_asked(db: &mut Db, case: CaseId, stage: &str) -> Result<Option<i64>, Error> {
    Ok(db.row_opt(&LAST_ASKED, params![case, stage], |row| row.get(0))?)
}

/// What was answered in a case, the newest last.
pub(crate) fn answers(db: &mut Db, case: CaseId) -> Result<Vec<(String, Answer)>, Error> {
    Ok(db.rows(&ANSWERS, params![case, ANSWERS_MAX], |row| {
        let store::Json(answer) = row.get::<store::Json<Answer>>(1)?;
        Ok((row.get(0)?, answer))
    })?)
}

/// Asks a registry, keeps what it holds, and goes on.
///
/// # Errors
/// [`Error::Definition`] when the registry has no such name or the key cannot be worked out.
pub(crate) fn look_up(
    tx: &mut Tx,
    case: &mut Case,
    stage: &StageId,
    lookup: &Lookup,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    let wrong = |what: String| Error::Definition(format!("asks: {what}"));
    let dataset: Dataset = lookup
        .dataset
        .parse()
        .map_err(|error: registries::BadDataset| wrong(error.to_string()))?;
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let records = match &lookup.key {
        None => own(tx, case, &dataset, agency.id, walk.now)?,
        Some(key) => {
            let key = key
                .evaluate(walk.facts)
                .map_err(|error| wrong(error.to_string()))?;
            under_key(tx, case, &dataset, &key, agency.id, walk.now)?
        }
    };
    let today = walk.now.to_zoned(walk.place.zone().clone()).date();
    let holds = |record: &&Record| record.valid_to.is_none_or(|end| today < end);
    let standing: Vec<&Record> = records.iter().filter(holds).collect();
    let mut kept = Answer::new();
    kept.insert(COUNT.to_owned(), Json::from(standing.len()));
    for value in &lookup.keeps {
        let newest = standing.last();
        let found = newest.and_then(|record| record.fields.get(&value.name));
        kept.extend(found.map(|found| (value.name.clone(), found.clone())));
    }
    ask(tx, case, stage.as_str(), walk.now)?;
    let asked = (case.revision, stage.as_str());
    answer(tx, case.id, asked, &kept, walk.now)?;
    let done = Event::Done {
        stage: stage.clone(),
    };
    let facts = facts::with_consulted(tx, walk.facts.clone(), walk.service, case.id)?;
    let process = &walk.service.definition.process;
    let step = process.advance(&case.position, &done, &facts)?;
    let looked = CaseEvent::RegistryAsked {
        stage: stage.to_string(),
        found: i64::try_from(standing.len()).unwrap_or(i64::MAX),
    };
    carry_out(
        tx,
        case,
        &looked,
        &step,
        &Walk {
            facts: &facts,
            ..*walk
        },
    )
}

/// The records about whoever applied, or whom they applied for; none of somebody whom the State does not know.
fn own(
    tx: &mut Tx,
    case: &Case,
    dataset: &Dataset,
    agency: AgencyId,
    now: Timestamp,
) -> Result<Vec<Record>, Error> {
    let Some(person) = case.subject() else {
        return Ok(Vec::new());
    };
    let purpose = purpose(case).reading(dataset.as_str());
    let look = access::look(tx, &Automatic(agency), person, purpose, now)?;
    let sealed = registries::of_person(tx, person, dataset)?;
    let opened = sealed.iter().map(|record| record.open(&look).cloned());
    Ok(opened.collect::<Result<_, _>>()?)
}

/// The record under a key, as text or a number; none where nothing was answered.
fn under_key(
    tx: &mut Tx,
    case: &Case,
    dataset: &Dataset,
    key: &Value,
    agency: AgencyId,
    now: Timestamp,
) -> Result<Vec<Record>, Error> {
    let key = match (key.as_str(), key.is_null()) {
        (_, true) => return Ok(Vec::new()),
        (Some(key), _) => key.to_owned(),
        (None, _) => key.to_string(),
    };
    match registries::record(tx, dataset, &key)? {
        Some(found) => Ok(vec![found.open(
            tx,
            &Automatic(agency),
            &purpose(case),
            now,
        )?]),
        None => Ok(Vec::new()),
    }
}

fn purpose(case: &Case) -> Purpose {
    Purpose::new(Reason::Issue).for_case(case.number.as_str())
}
