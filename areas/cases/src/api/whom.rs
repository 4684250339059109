//! For whom an application is, beside its answers: in JSON it has names of its own.

use forms::{Fault, FieldError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use services::for_another::{
    self, CAPACITY, DECLARED, FOR_WHOM, GIVEN_NAMES, IDENTIFIER, SOMEBODY_ELSE, SURNAMES,
};
use services::{Definition, Represented};

use crate::Error;

/// What stands before the name of a member in what is said to be wrong.
const FOR_ANOTHER: &str = "for_another";

/// Somebody for whom an application is filed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForAnother {
    given_names: String,
    surnames: String,
    identifier: String,
    capacity: String,
    #[serde(default)]
    declared: bool,
}

/// The same, as a case tells it.
#[derive(Debug, Serialize)]
pub(super) struct ForAnotherShown {
    given_names: String,
    surnames: String,
    identifier: String,
    capacity: String,
    declared: bool,
}

impl From<Represented> for ForAnotherShown {
    fn from(other: Represented) -> Self {
        Self {
            given_names: other.given_names,
            surnames: other.surnames,
            identifier: other.identifier,
            capacity: other.capacity,
            // Nothing is filed without it.
            declared: true,
        }
    }
}

/// The answers with for whom they are. Among the answers themselves nobody is named: there is one way to say it.
pub(super) fn with_whom(
    definition: &Definition,
    mut answers: Map<String, Json>,
    other: Option<ForAnother>,
) -> Result<Map<String, Json>, Error> {
    let mut strange = answers
        .keys()
        .filter(|name| for_another::asks_for_whom(name));
    if definition.ficha.for_another.is_some()
        && let Some(name) = strange.next()
    {
        return Err(Error::Answers(vec![FieldError::unknown(name)]));
    }
    let Some(other) = other else {
        return Ok(answers);
    };
    if definition.ficha.for_another.is_none() {
        return Err(Error::NotForAnother);
    }
    let said = [
        (FOR_WHOM, Json::from(SOMEBODY_ELSE)),
        (GIVEN_NAMES, Json::from(other.given_names)),
        (SURNAMES, Json::from(other.surnames)),
        (IDENTIFIER, Json::from(other.identifier)),
        (CAPACITY, Json::from(other.capacity)),
        (DECLARED, Json::from(other.declared)),
    ];
    answers.extend(said.map(|(name, value)| (name.to_owned(), value)));
    Ok(answers)
}

/// What is wrong, by the names that JSON has.
pub(super) fn renamed(error: Error) -> Error {
    let Error::Answers(faults) = error else {
        return error;
    };
    let rename = |mut fault: FieldError| {
        if fault.fault == Fault::UnknownQuestion {
            return fault;
        }
        let member = match fault.question.as_str() {
            GIVEN_NAMES => "given_names",
            SURNAMES => "surnames",
            IDENTIFIER => "identifier",
            CAPACITY => "capacity",
            DECLARED => "declared",
            _ => return fault,
        };
        fault.question = format!("{FOR_ANOTHER}.{member}");
        fault
    };
    Error::Answers(faults.into_iter().map(rename).collect())
}
