//! Entering in its registry what an act grants.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use process::Outcome;
use registries::{Dataset, Fields, Link, NewRecord};
use services::{Published, for_another};
use store::Tx;

use crate::case::{Application, Case};
use crate::{Error, facts};

/// As what the applicant stands in the record.
const HOLDER: &str = "titular";

/// Whose the record is, where somebody else asked for it: they need not be known to the State.
const OTHER_NAME: &str = "titular";
const OTHER_NUMBER: &str = "titular_documento";

/// How long what was granted holds.
pub(crate) struct Holds {
    /// The first day.
    pub(crate) from: Date,
    /// The last day; none for ever.
    pub(crate) until: Option<Date>,
}

/// The key of the record that an end of a case enters: the number of the case, and when it was taken up again, which
/// of its ends.
pub(crate) fn key(case: &Case, ending_place: usize) -> String {
    match ending_place {
        1 => case.number.to_string(),
        place => format!("{}-{place}", case.number),
    }
}

/// Enters what a case grants in the registry that its service names: the fields that the definition
/// says, out of the answers in force, under its [`key`]; the source is the number of the case.
///
/// Called in the very transaction that puts the act in place, and so exactly once. The name of the
/// dataset that was written; none where the service registers nothing or the case was not granted.
///
/// # Errors
/// [`Error::Definition`] when a field cannot be worked out or the registry takes no such record.
pub(crate) fn register(
    tx: &mut Tx,
    service: &Published,
    case: &Case,
    application: &Application,
    holds: &Holds,
    ending_place: usize,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let Some(registers) = &service.definition.ficha.gives.registers else {
        return Ok(None);
    };
    if case.outcome != Some(Outcome::Granted) {
        return Ok(None);
    }
    let wrong = |what: String| Error::Definition(format!("registers: {what}"));
    let dataset: Dataset = registers
        .dataset
        .parse()
        .map_err(|error: registries::BadDataset| wrong(error.to_string()))?;
    let answers = facts::of_case(tx, service, case.id, &application.answers)?;
    let mut fields = Fields::new();
    for (name, formula) in &registers.holds {
        let value = formula
            .evaluate(&answers)
            .map_err(|error| wrong(error.to_string()))?;
        if !value.is_null() {
            let value = serde_json::to_value(&value).map_err(Error::inner)?;
            fields.insert(name.clone(), value);
        }
    }
    if let Some(other) = for_another::represented(&service.definition, &application.answers) {
        fields.insert(OTHER_NAME.to_owned(), other.name().into());
        fields.insert(OTHER_NUMBER.to_owned(), other.identifier.into());
    }
    let record = NewRecord {
        dataset,
        key: key(case, ending_place),
        fields,
        links: case
            .subject()
            .iter()
            .map(|person| Link::new(*person, HOLDER))
            .collect(),
        valid_from: holds.from,
        // A registry names the first day on which it is no longer so.
        valid_to: holds
            .until
            .and_then(|until| until.checked_add(1.day()).ok()),
        source: Some(case.number.to_string()),
    };
    registries::register(tx, &record, now)?;
    Ok(Some(registers.dataset.clone()))
}
