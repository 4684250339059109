//! From `process.yaml` to a sound [`Process`]: everything that could be wrong is refused here.

use std::collections::{BTreeMap, BTreeSet};

use rules::Expression;
use serde::Deserialize;
use text::Localized;

use crate::definition::{
    Choice, Correction, Ending, HumanTask, Outcome, Process, Stage, StageId, StageKind, TaskResult,
    Then,
};
use crate::ordered::Ordered;

/// Stages in one process: above this nobody reads it aloud.
const STAGES_MAX: usize = 100;

/// Why a process is not sound. The sentence names the stage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not the YAML we read; the message has line and column.
    #[error("process.yaml: {0}")]
    Syntax(String),
    /// A stage that is named does not exist.
    #[error("the stage «{stage}» leads to «{to}», which does not exist")]
    UnknownStage {
        /// Where it is named.
        stage: String,
        /// The missing one.
        to: String,
    },
    /// The stage says nothing that can be done, or several things at once.
    #[error("the stage «{0}» must have exactly one of: fee, task, waits_for, ends")]
    Shape(String),
    /// Something the stage needs is missing.
    #[error("the stage «{stage}» needs «{what}»")]
    Missing {
        /// The stage.
        stage: String,
        /// The missing key.
        what: &'static str,
    },
    /// A condition cannot be read.
    #[error("the stage «{stage}» has a condition that cannot be read: {message}")]
    Condition {
        /// The stage.
        stage: String,
        /// What the expression parser says.
        message: String,
    },
    /// The last choice has a condition: a case could get stuck.
    #[error(
        "the choices of the stage «{0}» must end with one without a condition (otherwise: true)"
    )]
    NoOtherwise(String),
    /// No case ever gets here.
    #[error("the stage «{0}» cannot be reached")]
    Unreachable(String),
    /// From here no case ever ends.
    #[error("from the stage «{0}» no end can be reached")]
    Endless(String),
    /// Two tasks share a name, or the four-eyes rule names no task.
    #[error("the task «{0}» is not named exactly once")]
    TaskName(String),
    /// More stages than anybody can follow.
    #[error("a process has at most {STAGES_MAX} stages")]
    TooMany,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProcess {
    start: String,
    stages: Ordered<RawStage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStage {
    title: Option<Localized>,
    fee: Option<String>,
    task: Option<Ordered<RawTask>>,
    waits_for: Option<RawWaitsFor>,
    within: Option<String>,
    #[serde(default)]
    stops_clock: bool,
    next: Option<String>,
    #[serde(rename = "else")]
    otherwise: Option<String>,
    #[serde(default)]
    choose: Ordered<RawChoice>,
    ends: Option<RawEnding>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawWaitsFor {
    Applicant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTask {
    title: Localized,
    who: String,
    within: Option<String>,
    #[serde(default)]
    results: Ordered<RawResult>,
    #[serde(default)]
    files: u8,
    not: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResult {
    title: Localized,
    #[serde(default)]
    reasons: RawReasons,
}

#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum RawReasons {
    #[default]
    Optional,
    Required,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChoice {
    when: Option<String>,
    #[serde(default)]
    otherwise: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEnding {
    act: String,
    result: Outcome,
    appeal: Option<String>,
    revoked_by: Option<String>,
}

impl Process {
    /// Reads and proves a process.
    ///
    /// # Errors
    /// The first [`Error`] found, naming the stage.
    pub fn parse(yaml: &str) -> Result<Self, Error> {
        let raw: RawProcess =
            serde_saphyr::from_str(yaml).map_err(|error| Error::Syntax(error.to_string()))?;
        if raw.stages.0.len() > STAGES_MAX {
            return Err(Error::TooMany);
        }
        let order: Vec<StageId> = raw
            .stages
            .0
            .iter()
            .map(|(name, _)| StageId(name.clone()))
            .collect();
        let mut stages = BTreeMap::new();
        for (name, stage) in raw.stages.0 {
            let stage = stage.build(&name)?;
            stages.insert(StageId(name), stage);
        }
        let process = Self {
            start: StageId(raw.start),
            stages,
            order,
        };
        process.prove_links()?;
        process.prove_reachable()?;
        process.prove_endings()?;
        process.prove_task_names()?;
        Ok(process)
    }

    fn prove_links(&self) -> Result<(), Error> {
        let known = |from: &str, to: &StageId| {
            if self.stages.contains_key(to) {
                Ok(())
            } else {
                Err(Error::UnknownStage {
                    stage: from.to_owned(),
                    to: to.0.clone(),
                })
            }
        };
        known("start", &self.start)?;
        self.stages.values().try_for_each(|stage| {
            stage
                .exits()
                .into_iter()
                .try_for_each(|to| known(&stage.id.0, to))
        })
    }

    fn prove_reachable(&self) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        let mut open = vec![&self.start];
        while let Some(id) = open.pop() {
            if seen.insert(id)
                && let Some(stage) = self.stages.get(id)
            {
                open.extend(stage.exits());
            }
        }
        match self.order.iter().find(|id| !seen.contains(id)) {
            Some(lost) => Err(Error::Unreachable(lost.0.clone())),
            None => Ok(()),
        }
    }

    /// Works backwards from the ends until nothing new is found.
    fn prove_endings(&self) -> Result<(), Error> {
        let mut ending: BTreeSet<&StageId> = self
            .stages
            .values()
            .filter(|stage| stage.exits().is_empty())
            .map(|stage| &stage.id)
            .collect();
        loop {
            let more: Vec<&StageId> = self
                .stages
                .values()
                .filter(|stage| {
                    !ending.contains(&stage.id)
                        && stage.exits().iter().any(|to| ending.contains(to))
                })
                .map(|stage| &stage.id)
                .collect();
            if more.is_empty() {
                break;
            }
            ending.extend(more);
        }
        match self.order.iter().find(|id| !ending.contains(id)) {
            Some(endless) => Err(Error::Endless(endless.0.clone())),
            None => Ok(()),
        }
    }

    fn prove_task_names(&self) -> Result<(), Error> {
        let mut names = BTreeSet::new();
        for task in self.tasks() {
            if !names.insert(task.id.as_str()) {
                return Err(Error::TaskName(task.id.clone()));
            }
        }
        match self
            .tasks()
            .filter_map(|task| task.not_same_as.as_ref())
            .find(|name| !names.contains(name.as_str()))
        {
            Some(unknown) => Err(Error::TaskName(unknown.clone())),
            None => Ok(()),
        }
    }
}

impl Stage {
    /// Every stage that may come next; none at an end.
    pub(crate) fn exits(&self) -> Vec<&StageId> {
        match &self.kind {
            StageKind::Fee { next, .. } => vec![next],
            StageKind::Task {
                then: Then::Choose(choices),
                ..
            } => choices.iter().map(|choice| &choice.to).collect(),
            StageKind::Correction(correction) => vec![&correction.next, &correction.otherwise],
            StageKind::Task {
                then: Then::End(_), ..
            }
            | StageKind::End(_) => Vec::new(),
        }
    }
}

impl RawStage {
    fn build(self, name: &str) -> Result<Stage, Error> {
        let missing = |what| Error::Missing {
            stage: name.to_owned(),
            what,
        };
        let title = self.title.clone().ok_or_else(|| missing("title"))?;
        let kind = match (self.fee, self.task, self.waits_for, self.ends) {
            (Some(table), None, None, None) => StageKind::Fee {
                table,
                next: StageId(self.next.ok_or_else(|| missing("next"))?),
            },
            (None, Some(task), None, ends) => {
                let task = build_task(name, task)?;
                let then = match ends {
                    Some(ending) if self.choose.0.is_empty() => Then::End(ending.build()),
                    Some(_) => return Err(Error::Shape(name.to_owned())),
                    None => Then::Choose(build_choices(name, self.choose)?),
                };
                StageKind::Task { task, then }
            }
            (None, None, Some(RawWaitsFor::Applicant), None) => StageKind::Correction(Correction {
                within: self.within.ok_or_else(|| missing("within"))?,
                stops_clock: self.stops_clock,
                next: StageId(self.next.ok_or_else(|| missing("next"))?),
                otherwise: StageId(self.otherwise.ok_or_else(|| missing("else"))?),
            }),
            (None, None, None, Some(ending)) => StageKind::End(ending.build()),
            _ => return Err(Error::Shape(name.to_owned())),
        };
        Ok(Stage {
            id: StageId(name.to_owned()),
            title,
            kind,
        })
    }
}

impl RawEnding {
    fn build(self) -> Ending {
        Ending {
            act: self.act,
            outcome: self.result,
            appeal: self.appeal,
            revoked_by: self.revoked_by,
        }
    }
}

fn build_task(stage: &str, raw: Ordered<RawTask>) -> Result<HumanTask, Error> {
    let mut tasks = raw.0.into_iter();
    let (Some((id, task)), None) = (tasks.next(), tasks.next()) else {
        return Err(Error::Shape(stage.to_owned()));
    };
    let results = task.results.0.into_iter().map(|(id, result)| TaskResult {
        id,
        title: result.title,
        reasons_required: result.reasons == RawReasons::Required,
    });
    Ok(HumanTask {
        id,
        title: task.title,
        role: task.who,
        within: task.within,
        results: results.collect(),
        files_max: task.files,
        not_same_as: task.not,
    })
}

fn build_choices(stage: &str, raw: Ordered<RawChoice>) -> Result<Vec<Choice>, Error> {
    let mut choices = Vec::new();
    for (to, choice) in raw.0 {
        let when = match (choice.when, choice.otherwise) {
            (Some(text), false) => {
                Some(Expression::parse(&text).map_err(|error| Error::Condition {
                    stage: stage.to_owned(),
                    message: error.to_string(),
                })?)
            }
            (None, true) => None,
            _ => return Err(Error::Shape(stage.to_owned())),
        };
        choices.push(Choice {
            to: StageId(to),
            when,
        });
    }
    match choices.split_last() {
        Some((last, rest))
            if last.when.is_none() && rest.iter().all(|choice| choice.when.is_some()) =>
        {
            Ok(choices)
        }
        _ => Err(Error::NoOtherwise(stage.to_owned())),
    }
}
