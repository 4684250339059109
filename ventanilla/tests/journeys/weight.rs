//! The law of weight: what a page of a citizen takes from the line, on an empty cache.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::Mutex;

use serde_json::Value;

use crate::world::artefacts;

/// What comes in the first round trip of a new connection, and therefore at once also on a slow line.
pub(crate) const BYTES_MAX: u64 = 14 * 1024;
/// The page, its style sheet, one picture.
pub(crate) const REQUESTS_MAX: usize = 3;
/// The table, for people.
const TABLE: &str = "weight.txt";

/// What a page took.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Weight {
    pub(crate) bytes: u64,
    pub(crate) requests: usize,
    /// Kinds that no page of a citizen needs: scripts, letters.
    pub(crate) unneeded: Vec<String>,
    /// Addresses of anybody but the site itself, who would learn of the visit.
    pub(crate) strangers: Vec<String>,
}

impl Weight {
    /// Adds up what the browser's log of the network says of the page that came last.
    pub(crate) fn of_last_page(log: &[(String, String)]) -> Self {
        let events: Vec<Value> = log
            .iter()
            .map(|(_, line)| serde_json::from_str::<Value>(line).unwrap()["message"].take())
            .filter(|event| event["method"].as_str().unwrap().starts_with("Network."))
            .collect();
        let asked = |event: &&Value| {
            event["method"] == "Network.requestWillBeSent"
                && !event["params"]["request"]["url"]
                    .as_str()
                    .unwrap()
                    .starts_with("data:")
        };
        let Some(page) = events
            .iter()
            .filter(asked)
            .rfind(|event| event["params"]["type"] == "Document")
        else {
            return Self::default();
        };
        let asked: Vec<&Value> = events
            .iter()
            .filter(asked)
            .filter(|event| event["params"]["loaderId"] == page["params"]["loaderId"])
            .collect();
        let kinds: BTreeMap<&str, &str> = asked
            .iter()
            .map(|event| {
                let text = |name: &str| event["params"][name].as_str().unwrap_or_default();
                (text("requestId"), text("type"))
            })
            .collect();
        let address = |event: &Value| {
            event["params"]["request"]["url"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let own = origin(&address(page)).to_owned();
        let bytes = events
            .iter()
            .filter(|event| event["method"] == "Network.loadingFinished")
            .filter(|event| {
                kinds.contains_key(event["params"]["requestId"].as_str().unwrap_or_default())
            })
            .map(|event| event["params"]["encodedDataLength"].as_f64().unwrap() as u64)
            .sum();
        Self {
            bytes,
            requests: kinds.len(),
            unneeded: kinds
                .values()
                .filter(|kind| matches!(**kind, "Script" | "Font" | "XHR" | "Fetch"))
                .map(ToString::to_string)
                .collect(),
            strangers: asked
                .iter()
                .map(|event| address(event))
                .filter(|url| origin(url) != own)
                .collect(),
        }
    }

    /// What the law says against it.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.bytes == 0 || self.bytes > BYTES_MAX {
            faults.push(format!("it weighs {} bytes of {BYTES_MAX}", self.bytes));
        }
        if self.requests > REQUESTS_MAX {
            faults.push(format!("it takes {} requests", self.requests));
        }
        if !self.unneeded.is_empty() {
            faults.push(format!("it loads {:?}", self.unneeded));
        }
        if !self.strangers.is_empty() {
            faults.push(format!("it asks others: {:?}", self.strangers));
        }
        faults
    }
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> &str {
    let end = url
        .match_indices('/')
        .nth(2)
        .map_or(url.len(), |(at, _)| at);
    &url[..end]
}

/// Keeps a line of the table.
pub(crate) fn note(page: &str, weight: &Weight) {
    static TABLES: Mutex<BTreeMap<String, Weight>> = Mutex::new(BTreeMap::new());
    let mut table = TABLES
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    table.insert(page.to_owned(), weight.clone());
    let mut lines = format!("{:>6} {:>8}  page\n", "bytes", "requests");
    for (page, weight) in &*table {
        writeln!(lines, "{:>6} {:>8}  {page}", weight.bytes, weight.requests).unwrap();
    }
    let folder = artefacts();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(TABLE), lines).unwrap();
}

#[test]
fn only_what_the_last_page_asked_for_is_counted() {
    let line = |method: &str, params: Value| {
        let event = serde_json::json!({ "message": { "method": method, "params": params } });
        ("INFO".to_owned(), event.to_string())
    };
    let asked = |id: &str, loader: &str, kind: &str| {
        let host = if kind == "Font" { "elsewhere" } else { "here" };
        let url = format!("http://{host}/{id}");
        let params = serde_json::json!({ "requestId": id, "loaderId": loader, "type": kind, "request": { "url": url } });
        line("Network.requestWillBeSent", params)
    };
    let came = |id: &str, bytes: u64| {
        line(
            "Network.loadingFinished",
            serde_json::json!({ "requestId": id, "encodedDataLength": bytes }),
        )
    };
    let log = [
        asked("1", "a", "Document"),
        came("1", 9_000),
        asked("2", "b", "Document"),
        came("2", 3_000),
        asked("3", "b", "Font"),
        came("3", 12_000),
    ];
    let weight = Weight::of_last_page(&log);
    assert_eq!((weight.bytes, weight.requests), (15_000, 2));
    assert_eq!(
        weight.faults().len(),
        3,
        "too heavy, letters, and from elsewhere: {weight:?}"
    );
}
