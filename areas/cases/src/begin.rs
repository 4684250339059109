//! Beginning an application.

use forms::{Answers, Known};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use services::Published;
use services::for_another::{FOR_WHOM, ONESELF};
use store::Tx;

use crate::Error;
use crate::applicant::Applicant;
use crate::draft::{self, DraftId};

/// Begins a draft of a service.
///
/// Anybody may; nothing is asked about who they are until something depends on it. A row is added
/// for this browser or person; nobody is told.
///
/// # Errors
/// When the store fails.
pub fn begin(
    tx: &mut Tx,
    service: &Published,
    who: &Applicant,
    now: Timestamp,
) -> Result<DraftId, Error> {
    let id = draft::insert(tx, (&service.slug, &service.hash), who, now)?;
    if service.definition.ficha.for_another.is_some() {
        draft::save(tx, id, &for_oneself(service, now), now)?;
    }
    Ok(id)
}

/// Whoever begins files for themselves until they say otherwise.
fn for_oneself(service: &Published, now: Timestamp) -> Answers {
    let said = [(FOR_WHOM.to_owned(), Json::from(ONESELF))];
    let today = now.to_zoned(TimeZone::UTC).date();
    let form = &service.definition.form;
    form.understand_json(&said.into_iter().collect(), &Known::on(today))
}
