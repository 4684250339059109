//! Applications received: over HTTP, durably, beside the same rows written by the driver alone.

use std::sync::Arc;

use anyhow::Context as _;
use serde_json::Value;

use crate::figures::Table;
use crate::http;
use crate::load::{self, Outcome};
use crate::options::Options;
use crate::raw::{self, Rows};
use crate::server::{Database, Place, Server};

const SERVICE: &str = "solicitud-de-informacion-publica";

pub(crate) fn measure(
    options: &Options,
    database: &Database<'_>,
    table: &mut Table,
) -> anyhow::Result<()> {
    let place = Place::empty(&options.program, database)?;
    place.serve()?.stop()?;
    let bearer = format!("Bearer {}", place.token("ana")?);
    let before = raw::snapshot(&place, database)?;

    let server = place.serve()?;
    let before_load = Counted::of(&server)?;
    let ours = file(options, &server, bearer)?;
    let counted = Counted::of(&server)?.since(&before_load);
    let (_, most) = server.memory_mib()?;
    server.stop()?;

    let group = counted.writes as f64 / counted.commits.max(1) as f64;
    let name = database.name();
    table.add(
        format!("durable filings on {name}, {} clients", options.clients),
        ours.describe(),
        "≥ 3,000/s",
    );
    table.add(
        format!("transactions run again because others were in the way on {name}"),
        format!(
            "{:.1} %",
            100.0 * counted.reruns as f64 / counted.writes.max(1) as f64
        ),
        "",
    );
    table.add(
        format!("resident memory while filing on {name}, at most"),
        format!("{most} MB"),
        "",
    );
    let rows = raw::new_rows(&place, database, &before)?;
    let filings = rows.count("case_file");
    let by_driver = write_raw(&rows, filings, group, database, before)?;
    table.add(
        format!(
            "the same {:.1} rows a filing by the driver on {name}, {group:.1} filings a commit",
            rows.total() as f64 / filings.max(1) as f64
        ),
        format!("{by_driver:.0}/s"),
        "",
    );
    table.add(
        format!("filings / driver on {name}"),
        format!("{:.2}", ours.per_second() / by_driver),
        "≥ 0.3",
    );
    Ok(())
}

/// What the store counts for itself.
struct Counted {
    writes: u64,
    commits: u64,
    reruns: u64,
}

impl Counted {
    fn of(server: &Server) -> anyhow::Result<Self> {
        Ok(Self {
            writes: server.metric("ventanilla_store_writes_total")?,
            commits: server.metric("ventanilla_store_commits_total")?,
            reruns: server.metric("ventanilla_store_reruns_total")?,
        })
    }

    fn since(&self, earlier: &Self) -> Self {
        Self {
            writes: self.writes - earlier.writes,
            commits: self.commits - earlier.commits,
            reruns: self.reruns - earlier.reruns,
        }
    }
}

fn file(options: &Options, server: &Server, bearer: String) -> anyhow::Result<Outcome> {
    let service: Value =
        serde_json::from_slice(&server.get(&format!("/api/v1/services/{SERVICE}"))?.body)?;
    let example = service
        .get("example")
        .context("the service has no example")?;
    let body = serde_json::json!({ "answers": example }).to_string();
    let path = format!("/api/v1/services/{SERVICE}/applications");
    load::without_pause(
        server.address,
        options.clients,
        options.load,
        201,
        Arc::new(move |number| {
            let key = format!("bench-{number}");
            http::post(
                &path,
                &[("authorization", &bearer), ("idempotency-key", &key)],
                &body,
            )
        }),
    )
}

fn write_raw(
    rows: &Rows,
    filings: usize,
    group: f64,
    database: &Database<'_>,
    before: raw::Snapshot,
) -> anyhow::Result<f64> {
    let took = raw::write(rows, filings, group, database, before)?;
    Ok(filings as f64 / took.as_secs_f64())
}
