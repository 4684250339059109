//! One case, as the API tells of it.

use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::IntoResponse as _;
use identity::Actor;
use platform::{ClientKey, Problem, Result, Visit};
use process::Outcome;
use serde::Serialize;
use services::{Published, for_another};

use super::waiting_word;
use super::whom::ForAnotherShown;
use crate::applicant::Applicant;
use crate::attachment::{self, Attachment};
use crate::case::{self, Case};
use crate::state::State;
use crate::{CaseNumber, Error, VerificationCode, act};

/// Codes shown for one number in a minute, from wherever they come: a program that follows its case asks
/// once a second at most.
const CODES_AT_NUMBER_PER_MINUTE_MAX: u32 = 60;

#[derive(Debug, Serialize)]
pub(super) struct CaseShown {
    number: String,
    service: String,
    agency: String,
    status: &'static str,
    stage: String,
    filed_at: jiff::Timestamp,
    due_on: Option<jiff::civil::Date>,
    clock_stopped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    verification_code: Option<String>,
    /// For whom it is, told to its applicant alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    for_another: Option<ForAnotherShown>,
    act: Option<ActShown>,
}

#[derive(Debug, Serialize)]
struct ActShown {
    outcome: Option<Outcome>,
    verification_code: String,
    issued_at: Option<jiff::Timestamp>,
    valid_until: Option<jiff::civil::Date>,
    revoked_at: Option<jiff::Timestamp>,
    revoked_reasons: Option<String>,
    files: Vec<FileShown>,
}

/// A file that goes with an act.
#[derive(Debug, Serialize)]
struct FileShown {
    name: String,
    sha256: String,
    size_bytes: i64,
    url: String,
}

/// One case, for its applicant, for an official of its agency, or for whoever holds the receipt of one
/// filed without an account (header `Verification-Code`).
pub(super) async fn show(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    actor: Actor,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result {
    let number: CaseNumber = number.parse().map_err(|_| Problem::not_found())?;
    let code: Option<VerificationCode> = headers
        .get("verification-code")
        .and_then(|value| value.to_str().ok()?.parse().ok());
    if code.is_some() {
        visit.app.rate().check(
            "receipt-client",
            &client,
            state.anonymous_filings_per_minute_max,
            visit.now,
        )?;
        let at_number = ClientKey::named(number.as_str());
        visit.app.rate().check(
            "receipt",
            &at_number,
            CODES_AT_NUMBER_PER_MINUTE_MAX,
            visit.now,
        )?;
    }
    let there = state.clone();
    let shown = state
        .app
        .store()
        .read(move |db| {
            let found = case::of_applicant(db, &number, &Applicant::of_actor(&actor));
            let found = match (found, &code) {
                (Err(Error::Unknown), Some(code)) => case::of_receipt(db, &number, code),
                (found, _) => found,
            };
            let (case, reader) = match (found, actor.official()) {
                (Err(Error::Unknown), Some(official)) => {
                    (case::of_agency(db, &number, official)?, Reader::Official)
                }
                (found, _) => (found?, Reader::Applicant),
            };
            let service = there.service_of(db, &case)?;
            let act = act::of_case(db, case.id)?;
            let files = attachment::given(db, case.id)?;
            let mut shown = describe(&case, reader, &service, act, &files);
            if reader == Reader::Applicant {
                let answers = &case.own(actor.citizen().as_ref())?.answers;
                let other = for_another::represented(&service.definition, answers);
                shown.for_another = other.map(Into::into);
            }
            Ok::<_, Error>(shown)
        })
        .await?;
    Ok(Json(shown).into_response())
}

/// To whom a case is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Whoever filed it, or holds its receipt.
    Applicant,
    /// An official of its agency.
    Official,
}

/// The receipt's code, for whoever may have it. With the number it opens a case that was filed without an
/// account, and whoever decides must not be able to answer in the applicant's name.
fn receipt_code(case: &Case, reader: Reader) -> Option<String> {
    let opens_it = case.person.is_none();
    let may_have = reader == Reader::Applicant || !opens_it;
    may_have.then(|| case.verification_code.to_string())
}

/// What can be told without opening what the applicant wrote.
pub(super) fn describe(
    case: &Case,
    reader: Reader,
    service: &Published,
    act: Option<act::Act>,
    files: &[Attachment],
) -> CaseShown {
    let file = |attachment: &Attachment| FileShown {
        name: attachment.file.file_name.clone(),
        sha256: attachment.file.blob.as_str().to_owned(),
        size_bytes: attachment.file.size_bytes,
        url: format!("/expedientes/{}/respuesta/{}", case.number, attachment.id),
    };
    CaseShown {
        number: case.number.to_string(),
        service: case.service_slug.clone(),
        agency: case.agency_slug.clone(),
        status: case.outcome.map_or_else(
            || waiting_word(service.definition.process.foremost(&case.position)),
            Outcome::as_str,
        ),
        stage: case.position.to_string(),
        filed_at: case.filed_at,
        due_on: case.due_on,
        clock_stopped: case.stopped_at.is_some(),
        verification_code: receipt_code(case, reader),
        for_another: None,
        act: act.map(|act| ActShown {
            revoked_at: act.revoked.as_ref().map(|revoked| revoked.at),
            revoked_reasons: act.revoked.map(|revoked| revoked.reasons),
            outcome: act.meaning.outcome(),
            verification_code: act.verification_code.to_string(),
            issued_at: act.issued.as_ref().map(|issued| issued.at),
            valid_until: act.issued.and_then(|issued| issued.valid_until),
            files: files.iter().map(file).collect(),
        }),
    }
}
