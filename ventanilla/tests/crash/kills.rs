//! `kill -9` at any moment loses nothing that was acknowledged, and doubles nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::draws::{self, Draws};
use crate::filing::{Client, Receipt, Told, example};
use crate::places::each_place;
use crate::program::Place;
use crate::program::http::Request;
use crate::rows::{Row, Rows, text_of};

/// The variable that asks for another number of kills.
const KILLS_VARIABLE: &str = "VENTANILLA_CRASHES";
/// Kills on each database unless asked otherwise: both are done within two minutes.
const KILLS: u64 = 100;
/// Every kill comes within so long of the moment when the server serves.
const LIFE_MS_MAX: u64 = 500;
/// One kill of so many does not wait for that moment, and may hit the start itself.
const AT_START_ONE_IN: u64 = 4;
/// Kills of the very first start, which makes keys, people and services.
const FIRST_STARTS: u64 = 6;
/// Enough clients to have several filings in one commit.
const CLIENTS: u64 = 8;
/// How long leaves may wait to be put in order after the last filing.
const ORDER_MAX: Duration = Duration::from_secs(60);

#[test]
fn kills_lose_nothing_acknowledged_and_double_nothing() {
    let seed = draws::seed();
    println!("VENTANILLA_CRASH_SEED={seed}");
    each_place(|place| {
        let mut draws = Draws::new(seed, 0);
        kill_first_starts(place, &mut draws);
        let told = file_through_kills(place, seed, &mut draws);
        println!(
            "{}: {} filings through {} kills",
            place.name(),
            told.len(),
            kills()
        );
        compare(place, &told);
        print!("{}: {}", place.name(), place.run_well("audit", &[]));
    });
}

/// Kills a State while it is being made; the next start makes the rest.
fn kill_first_starts(place: &Place, draws: &mut Draws) {
    for _ in 0..FIRST_STARTS {
        let server = place.start();
        std::thread::sleep(Duration::from_millis(draws.below(LIFE_MS_MAX)));
        server.kill();
    }
}

fn file_through_kills(place: &Place, seed: u64, draws: &mut Draws) -> Told {
    let mut server = place.start().wait_until_ready();
    let (citizen, answers) = (place.token("ana"), example(place.address));
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let file = |number: u64| {
            let client = Client {
                name: format!("{seed:x}-{number}"),
                address: place.address,
                token: number.is_multiple_of(2).then(|| citizen.clone()),
                answers: answers.clone(),
                draws: Draws::new(seed, number + 1),
                told: Told::new(),
            };
            let stop = &stop;
            scope.spawn(move || client.file_until(stop))
        };
        let clients: Vec<_> = (0..CLIENTS).map(file).collect();
        for _ in 0..kills() {
            if draws.below(AT_START_ONE_IN) > 0 {
                server = server.wait_until_ready();
            }
            std::thread::sleep(Duration::from_millis(draws.below(LIFE_MS_MAX)));
            server.kill();
            server = place.start();
        }
        stop.store(true, Ordering::Release);
        let told = clients
            .into_iter()
            .flat_map(|client| client.join().unwrap())
            .collect();
        // The last one: everything was acknowledged, nothing was asked to end.
        server.kill();
        told
    })
}

/// How many kills were asked for, on each database.
pub(crate) fn kills() -> u64 {
    std::env::var(KILLS_VARIABLE).map_or(KILLS, |text| text.parse().unwrap())
}

/// Compares what clients were told with what is there.
fn compare(place: &Place, told: &Told) {
    assert!(!told.is_empty());
    for (key, receipts) in told {
        assert_eq!(receipts.len(), 1, "for {key} they were told {receipts:?}");
    }
    let server = place.start().wait_until_ready();
    let rows = rows_in_order(place);
    each_key_is_one_case(told, &rows);
    each_case_began_once(&rows);
    each_owner_was_told_once(&rows);
    each_case_has_its_leaf(&rows);
    each_receipt_finds_its_case(place, told);
    server.kill();
    let words = place.run_well("doctor", &[]);
    assert!(words.contains("is sound"), "{words}");
}

/// The rows once the ledger has put every leaf in order.
fn rows_in_order(place: &Place) -> Rows {
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    for count in 0.. {
        let rows = Rows::of(place, &folder.path().join(format!("backup-{count}")));
        if rows
            .table("ledger_leaf")
            .iter()
            .all(|leaf| !leaf["position"].is_null())
        {
            return rows;
        }
        assert!(begun.elapsed() < ORDER_MAX, "leaves stay out of order");
        std::thread::sleep(Duration::from_millis(200));
    }
    unreachable!("the count has no end")
}

/// One case for each key, with the very number and code that were told, and nothing besides.
fn each_key_is_one_case(told: &Told, rows: &Rows) {
    let mut kept = Told::new();
    for case in rows.table("case_file") {
        let owned = text_of(&case["idempotency_key"]);
        let (_, key) = owned.rsplit_once(':').unwrap();
        assert!(
            text_of(&case["answers"]).contains(&format!("«{key}»")),
            "{key} holds another's answers"
        );
        let receipt = Receipt {
            number: text_of(&case["number"]),
            code: text_of(&case["verification_code"]),
        };
        assert!(
            kept.entry(key.to_owned()).or_default().insert(receipt),
            "{key} is there twice"
        );
    }
    let lost: Vec<_> = told.keys().filter(|key| !kept.contains_key(*key)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert_eq!(told, &kept, "what was told is not what is there");
    let numbers: BTreeSet<&String> = kept
        .values()
        .flatten()
        .map(|receipt| &receipt.number)
        .collect();
    assert_eq!(numbers.len(), kept.len(), "two keys share a number");
}

/// What filing does besides was done once for each case: its first event, its first task.
fn each_case_began_once(rows: &Rows) {
    let cases: BTreeSet<String> = rows
        .table("case_file")
        .iter()
        .map(|case| case["id"].to_string())
        .collect();
    let once = |table: &[Row], what: &str| {
        let found: Vec<String> = table.iter().map(|row| row["case_id"].to_string()).collect();
        assert_eq!(found.len(), cases.len(), "{what}");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), cases, "{what}");
    };
    let events: Vec<Row> = rows
        .table("case_event")
        .iter()
        .filter(|event| event["revision"] == 0)
        .cloned()
        .collect();
    once(&events, "the first events");
    once(rows.table("case_task"), "the tasks");
}

/// Whoever filed with an account found one message about each case.
fn each_owner_was_told_once(rows: &Rows) {
    let owned: BTreeSet<String> = rows
        .table("case_file")
        .iter()
        .filter(|case| !case["person_id"].is_null())
        .map(|case| text_of(&case["number"]))
        .collect();
    let told: Vec<String> = rows
        .table("notice")
        .iter()
        .map(|notice| text_of(&notice["case_number"]))
        .collect();
    assert!(!owned.is_empty());
    assert_eq!(told.len(), owned.len(), "the messages");
    assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), owned);
}

/// Every case has its own leaf, about it, at a position of its own; the positions have no gap.
fn each_case_has_its_leaf(rows: &Rows) {
    let leaves: BTreeMap<String, &Row> = rows
        .table("ledger_leaf")
        .iter()
        .map(|leaf| (leaf["id"].to_string(), leaf))
        .collect();
    for case in rows.table("case_file") {
        let leaf = leaves.get(&case["receipt_leaf"].to_string());
        assert_eq!(
            leaf.map(|leaf| &leaf["subject"]),
            Some(&case["number"]),
            "a case without its leaf"
        );
    }
    let positions: BTreeSet<i64> = leaves
        .values()
        .map(|leaf| leaf["position"].as_i64().unwrap())
        .collect();
    let size = i64::try_from(leaves.len()).unwrap();
    assert_eq!(
        positions,
        (0..size).collect::<BTreeSet<_>>(),
        "positions are doubled or left out"
    );
    assert_eq!(
        rows.table("ledger_head").first().map(|head| &head["size"]),
        Some(&Value::from(size))
    );
    let applications = leaves
        .values()
        .filter(|leaf| leaf["kind"] == "application")
        .count();
    assert_eq!(
        applications,
        rows.table("case_file").len(),
        "leaves that no case has"
    );
}

/// The agency's official finds every case under the number that was told.
fn each_receipt_finds_its_case(place: &Place, told: &Told) {
    let token = place.token("transparencia");
    for receipt in told.values().flatten() {
        let answer = Request::get(format!("/api/v1/cases/{}", receipt.number))
            .bearer(&token)
            .header("Verification-Code", receipt.code.as_str())
            .ask(place.address)
            .unwrap();
        assert_eq!(answer.status, 200, "{receipt:?}");
        assert_eq!(answer.json()["verification_code"], receipt.code.as_str());
    }
}
