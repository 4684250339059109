//! What a stage does without anybody's hand and needs an answer for: a question to a registry, a call of another system.

use std::fmt;

use rules::Expression;

use crate::definition::StageId;

/// A registry that is asked. What it holds are facts from then on, under the stage's name in `consultas`.
#[derive(Debug, Clone)]
pub struct Lookup {
    /// The registry and kind of record, such as `comercio.licencia`.
    pub dataset: String,
    /// The key of the record; none where it is the applicant's own, the newest of them.
    pub key: Option<Expression>,
    /// The fields that are kept.
    pub keeps: Vec<Kept>,
}

/// A system outside of this house that is called over HTTP.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its name, under which the operator says where it is.
    pub system: String,
    /// How.
    pub method: Method,
    /// The path below its address; a segment `{name}` is a value that is sent.
    pub path: String,
    /// What is sent, each by a formula over the facts.
    pub sends: Vec<(String, Expression)>,
    /// What of its answer is kept.
    pub keeps: Vec<Kept>,
    /// How long it is tried, as the calendar's terms are written.
    pub within: String,
    /// Whether the legal clock stands still meanwhile.
    pub stops_clock: bool,
    /// Where it goes when the system refuses, or does not answer in time.
    pub otherwise: StageId,
}

/// A value that is kept, by the name it has there and here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The name.
    pub name: String,
    /// What it must be.
    pub sort: KeptSort,
}

/// What a kept value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptSort {
    /// Words.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
}

/// How a system is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// To know something; what is sent stands in the address.
    Get,
    /// To have something done; what is sent is the body.
    Post,
    /// To have something put in place; what is sent is the body.
    Put,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        })
    }
}
