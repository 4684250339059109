//! What a test says happens to the case.

use std::collections::BTreeMap;

use process::{Event, Process, StageId};
use serde::Deserialize;

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
    With(BTreeMap<String, String>),
}

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
/// The word for fields that were marked, instead of a result.
const MARKS: &str = "marks";

/// What an official found, in a test.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) result: Option<String>,
    pub(super) marks: i64,
    /// The stage whose other case ended, and how.
    pub(super) subcase: Option<(String, String)>,
}

fn is_subcase(process: &Process, stage: &str) -> bool {
    process.subcases().any(|(id, _)| id.as_str() == stage)
}

impl Happens {
    /// How the test names it.
    pub(super) fn word(&self) -> &str {
        match self {
            Self::Plain(word) => word,
            Self::With(results) => results.keys().next().map_or("", String::as_str),
        }
    }

    /// Whether the process has such a task, and the task such a result.
    pub(super) fn is_of(&self, definition: &Definition) -> Result<(), Differs> {
        let (task, result) = match self {
            Self::Plain(word) if WORDS.contains(&word.as_str()) => {
                return Ok(());
            }
            Self::Plain(task) => (task, None),
            Self::With(results) => match results.iter().collect::<Vec<_>>().as_slice() {
                [(word, task)] if *word == LATE => (*task, None),
                [(task, result)] => (*task, Some(*result)),
                _ => {
                    return Err(differs(
                        "cada paso de then lleva una sola tarea",
                        "each step of then takes one task",
                    ));
                }
            },
        };
        if let Some(ended) = result.filter(|_| is_subcase(&definition.process, task)) {
            return match ENDS.contains(&ended.as_str()) {
                true => Ok(()),
                false => Err(differs(
                    format!("«{task}» termina en granted, denied, abandoned o refused"),
                    format!("«{task}» ends in granted, denied, abandoned or refused"),
                )),
            };
        }
        let Some(known) = definition.process.task(task) else {
            return Err(differs(
                format!("no hay tarea «{task}» en process.yaml"),
                format!("there is no task «{task}» in process.yaml"),
            ));
        };
        let is_known = |word: &str| word == MARKS || known.results.iter().any(|one| one.id == word);
        match result {
            Some(result) if !is_known(result) => Err(differs(
                format!("la tarea «{task}» no tiene el resultado {result}"),
                format!("the task «{task}» has no result {result}"),
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn event(&self, process: &Process) -> (Event, Found) {
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
            Self::With(results) => match results.iter().next() {
                Some((word, task)) if word == LATE => {
                    (Event::TaskLapsed { task: task.clone() }, Found::default())
                }
                Some((stage, ended)) if is_subcase(process, stage) => (
                    Event::SubcaseEnded {
                        stage: StageId::from_stored(stage.as_str()),
                    },
                    Found {
                        subcase: Some((stage.clone(), ended.clone())),
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
