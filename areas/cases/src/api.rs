//! The JSON face: filing, following, and an official's tasks, by the same verbs as the pages.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use forms::JsonAnswers;
use identity::{Actor, Official};
use platform::form::Json as Body;
use platform::{ClientKey, Problem, Result, Visit};
use process::{Outcome, Waiting};
use serde::{Deserialize, Serialize};
use services::Published;
use store::BlobHash;

use crate::applicant::Applicant;
use crate::attachment::{self, Attachment};
use crate::case::{self, Case};
use crate::complete::{Completion, complete as finish};
use crate::document::{self, MediaType, StoredFile};
use crate::draft::DraftId;
use crate::mark::Mark;
use crate::state::State;
use crate::submit::{Filed, Submission, file};
use crate::task::{self, TaskId};
use crate::{CaseNumber, Error, VerificationCode, act, facts};

/// Codes shown for one number in a minute, from wherever they come: a program that follows its case asks
/// once a second at most.
const CODES_AT_NUMBER_PER_MINUTE_MAX: u32 = 60;
/// A client's own key for a request: a UUID fits, a novel does not.
const IDEMPOTENCY_KEY_CHARACTERS_MAX: usize = 200;

/// The routes under `/api/v1`.
pub fn api(state: State) -> Router {
    Router::new()
        .route("/api/v1/services/{slug}/applications", post(apply))
        .route("/api/v1/cases/{number}", get(show))
        .route("/api/v1/tasks", get(tasks))
        .route("/api/v1/tasks/{id}/complete", post(complete))
        .with_state(state)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Application {
    answers: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Serialize)]
struct Received {
    number: String,
    status: &'static str,
    receipt_url: String,
    verification_code: String,
}

/// Files an application that came whole. The same `Idempotency-Key` of the same account files once.
async fn apply(
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
    let idempotency_key = idempotency_key(&headers, &actor, &application)?;
    let who = Applicant::of_actor(&actor);
    let draft = DraftId::new(visit.now);
    let read = read_answers(&visit, &state, &service, &who, draft, application).await?;
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
        .await?;
    let location = format!("/api/v1/cases/{}", filed.number);
    let body = Json(received(&visit, &service, &filed));
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], body).into_response())
}

fn received(visit: &Visit, service: &Published, filed: &Filed) -> Received {
    Received {
        number: filed.number.to_string(),
        status: waiting_word(service.definition.process.waiting(&filed.stage)),
        receipt_url: format!(
            "{}/expedientes/{}/recibido",
            visit.app.site().base_url,
            filed.number
        ),
        verification_code: filed.verification_code.to_string(),
    }
}

/// The client's key with the account's in front, so that nobody meets another's. Without an account it
/// is what was sent that stands in front: whoever guesses a key must not be told another's number and
/// code, and whoever repeats a request sends the same again.
fn idempotency_key(
    headers: &HeaderMap,
    actor: &Actor,
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
    Ok(Some(format!("{owner}:{key}")))
}

async fn read_answers(
    visit: &Visit,
    state: &State,
    service: &std::sync::Arc<Published>,
    who: &Applicant,
    draft: DraftId,
    application: Application,
) -> std::result::Result<JsonAnswers, Error> {
    let (there, citizen, now, place) = (
        service.clone(),
        who.citizen.clone(),
        visit.now,
        state.place.clone(),
    );
    let needs_database = who.citizen.is_some() && !service.definition.form.datasets().is_empty();
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
        .read_json(&application.answers, &known)
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

/// The bytes first, then the rows that name them.
async fn keep_files(
    state: &State,
    files: Vec<(String, Vec<u8>)>,
) -> std::result::Result<Vec<StoredFile>, Problem> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let store = state.app.store().clone();
    let keep = move |(file_name, bytes): (String, Vec<u8>)| {
        let media_type = MediaType::sniff(&bytes).ok_or(Error::FileType)?;
        let blob = store.blobs().put(&bytes)?;
        Ok(StoredFile {
            file_name,
            media_type,
            size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            blob,
        })
    };
    let kept = tokio::task::spawn_blocking(move || {
        files
            .into_iter()
            .map(keep)
            .collect::<std::result::Result<Vec<_>, Error>>()
    });
    Ok(kept.await.map_err(Problem::internal)??)
}

#[derive(Debug, Serialize)]
struct CaseShown {
    number: String,
    service: String,
    agency: String,
    status: &'static str,
    stage: String,
    filed_at: jiff::Timestamp,
    due_on: Option<jiff::civil::Date>,
    clock_stopped: bool,
    verification_code: String,
    act: Option<ActShown>,
}

#[derive(Debug, Serialize)]
struct ActShown {
    outcome: Outcome,
    verification_code: String,
    issued_at: Option<jiff::Timestamp>,
    valid_until: Option<jiff::civil::Date>,
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
async fn show(
    visit: Visit,
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
            let case = match (found, actor.official()) {
                (Err(Error::Unknown), Some(official)) => case::of_agency(db, &number, official)?,
                (found, _) => found?,
            };
            let service = there.service_of(db, &case)?;
            let act = act::of_case(db, case.id)?;
            let files = attachment::given(db, case.id)?;
            Ok::<_, Error>(describe(&case, &service, act, &files))
        })
        .await?;
    Ok(Json(shown).into_response())
}

/// What can be told without opening what the applicant wrote.
fn describe(
    case: &Case,
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
            || waiting_word(service.definition.process.waiting(&case.stage)),
            Outcome::as_str,
        ),
        stage: case.stage.to_string(),
        filed_at: case.filed_at,
        due_on: case.due_on,
        clock_stopped: case.stopped_at.is_some(),
        verification_code: case.verification_code.to_string(),
        act: act.map(|act| ActShown {
            outcome: act.outcome,
            verification_code: act.verification_code.to_string(),
            issued_at: act.issued.as_ref().map(|issued| issued.at),
            valid_until: act.issued.and_then(|issued| issued.valid_until),
            files: files.iter().map(file).collect(),
        }),
    }
}

fn waiting_word(waiting: Option<Waiting<'_>>) -> &'static str {
    match waiting {
        Some(Waiting::Payment) => "unpaid",
        Some(Waiting::Official(_)) => "in-review",
        Some(Waiting::Applicant(_)) => "needs-applicant",
        Some(Waiting::Ended(_)) | None => "received",
    }
}

#[derive(Debug, Serialize)]
struct TaskShown {
    id: TaskId,
    name: String,
    role: String,
    case: String,
    service: String,
    filed_at: jiff::Timestamp,
    due_at: Option<jiff::Timestamp>,
}

/// What waits for this official, the most urgent first.
async fn tasks(Shared(state): Shared<State>, official: Official) -> Result {
    let rows = state
        .app
        .store()
        .read(move |db| task::desk(db, &official))
        .await?;
    let shown = rows.into_iter().map(|row| TaskShown {
        id: row.task,
        name: row.name,
        role: row.role,
        case: row.number.to_string(),
        service: row.service_slug,
        filed_at: row.filed_at,
        due_at: row.due_at,
    });
    Ok(Json(serde_json::json!({ "tasks": shown.collect::<Vec<_>>() })).into_response())
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Done {
    result: Option<String>,
    reasons: Option<String>,
    #[serde(default)]
    marks: Vec<MarkRead>,
    #[serde(default)]
    files: Vec<FileRead>,
}

/// A file that goes with the decision, its content in base64.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRead {
    name: String,
    content: String,
}

impl FileRead {
    fn decode(self) -> std::result::Result<(String, Vec<u8>), Problem> {
        let bytes = BASE64_STANDARD
            .decode(self.content.trim())
            .map_err(|error| Problem::bad_request().source(error))?;
        Ok((self.name, bytes))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkRead {
    question: String,
    #[serde(default)]
    remark: String,
}

/// Finishes a task.
async fn complete(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
    Body(done): Body<Done>,
) -> Result {
    let id: TaskId = id.parse().map_err(|_| Problem::not_found())?;
    let marks = done
        .marks
        .into_iter()
        .map(|mark| Mark {
            question: mark.question,
            remark: mark.remark,
        })
        .collect();
    let files = done
        .files
        .into_iter()
        .map(FileRead::decode)
        .collect::<Result<Vec<_>>>()?;
    let completion = Completion {
        result: done.result,
        reasons: done.reasons,
        marks,
        files: keep_files(&state, files).await?,
    };
    let (there, now) = (state.clone(), visit.now);
    let shown = state
        .app
        .store()
        .write(move |tx| {
            let found = task::for_official(tx, id, &official)?;
            let case = case::by_id(tx, found.case)?;
            let service = there.service_of(tx, &case)?;
            let case = finish(
                tx,
                &official,
                &found,
                &completion,
                &service,
                there.place_of(&case.agency_slug),
                now,
            )?;
            let act = act::of_case(tx, case.id)?;
            let files = attachment::given(tx, case.id)?;
            Ok::<_, Error>(describe(&case, &service, act, &files))
        })
        .await?;
    let response: Response = Json(shown).into_response();
    Ok(response)
}
