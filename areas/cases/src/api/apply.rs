//! Filing an application that came whole.

use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use forms::JsonAnswers;
use identity::Actor;
use platform::form::Json as Body;
use platform::{ClientKey, Problem, Result, Visit};
use serde::{Deserialize, Serialize};
use services::Published;
use store::BlobHash;

use super::whom::{ForAnother, renamed, with_whom};
use super::{keep_files, waiting_word};
use crate::applicant::Applicant;
use crate::document::{self, StoredFile};
use crate::draft::DraftId;
use crate::state::State;
use crate::submit::{Filed, Submission, file};
use crate::{Error, facts};

/// A client's own key for a request: a UUID fits, a novel does not.
const IDEMPOTENCY_KEY_CHARACTERS_MAX: usize = 200;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Application {
    answers: serde_json::Map<String, serde_json::Value>,
    /// For whom, where it is for somebody else.
    #[serde(default)]
    for_another: Option<ForAnother>,
}

#[derive(Debug, Serialize)]
struct Received {
    number: String,
    status: &'static str,
    receipt_url: String,
    verification_code: String,
}

/// Files an application that came whole. The same `Idempotency-Key` of the same account files once.
pub(super) async fn apply(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    actor: Actor,
    Path(slug): Path<String>,
    headers: HeaderMap,
    Body(application): Body<Application>,
) -> Result {
    // A token has an account to answer for it.
    if actor.account().is_none() {
        visit.app.rate().check(
            "filing",
            &client,
            state.anonymous_filings_per_minute_max,
            visit.now,
        )?;
    }
    let service = state
        .catalogue
        .by_slug(&slug)
        .ok_or_else(Problem::not_found)?;
    let idempotency_key = idempotency_key(&headers, &actor, &service.slug, &application)?;
    let who = Applicant::of_actor(&actor);
    let draft = DraftId::new(visit.now);
    let read = read_answers(&visit, &state, &service, &who, draft, application)
        .await
        .map_err(renamed)?;
    let files = store_files(&state, read.uploads).await?;
    let (answers, now, there, filing) = (read.answers, visit.now, state.clone(), service.clone());
    let filed = state
        .app
        .store()
        .write(move |tx| {
            for (question, stored) in &files {
                document::add(tx, draft, question, stored, now)?;
            }
            let submission = Submission {
                service: &filing,
                applicant: &who,
                draft,
                answers: &answers,
                idempotency_key: idempotency_key.clone(),
            };
            file(
                tx,
                &submission,
                there.place_of(filing.definition.agency_slug()),
                now,
            )
        })
        .await
        .map_err(renamed)?;
    let location = format!("/api/v1/cases/{}", filed.number);
    let body = Json(received(&visit, &service, &filed));
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], body).into_response())
}

fn received(visit: &Visit, service: &Published, filed: &Filed) -> Received {
    Received {
        number: filed.number.to_string(),
        status: waiting_word(service.definition.process.foremost(&filed.position)),
        receipt_url: format!(
            "{}/expedientes/{}/recibido",
            visit.app.site().base_url,
            filed.number
        ),
        verification_code: filed.verification_code.to_string(),
    }
}

/// The client's key with the account's in front, so that nobody meets another's, and the service, so that
/// nothing is taken for filed because something else was. Without an account it is what was sent that stands in front: whoever guesses a key must not be told another's number and
/// code, and whoever repeats a request sends the same again.
fn idempotency_key(
    headers: &HeaderMap,
    actor: &Actor,
    slug: &str,
    application: &Application,
) -> std::result::Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value
        .to_str()
        .map_err(|error| Problem::bad_request().source(error))?;
    if key.is_empty() || key.len() > IDEMPOTENCY_KEY_CHARACTERS_MAX {
        return Err(Problem::bad_request());
    }
    let owner = match actor.account() {
        Some(account) => account.to_string(),
        None => {
            let sent = serde_json::to_vec(&application.answers).map_err(Problem::internal)?;
            BlobHash::of(&sent).as_str().to_owned()
        }
    };
    Ok(Some(format!("{owner}:{slug}:{key}")))
}

async fn read_answers(
    visit: &Visit,
    state: &State,
    service: &std::sync::Arc<Published>,
    who: &Applicant,
    draft: DraftId,
    application: Application,
) -> std::result::Result<JsonAnswers, Error> {
    let is_for_themself = application.for_another.is_none();
    let definition = &service.definition;
    let answers = with_whom(definition, application.answers, application.for_another)?;
    // Nothing of whoever files is read where it is for somebody else.
    let citizen = who.citizen.clone().filter(|_| is_for_themself);
    let needs_database = citizen.is_some() && !definition.form.datasets().is_empty();
    let (there, now, place) = (service.clone(), visit.now, state.place.clone());
    let known = if needs_database {
        state
            .app
            .store()
            .read(move |db| facts::known(db, &there, draft, citizen.as_ref(), now, place.zone()))
            .await?
    } else {
        forms::Known::on(now.to_zoned(place.zone().clone()).date())
    };
    service
        .definition
        .form
        .read_json(&answers, &known)
        .map_err(Error::Answers)
}

/// The files of answers, each with its question.
async fn store_files(
    state: &State,
    uploads: Vec<forms::Upload>,
) -> std::result::Result<Vec<(String, StoredFile)>, Problem> {
    let (questions, files): (Vec<_>, Vec<_>) = uploads
        .into_iter()
        .map(|upload| (upload.question, (upload.name, upload.bytes)))
        .unzip();
    let stored = keep_files(state, files).await?;
    Ok(questions.into_iter().zip(stored).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_one_service_and_of_one_sender() {
        let mut headers = HeaderMap::new();
        headers.insert("idempotency-key", "1".parse().unwrap());
        let key = |slug: &str, answers: serde_json::Value| {
            let application = serde_json::from_value(serde_json::json!({ "answers": answers }));
            let read = idempotency_key(&headers, &Actor::Anonymous, slug, &application.unwrap());
            read.unwrap().unwrap()
        };
        let first = key("permiso", serde_json::json!({ "metros": 40 }));
        assert_eq!(key("permiso", serde_json::json!({ "metros": 40 })), first);
        assert_ne!(key("licencia", serde_json::json!({ "metros": 40 })), first);
        assert_ne!(key("permiso", serde_json::json!({ "metros": 41 })), first);
        assert!(first.ends_with(":permiso:1"), "{first}");
    }
}
