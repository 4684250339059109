//! A record: what a registry says of something, in one of its versions.

use std::fmt;

use identity::PersonId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Dataset;

store::id! {
    /// One version of a record.
    RecordId
}

/// The fields of a record by their names in definitions, such as `razon_social`.
pub type Fields = serde_json::Map<String, serde_json::Value>;

/// A person in a record, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The person.
    pub person: PersonId,
    /// As what: `titular`, `madre`, `padre`, `propietario`, `empresa`.
    pub role: String,
}

impl Link {
    /// A person as something.
    #[must_use]
    pub fn new(person: PersonId, role: &str) -> Self {
        Self {
            person,
            role: role.to_owned(),
        }
    }
}

/// What a registry says, in one version.
#[derive(Clone, PartialEq, Serialize)]
pub struct Record {
    /// The key of this version.
    pub id: RecordId,
    /// The registry and kind.
    pub dataset: Dataset,
    /// The number the registry gave it: a cédula, a tax number, a parcel account. The same in all versions.
    pub key: String,
    /// 1 for the first; the greatest holds now.
    pub version: i64,
    /// What it says.
    pub fields: Fields,
    /// Whom it concerns.
    pub links: Vec<Link>,
    /// The first day on which it is so.
    pub valid_from: Date,
    /// The first day on which it is no longer so, when known.
    pub valid_to: Option<Date>,
    /// What it rests on: the number of a case or an act.
    pub source: Option<String>,
    /// When this version was written.
    pub recorded_at: Timestamp,
}

impl fmt::Debug for Record {
    /// Prints the key of the version alone: a log is no place for what registries know.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("id", &self.id)
            .field("dataset", &self.dataset)
            .finish_non_exhaustive()
    }
}

impl Record {
    /// A field as text, empty when it is absent or null. Numbers are written plainly.
    #[must_use]
    pub fn text(&self, field: &str) -> String {
        match self.fields.get(field) {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    /// As what a person is in the record.
    #[must_use]
    pub fn role_of(&self, person: PersonId) -> Option<&str> {
        self.links
            .iter()
            .find(|link| link.person == person)
            .map(|link| link.role.as_str())
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }
}
