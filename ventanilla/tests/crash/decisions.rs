//! `kill -9` while officials decide and acts are made: each decision is taken once, and each act is made,
//! entered in the ledger and announced once.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::json;
use store::{Statement, Store, params};

use crate::draws::{self, Draws};
use crate::filing::{Client, Told, example};
use crate::kills::kills;
use crate::places::{config, each_place, rooms};
use crate::program::Place;
use crate::program::http::Request;
use crate::rows::{Row, Rows, text_of};

/// Cases to decide.
const CASES: u64 = 24;
/// One kill here for so many of the other test: an act takes longer to make than a case to file.
const KILLS_SHARE: u64 = 5;
/// Every kill comes within so long of the moment when the server serves.
const LIFE_MS_MAX: u64 = 800;
/// An official gives up, and the test fails, when a decision was not answered for so long.
const PATIENCE: Duration = Duration::from_secs(180);
/// How long the last acts may take.
const ACTS_MAX: Duration = Duration::from_secs(180);
/// When they were not made after so long, one of them belongs to a worker that is dead.
const NO_WORKER: Duration = Duration::from_secs(30);

#[test]
fn kills_take_no_decision_twice_and_make_no_act_twice() {
    let seed = draws::seed();
    println!("VENTANILLA_CRASH_SEED={seed}");
    each_place(|place| {
        file_cases(place);
        decide_through_kills(place, &mut Draws::new(seed, 0));
        let server = place.start().wait_until_ready();
        let rows = rows_with_acts(place);
        println!(
            "{}: {CASES} acts through {} kills",
            place.name(),
            kills() / KILLS_SHARE
        );
        each_decision_is_one_act(&rows);
        server.kill();
        let words = place.run_well("doctor", &[]);
        assert!(
            words.contains("is sound") && words.contains("nothing is wrong"),
            "{words}"
        );
        print!("{}: {}", place.name(), place.run_well("audit", &[]));
    });
}

fn file_cases(place: &Place) {
    let server = place.start().wait_until_ready();
    let mut ana = Client {
        name: "decided".to_owned(),
        address: place.address,
        token: Some(place.token("ana")),
        answers: example(place.address),
        draws: Draws::new(0, 0),
        told: Told::new(),
    };
    for count in 0..CASES {
        ana.file(&format!("decided-{count}"));
    }
    server.kill();
}

fn decide_through_kills(place: &Place, draws: &mut Draws) {
    let mut server = place.start().wait_until_ready();
    let token = place.token("transparencia");
    let tasks = tasks(place, &token);
    assert_eq!(u64::try_from(tasks.len()).unwrap(), CASES);
    std::thread::scope(|scope| {
        let official = scope.spawn(|| tasks.iter().for_each(|task| decide(place, &token, task)));
        for _ in 0..kills() / KILLS_SHARE {
            server = server.wait_until_ready();
            std::thread::sleep(Duration::from_millis(draws.below(LIFE_MS_MAX)));
            server.kill();
            end_leases(place);
            server = place.start();
        }
        official.join().unwrap();
        server.kill();
    });
    end_leases(place);
}

fn tasks(place: &Place, token: &str) -> Vec<String> {
    let answer = Request::get("/api/v1/tasks")
        .bearer(token)
        .ask(place.address);
    let body = answer.unwrap().json();
    let tasks = body["tasks"].as_array().unwrap();
    tasks.iter().map(|task| text_of(&task["id"])).collect()
}

/// Decides one case, and asks until it was told that it is decided.
fn decide(place: &Place, token: &str, task: &str) {
    let decision = json!({ "result": "entregar", "reasons": "Es información pública." });
    let request = Request::post(format!("/api/v1/tasks/{task}/complete"), &decision).bearer(token);
    let begun = Instant::now();
    for attempt in 0.. {
        match request.ask(place.address).map(|answer| answer.status) {
            Ok(200) => return,
            // The first time was done; its answer was lost.
            Ok(409) if attempt > 0 => return,
            Ok(503) | Err(_) => {}
            Ok(status) => panic!("a decision was answered {status}"),
        }
        assert!(begun.elapsed() < PATIENCE, "{task} was never answered");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What a killed worker had begun is another's after some minutes. The test does not wait for them. Nor do
/// its kills count as attempts: the oldest job is taken first in every life, and on a slow machine none of
/// these short lives is long enough for it.
fn end_leases(place: &Place) {
    const DUE: Statement = Statement::new(
        "due",
        "update job set due_at = 0, attempts = 0 where state = 0 and lease is not null",
    );
    let store = Store::open(&config(place), &rooms()).unwrap();
    store.write_blocking(|tx| tx.exec(&DUE, params![])).unwrap();
    store.close();
}

/// The rows once every act is made and every leaf in order.
fn rows_with_acts(place: &Place) -> Rows {
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let mut waits_for_the_dead = true;
    for count in 0.. {
        if waits_for_the_dead && begun.elapsed() > NO_WORKER {
            // PostgreSQL may commit what a killed server had asked for after its leases were ended. Should
            // the worker live, two of them now make one act: that must do no harm either.
            end_leases(place);
            waits_for_the_dead = false;
        }
        let rows = Rows::of(place, &folder.path().join(format!("backup-{count}")));
        let issued = |act: &&Row| !act["issued_at"].is_null();
        let acts = rows.table("case_act").iter().filter(issued).count();
        let in_order = |leaf: &Row| !leaf["position"].is_null();
        if u64::try_from(acts).unwrap() == CASES && rows.table("ledger_leaf").iter().all(in_order) {
            return rows;
        }
        assert!(
            begun.elapsed() < ACTS_MAX,
            "{acts} acts of {CASES} were made"
        );
        std::thread::sleep(Duration::from_millis(300));
    }
    unreachable!("the count has no end")
}

/// For each case one finished task, one act, one leaf of it, and two messages: received, and issued.
fn each_decision_is_one_act(rows: &Rows) {
    let cases: BTreeSet<String> = column(rows.table("case_file"), "id").into_iter().collect();
    let numbers: BTreeSet<String> = column(rows.table("case_file"), "number")
        .into_iter()
        .collect();
    assert_eq!(u64::try_from(cases.len()).unwrap(), CASES);
    let each_once = |found: Vec<String>, known: &BTreeSet<String>, what: &str| {
        assert_eq!(found.len(), known.len(), "{what}");
        assert_eq!(&found.into_iter().collect::<BTreeSet<_>>(), known, "{what}");
    };
    let tasks = rows.table("case_task");
    assert!(tasks.iter().all(|task| task["result"] == "entregar"));
    each_once(column(tasks, "case_id"), &cases, "the tasks");
    each_once(
        column(rows.table("case_act"), "case_id"),
        &cases,
        "the acts",
    );
    let of_acts = |leaf: &&Row| leaf["kind"] == "act";
    let leaves: Vec<Row> = rows
        .table("ledger_leaf")
        .iter()
        .filter(of_acts)
        .cloned()
        .collect();
    each_once(column(&leaves, "subject"), &numbers, "the leaves");
    let acts = rows.table("case_act");
    let named: BTreeSet<String> = column(acts, "leaf").into_iter().collect();
    assert_eq!(
        named,
        column(&leaves, "id").into_iter().collect(),
        "each act names its own"
    );
    let mut told: Vec<String> = column(rows.table("notice"), "case_number");
    told.sort();
    let twice: Vec<String> = numbers
        .iter()
        .flat_map(|number| [number.clone(), number.clone()])
        .collect();
    assert_eq!(told, twice, "the messages");
}

/// A column as it is written in the backup; of texts, the text.
fn column(rows: &[Row], name: &str) -> Vec<String> {
    let plain = |row: &Row| {
        row[name]
            .as_str()
            .map_or_else(|| row[name].to_string(), str::to_owned)
    };
    rows.iter().map(plain).collect()
}
