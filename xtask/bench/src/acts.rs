//! Signed acts: read from the registry, laid out, sealed, stored, entered in the ledger.

use std::time::{Duration, Instant};

use anyhow::bail;
use serde_json::Value;

use crate::figures::Table;
use crate::http::{self, Connection};
use crate::options::Options;
use crate::server::{Database, Place};

const SERVICE: &str = "certificado-de-nacimiento";
/// Acts asked for before the measurement, so that fonts and templates are warm.
const WARM_UP: usize = 10;
const ACTS: usize = 400;
const WAIT_MAX: Duration = Duration::from_secs(180);

pub(crate) fn measure(
    options: &Options,
    database: &Database<'_>,
    table: &mut Table,
) -> anyhow::Result<()> {
    let place = Place::empty(&options.program, database)?;
    let server = place.serve()?;
    let bearer = format!("Bearer {}", place.token("ana")?);
    let service: Value =
        serde_json::from_slice(&server.get(&format!("/api/v1/services/{SERVICE}"))?.body)?;
    let body = serde_json::json!({ "answers": service.get("example") }).to_string();
    let request = http::post(
        &format!("/api/v1/services/{SERVICE}/applications"),
        &[("authorization", &bearer)],
        &body,
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let took = runtime.block_on(async {
        let mut connection = Connection::open(server.address).await?;
        ask_for(&mut connection, &request, &bearer, WARM_UP).await?;
        let began = Instant::now();
        ask_for(&mut connection, &request, &bearer, ACTS).await?;
        anyhow::Ok(began.elapsed())
    })?;
    let (_, most) = server.memory_mib()?;
    table.add(
        format!("acts made, sealed and stored on {}", database.name()),
        format!(
            "{:.0}/s ({ACTS} in a row)",
            ACTS as f64 / took.as_secs_f64()
        ),
        "",
    );
    table.add(
        format!(
            "resident memory while making acts on {}, at most",
            database.name()
        ),
        format!("{most} MB"),
        "",
    );
    server.stop()
}

/// Files so many applications and waits until each has its act.
async fn ask_for(
    connection: &mut Connection,
    request: &[u8],
    bearer: &str,
    count: usize,
) -> anyhow::Result<()> {
    let mut numbers = Vec::with_capacity(count);
    for _ in 0..count {
        let answer = connection.ask(request).await?;
        let told: Value = serde_json::from_slice(&answer.body)?;
        match told.get("number").and_then(Value::as_str) {
            Some(number) if answer.status == 201 => numbers.push(number.to_owned()),
            _ => bail!("filing answers {} {told}", answer.status),
        }
    }
    let began = Instant::now();
    for number in numbers {
        let look = http::get(
            &format!("/api/v1/cases/{number}"),
            &[("authorization", bearer)],
        );
        loop {
            let case: Value = serde_json::from_slice(&connection.ask(&look).await?.body)?;
            if case.pointer("/act/issued_at").is_some_and(Value::is_string) {
                break;
            }
            if began.elapsed() > WAIT_MAX {
                bail!("no act after {WAIT_MAX:?}: {case}");
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    Ok(())
}
