//! What comes to be known while a case is handled: what officials wrote down, and what registries and other systems
//! answered.

use forms::Answers;
use process::{Kept, KeptSort, Process};
use rules::{Context, Domain, Domains, Number, Value, Values};
use serde_json::{Map, Value as Json};

/// The name under which formulas find what registries and systems answered.
pub const CONSULTED: &str = "consultas";
/// How many records a registry holds.
pub const COUNT: &str = "cuantos";

/// What was gathered, the newest last.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// What officials wrote down, by their tasks.
    pub written_down: Vec<(String, Answers)>,
    /// What was kept of answers, by the stages that asked.
    pub consulted: Vec<(String, Map<String, Json>)>,
}

/// What was answered as facts: each stage by its name, null what was not answered.
#[must_use]
pub fn facts(process: &Process, consulted: &[(String, Map<String, Json>)]) -> Context {
    let mut stages = Context::new();
    for (stage, keeps) in process.kept() {
        let answer = consulted.iter().rfind(|(asked, _)| asked == stage.as_str());
        let mut known = Context::new();
        for kept in keeps {
            let value = answer.and_then(|(_, values)| values.get(&kept.name));
            let fact = value.and_then(|value| understood(kept.sort, value));
            known.insert(kept.name.as_str(), fact.unwrap_or(Value::Null));
        }
        if process.lookups().any(|(asks, _)| asks == stage) {
            let count = answer.and_then(|(_, values)| values.get(COUNT)?.as_i64());
            known.insert(COUNT, count.map_or(Value::Null, Value::from));
        }
        stages.insert(stage.as_str(), known);
    }
    stages
}

/// What a program answered as the value that the definition keeps; none where it is something else.
#[must_use]
pub fn understood(sort: KeptSort, value: &Json) -> Option<Value> {
    match (sort, value) {
        (KeptSort::Text, Json::String(text)) => Some(Value::from(text.as_str())),
        (KeptSort::YesNo, Json::Bool(yes)) => Some(Value::Boolean(*yes)),
        (KeptSort::Number, Json::Number(number)) => {
            number.to_string().parse::<Number>().ok().map(Value::Number)
        }
        (KeptSort::Number, Json::String(text)) => text.parse::<Number>().ok().map(Value::Number),
        (KeptSort::Date, Json::String(text)) => {
            text.parse::<jiff::civil::Date>().ok().map(Value::Date)
        }
        _ => None,
    }
}

/// What is known of these facts: each may be missing.
pub(crate) fn domains(process: &Process) -> Domains {
    let mut domains = Domains::new();
    let mut put = |name: String, values: Values| {
        let domain = Domain {
            optional: true,
            ..Domain::always(values)
        };
        domains.insert(name, domain);
    };
    for (stage, keeps) in process.kept() {
        for Kept { name, sort } in keeps {
            let values = match sort {
                KeptSort::Number => Values::Number {
                    from: None,
                    to: None,
                    places: NUMBER_PLACES,
                },
                KeptSort::YesNo => Values::YesNo,
                KeptSort::Text => Values::Text,
                KeptSort::Date => Values::Date {
                    from: None,
                    to: None,
                },
            };
            put(format!("{CONSULTED}.{stage}.{name}"), values);
        }
        if process.lookups().any(|(asks, _)| asks == stage) {
            let values = Values::Number {
                from: Some(Number::ZERO),
                to: None,
                places: 0,
            };
            put(format!("{CONSULTED}.{stage}.{COUNT}"), values);
        }
    }
    domains
}

/// Decimal places that other systems' numbers may have.
const NUMBER_PLACES: u32 = 6;
