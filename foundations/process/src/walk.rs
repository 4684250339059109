//! Walking through a process: where a case goes when something happens, and what must be done about it.

use rules::Context;

use crate::definition::{Correction, Ending, HumanTask, Process, StageId, StageKind, Then};

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The fee was paid.
    FeePaid,
    /// There is nothing to pay.
    NothingToPay,
    /// An official finished the open task. Conditions see `resultado` and `marcas` in the facts.
    TaskCompleted {
        /// The task.
        task: String,
    },
    /// The applicant corrected what was marked.
    Corrected,
    /// The time for correcting ran out.
    CorrectionLapsed,
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
    /// The legal clock goes on.
    ResumeClock,
    /// The case ends with an act.
    End(&'p Ending),
}

/// Where a case is now, and what must be done about it.
#[derive(Debug, Clone)]
pub struct Step<'p> {
    /// The stage the case is in.
    pub at: StageId,
    /// What must be done, in order.
    pub effects: Vec<Effect<'p>>,
}

/// Whom a case waits for.
#[derive(Debug, Clone)]
pub enum Waiting<'p> {
    /// The applicant's payment.
    Payment,
    /// An official of a role.
    Official(&'p HumanTask),
    /// The applicant's correction.
    Applicant(&'p Correction),
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
    pub fn start(&self, _facts: &Context) -> Result<Step<'_>, Refused> {
        self.enter(&self.start)
    }

    /// Takes one step.
    ///
    /// # Errors
    /// [`Refused`], and nothing has changed.
    pub fn advance(
        &self,
        at: &StageId,
        event: &Event,
        facts: &Context,
    ) -> Result<Step<'_>, Refused> {
        let stage = self
            .stages
            .get(at)
            .ok_or_else(|| Refused::UnknownStage(at.0.clone()))?;
        match (&stage.kind, event) {
            (StageKind::Fee { next, .. }, Event::FeePaid | Event::NothingToPay) => self.enter(next),
            (StageKind::Task { task, then }, Event::TaskCompleted { task: done })
                if task.id == *done =>
            {
                match then {
                    Then::End(ending) => Ok(Step {
                        at: at.clone(),
                        effects: vec![Effect::End(ending)],
                    }),
                    Then::Choose(_) => self.enter(self.choose(at, then, facts)?),
                }
            }
            (StageKind::Correction(correction), Event::Corrected) => {
                self.resume(correction, &correction.next)
            }
            (StageKind::Correction(correction), Event::CorrectionLapsed) => {
                self.resume(correction, &correction.otherwise)
            }
            _ => Err(Refused::NotHere),
        }
    }

    /// Whom a case in this stage waits for. None when the stage does not exist.
    #[must_use]
    pub fn waiting(&self, at: &StageId) -> Option<Waiting<'_>> {
        Some(match &self.stages.get(at)?.kind {
            StageKind::Fee { .. } => Waiting::Payment,
            StageKind::Task { task, .. } => Waiting::Official(task),
            StageKind::Correction(correction) => Waiting::Applicant(correction),
            StageKind::End(ending) => Waiting::Ended(ending),
        })
    }

    /// Whether a correction stage can follow the open task of this stage: only then may an official mark fields.
    #[must_use]
    pub fn can_ask_correction(&self, at: &StageId) -> bool {
        self.stages.get(at).is_some_and(|stage| {
            stage.exits().iter().any(|to| {
                matches!(
                    self.stages.get(to).map(|next| &next.kind),
                    Some(StageKind::Correction(_))
                )
            })
        })
    }

    /// Whether the case ends with the open task of this stage, whatever its result.
    #[must_use]
    pub fn ends_after(&self, at: &StageId) -> bool {
        let ends = |id: &&StageId| {
            matches!(
                self.stages.get(id).map(|stage| &stage.kind),
                Some(StageKind::End(_))
            )
        };
        self.stages.get(at).is_some_and(|stage| match &stage.kind {
            StageKind::Task {
                then: Then::End(_), ..
            } => true,
            StageKind::Task { .. } => stage.exits().iter().all(ends),
            _ => false,
        })
    }

    fn enter(&self, id: &StageId) -> Result<Step<'_>, Refused> {
        let stage = self
            .stages
            .get(id)
            .ok_or_else(|| Refused::UnknownStage(id.0.clone()))?;
        let effect = match &stage.kind {
            StageKind::Fee { table, .. } => Effect::OrderFee { table },
            StageKind::Task { task, .. } => Effect::OpenTask(task),
            StageKind::Correction(correction) => Effect::AskCorrection(correction),
            StageKind::End(ending) => Effect::End(ending),
        };
        Ok(Step {
            at: id.clone(),
            effects: vec![effect],
        })
    }

    fn resume(&self, correction: &Correction, to: &StageId) -> Result<Step<'_>, Refused> {
        let mut step = self.enter(to)?;
        if correction.stops_clock {
            step.effects.insert(0, Effect::ResumeClock);
        }
        Ok(step)
    }

    fn choose<'p>(
        &self,
        at: &StageId,
        then: &'p Then,
        facts: &Context,
    ) -> Result<&'p StageId, Refused> {
        let Then::Choose(choices) = then else {
            return Err(Refused::NotHere);
        };
        for choice in choices {
            let holds = match &choice.when {
                None => true,
                Some(condition) => condition
                    .evaluate(facts)
                    .map(|value| value == rules::Value::Boolean(true))
                    .map_err(|error| Refused::Condition {
                        stage: at.0.clone(),
                        message: error.to_string(),
                    })?,
            };
            if holds {
                return Ok(&choice.to);
            }
        }
        Err(Refused::NotHere)
    }
}
