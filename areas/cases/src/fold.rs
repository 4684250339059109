//! What a case is, worked out from its history alone.
//!
//! The row of a case says where it is, so that nobody need read the history to show it. This reads the history and
//! nothing else: the two must agree, and [`crate::verify`] asks whether they do.

use jiff::Timestamp;
use process::{Event, Outcome, Position, Process, StageId};
use services::Published;
use std::sync::Arc;

use crate::event::CaseEvent;

/// An event with all that a fold needs.
pub(crate) struct Happened<'a> {
    pub(crate) revision: i64,
    pub(crate) at: Timestamp,
    pub(crate) event: &'a CaseEvent,
    /// Which stage came next, where the event moved the case.
    pub(crate) next: Option<&'a StageId>,
}

/// What a history says so far.
#[derive(Debug, Clone)]
pub(crate) struct Folded {
    /// The definition it is under.
    pub(crate) under: Arc<Published>,
    pub(crate) position: Position,
    /// The place of the last event.
    pub(crate) revision: i64,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) ended_at: Option<Timestamp>,
    /// Since when the legal clock stands still.
    pub(crate) stopped_at: Option<Timestamp>,
}

/// An event cannot have followed those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Impossible;

impl Folded {
    /// A case as it was filed.
    pub(crate) fn filed(first: &Happened<'_>, under: Arc<Published>) -> Result<Self, Impossible> {
        if first.revision != 0 || !matches!(first.event, CaseEvent::Filed) {
            return Err(Impossible);
        }
        let start = process(&under).start().map_err(|_| Impossible)?;
        Ok(Self {
            position: start.at,
            under,
            revision: 0,
            outcome: None,
            ended_at: None,
            stopped_at: None,
        })
    }

    /// The case after one more event. `into` is the definition that a move to another version names.
    pub(crate) fn then(
        mut self,
        happened: &Happened<'_>,
        into: Option<Arc<Published>>,
    ) -> Result<Self, Impossible> {
        if happened.revision != self.revision + 1 {
            return Err(Impossible);
        }
        self.revision = happened.revision;
        match happened.event {
            CaseEvent::Filed => return Err(Impossible),
            CaseEvent::Decided { outcome } | CaseEvent::Silence { outcome } => {
                self.must_be_open()?;
                self.outcome = Some(*outcome);
                self.ended_at = Some(happened.at);
                self.stopped_at = None;
            }
            CaseEvent::Reopened { outcome } => {
                if self.outcome != Some(*outcome) {
                    return Err(Impossible);
                }
                let step = process(&self.under).reopen().map_err(|_| Impossible)?;
                self.position = step.at;
                self.outcome = None;
                self.ended_at = None;
            }
            CaseEvent::ClockStopped if self.stopped_at.is_none() => {
                self.must_be_open()?;
                self.stopped_at = Some(happened.at);
            }
            CaseEvent::ClockResumed if self.stopped_at.is_some() => self.stopped_at = None,
            CaseEvent::ClockStopped | CaseEvent::ClockResumed => return Err(Impossible),
            CaseEvent::Migrated { from, .. } => {
                self.must_be_open()?;
                let was_there = *from == self.under.hash;
                self.under = into.filter(|_| was_there).ok_or(Impossible)?;
            }
            other => {
                if let Some(event) = moves(other) {
                    self.must_be_open()?;
                    self.position = process(&self.under)
                        .again(&self.position, &event, happened.next)
                        .map_err(|_| Impossible)?;
                }
            }
        }
        Ok(self)
    }

    /// The tasks that must be on a desk, by name.
    pub(crate) fn open_tasks(&self) -> Vec<&str> {
        if self.outcome.is_some() {
            return Vec::new();
        }
        let waiting = process(&self.under).waiting(&self.position);
        let mut names: Vec<&str> = waiting
            .into_iter()
            .filter_map(|waiting| match waiting {
                process::Waiting::Official(task) => Some(task.id.as_str()),
                _ => None,
            })
            .collect();
        names.sort_unstable();
        names
    }

    fn must_be_open(&self) -> Result<(), Impossible> {
        match self.outcome {
            None => Ok(()),
            Some(_) => Err(Impossible),
        }
    }
}

fn process(under: &Published) -> &Process {
    &under.definition.process
}

/// The step of the process that an event was; none for what moves nothing.
fn moves(event: &CaseEvent) -> Option<Event> {
    let of = |stage: &str| StageId::from_stored(stage);
    Some(match event {
        CaseEvent::NothingToPay => Event::NothingToPay,
        CaseEvent::FeePaid => Event::FeePaid,
        CaseEvent::TaskCompleted { task, .. } => Event::TaskCompleted { task: task.clone() },
        CaseEvent::TaskLapsed { task } => Event::TaskLapsed { task: task.clone() },
        CaseEvent::Waited { stage } => Event::Waited { stage: of(stage) },
        CaseEvent::Told { stage } | CaseEvent::RegistryAsked { stage, .. } => {
            Event::Done { stage: of(stage) }
        }
        CaseEvent::Withdrawn => Event::Withdrawn,
        CaseEvent::Corrected { .. } => Event::Corrected,
        CaseEvent::CorrectionLapsed => Event::CorrectionLapsed,
        CaseEvent::Cosigned => Event::Cosigned,
        CaseEvent::NotCosigned => Event::NotCosigned,
        CaseEvent::SubcaseEnded { stage, .. } => Event::SubcaseEnded { stage: of(stage) },
        CaseEvent::SystemAnswered { stage } => Event::Answered { stage: of(stage) },
        CaseEvent::SystemNotAnswered { stage } => Event::NotAnswered { stage: of(stage) },
        CaseEvent::Filed
        | CaseEvent::FiledForAnother { .. }
        | CaseEvent::TakenAtCounter { .. }
        | CaseEvent::FeeOrdered { .. }
        | CaseEvent::Consulted { .. }
        | CaseEvent::MeetingSet { .. }
        | CaseEvent::Escalated { .. }
        | CaseEvent::CorrectionAsked { .. }
        | CaseEvent::ClockStopped
        | CaseEvent::ClockResumed
        | CaseEvent::Decided { .. }
        | CaseEvent::ActIssued
        | CaseEvent::ActRevoked
        | CaseEvent::TermExtended { .. }
        | CaseEvent::Reopened { .. }
        | CaseEvent::CosignersAsked { .. }
        | CaseEvent::CosignerAnswered { .. }
        | CaseEvent::Migrated { .. }
        | CaseEvent::Appealed { .. }
        | CaseEvent::Registered { .. }
        | CaseEvent::Silence { .. } => return None,
    })
}
