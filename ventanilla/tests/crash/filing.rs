//! Clients that file applications and remember what they were told.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::draws::Draws;
use crate::program::http::{Answer, Request, receive};

const SERVICE: &str = "/api/v1/services/solicitud-de-informacion-publica";
/// How long a client waits before it asks again what was not answered.
const PAUSE: Duration = Duration::from_millis(10);
/// A client gives up, and the test fails, when a request was not answered for so long.
const PATIENCE: Duration = Duration::from_secs(180);
/// One filing of so many is sent twice at the same moment, as by a double click.
const DOUBLE_ONE_IN: u64 = 4;
/// After one filing of so many an old one is sent again, as by a client that lost its notes.
const AGAIN_ONE_IN: u64 = 8;

/// The number and the verification code of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Receipt {
    pub(crate) number: String,
    pub(crate) code: String,
}

/// Everything that was told, by the client's own key. More than one receipt for a key is a defect.
pub(crate) type Told = BTreeMap<String, BTreeSet<Receipt>>;

/// Somebody who files one application after another.
pub(crate) struct Client {
    /// What stands in front of its keys; no two clients share it.
    pub(crate) name: String,
    pub(crate) address: SocketAddr,
    /// Of a citizen; without one it files as anyone.
    pub(crate) token: Option<String>,
    pub(crate) answers: Value,
    pub(crate) draws: Draws,
    pub(crate) told: Told,
}

/// What the service itself shows as an example of its answers.
pub(crate) fn example(address: SocketAddr) -> Value {
    let answer = Request::get(SERVICE).ask(address).unwrap();
    answer.json()["example"].clone()
}

impl Receipt {
    pub(crate) fn of(answer: &Answer) -> Self {
        let body = answer.json();
        let word = |name: &str| body[name].as_str().unwrap().to_owned();
        Self {
            number: word("number"),
            code: word("verification_code"),
        }
    }
}

impl Client {
    /// Files until asked to stop; what was begun by then is filed to its end.
    pub(crate) fn file_until(mut self, stop: &AtomicBool) -> Told {
        for count in 0_u64.. {
            if stop.load(Ordering::Acquire) {
                break;
            }
            self.file(&format!("{}-{count}", self.name));
            if self.draws.below(AGAIN_ONE_IN) == 0 {
                let old = self.draws.below(count + 1);
                self.file(&format!("{}-{old}", self.name));
            }
        }
        self.told
    }

    /// Files under a key, and asks until it was told a receipt.
    pub(crate) fn file(&mut self, key: &str) {
        let request = self.request(key);
        let begun = Instant::now();
        loop {
            let double = self.draws.below(DOUBLE_ONE_IN) == 0;
            // Both are sent before either is read.
            let streams: Vec<_> = (0..=u8::from(double))
                .map(|_| request.send(self.address))
                .collect();
            let answers = streams
                .into_iter()
                .filter_map(|stream| receive(stream.ok()?).ok());
            let receipts: Vec<Receipt> = answers.filter_map(|answer| receipt_in(&answer)).collect();
            if !receipts.is_empty() {
                self.told
                    .entry(key.to_owned())
                    .or_default()
                    .extend(receipts);
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "{key} was never answered");
            std::thread::sleep(PAUSE);
        }
    }

    /// The request that files under a key; its answers name the key.
    pub(crate) fn request(&self, key: &str) -> Request {
        let mut answers = self.answers.clone();
        answers["pedido"] = Value::from(format!(
            "Los gastos del expediente «{key}» en 2025, por mes."
        ));
        let request = Request::post(
            format!("{SERVICE}/applications"),
            &serde_json::json!({ "answers": answers }),
        )
        .header("Idempotency-Key", key);
        match &self.token {
            Some(token) => request.bearer(token),
            None => request,
        }
    }
}

/// The receipt, or none if the client shall try later. Any other answer is a defect.
fn receipt_in(answer: &Answer) -> Option<Receipt> {
    match answer.status {
        201 => Some(Receipt::of(answer)),
        // Too many requests, or a server that is not there yet or has too much to do.
        429 | 503 => None,
        _ => panic!("a filing was answered {answer:?}"),
    }
}
