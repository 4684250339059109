//! The JSON face: filing, following, and an official's tasks, by the same verbs as the pages.

mod apply;
mod follow;
mod tasks;
mod whom;

use axum::Router;
use axum::routing::{get, post};
use platform::Problem;
use process::Waiting;

use crate::Error;
use crate::document::StoredFile;
use crate::state::State;

/// The routes under `/api/v1`.
pub fn api(state: State) -> Router {
    Router::new()
        .route("/api/v1/services/{slug}/applications", post(apply::apply))
        .route("/api/v1/cases/{number}", get(follow::show))
        .route("/api/v1/tasks", get(tasks::list))
        .route("/api/v1/tasks/{id}/complete", post(tasks::complete))
        .with_state(state)
}

/// How a case stands, in the word of the API.
fn waiting_word(waiting: Option<Waiting<'_>>) -> &'static str {
    match waiting {
        Some(Waiting::Payment) => "unpaid",
        Some(Waiting::Official(_) | Waiting::Time) => "in-review",
        Some(Waiting::Applicant(_)) => "needs-applicant",
        Some(Waiting::Cosigners(_)) => "waiting-for-cosigners",
        Some(Waiting::Ended(_)) | None => "received",
    }
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
        let kind = forms::FileKind::recognise(&file_name, &bytes).ok_or(Error::FileType)?;
        let blob = store.blobs().put(&bytes)?;
        Ok(StoredFile {
            file_name,
            kind,
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
