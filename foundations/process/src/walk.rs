//! Walking through a process: where a case goes when something happens, and what must be done about it.

use rules::Context;

use crate::definition::{
    Correction, Cosigning, Ending, HumanTask, Process, Stage, StageId, StageKind, Subcase, Then,
};
use crate::machine::{Call, Lookup};
use crate::position::Position;
use text::Localized;

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The fee was paid.
    FeePaid,
    /// There is nothing to pay.
    NothingToPay,
    /// An official finished an open task. Conditions see `resultado`, `marcas` and `resultados` in the facts.
    TaskCompleted {
        /// The task.
        task: String,
    },
    /// The time for a task ran out, and the process goes on without it.
    TaskLapsed {
        /// The task.
        task: String,
    },
    /// Everybody has signed who must, or nobody must.
    Cosigned,
    /// Somebody did not sign, or is not known.
    NotCosigned,
    /// The applicant corrected what was marked.
    Corrected,
    /// The time for correcting ran out.
    CorrectionLapsed,
    /// The time of a waiting stage is over.
    Waited {
        /// The stage.
        stage: StageId,
    },
    /// The other service that a stage asked for has ended. Conditions see how under `resultados`, by the stage's name.
    SubcaseEnded {
        /// The stage.
        stage: StageId,
    },
    /// What a stage does by itself is done.
    Done {
        /// The stage.
        stage: StageId,
    },
    /// The system that a stage called has answered.
    Answered {
        /// The stage.
        stage: StageId,
    },
    /// It refused, or did not answer in time.
    NotAnswered {
        /// The stage.
        stage: StageId,
    },
    /// The applicant does not want it any more.
    Withdrawn,
}

/// What must be done about a step. Each is done once, in the transaction of the step.
#[derive(Debug, Clone)]
pub enum Effect<'p> {
    /// Compute the fee and order it, or say at once that there is nothing to pay.
    OrderFee {
        /// The decision table.
        table: &'p str,
    },
    /// Put a task on the desk of its role.
    OpenTask(&'p HumanTask),
    /// Ask the applicant to correct what was marked.
    AskCorrection(&'p Correction),
    /// Ask others to sign the application.
    AskCosigners(&'p Cosigning),
    /// Come back when the time is over.
    Wait {
        /// The stage that waits.
        stage: &'p StageId,
        /// How long, as the calendar's terms are written.
        term: &'p str,
    },
    /// Tell the applicant, and come back.
    Notify {
        /// The stage that tells.
        stage: &'p StageId,
        /// What, as a text with formulas in braces.
        say: &'p Localized,
    },
    /// Ask for another service in the applicant's name, and come back when it has ended.
    OpenSubcase {
        /// The stage that asks.
        stage: &'p StageId,
        /// What for.
        subcase: &'p Subcase,
    },
    /// Ask a registry, and come back.
    Lookup {
        /// The stage that asks.
        stage: &'p StageId,
        /// What.
        lookup: &'p Lookup,
    },
    /// Call another system, and come back when it has answered or its time is over.
    Call {
        /// The stage that calls.
        stage: &'p StageId,
        /// How.
        call: &'p Call,
    },
    /// The legal clock stands still.
    StopClock,
    /// The legal clock goes on.
    ResumeClock,
    /// Take the open tasks off their desks.
    CloseTasks,
    /// The case ends with an act.
    End(&'p Ending),
}

/// Where a case is now, and what must be done about it.
#[derive(Debug, Clone)]
pub struct Step<'p> {
    /// The stages the case is in.
    pub at: Position,
    /// What must be done, in order.
    pub effects: Vec<Effect<'p>>,
}

/// Whom a stage waits for.
#[derive(Debug, Clone)]
pub enum Waiting<'p> {
    /// The applicant's payment.
    Payment,
    /// The applicant's correction.
    Applicant(&'p Correction),
    /// Others who must sign the application.
    Cosigners(&'p Cosigning),
    /// An official of a role.
    Official(&'p HumanTask),
    /// Nobody: a time passes, or the program works.
    Time,
    /// Nobody: it has ended.
    Ended(&'p Ending),
}

/// Why an event cannot happen now. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The case is elsewhere: somebody was quicker, or the event came twice.
    #[error("the case is not where this could happen")]
    NotHere,
    /// The stored stage does not exist in this process.
    #[error("the stage «{0}» does not exist in this process")]
    UnknownStage(String),
    /// A condition could not be evaluated.
    #[error("a condition of the stage «{stage}» cannot be evaluated: {message}")]
    Condition {
        /// The stage.
        stage: String,
        /// What the evaluator says.
        message: String,
    },
}

impl Process {
    /// Begins a case.
    ///
    /// # Errors
    /// [`Refused::UnknownStage`] never for a parsed process.
    pub fn start(&self) -> Result<Step<'_>, Refused> {
        let mut step = Step {
            at: Position::default(),
            effects: Vec::new(),
        };
        self.enter(&self.start, &mut step)?;
        Ok(step)
    }

    /// Takes one step.
    ///
    /// # Errors
    /// [`Refused`], and nothing has changed.
    pub fn advance(
        &self,
        at: &Position,
        event: &Event,
        facts: &Context,
    ) -> Result<Step<'_>, Refused> {
        if *event == Event::Withdrawn {
            return self.withdraw(at);
        }
        let stage = self.concerned(at, event)?;
        let mut step = Step {
            at: at.clone(),
            effects: Vec::new(),
        };
        let lapsed = match (&stage.kind, event) {
            (StageKind::Correction(correction), Event::CorrectionLapsed) => {
                Some(&correction.otherwise)
            }
            (StageKind::Task(task), Event::TaskLapsed { .. }) => task.otherwise.as_ref(),
            (StageKind::Cosigning(cosigning), Event::NotCosigned) => Some(&cosigning.otherwise),
            (StageKind::Call(call), Event::NotAnswered { .. }) => Some(&call.otherwise),
            _ => None,
        };
        let next = match (lapsed, &stage.then) {
            (Some(otherwise), _) => otherwise,
            (None, Then::Choose(choices)) => choose(stage, choices, facts)?,
            (None, Then::End(ending)) => {
                step.effects.push(Effect::End(ending));
                return Ok(step);
            }
            (None, Then::Nothing) => return Err(Refused::NotHere),
        };
        step.at = at.without(&stage.id);
        if !self.is_awaited(&stage.id, next, &step.at) {
            self.enter(next, &mut step)?;
        }
        if stage.stops_clock() && !self.stands_still(&step.at) {
            step.effects.insert(0, Effect::ResumeClock);
        }
        Ok(step)
    }

    /// Takes up again a case that ended.
    ///
    /// # Errors
    /// [`Refused::NotHere`] where the process never does.
    pub fn reopen(&self) -> Result<Step<'_>, Refused> {
        let reopening = self.reopening.as_ref().ok_or(Refused::NotHere)?;
        let mut step = Step {
            at: Position::default(),
            effects: Vec::new(),
        };
        self.enter(&reopening.to, &mut step)?;
        Ok(step)
    }

    /// Whom a case waits for, one for each stage it is in: first what the applicant can do about it.
    #[must_use]
    pub fn waiting(&self, at: &Position) -> Vec<Waiting<'_>> {
        let of_stage = |stage: &'_ StageId| -> Option<Waiting<'_>> {
            Some(match &self.stages.get(stage)?.kind {
                StageKind::Fee { .. } => Waiting::Payment,
                StageKind::Task(task) => Waiting::Official(task),
                StageKind::Correction(correction) => Waiting::Applicant(correction),
                StageKind::Cosigning(cosigning) => Waiting::Cosigners(cosigning),
                StageKind::Fork { .. }
                | StageKind::Wait { .. }
                | StageKind::Notice { .. }
                | StageKind::Subcase(_)
                | StageKind::Lookup(_)
                | StageKind::Call(_) => Waiting::Time,
                StageKind::End(ending) => Waiting::Ended(ending),
            })
        };
        let mut waiting: Vec<Waiting<'_>> = at.stages().filter_map(of_stage).collect();
        waiting.sort_by_key(|one| match one {
            Waiting::Payment | Waiting::Applicant(_) => 0,
            Waiting::Official(_) | Waiting::Cosigners(_) => 1,
            Waiting::Time => 2,
            Waiting::Ended(_) => 3,
        });
        waiting
    }

    /// Whom a case waits for, of several the applicant first.
    #[must_use]
    pub fn foremost(&self, at: &Position) -> Option<Waiting<'_>> {
        self.waiting(at).into_iter().next()
    }

    /// A task that is open now.
    #[must_use]
    pub fn open_task(&self, at: &Position, name: &str) -> Option<&HumanTask> {
        self.waiting(at)
            .into_iter()
            .find_map(|waiting| match waiting {
                Waiting::Official(task) if task.id == name => Some(task),
                _ => None,
            })
    }

    /// Whether a correction stage can follow an open task: only then may an official mark fields in it.
    #[must_use]
    pub fn can_ask_correction(&self, task: &str) -> bool {
        let is_correction = |to: &&StageId| {
            matches!(
                self.stages.get(to).map(|next| &next.kind),
                Some(StageKind::Correction(_))
            )
        };
        self.stage_of_task(task)
            .is_some_and(|stage| stage.choices().any(|to| is_correction(&to)))
    }

    /// Whether the case ends with an open task, whatever its result.
    #[must_use]
    pub fn ends_after(&self, task: &str) -> bool {
        let ends = |id: &StageId| {
            matches!(
                self.stages.get(id).map(|stage| &stage.kind),
                Some(StageKind::End(_))
            )
        };
        self.stage_of_task(task)
            .is_some_and(|stage| match &stage.then {
                Then::End(_) => true,
                _ => stage.choices().all(ends),
            })
    }

    fn stage_of_task(&self, name: &str) -> Option<&Stage> {
        self.stages()
            .find(|stage| matches!(&stage.kind, StageKind::Task(task) if task.id == name))
    }

    /// The active stage that an event is about.
    fn concerned(&self, at: &Position, event: &Event) -> Result<&Stage, Refused> {
        for id in at.stages() {
            let stage = self.known(id)?;
            let fits = match (&stage.kind, event) {
                (StageKind::Fee { .. }, Event::FeePaid | Event::NothingToPay)
                | (StageKind::Correction(_), Event::Corrected | Event::CorrectionLapsed)
                | (StageKind::Cosigning(_), Event::Cosigned | Event::NotCosigned) => true,
                (StageKind::Task(task), Event::TaskCompleted { task: done }) => task.id == *done,
                (StageKind::Task(task), Event::TaskLapsed { task: lapsed }) => {
                    task.id == *lapsed && task.otherwise.is_some()
                }
                (StageKind::Wait { .. }, Event::Waited { stage })
                | (StageKind::Subcase(_), Event::SubcaseEnded { stage })
                | (StageKind::Call(_), Event::Answered { stage } | Event::NotAnswered { stage })
                | (StageKind::Notice { .. } | StageKind::Lookup(_), Event::Done { stage }) => {
                    stage == id
                }
                _ => false,
            };
            if fits {
                return Ok(stage);
            }
        }
        Err(Refused::NotHere)
    }

    fn known(&self, id: &StageId) -> Result<&Stage, Refused> {
        self.stages
            .get(id)
            .ok_or_else(|| Refused::UnknownStage(id.as_str().to_owned()))
    }

    /// Whether a branch that comes to the end of its fork must wait there for others.
    fn is_awaited(&self, from: &StageId, next: &StageId, others: &Position) -> bool {
        let fork = self.fork_of.get(from);
        fork.is_some()
            && self.fork_of.get(next) != fork
            && others.stages().any(|other| self.fork_of.get(other) == fork)
    }

    /// Whether any stage holds the legal clock.
    fn stands_still(&self, at: &Position) -> bool {
        at.stages()
            .filter_map(|id| self.stages.get(id))
            .any(Stage::stops_clock)
    }

    fn enter<'p>(&'p self, id: &StageId, step: &mut Step<'p>) -> Result<(), Refused> {
        let stage = self.known(id)?;
        if let StageKind::Fork { branches } = &stage.kind {
            return branches
                .iter()
                .try_for_each(|branch| self.enter(branch, step));
        }
        if stage.stops_clock() && !self.stands_still(&step.at) {
            step.effects.push(Effect::StopClock);
        }
        step.at = std::mem::take(&mut step.at).with(id);
        step.effects.push(match &stage.kind {
            StageKind::Fee { table } => Effect::OrderFee { table },
            StageKind::Task(task) => Effect::OpenTask(task),
            StageKind::Correction(correction) => Effect::AskCorrection(correction),
            StageKind::Cosigning(cosigning) => Effect::AskCosigners(cosigning),
            StageKind::Wait { term } => Effect::Wait {
                stage: &stage.id,
                term,
            },
            StageKind::Notice { say } => Effect::Notify {
                stage: &stage.id,
                say,
            },
            StageKind::Subcase(subcase) => Effect::OpenSubcase {
                stage: &stage.id,
                subcase,
            },
            StageKind::Lookup(lookup) => Effect::Lookup {
                stage: &stage.id,
                lookup,
            },
            StageKind::Call(call) => Effect::Call {
                stage: &stage.id,
                call,
            },
            StageKind::End(ending) => Effect::End(ending),
            StageKind::Fork { .. } => return Ok(()),
        });
        Ok(())
    }

    fn withdraw(&self, at: &Position) -> Result<Step<'_>, Refused> {
        let has_ended = self
            .waiting(at)
            .iter()
            .any(|waiting| matches!(waiting, Waiting::Ended(_)));
        let ending = self.withdrawal.as_ref().filter(|_| !has_ended);
        let ending = ending.ok_or(Refused::NotHere)?;
        Ok(Step {
            at: at.clone(),
            effects: vec![Effect::CloseTasks, Effect::End(ending)],
        })
    }
}

fn choose<'p>(
    stage: &'p Stage,
    choices: &'p [crate::Choice],
    facts: &Context,
) -> Result<&'p StageId, Refused> {
    for choice in choices {
        let holds = match &choice.when {
            None => true,
            Some(condition) => condition.holds(facts).map_err(|error| Refused::Condition {
                stage: stage.id.as_str().to_owned(),
                message: error.to_string(),
            })?,
        };
        if holds {
            return Ok(&choice.to);
        }
    }
    Err(Refused::NotHere)
}

impl Stage {
    /// Where its choices lead.
    fn choices(&self) -> impl Iterator<Item = &StageId> {
        let choices = match &self.then {
            Then::Choose(choices) => choices.as_slice(),
            Then::End(_) | Then::Nothing => &[],
        };
        choices.iter().map(|choice| &choice.to)
    }

    /// Every stage that may come next; none at an end.
    pub(crate) fn exits(&self) -> Vec<&StageId> {
        let otherwise = match &self.kind {
            StageKind::Correction(correction) => Some(&correction.otherwise),
            StageKind::Cosigning(cosigning) => Some(&cosigning.otherwise),
            StageKind::Call(call) => Some(&call.otherwise),
            StageKind::Task(task) => task.otherwise.as_ref(),
            _ => None,
        };
        let branches = match &self.kind {
            StageKind::Fork { branches } => branches.as_slice(),
            _ => &[],
        };
        self.choices().chain(otherwise).chain(branches).collect()
    }

    /// Whether the legal clock stands still in it.
    fn stops_clock(&self) -> bool {
        match &self.kind {
            StageKind::Correction(correction) => correction.stops_clock,
            StageKind::Cosigning(cosigning) => cosigning.stops_clock,
            StageKind::Task(task) => task.stops_clock,
            StageKind::Call(call) => call.stops_clock,
            _ => false,
        }
    }
}
