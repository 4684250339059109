//! What is known besides the answers: the day, the registries' records, the files that came.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::Value;

use crate::FileKind;

/// What reading and checking answers needs to know besides them.
#[derive(Debug, Clone)]
pub struct Known {
    /// The day on which it is answered.
    pub today: Date,
    /// The applicant's own records, of every dataset the form shows.
    pub records: Vec<KnownRecord>,
    /// The files given so far, by question.
    pub files: BTreeMap<String, Vec<KnownFile>>,
}

/// A record of a registry that concerns the applicant.
#[derive(Debug, Clone)]
pub struct KnownRecord {
    /// Registry and kind, such as `civil.nacimiento`.
    pub dataset: String,
    /// The number the registry gave it.
    pub key: String,
    /// As what the applicant is in it, such as `titular`.
    pub role: String,
    /// What it says.
    pub fields: serde_json::Map<String, serde_json::Value>,
}

/// A file that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// The name it had.
    pub name: String,
    /// What its bytes are.
    pub kind: FileKind,
    /// How many bytes.
    pub size_bytes: u64,
}

/// The role of whoever a record is about.
const HOLDER: &str = "titular";

impl Known {
    /// Knows the day and nothing else.
    #[must_use]
    pub const fn on(today: Date) -> Self {
        Self {
            today,
            records: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    /// The applicant's records of a dataset.
    pub fn records_of(&self, dataset: &str) -> impl Iterator<Item = &KnownRecord> {
        self.records
            .iter()
            .filter(move |record| record.dataset == dataset)
    }

    /// The record of a dataset with this key.
    #[must_use]
    pub fn record(&self, dataset: &str, key: &str) -> Option<&KnownRecord> {
        self.records_of(dataset).find(|record| record.key == key)
    }

    /// The record that somebody at a screen means without choosing: the only one there is.
    #[must_use]
    pub fn only_record(&self, dataset: &str) -> Option<&KnownRecord> {
        only(self.records_of(dataset))
    }

    /// The record that a program means where it names none: the only one, or else the only one about the
    /// applicant themself.
    #[must_use]
    pub(crate) fn meant_record(&self, dataset: &str) -> Option<&KnownRecord> {
        self.only_record(dataset).or_else(|| {
            only(
                self.records_of(dataset)
                    .filter(|record| record.role == HOLDER),
            )
        })
    }
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}

/// A record's field as conditions see it: days are days.
pub(crate) fn field_value(value: &serde_json::Value) -> Value {
    match value.as_str().and_then(|text| text.parse::<Date>().ok()) {
        Some(date) => Value::Date(date),
        None => Value::from(value.clone()),
    }
}
