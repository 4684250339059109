//! From nothing to the first answer; what it weighs on disk and in memory.

use std::fs;
use std::time::Duration;

use crate::figures::Table;
use crate::options::Options;
use crate::server::{Database, Place};

/// Starts of which the median is told.
const STARTS: usize = 7;
/// What the program needs for itself once it is quiet.
const QUIET: Duration = Duration::from_secs(5);

pub(crate) fn measure(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    let bytes = fs::metadata(&options.program)?.len();
    table.add(
        "size of the program",
        format!("{:.1} MB", bytes as f64 / 1e6),
        "",
    );
    let first = median(|| {
        let place = Place::empty(&options.program, &Database::Sqlite)?;
        let server = place.serve()?;
        let took = server.ready_after;
        server.stop()?;
        Ok(took)
    })?;
    table.add(
        "first start: makes keys, registries and services of the demonstration State",
        format!("{} ms", first.as_millis()),
        "",
    );
    let place = Place::empty(&options.program, &Database::Sqlite)?;
    place.serve()?.stop()?;
    let later = median(|| {
        let server = place.serve()?;
        let took = server.ready_after;
        server.stop()?;
        Ok(took)
    })?;
    table.add(
        "every later start",
        format!("{} ms", later.as_millis()),
        "< 300 ms",
    );
    let server = place.serve()?;
    for path in ["/", "/servicios", "/buscar?q=partida"] {
        server.get(path)?;
    }
    std::thread::sleep(QUIET);
    let (idle, _) = server.memory_mib()?;
    table.add("resident memory, idle", format!("{idle} MB"), "< 60 MB");
    server.stop()
}

fn median(mut once: impl FnMut() -> anyhow::Result<Duration>) -> anyhow::Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(once()?);
    }
    times.sort_unstable();
    Ok(times.get(STARTS / 2).copied().unwrap_or_default())
}
