//! Registries that are asked and systems that are called on the way of a case.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use cases::{CaseNumber, event};
use jiff::{Timestamp, ToSpan as _};
use process::Outcome;
use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, Town, town_that_calls};

/// A bank that gives these answers in turn, and tells what it was asked.
fn bank(answers: &'static [(u16, &'static str)]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    let (asked, heard) = channel();
    std::thread::spawn(move || {
        for (status, body) in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(octets) = line.to_lowercase().strip_prefix("content-length:") {
                    length = octets.trim().parse().unwrap();
                }
                if line == "\r\n" {
                    break;
                }
                head.push_str(&line);
            }
            let mut sent = vec![0; length];
            reader.read_exact(&mut sent).unwrap();
            asked
                .send(format!("{head}\n{}", String::from_utf8(sent).unwrap()))
                .unwrap();
            let octets = body.len();
            write!(stream, "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {octets}\r\nconnection: close\r\n\r\n{body}").unwrap();
        }
    });
    (url, heard)
}

fn file(town: &Town) -> CaseNumber {
    let filed = town.file_as(Some(town.citizen("ana")), &[("metros", "40")], None);
    filed.unwrap().number
}

fn run(town: &Town, at: Timestamp) {
    town.worker.run_due(at).unwrap();
}

fn stage(town: &Town, number: &CaseNumber) -> String {
    let position = town.case(number).position;
    position.stages().map(ToString::to_string).collect()
}

fn says(town: &Town, number: &CaseNumber, what: &str) -> usize {
    let id = town.case(number).id;
    let history = town
        .store
        .read_blocking(move |db| event::history(db, id))
        .unwrap();
    let kinds = history.iter().filter(|recorded| {
        let event = serde_json::to_value(&recorded.event).unwrap();
        event.get("what").and_then(serde_json::Value::as_str) == Some(what)
    });
    kinds.count()
}

#[test]
fn a_system_is_tried_again_until_it_answers_and_what_it_says_decides() {
    each_database(ROOMS, |store| {
        let paid = "{ \"comprobante\": \"B-77\", \"pagado\": true, \"otra\": [1] }";
        let answers: &[(u16, &str)] =
            Box::leak(Box::new([(503, ""), (200, "no es JSON"), (200, paid)]));
        let (url, heard) = bank(answers);
        let town = town_that_calls(store, &url);
        let number = file(&town);
        assert_eq!(stage(&town, &number), "cobro");
        run(&town, town.now);
        assert_eq!(stage(&town, &number), "cobro");
        run(&town, town.now + 1.minutes());
        run(&town, town.now + 5.minutes());
        let asked: Vec<String> = heard.try_iter().collect();
        assert_eq!(asked.len(), 3);
        let [first, .., last] = asked.as_slice() else {
            unreachable!()
        };
        assert_eq!(first, last, "the same request with the same key");
        assert!(first.starts_with("POST /api/cuentas/18%2F2/cobros HTTP/1.1\r\n"));
        assert!(first.ends_with("\n{\"metros\":40}"), "{first}");
        let head = first.to_lowercase();
        assert!(head.contains("authorization: bearer clave-del-banco\r\n"));
        assert!(head.contains("idempotency-key: "));
        let case = town.case(&number);
        assert_eq!(case.outcome, Some(Outcome::Granted));
        run(&town, town.now + 10.minutes());
        assert_eq!(says(&town, &number, "system-answered"), 1);
        let page = Browser::with_token(&town, "ana").get(&format!("/expedientes/{number}"));
        assert!(
            page.text()
                .contains("Cobro en el banco: la otra oficina respondió")
        );

        // The registry holds a licence now: nobody is charged, and a person looks at it.
        let again = file(&town);
        assert_eq!(stage(&town, &again), "revision");
        assert_eq!(says(&town, &again, "registry-asked"), 1);
        // Whoever it is about finds the look among theirs.
        let ana = town.citizen("ana");
        let looks = town
            .store
            .read_blocking(move |db| identity::access::entries(db, &ana, 50, None))
            .unwrap();
        let asked = looks
            .iter()
            .any(|look| look.dataset.as_deref() == Some("comercio.licencia"));
        assert!(asked, "{looks:?}");
    });
}

#[test]
fn a_refusal_goes_on_at_once_and_silence_when_the_time_is_over() {
    each_database(ROOMS, |store| {
        let (url, _heard) = bank(&[(422, "{}")]);
        let town = town_that_calls(store, &url);
        let number = file(&town);
        run(&town, town.now);
        assert_eq!(stage(&town, &number), "revision");
        assert_eq!(says(&town, &number, "system-not-answered"), 1);

        // Nobody listens any more: after two working days it goes on without.
        let silent = file(&town);
        run(&town, town.now);
        assert_eq!(stage(&town, &silent), "cobro");
        run(&town, town.now + 72.hours());
        assert_eq!(stage(&town, &silent), "revision");
        run(&town, town.now + 200.hours());
        assert_eq!(says(&town, &silent, "system-not-answered"), 1);
    });
}

#[test]
fn who_withdraws_is_not_charged() {
    each_database(ROOMS, |store| {
        let (url, heard) = bank(&[(200, "{}")]);
        let town = town_that_calls(store, &url);
        let number = file(&town);
        let mut ana = Browser::with_token(&town, "ana");
        let withdrawn = ana.post(&format!("/expedientes/{number}/desistir"), &[]);
        assert_eq!(withdrawn.status, 303);
        run(&town, town.now + 1.hours());
        assert_eq!(heard.try_iter().count(), 0);
        assert_eq!(town.case(&number).outcome, Some(Outcome::Abandoned));
    });
}
