//! What waits for an official, and finishing it.

use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::response::IntoResponse as _;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use identity::Official;
use platform::form::Json as Body;
use platform::{Problem, Result, Visit};
use serde::{Deserialize, Serialize};

use super::follow::{Reader, describe};
use super::keep_files;
use crate::complete::{Completion, WrittenDown, complete as finish};
use crate::mark::Mark;
use crate::state::State;
use crate::task::{self, TaskId};
use crate::{Error, act, attachment, case};

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
pub(super) async fn list(Shared(state): Shared<State>, official: Official) -> Result {
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
pub(super) struct Done {
    result: Option<String>,
    reasons: Option<String>,
    #[serde(default)]
    marks: Vec<MarkRead>,
    #[serde(default)]
    answers: serde_json::Map<String, serde_json::Value>,
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
    remark: String,
}

/// Finishes a task.
pub(super) async fn complete(
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
        written_down: WrittenDown::Json(done.answers),
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
            Ok::<_, Error>(describe(&case, Reader::Official, &service, act, &files))
        })
        .await?;
    Ok(Json(shown).into_response())
}
