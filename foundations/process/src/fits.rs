//! Whether a case that runs under one version of a process can go on under another.

use std::fmt;

use text::{Lang, Localized};

use crate::definition::{Process, Stage, StageId, StageKind};
use crate::position::Position;

/// Why a case cannot go on under another version, in Spanish and English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit(pub Localized);

impl Misfit {
    fn new(es: impl fmt::Display, en: impl fmt::Display) -> Self {
        Self(Localized::spanish(es.to_string()).with(Lang::En, en.to_string()))
    }
}

impl Process {
    /// Whether a case at this position can go on under another version of the process. Where it stands must be there
    /// and wait for the same: nothing that was begun, no term and no alarm is lost. What comes later may be other.
    ///
    /// # Errors
    /// Every [`Misfit`] of the stages it stands in.
    pub fn fits(&self, other: &Self, at: &Position) -> Result<(), Vec<Misfit>> {
        let misfits: Vec<Misfit> = at
            .stages()
            .filter_map(|id| self.misfit(other, id))
            .collect();
        match misfits.is_empty() {
            true => Ok(()),
            false => Err(misfits),
        }
    }

    fn misfit(&self, other: &Self, id: &StageId) -> Option<Misfit> {
        let title = |stage: Option<&Stage>, lang| {
            stage.map_or_else(
                || id.to_string(),
                |stage| stage.title.as_str(lang).to_owned(),
            )
        };
        let (here, there) = (self.stages.get(id), other.stages.get(id));
        let (es, en) = (title(here, Lang::Es), title(here, Lang::En));
        let (Some(here), Some(there)) = (here, there) else {
            return Some(Misfit::new(
                format!("la etapa «{es}» ya no existe"),
                format!("the stage “{en}” is gone"),
            ));
        };
        let waits_alike = match (&here.kind, &there.kind) {
            (StageKind::Task(was), StageKind::Task(is)) => {
                was.id == is.id
                    && was.agency == is.agency
                    && was.within == is.within
                    && was.otherwise.is_some() == is.otherwise.is_some()
                    && was.stops_clock == is.stops_clock
                    && was.escalation == is.escalation
                    && was.meeting == is.meeting
            }
            (StageKind::Correction(was), StageKind::Correction(is)) => {
                was.within == is.within && was.stops_clock == is.stops_clock
            }
            (StageKind::Cosigning(was), StageKind::Cosigning(is)) => {
                was.within == is.within && was.stops_clock == is.stops_clock
            }
            (StageKind::Fee { table: was }, StageKind::Fee { table: is }) => was == is,
            (StageKind::Wait { term: was }, StageKind::Wait { term: is }) => was == is,
            (StageKind::Subcase(was), StageKind::Subcase(is)) => was.service == is.service,
            (StageKind::Call(was), StageKind::Call(is)) => {
                (&was.system, was.method, &was.path) == (&is.system, is.method, &is.path)
            }
            _ => false,
        };
        if !waits_alike {
            return Some(Misfit::new(
                format!("la etapa «{es}» espera otra cosa, o en otro plazo"),
                format!("the stage “{en}” waits for something else, or for another time"),
            ));
        }
        let forks = (self.fork_of.get(id), other.fork_of.get(id));
        let branches = |process: &Self, fork: Option<&StageId>| {
            let stage = fork.and_then(|fork| process.stages.get(fork));
            stage.map(|stage| stage.exits().into_iter().cloned().collect::<Vec<_>>())
        };
        let same_branches =
            forks.0 == forks.1 && branches(self, forks.0) == branches(other, forks.1);
        (!same_branches).then(|| {
            Misfit::new(
                format!("la etapa «{es}» está ahora en otras ramas"),
                format!("the stage “{en}” stands in other branches now"),
            )
        })
    }
}
