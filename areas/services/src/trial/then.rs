//! What a test says happens to the case.

use std::collections::BTreeMap;

use process::{Event, Process, StageId};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{Differs, differs};
use crate::Definition;

/// Something that happens to the case: a task that is done, perhaps with a result, one that is `late`, a stage whose other
/// case ended so, or `cosigned`, `not_cosigned`, `corrected`, `lapsed` and `withdrawn`.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    untagged,
    expecting = "escribe una tarea, { tarea: resultado }, corrected, lapsed o withdrawn\u{1f}write a task, { task: result }, corrected, lapsed or withdrawn"
)]
pub(super) enum Happens {
    Plain(String),
    With(BTreeMap<String, Word>),
}

/// What comes of a task, or under `with` what the official writes down.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Word {
    Result(String),
    WrittenDown(Map<String, Json>),
}

/// The word for what an official writes down.
const WITH: &str = "with";
/// The word for a task that was not done in time.
const LATE: &str = "late";
/// The words for what the applicant does, or lets pass.
const CORRECTED: &str = "corrected";
const LAPSED: &str = "lapsed";
const WITHDRAWN: &str = "withdrawn";
/// The words for what others do who must sign.
const COSIGNED: &str = "cosigned";
const NOT_COSIGNED: &str = "not_cosigned";
/// What is no task.
const WORDS: [&str; 5] = [CORRECTED, LAPSED, WITHDRAWN, COSIGNED, NOT_COSIGNED];
/// How another service may end.
const ENDS: [&str; 4] = ["granted", "denied", "abandoned", "refused"];
/// The word for a task that has no results to choose from.
const DONE: &str = "done";
/// The word for fields that were marked, instead of a result.
const MARKS: &str = "marks";

/// What an official found, in a test.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) result: Option<String>,
    pub(super) marks: i64,
    /// What was written down, by question.
    pub(super) written_down: Map<String, Json>,
    /// The stage whose other case ended, and how.
    pub(super) subcase: Option<(String, String)>,
}

fn is_subcase(process: &Process, stage: &str) -> bool {
    process.subcases().any(|(id, _)| id.as_str() == stage)
}

fn has_no_results(process: &Process, task: &str) -> bool {
    let known = process.task(task);
    known.is_some_and(|task| task.results.is_empty())
}

impl Happens {
    /// How the test names it.
    pub(super) fn word(&self) -> &str {
        match self {
            Self::Plain(word) => word,
            Self::With(_) => self.result().map_or("", |(task, _)| task),
        }
    }

    /// The one task and its result.
    fn result(&self) -> Option<(&str, &str)> {
        let Self::With(words) = self else { return None };
        let mut results = words.iter().filter_map(|(task, word)| match word {
            Word::Result(result) => Some((task.as_str(), result.as_str())),
            Word::WrittenDown(_) => None,
        });
        results.next().filter(|_| results.next().is_none())
    }

    /// What the official writes down.
    fn written_down(&self) -> Result<Map<String, Json>, Differs> {
        let Self::With(words) = self else {
            return Ok(Map::new());
        };
        let mut all = words.iter().filter_map(|(name, word)| match word {
            Word::WrittenDown(values) => Some((name.as_str(), values)),
            Word::Result(_) => None,
        });
        match (all.next(), all.next()) {
            (None, _) => Ok(Map::new()),
            (Some((WITH, values)), None) => Ok(values.clone()),
            _ => Err(differs(
                "lo que anota el funcionario va en with: { pregunta: valor }",
                "what the official writes down goes in with: { question: value }",
            )),
        }
    }

    /// Whether the process has such a task, and the task such a result.
    pub(super) fn is_of(&self, definition: &Definition) -> Result<(), Differs> {
        let (task, result) = match self {
            Self::Plain(word) if WORDS.contains(&word.as_str()) => {
                return Ok(());
            }
            Self::Plain(task) => (task.as_str(), None),
            Self::With(_) => match self.result() {
                Some((LATE, task)) => (task, None),
                Some((task, result)) => (task, Some(result)),
                None => {
                    return Err(differs(
                        "cada paso de then lleva una sola tarea",
                        "each step of then takes one task",
                    ));
                }
            },
        };
        if let Some(ended) = result.filter(|_| is_subcase(&definition.process, task)) {
            return match ENDS.contains(&ended) {
                true => Ok(()),
                false => Err(differs(
                    format!("«{task}» termina en granted, denied, abandoned o refused"),
                    format!("«{task}» ends in granted, denied, abandoned or refused"),
                )),
            };
        }
        self.check_written_down(task, definition)?;
        let Some(known) = definition.process.task(task) else {
            return Err(differs(
                format!("no hay tarea «{task}» en process.yaml"),
                format!("there is no task «{task}» in process.yaml"),
            ));
        };
        let is_known = |word: &str| {
            let is_done = word == DONE && known.results.is_empty();
            is_done || word == MARKS || known.results.iter().any(|one| one.id == word)
        };
        match result {
            Some(result) if !is_known(result) => Err(differs(
                format!("la tarea «{task}» no tiene el resultado {result}"),
                format!("the task «{task}» has no result {result}"),
            )),
            _ => Ok(()),
        }
    }

    /// What is written down is what the task asks, and nothing is wrong with it.
    fn check_written_down(&self, task: &str, definition: &Definition) -> Result<(), Differs> {
        let values = self.written_down()?;
        let form = definition.desk.of_task(task);
        let asks = |name: &String| form.is_some_and(|form| form.question(name).is_some());
        match values.keys().find(|name| !asks(name)) {
            Some(name) => Err(differs(
                format!("la tarea «{task}» no pregunta «{name}» en desk.yaml"),
                format!("the task «{task}» does not ask «{name}» in desk.yaml"),
            )),
            None => Ok(()),
        }
    }

    pub(super) fn event(&self, process: &Process) -> (Event, Found) {
        let (event, found) = self.outcome(process);
        let written_down = self.written_down().unwrap_or_default();
        let found = Found {
            written_down,
            ..found
        };
        (event, found)
    }

    fn outcome(&self, process: &Process) -> (Event, Found) {
        let done = |task: &str| Event::TaskCompleted {
            task: task.to_owned(),
        };
        match self {
            Self::Plain(word) => (
                match word.as_str() {
                    CORRECTED => Event::Corrected,
                    LAPSED => Event::CorrectionLapsed,
                    WITHDRAWN => Event::Withdrawn,
                    COSIGNED => Event::Cosigned,
                    NOT_COSIGNED => Event::NotCosigned,
                    task => done(task),
                },
                Found::default(),
            ),
            Self::With(_) => match self.result() {
                Some((LATE, task)) => (
                    Event::TaskLapsed {
                        task: task.to_owned(),
                    },
                    Found::default(),
                ),
                Some((stage, ended)) if is_subcase(process, stage) => (
                    Event::SubcaseEnded {
                        stage: StageId::from_stored(stage),
                    },
                    Found {
                        subcase: Some((stage.to_owned(), ended.to_owned())),
                        ..Found::default()
                    },
                ),
                Some((task, MARKS)) => (
                    done(task),
                    Found {
                        marks: 1,
                        ..Found::default()
                    },
                ),
                Some((task, DONE)) if has_no_results(process, task) => {
                    (done(task), Found::default())
                }
                Some((task, result)) => (
                    done(task),
                    Found {
                        result: Some(result.to_owned()),
                        ..Found::default()
                    },
                ),
                None => (done(""), Found::default()),
            },
        }
    }
}

/// What an event is called in a test.
pub(super) fn event_said(event: &Event) -> String {
    match event {
        Event::TaskCompleted { task } | Event::TaskLapsed { task } => task.clone(),
        Event::Corrected => CORRECTED.to_owned(),
        Event::CorrectionLapsed => LAPSED.to_owned(),
        Event::Withdrawn => WITHDRAWN.to_owned(),
        Event::Cosigned => COSIGNED.to_owned(),
        Event::NotCosigned => NOT_COSIGNED.to_owned(),
        Event::SubcaseEnded { stage } => stage.to_string(),
        _ => "start".to_owned(),
    }
}

pub(super) fn refused(event: &str, error: &process::Refused) -> Differs {
    match error {
        process::Refused::NotHere => differs(
            format!("{event} no puede pasar ahí: el caso está en otra etapa; corrige then"),
            format!("{event} cannot happen there: the case is in another stage; mend then"),
        ),
        process::Refused::Condition { stage, message } => {
            let spanish = rules::in_spanish(message);
            differs(
                format!("una condición de la etapa {stage} no se puede calcular: {spanish}"),
                format!("a condition of the stage {stage} cannot be worked out: {message}"),
            )
        }
        other => differs(format!("no se puede seguir: {other}"), other.to_string()),
    }
}
