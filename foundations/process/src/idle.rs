//! Keys that are written and would be read over: what an author means by them does not happen.

use crate::raw::{RawProcess, RawStage};
use crate::{Error, Process};

impl Process {
    /// The keys of stages that say nothing where they stand, such as a time on a stage that waits for nobody. What
    /// cannot be read at all is [`Process::parse`]'s.
    #[must_use]
    pub fn idle_keys(yaml: &str) -> Vec<Error> {
        let Ok(raw) = serde_saphyr::from_str::<RawProcess>(yaml) else {
            return Vec::new();
        };
        let stages = raw.stages.0.iter();
        let found = stages.flat_map(|(name, stage)| of_stage(name, stage));
        found.map(|error| error.in_file(yaml)).collect()
    }
}

fn of_stage(name: &str, stage: &RawStage) -> Vec<Error> {
    // What waits for somebody who may not answer.
    let is_correction = stage.waits_for.is_some() || stage.calls.is_some();
    let is_work = stage.task.is_some();
    let idle = [
        (
            "within",
            stage.within.is_some() && !is_correction,
            "ponlo en la tarea",
            "put it in the task",
        ),
        (
            "stops_clock",
            stage.stops_clock && !is_correction && !is_work,
            "quítalo",
            "remove it",
        ),
        (
            "else",
            stage.otherwise.is_some() && !is_correction && !is_work,
            "quítalo",
            "remove it",
        ),
    ];
    let written = idle.into_iter().filter(|(_, is_idle, ..)| *is_idle);
    let found = written.map(|(key, _, es, en)| {
        Error::new(
            name,
            format!("«{key}» no dice nada en esta etapa; {es}"),
            format!("«{key}» says nothing in this stage; {en}"),
        )
    });
    found.collect()
}
