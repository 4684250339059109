//! What a case waits for where it is, and what an official may do there.

use crate::definition::{
    Correction, Cosigning, Ending, HumanTask, Process, Stage, StageId, StageKind, Then,
};
use crate::position::Position;

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

impl Process {
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
}
