//! A page that everybody reads, beside nginx with the same bytes; and how long pages take at a steady rate.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::bail;

use crate::figures::Table;
use crate::http;
use crate::load::{self, Outcome};
use crate::options::Options;
use crate::server::{Database, Place, Server};
use crate::webserver::Webserver;

const FICHA: &str = "/servicios/licencia-de-funcionamiento";
/// As a phone's browser asks.
const HEADERS: [(&str, &str); 2] = [
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("accept-language", "es"),
];
/// What one visitor after another reads; the last one is nobody's to keep.
const WALK: [&str; 5] = ["/", "/servicios", FICHA, "/buscar?q=licensia", "/verificar"];
const STEADY_PER_SECOND: u32 = 500;
/// The two take turns, so that what else the machine does meanwhile is not counted against one of them.
const TURNS: u32 = 5;

pub(crate) fn measure(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    let place = Place::empty(&options.program, &Database::Sqlite)?;
    let server = place.serve()?;
    beside_nginx(options, &server, table)?;
    at_a_steady_rate(options, &server, table)?;
    server.stop()
}

fn beside_nginx(options: &Options, server: &Server, table: &mut Table) -> anyhow::Result<()> {
    let answer = server.ask(&http::get(FICHA, &HEADERS))?;
    if answer.status != 200 {
        bail!("the ficha answers {}", answer.status);
    }
    let nginx = Webserver::with(&answer)?;
    let (mut ours, mut theirs) = (Outcome::default(), Outcome::default());
    for _ in 0..TURNS {
        ours.add(turn(options, server.address, FICHA)?);
        if let Some(nginx) = &nginx {
            theirs.add(turn(options, nginx.address, "/ficha")?);
        }
    }
    let name = format!(
        "ficha, {} bytes, {} clients",
        answer.body.len(),
        options.clients
    );
    table.add(name, ours.describe(), "");
    if nginx.is_none() {
        println!("skipped: the comparison with nginx, which was not found");
        return Ok(());
    }
    let name = "nginx, the same bytes and headers from a file";
    table.add(name, theirs.describe(), "");
    let ratio = ours.per_second() / theirs.per_second();
    table.add("ficha / nginx", format!("{ratio:.2}"), "≥ 0.8");
    Ok(())
}

/// The same page, asked for without pause for one turn.
fn turn(options: &Options, address: SocketAddr, path: &str) -> anyhow::Result<Outcome> {
    let request = http::get(path, &HEADERS);
    load::without_pause(
        address,
        options.clients,
        options.load / TURNS,
        200,
        Arc::new(move |_| request.clone()),
    )
}

fn at_a_steady_rate(options: &Options, server: &Server, table: &mut Table) -> anyhow::Result<()> {
    let walk: Vec<Vec<u8>> = WALK.iter().map(|path| http::get(path, &HEADERS)).collect();
    let steady = load::at_rate(
        server.address,
        STEADY_PER_SECOND,
        options.load,
        Arc::new(move |number| {
            let step = usize::try_from(number).unwrap_or_default() % walk.len();
            walk.get(step).cloned().unwrap_or_default()
        }),
    )?;
    table.add(
        format!("five kinds of page at a steady {STEADY_PER_SECOND}/s"),
        steady.describe(),
        "p99 < 20 ms",
    );
    Ok(())
}
