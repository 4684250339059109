//! Walks cases through `xtask/bench/process/permit.yaml`: `permit FILE memory|kept CASES` prints microseconds a case.
//!
//! With «kept», where a case is becomes text and is read in again between steps, as the store keeps it.

use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use process::{Effect, Event, Position, Process};
use rules::{Context, Value};

/// Who does what, and how many fields were marked meanwhile; without a task the applicant corrects.
const STEPS: [(Option<&str>, i32); 6] = [
    (Some("revisar"), 1),
    (None, 0),
    (Some("revisar"), 0),
    (Some("informar"), 0),
    (Some("medir"), 0),
    (Some("decidir"), 0),
];

fn walk(process: &Process, is_kept: bool) -> anyhow::Result<()> {
    let mut at = process.start()?.at;
    let mut has_ended = false;
    for (task, marked) in STEPS {
        if is_kept {
            at = Position::from(at.to_string());
        }
        let event = match task {
            Some(task) => Event::TaskCompleted { task: task.into() },
            None => Event::Corrected,
        };
        let facts = Context::new().with("marcas", Value::from(marked));
        let step = process.advance(&at, &event, &facts)?;
        has_ended = step
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::End(ending) if ending.act == "permiso"));
        at = step.at;
    }
    ensure!(has_ended, "the case did not end as it must");
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, mode, cases] = arguments.as_slice() else {
        bail!("permit FILE memory|kept CASES");
    };
    let text = std::fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?;
    let process = Process::parse(&text).map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    let (is_kept, cases): (bool, u32) = (mode == "kept", cases.parse()?);
    walk(&process, is_kept)?;
    let began = Instant::now();
    for _ in 0..cases {
        walk(&process, is_kept)?;
    }
    println!("{}", began.elapsed().as_secs_f64() * 1e6 / f64::from(cases));
    Ok(())
}
