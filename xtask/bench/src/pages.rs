//! A page that everybody reads, beside nginx with the same bytes; and how long pages take at a steady rate.

use std::sync::Arc;

use anyhow::bail;

use crate::figures::Table;
use crate::http;
use crate::load;
use crate::options::Options;
use crate::server::{Database, Place};
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

pub(crate) fn measure(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    let place = Place::empty(&options.program, &Database::Sqlite)?;
    let server = place.serve()?;
    let request = http::get(FICHA, &HEADERS);
    let answer = server.ask(&request)?;
    if answer.status != 200 {
        bail!("the ficha answers {}", answer.status);
    }
    let again = request.clone();
    let ours = load::without_pause(
        server.address,
        options.clients,
        options.load,
        200,
        Arc::new(move |_| again.clone()),
    )?;
    table.add(
        format!(
            "ficha, {} bytes, {} clients",
            answer.body.len(),
            options.clients
        ),
        ours.describe(),
        "",
    );
    if let Some(nginx) = Webserver::with(&answer)? {
        let request = http::get("/ficha", &HEADERS);
        let theirs = load::without_pause(
            nginx.address,
            options.clients,
            options.load,
            200,
            Arc::new(move |_| request.clone()),
        )?;
        table.add(
            "nginx, the same bytes and headers from a file",
            theirs.describe(),
            "",
        );
        let ratio = ours.per_second() / theirs.per_second();
        table.add("ficha / nginx", format!("{ratio:.2}"), "≥ 0.8");
    } else {
        println!("skipped: the comparison with nginx, which was not found");
    }
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
    server.stop()
}
