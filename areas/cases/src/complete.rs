//! An official finishes a task: with a result, with reasons, with marks for correction.

use forms::{Answers, Form, Known, Question};
use identity::Official;
use jiff::Timestamp;
use jiff::civil::Date;
use process::{Event, HumanTask};
use rules::Value;
use serde_json::{Map, Value as Json};
use services::for_another::FOR_WHOM;
use services::{Published, desk};
use store::Tx;

use crate::advance::{Walk, carry_out};
use crate::case::Case;
use crate::document::StoredFile;
use crate::event::CaseEvent;
use crate::jurisdiction::Jurisdiction;
use crate::mark::{self, Mark, REMARK_CHARACTERS_MAX};
use crate::task::{self, AgencyTask};
use crate::{Error, attach, facts, hands, look};

/// What an official found.
#[derive(Debug, Clone, Default)]
pub struct Completion {
    /// One of the task's results; none where the task has none, or where fields are marked.
    pub result: Option<String>,
    /// The reasons, which go into the act.
    pub reasons: Option<String>,
    /// What must be corrected first.
    pub marks: Vec<Mark>,
    /// What is written down, where the task asks for it.
    pub written_down: WrittenDown,
    /// Files that go with the decision, besides those attached before.
    pub files: Vec<StoredFile>,
}

/// What an official writes down, as it comes.
#[derive(Debug, Clone)]
pub enum WrittenDown {
    /// The fields of a page.
    Typed(Vec<(String, String)>),
    /// Values by question.
    Json(Map<String, Json>),
}

impl Default for WrittenDown {
    fn default() -> Self {
        Self::Json(Map::new())
    }
}

/// Reasons are pages, not books.
pub const REASONS_CHARACTERS_MAX: usize = 20_000;

/// Finishes a task and takes the step that follows.
///
/// Only an official of the case's agency with the task's role may: none whose own case it is, and none
/// who did a task that this one must not share a hand with. The task, its reasons and the marks are recorded; the process takes
/// its step. The applicant is told when something is asked of them, and when the act is there.
///
/// # Errors
/// [`Error::Unknown`] when the task is not theirs or is done; [`Error::InOtherHands`], [`Error::OwnCase`], [`Error::FourEyes`],
/// [`Error::UnknownResult`], [`Error::ReasonsNeeded`], [`Error::RemarkNeeded`] and [`Error::MarksDoNotFit`] as they say.
pub fn complete(
    tx: &mut Tx,
    official: &Official,
    found: &AgencyTask,
    completion: &Completion,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<Case, Error> {
    for file in &completion.files {
        attach::attach(tx, official, found, file, service, now)?;
    }
    let (mut case, human) = hands::open_task(tx, found, service)?;
    let process = &service.definition.process;
    hands::check(tx, &case, human, official)?;
    let in_hand = found.task.assigned_to;
    if in_hand.is_some_and(|account| account != official.account) {
        return Err(Error::InOtherHands);
    }
    let can_mark = process.can_ask_correction(&human.id);
    let look = look::deciding(tx, &case, official, now)?;
    let answers = &case.open(look.as_ref())?.answers;
    let asked = service.definition.form.visible(answers);
    let today = now.to_zoned(place.zone().clone()).date();
    let form = service.definition.desk.of_task(&human.id);
    let written_down = form.map(|form| written_down(form, completion, today));
    let completion = check(completion, human, can_mark, &asked)?;
    // What must be corrected first is written down anew afterwards.
    let written_down = match written_down {
        Some(Err(faults)) if completion.marks.is_empty() => return Err(Error::Answers(faults)),
        Some(Ok(answers)) => Some(answers),
        _ => None,
    };
    task::complete(
        tx,
        found.task.id,
        official.account,
        &task::Found {
            result: completion.result.as_deref(),
            reasons: completion.reasons.as_deref(),
            written_down: written_down.as_ref(),
        },
        now,
    )?;
    mark::add(tx, case.id, found.task.id, &completion.marks)?;
    let mut facts = facts::of_case(tx, service, case.id, answers)?;
    facts.insert(
        "resultado",
        completion.result.clone().map_or(Value::Null, Value::from),
    );
    facts.insert(
        "marcas",
        Value::from(i64::try_from(completion.marks.len()).unwrap_or(i64::MAX)),
    );
    let step = process.advance(
        &case.position,
        &Event::TaskCompleted {
            task: human.id.clone(),
        },
        &facts,
    )?;
    let happened = CaseEvent::TaskCompleted {
        task: human.id.clone(),
        result: completion.result,
    };
    let walk = Walk {
        service,
        place,
        by: Some(official.account),
        now,
        facts: &facts,
    };
    carry_out(tx, &mut case, &happened, &step, &walk)?;
    Ok(case)
}

/// Reasons as they are kept; none where nothing was written.
pub(crate) fn stated_reasons(typed: &str) -> Option<String> {
    let reasons = Some(typed.trim()).filter(|reasons| !reasons.is_empty());
    reasons.map(|reasons| reasons.chars().take(REASONS_CHARACTERS_MAX).collect())
}

fn check(
    completion: &Completion,
    human: &HumanTask,
    can_mark: bool,
    asked: &[&Question],
) -> Result<Completion, Error> {
    let reasons = completion.reasons.as_deref().and_then(stated_reasons);
    let marks = check_marks(&completion.marks, can_mark, asked)?;
    if !marks.is_empty() {
        if completion.result.is_some() {
            return Err(Error::MarksDoNotFit);
        }
        return Ok(Completion {
            reasons,
            marks,
            ..Completion::default()
        });
    }
    let result = completion
        .result
        .as_deref()
        .filter(|result| !result.is_empty());
    let known = match (result, human.results.as_slice()) {
        (None, []) => None,
        (Some(result), results) => Some(
            results
                .iter()
                .find(|known| known.id == result)
                .ok_or(Error::UnknownResult)?,
        ),
        (None, _) => return Err(Error::UnknownResult),
    };
    if known.is_some_and(|known| known.reasons_required) && reasons.is_none() {
        return Err(Error::ReasonsNeeded);
    }
    Ok(Completion {
        result: known.map(|known| known.id.clone()),
        reasons,
        marks,
        ..Completion::default()
    })
}

/// What was written down, if nothing is wrong with it.
fn written_down(
    form: &Form,
    completion: &Completion,
    today: Date,
) -> Result<Answers, Vec<forms::FieldError>> {
    let known = Known::on(today);
    match &completion.written_down {
        WrittenDown::Typed(fields) => {
            let answers = read_typed(form, fields, &known);
            let faults = form.validate(&answers, &known);
            match faults.is_empty() {
                true => Ok(answers),
                false => Err(faults),
            }
        }
        WrittenDown::Json(values) => {
            let mut values = values.clone();
            if let Some(result) = &completion.result
                && form.question(desk::RESULT).is_some()
            {
                values.insert(desk::RESULT.to_owned(), Json::from(result.as_str()));
            }
            Ok(form.read_json(&values, &known)?.answers)
        }
    }
}

/// The fields of a page as answers, with nothing wrong with them or not.
pub(crate) fn read_typed(form: &Form, fields: &[(String, String)], known: &Known) -> Answers {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut answers = Answers::default();
    for section in &form.sections {
        answers.take_from(&form.read_section(section, &fields, known), |_| true);
    }
    answers
}

/// Whether an official may ask to correct a question: not what formulas work out, and not whether it is for somebody
/// else, which is settled with the filing.
pub(crate) fn can_be_marked(question: &Question) -> bool {
    question.computed.is_none() && question.id != FOR_WHOM
}

/// Marks name questions that the applicant was asked, and say what is wrong with the answer.
fn check_marks(marks: &[Mark], can_mark: bool, asked: &[&Question]) -> Result<Vec<Mark>, Error> {
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    let was_asked = |mark: &Mark| {
        let mut asked = asked.iter();
        asked.any(|question| can_be_marked(question) && question.id == mark.question)
    };
    if !can_mark || !marks.iter().all(was_asked) {
        return Err(Error::MarksDoNotFit);
    }
    if marks.iter().any(|mark| mark.remark.trim().is_empty()) {
        return Err(Error::RemarkNeeded);
    }
    let shorten = |mark: &Mark| Mark {
        question: mark.question.clone(),
        remark: mark.remark.chars().take(REMARK_CHARACTERS_MAX).collect(),
    };
    Ok(marks.iter().map(shorten).collect())
}
