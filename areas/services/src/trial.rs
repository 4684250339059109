//! `tests.yaml`: applicants with their answers, and what must come of them.
//!
//! What is run: which questions are asked, what is wrong with the answers, the fee, and the way through the
//! process with the officials' results given. Silence and calendars are not run here yet.

use std::collections::{BTreeMap, VecDeque};

use forms::{Answers, FileKind, Known, KnownFile, KnownRecord};
use jiff::civil::Date;
use process::{Effect, Event, StageId};
use rules::{Context, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::finding::Finding;
use crate::{Definition, tables};

/// The file of tests.
pub(crate) const FILE: &str = "tests.yaml";
/// Longer ways through a process are circles.
const STEPS_MAX: usize = 200;

/// One test of a definition.
#[derive(Debug, Clone)]
pub struct Trial {
    /// What it is about, in a sentence.
    pub name: String,
    body: Body,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    on: Date,
    #[serde(default)]
    given: Map<String, Json>,
    #[serde(default)]
    asks: Vec<String>,
    #[serde(default)]
    does_not_ask: Vec<String>,
    #[serde(default)]
    errors: BTreeMap<String, String>,
    /// What conditions see of the answers: a computed value, by its name.
    #[serde(default)]
    facts: BTreeMap<String, Json>,
    fee: Option<i64>,
    /// The act it ends with.
    act: Option<String>,
    #[serde(default)]
    then: Vec<Happens>,
    ends: Option<process::Outcome>,
}

/// Something that happens to the case: a task that is done, perhaps with a result, one that is `late`, a stage whose other
/// case ended so, or `cosigned`, `not_cosigned`, `corrected`, `lapsed` and `withdrawn`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Happens {
    Plain(String),
    With(BTreeMap<String, String>),
}

/// The word for a task that was not done in time.
const LATE: &str = "late";
/// The word for fields that were marked, instead of a result.
const MARKS: &str = "marks";

pub(crate) fn parse(yaml: &str) -> Result<Vec<Trial>, Vec<Finding>> {
    let raw: Vec<BTreeMap<String, Body>> =
        serde_saphyr::from_str(yaml).map_err(|error| vec![Finding::yaml(FILE, &error)])?;
    Ok(raw
        .into_iter()
        .flatten()
        .map(|(name, body)| Trial { name, body })
        .collect())
}

/// What a test found, in Spanish and English.
type Differs = (String, String);

impl Trial {
    /// Runs the test.
    #[must_use]
    pub fn run(&self, definition: &Definition) -> Option<Finding> {
        let (es, en) = self.differs(definition).err()?;
        Some(Finding::new(
            FILE,
            format!("«{}»: {es}", self.name),
            format!("«{}»: {en}", self.name),
        ))
    }

    fn differs(&self, definition: &Definition) -> Result<(), Differs> {
        let (answers, known) = self.answers(definition)?;
        self.compare_questions(definition, &answers)?;
        self.compare_errors(definition, &answers, &known)?;
        if !self.body.errors.is_empty() {
            return Ok(());
        }
        let facts = definition.form.facts(&answers);
        self.compare_facts(&facts)?;
        self.walk(definition, &facts)
    }

    /// The given answers; documents are names of files, registries' questions are the record's fields.
    fn answers(&self, definition: &Definition) -> Result<(Answers, Known), Differs> {
        let mut known = Known::on(self.body.on);
        let mut json = Map::new();
        for (id, value) in &self.body.given {
            let question = definition.form.question(id).ok_or_else(|| {
                differs(
                    format!("no hay pregunta «{id}»"),
                    format!("there is no question «{id}»"),
                )
            })?;
            match (question.kind.dataset(), value) {
                (Some(dataset), Json::Object(fields)) => {
                    known.records.push(KnownRecord {
                        dataset: dataset.to_owned(),
                        key: id.clone(),
                        role: String::new(),
                        fields: fields.clone(),
                    });
                    json.insert(id.clone(), Json::from(id.as_str()));
                }
                (_, Json::String(name)) if question.kind.is_document() => {
                    let kind = name
                        .rsplit_once('.')
                        .and_then(|(_, ending)| FileKind::from_word(ending))
                        .unwrap_or(FileKind::Pdf);
                    known.files.entry(id.clone()).or_default().push(KnownFile {
                        name: name.clone(),
                        kind,
                        size_bytes: 1,
                    });
                }
                _ => {
                    json.insert(id.clone(), value.clone());
                }
            }
        }
        let answers = definition.form.understand_json(&json, &known);
        Ok((answers, known))
    }

    fn compare_questions(&self, definition: &Definition, answers: &Answers) -> Result<(), Differs> {
        let visible = definition.form.visible(answers);
        let is_asked = |id: &String| visible.iter().any(|question| question.id == *id);
        if let Some(id) = self.body.asks.iter().find(|id| !is_asked(id)) {
            return Err(differs(
                format!("«{id}» no se pregunta"),
                format!("«{id}» is not asked"),
            ));
        }
        match self.body.does_not_ask.iter().find(|id| is_asked(id)) {
            Some(id) => Err(differs(
                format!("«{id}» se pregunta"),
                format!("«{id}» is asked"),
            )),
            None => Ok(()),
        }
    }

    fn compare_errors(
        &self,
        definition: &Definition,
        answers: &Answers,
        known: &Known,
    ) -> Result<(), Differs> {
        let found = definition.form.validate(answers, known);
        let found: BTreeMap<String, String> = found
            .iter()
            .map(|error| (error.question.clone(), error.code().to_owned()))
            .collect();
        if found == self.body.errors {
            return Ok(());
        }
        Err(differs(
            format!("los errores son {found:?}"),
            format!("the errors are {found:?}"),
        ))
    }

    fn compare_facts(&self, facts: &Context) -> Result<(), Differs> {
        for (name, expected) in &self.body.facts {
            let found = facts
                .get(name)
                .and_then(|fact| serde_json::to_value(fact).ok());
            let found = found.unwrap_or_default();
            if found != *expected {
                return Err(differs(
                    format!("«{name}» es {found} y no {expected}"),
                    format!("«{name}» is {found}, not {expected}"),
                ));
            }
        }
        Ok(())
    }

    /// Goes through the process: what the program does by itself happens at once, all else as the test says.
    fn walk(&self, definition: &Definition, facts: &Context) -> Result<(), Differs> {
        let process = &definition.process;
        let refused = |error: process::Refused| differs(error.to_string(), error.to_string());
        let mut happens = self.body.then.iter();
        let mut results = Context::new();
        let mut by_itself: VecDeque<Event> = VecDeque::new();
        let mut fee = None;
        let mut step = process.start().map_err(refused)?;
        for _ in 0..STEPS_MAX {
            for effect in &step.effects {
                match effect {
                    Effect::End(ending) => return self.compare_end(Some(ending), fee),
                    Effect::OrderFee { table } => {
                        fee = Some(amount(definition, table, facts)?);
                        by_itself.push_back(Event::FeePaid);
                    }
                    Effect::Wait { stage, .. } => by_itself.push_back(Event::Waited {
                        stage: (*stage).clone(),
                    }),
                    Effect::Notify { stage, .. } => by_itself.push_back(Event::Done {
                        stage: (*stage).clone(),
                    }),
                    Effect::AskCosigners(_)
                    | Effect::OpenSubcase { .. }
                    | Effect::OpenTask(_)
                    | Effect::AskCorrection(_)
                    | Effect::StopClock
                    | Effect::ResumeClock
                    | Effect::CloseTasks => {}
                }
            }
            let (event, found) = match by_itself.pop_front() {
                Some(event) => (event, Found::default()),
                None => match happens.next() {
                    Some(next) => {
                        next.event(|stage| process.subcases().any(|(id, _)| id.as_str() == stage))
                    }
                    None => return self.compare_end(None, fee),
                },
            };
            if let (Event::TaskCompleted { task }, Some(result)) = (&event, &found.result) {
                results.insert(task.as_str(), result.as_str());
            }
            if let Some((stage, ended)) = &found.subcase {
                results.insert(stage.as_str(), ended.as_str());
            }
            let facts = facts
                .clone()
                .with("resultado", found.result.map_or(Value::Null, Value::from))
                .with("marcas", found.marks)
                .with("resultados", results.clone());
            step = process.advance(&step.at, &event, &facts).map_err(refused)?;
        }
        self.compare_end(None, fee)
    }

    fn compare_end(
        &self,
        ending: Option<&process::Ending>,
        fee: Option<i64>,
    ) -> Result<(), Differs> {
        let outcome = ending.map(|ending| ending.outcome);
        let act = ending.map(|ending| ending.act.as_str());
        if self.body.act.is_some() && self.body.act.as_deref() != act {
            let (expected, found) = (&self.body.act, act);
            return Err(differs(
                format!("el acto es {found:?} y no {expected:?}"),
                format!("the act is {found:?}, not {expected:?}"),
            ));
        }
        if let Some(expected) = self.body.fee
            && fee != Some(expected)
        {
            return Err(differs(
                format!("la tasa es {fee:?} y no {expected}"),
                format!("the fee is {fee:?}, not {expected}"),
            ));
        }
        if self.body.ends == outcome {
            return Ok(());
        }
        let (expected, found) = (self.body.ends, outcome);
        Err(differs(
            format!("termina en {found:?} y no en {expected:?}"),
            format!("it ends in {found:?}, not {expected:?}"),
        ))
    }
}

/// What an official found, in a test.
#[derive(Debug, Default)]
struct Found {
    result: Option<String>,
    marks: i64,
    /// The stage whose other case ended, and how.
    subcase: Option<(String, String)>,
}

impl Happens {
    fn event(&self, is_subcase: impl Fn(&str) -> bool) -> (Event, Found) {
        let done = |task: &str| Event::TaskCompleted {
            task: task.to_owned(),
        };
        match self {
            Self::Plain(word) => (
                match word.as_str() {
                    "cosigned" => Event::Cosigned,
                    "not_cosigned" => Event::NotCosigned,
                    "corrected" => Event::Corrected,
                    "lapsed" => Event::CorrectionLapsed,
                    "withdrawn" => Event::Withdrawn,
                    task => done(task),
                },
                Found::default(),
            ),
            Self::With(results) => match results.iter().next() {
                Some((word, task)) if word == LATE => {
                    (Event::TaskLapsed { task: task.clone() }, Found::default())
                }
                Some((task, result)) if is_subcase(task) => (
                    Event::SubcaseEnded {
                        stage: StageId::from_stored(task.as_str()),
                    },
                    Found {
                        subcase: Some((task.clone(), result.clone())),
                        ..Found::default()
                    },
                ),
                Some((task, result)) if result == MARKS => (
                    done(task),
                    Found {
                        marks: 1,
                        ..Found::default()
                    },
                ),
                Some((task, result)) => (
                    done(task),
                    Found {
                        result: Some(result.clone()),
                        ..Found::default()
                    },
                ),
                None => (done(""), Found::default()),
            },
        }
    }
}

fn amount(definition: &Definition, table: &str, facts: &Context) -> Result<i64, Differs> {
    let missing = || {
        differs(
            format!("la tabla «{table}» no da un monto"),
            format!("the table «{table}» gives no amount"),
        )
    };
    let decided = definition
        .tables
        .get(table)
        .ok_or_else(missing)?
        .decide(facts)
        .map_err(|error| differs(error.to_string(), error.to_string()))?;
    decided
        .outputs
        .get(tables::AMOUNT)
        .and_then(Value::as_number)
        .and_then(rules::Number::to_i64)
        .ok_or_else(missing)
}

fn differs(es: impl Into<String>, en: impl Into<String>) -> Differs {
    (es.into(), en.into())
}
