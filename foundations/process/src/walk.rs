//! Walking through a process: where a case goes when something happens, and what must be done about it.

use rules::Context;

use crate::definition::{
    Choice, Correction, Cosigning, Ending, HumanTask, Process, Stage, StageId, StageKind, Subcase,
    Then,
};
use crate::machine::{Call, Lookup};
use crate::position::Position;
use crate::waiting::Waiting;
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
    /// Which stage was chosen to come next, even where it still awaits other branches; none where nothing was left.
    /// Kept with the event, it lets [`Process::again`] follow the case without its facts.
    pub next: Option<&'p StageId>,
}

impl Step<'_> {
    /// Before anything is done about it.
    fn at(at: Position) -> Self {
        Self {
            at,
            effects: Vec::new(),
            next: None,
        }
    }
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
    /// The record does not say which of several stages came next.
    #[error("the record does not say where the case went from the stage «{0}»")]
    NotSaid(String),
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
        let mut step = Step::at(Position::default());
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
        let mut step = Step::at(at.clone());
        let next = match ways(stage, event)? {
            Ways::Only(next) => next,
            Ways::Choose(choices) => choose(stage, choices, facts)?,
            Ways::End(ending) => {
                step.effects.push(Effect::End(ending));
                return Ok(step);
            }
        };
        self.leave(stage, next, &mut step)?;
        step.next = Some(next);
        Ok(step)
    }

    /// Goes from one stage to the next, or to where the other branches are awaited.
    fn leave<'p>(
        &'p self,
        stage: &Stage,
        next: &StageId,
        step: &mut Step<'p>,
    ) -> Result<(), Refused> {
        step.at = step.at.without(&stage.id);
        if !self.is_awaited(&stage.id, next, &step.at) {
            self.enter(next, step)?;
        }
        if stage.stops_clock() && !self.stands_still(&step.at) {
            step.effects.insert(0, Effect::ResumeClock);
        }
        Ok(())
    }

    /// Takes up again a case that ended.
    ///
    /// # Errors
    /// [`Refused::NotHere`] where the process never does.
    pub fn reopen(&self) -> Result<Step<'_>, Refused> {
        let reopening = self.reopening.as_ref().ok_or(Refused::NotHere)?;
        let mut step = Step::at(Position::default());
        self.enter(&reopening.to, &mut step)?;
        Ok(step)
    }

    /// Takes a step that was taken before, to where it led then. Conditions are not asked again: what they saw may be
    /// gone. The effects are not repeated either.
    ///
    /// `next` is what [`Step::next`] said; without it only a stage with one way out can be followed.
    ///
    /// # Errors
    /// [`Refused`] where the event could not have happened there, or could not have led there.
    pub fn again(
        &self,
        at: &Position,
        event: &Event,
        next: Option<&StageId>,
    ) -> Result<Position, Refused> {
        if *event == Event::Withdrawn {
            return self.withdraw(at).map(|step| step.at);
        }
        let stage = self.concerned(at, event)?;
        let ways = match ways(stage, event)? {
            Ways::End(_) => return Ok(at.clone()),
            Ways::Only(only) => vec![only],
            Ways::Choose(choices) => choices.iter().map(|choice| &choice.to).collect(),
        };
        let next = match (next, ways.as_slice()) {
            (None, [only]) => only,
            (None, _) => return Err(Refused::NotSaid(stage.id.to_string())),
            (Some(next), ways) => ways
                .iter()
                .find(|way| **way == next)
                .ok_or(Refused::NotHere)?,
        };
        let mut step = Step::at(at.clone());
        self.leave(stage, next, &mut step)?;
        Ok(step.at)
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
        let mut step = Step::at(at.clone());
        step.effects = vec![Effect::CloseTasks, Effect::End(ending)];
        Ok(step)
    }
}

/// How a case may leave a stage when something happens in it.
enum Ways<'p> {
    Only(&'p StageId),
    Choose(&'p [Choice]),
    End(&'p Ending),
}

fn ways<'p>(stage: &'p Stage, event: &Event) -> Result<Ways<'p>, Refused> {
    let otherwise = match (&stage.kind, event) {
        (StageKind::Correction(correction), Event::CorrectionLapsed) => Some(&correction.otherwise),
        (StageKind::Task(task), Event::TaskLapsed { .. }) => task.otherwise.as_ref(),
        (StageKind::Cosigning(cosigning), Event::NotCosigned) => Some(&cosigning.otherwise),
        (StageKind::Call(call), Event::NotAnswered { .. }) => Some(&call.otherwise),
        _ => None,
    };
    match (otherwise, &stage.then) {
        (Some(otherwise), _) => Ok(Ways::Only(otherwise)),
        (None, Then::Choose(choices)) => Ok(Ways::Choose(choices)),
        (None, Then::End(ending)) => Ok(Ways::End(ending)),
        (None, Then::Nothing) => Err(Refused::NotHere),
    }
}

fn choose<'p>(
    stage: &'p Stage,
    choices: &'p [Choice],
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
    pub(crate) fn choices(&self) -> impl Iterator<Item = &StageId> {
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
