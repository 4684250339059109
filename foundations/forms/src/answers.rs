//! What was typed, and what it was understood as.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use rules::Number;
use serde::{Deserialize, Serialize};

use crate::Place;

/// What was typed, exactly as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Raw {
    /// In one box.
    Text(String),
    /// Ticked among several.
    Several(Vec<String>),
    /// In several boxes, by the name of each: a date's `dia`, `mes`, `anio`; an address's `distrito`.
    /// The box without a name is ``.
    Parts(BTreeMap<String, String>),
}

impl Default for Raw {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Raw {
    /// Whether nothing but blanks was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Several(values) => values.iter().all(|value| value.trim().is_empty()),
            Self::Parts(parts) => parts.values().all(|part| part.trim().is_empty()),
        }
    }

    /// What was typed into a box; the first box for the empty name.
    #[must_use]
    pub fn part(&self, name: &str) -> &str {
        match self {
            Self::Text(text) if name.is_empty() => text,
            Self::Several(values) if name.is_empty() => values.first().map_or("", String::as_str),
            Self::Parts(parts) => parts.get(name).map_or("", String::as_str),
            _ => "",
        }
    }

    /// Everything that was ticked; one text is one of them.
    pub fn several(&self) -> impl Iterator<Item = &str> {
        let (one, many): (Option<&str>, &[String]) = match self {
            Self::Text(text) => (Some(text.as_str()).filter(|text| !text.is_empty()), &[]),
            Self::Several(values) => (None, values),
            Self::Parts(_) => (None, &[]),
        };
        one.into_iter().chain(many.iter().map(String::as_str))
    }
}

/// What an answer was understood as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words; an e-mail address, a telephone number or an identifier in its plain form.
    Text(String),
    /// A number.
    #[serde(with = "number_as_text")]
    Number(Number),
    /// An amount in whole units of its currency.
    #[serde(with = "number_as_text")]
    Money(Number),
    /// A day.
    Date(Date),
    /// Yes or no; a declaration that was agreed to.
    YesNo(bool),
    /// What was chosen.
    Choice(String),
    /// All that were chosen.
    Choices(Vec<String>),
    /// A place.
    Address {
        /// Street and number.
        line: String,
        /// District or quarter; may be empty. In a gazetteer its number, or its name where it has none.
        district: String,
        /// Where that is, by the gazetteer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
    },
    /// A time of the day.
    Time(Time),
    /// A point of the map, in degrees (WGS 84).
    MapPoint {
        /// North of the equator; south is negative.
        #[serde(with = "number_as_text")]
        latitude: Number,
        /// East of Greenwich; west is negative.
        #[serde(with = "number_as_text")]
        longitude: Number,
    },
    /// A record, as the registry had it when it was confirmed.
    Record {
        /// The number the registry gave it.
        key: String,
        /// What it says, with what the person corrected.
        fields: serde_json::Map<String, serde_json::Value>,
        /// What the registry says of the fields that the person corrected.
        #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
        on_record: serde_json::Map<String, serde_json::Value>,
    },
}

/// What was typed and what it was understood as, if it could be.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// What was typed.
    pub raw: Raw,
    /// What it means; nothing where it is empty or cannot be understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// Answers by question. Kept whole, right or wrong.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    /// The answer to a question.
    #[must_use]
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    /// What an answer was understood as.
    #[must_use]
    pub fn value(&self, question: &str) -> Option<&Value> {
        self.0
            .get(question)
            .and_then(|answer| answer.value.as_ref())
    }

    /// What was typed into the only box of a question, to show it again.
    #[must_use]
    pub fn typed(&self, question: &str) -> &str {
        self.typed_part(question, "")
    }

    /// What was typed into one of the boxes of a question (`dia`, `mes`, `anio`, `distrito`).
    #[must_use]
    pub fn typed_part(&self, question: &str, part: &str) -> &str {
        self.0
            .get(question)
            .map_or("", |answer| answer.raw.part(part))
    }

    /// What was ticked for a question.
    pub fn ticked(&self, question: &str) -> impl Iterator<Item = &str> {
        self.0
            .get(question)
            .into_iter()
            .flat_map(|answer| answer.raw.several())
    }

    /// Puts an answer in, in place of an earlier one.
    pub fn put(&mut self, question: impl Into<String>, answer: Answer) {
        self.0.insert(question.into(), answer);
    }

    /// Takes over the answers to some questions; the others stay as they are.
    pub fn take_from(&mut self, typed: &Self, of: impl Fn(&str) -> bool) {
        for (question, answer) in typed.0.iter().filter(|(question, _)| of(question)) {
            self.0.insert(question.clone(), answer.clone());
        }
    }

    /// Takes an answer out; whether anything had been typed.
    pub fn take_out(&mut self, question: &str) -> bool {
        let taken = self.0.remove(question);
        taken.is_some_and(|answer| !answer.raw.is_blank())
    }

    /// Questions and answers, by the questions' names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0
            .iter()
            .map(|(question, answer)| (question.as_str(), answer))
    }

    /// Whether nothing was ever typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|answer| answer.raw.is_blank())
    }
}

/// Numbers as texts, so that no reader of JSON rounds them.
mod number_as_text {
    use rules::Number;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        number: &Number,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Number, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
