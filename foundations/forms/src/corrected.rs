//! Where a definition lets a person say otherwise than a registry: what they typed beside what its record says.
//!
//! A field is corrected in a box of its own, which comes filled in with what the registry says. What is left as it
//! came, or left empty, is no correction: there the registry's own value stands.

use std::collections::BTreeMap;

use rules::Number;
use serde_json::{Map, Value as Json};

use crate::limits::{DECIMALS_DEFAULT, TEXT_CHARACTERS_MAX};
use crate::read::{date, number, one_line, within, yes_no};
use crate::{Answers, Fault, Kind, Known, KnownRecord, Question, Raw, Shown};

/// What can be typed into the box of a field: the kind of value that the registry has there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Words; also where the registry says nothing.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
}

impl FieldKind {
    /// The kind of a registry's value; none where it is made of several, which no box holds.
    #[must_use]
    pub fn of(value: Option<&Json>) -> Option<Self> {
        match value {
            None | Some(Json::Null) => Some(Self::Text),
            Some(Json::String(text)) if is_date(text) => Some(Self::Date),
            Some(Json::String(_)) => Some(Self::Text),
            Some(Json::Number(_)) => Some(Self::Number),
            Some(Json::Bool(_)) => Some(Self::YesNo),
            Some(Json::Array(_) | Json::Object(_)) => None,
        }
    }

    fn read(self, typed: &str) -> Result<Json, Fault> {
        let read = match self {
            Self::Text => within(one_line(typed), TEXT_CHARACTERS_MAX).map(Json::from),
            Self::Number => number::read(typed, &[], DECIMALS_DEFAULT)
                .map(|number: Number| rules::Value::Number(number).into()),
            Self::Date => {
                date::read(&Raw::Text(typed.to_owned())).map(|date| Json::from(date.to_string()))
            }
            Self::YesNo => yes_no(typed).map(Json::from).ok_or((Fault::NotAChoice, "")),
        };
        read.map_err(|(fault, _)| fault)
    }
}

fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok()
}

/// The name of a field's box, after the question's own and a dot.
#[must_use]
pub fn box_of(key: &str, field: &str) -> String {
    format!("{key}.{field}")
}

/// What a box is filled in with: a registry's value as it can be typed.
fn as_typed(value: Option<&Json>) -> String {
    match value {
        Some(Json::String(text)) => text.parse::<jiff::civil::Date>().map_or_else(
            |_| text.clone(),
            |date| date.strftime("%d/%m/%Y").to_string(),
        ),
        Some(Json::Number(number)) => number.to_string().replace('.', ","),
        Some(Json::Bool(yes)) => if *yes { "si" } else { "no" }.to_owned(),
        _ => String::new(),
    }
}

/// What was typed into a field's box. A program names the field alone, of whichever record is meant.
fn typed_in<'r>(raw: &'r Raw, key: &str, field: &str) -> &'r str {
    match raw.part(&box_of(key, field)) {
        "" => raw.part(field),
        typed => typed,
    }
}

impl Question {
    /// What the box of a record's field shows: what was typed into it, or what the registry says.
    #[must_use]
    pub fn box_shows(&self, answers: &Answers, record: &KnownRecord, field: &str) -> String {
        let answer = answers.get(&self.id);
        let typed = answer.map_or("", |answer| typed_in(&answer.raw, &record.key, field));
        match typed {
            "" => as_typed(record.fields.get(field)),
            typed => typed.to_owned(),
        }
    }

    /// The fields of its record that a person may correct.
    pub fn correctable(&self) -> impl Iterator<Item = &Shown> {
        let shows: &[Shown] = match &self.kind {
            Kind::Registry { shows, .. } => shows,
            _ => &[],
        };
        shows.iter().filter(|shown| shown.correctable)
    }
}

/// A record's fields as the person leaves them, and what the registry says of those that they changed.
type Corrected = (Map<String, Json>, Map<String, Json>);

/// A record with what was typed into its boxes.
pub(crate) fn corrected(
    question: &Question,
    raw: &Raw,
    record: &KnownRecord,
) -> Result<Corrected, Fault> {
    let (mut fields, mut on_record) = (record.fields.clone(), Map::new());
    for shown in question.correctable() {
        let held = record.fields.get(&shown.field);
        let Some(kind) = FieldKind::of(held) else {
            continue;
        };
        let typed = typed_in(raw, &record.key, &shown.field).trim();
        if typed.is_empty() || typed == as_typed(held).trim() {
            continue;
        }
        let now = kind.read(typed).map_err(|fault| Fault::OfField {
            name: box_of(&record.key, &shown.field),
            label: shown.label.clone(),
            fault: Box::new(fault),
        })?;
        if held != Some(&now) {
            on_record.insert(shown.field.clone(), held.cloned().unwrap_or(Json::Null));
            fields.insert(shown.field.clone(), now);
        }
    }
    Ok((fields, on_record))
}

/// What came from a page for a record whose fields can be corrected: which one, and its boxes.
pub(crate) fn raw_of_boxes(question: &Question, fields: &[(&str, &str)]) -> Option<Raw> {
    let of_box = |(name, typed): &(&str, &str)| {
        let part = name.strip_prefix(&question.id)?.strip_prefix('.')?;
        let (_, field) = part.rsplit_once('.')?;
        let is_known = question.correctable().any(|shown| shown.field == field);
        is_known.then(|| (part.to_owned(), (*typed).to_owned()))
    };
    let chosen = fields.iter().find(|(name, _)| *name == question.id);
    let chosen = chosen.map(|(_, key)| (*key).to_owned());
    let mut parts: BTreeMap<String, String> = fields.iter().filter_map(of_box).collect();
    if parts.is_empty() {
        return chosen.map(Raw::Text);
    }
    parts.insert(String::new(), chosen.unwrap_or_default());
    Some(Raw::Parts(parts))
}

/// The same without the boxes that stand as they came: nobody typed those.
pub(crate) fn typed_only(question: &Question, raw: Raw, known: &Known) -> Raw {
    let (Some(dataset), Raw::Parts(mut parts)) = (question.kind.dataset(), raw.clone()) else {
        return raw;
    };
    let stands = |name: &str, typed: &str| {
        let (key, field) = name.rsplit_once('.')?;
        let record = known.record(dataset, key)?;
        Some(as_typed(record.fields.get(field)).trim() == typed.trim())
    };
    parts.retain(|name, typed| stands(name, typed) != Some(true));
    match parts.len() {
        1 => Raw::Text(parts.remove("").unwrap_or_default()),
        _ => Raw::Parts(parts),
    }
}

/// `{ key, corrected: { field: value } }`, as programs send it.
pub(crate) fn raw_of_json(shows: &[Shown], json: &Map<String, Json>) -> Option<Raw> {
    if !shows.iter().any(|shown| shown.correctable) {
        return None;
    }
    let mut parts = BTreeMap::new();
    for (name, value) in json {
        match (name.as_str(), value) {
            ("key", Json::String(key)) => {
                parts.insert(String::new(), key.clone());
            }
            ("corrected", Json::Object(fields)) => {
                for (field, value) in fields {
                    let is_known = |shown: &Shown| shown.correctable && shown.field == *field;
                    if !shows.iter().any(is_known) || FieldKind::of(Some(value)).is_none() {
                        return None;
                    }
                    parts.insert(field.clone(), as_typed(Some(value)));
                }
            }
            _ => return None,
        }
    }
    Some(Raw::Parts(parts))
}
