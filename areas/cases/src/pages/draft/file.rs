//! The files of a draft, each sent alone.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use design::FieldError;
use forms::FileKind;
use platform::upload::Upload;
use platform::{ClientKey, Problem, Result, Visit, redirect};

use super::{open, section, sign_in_first};
use crate::applicant::Applicant;
use crate::document::{self, DocumentId};
use crate::draft;
use crate::pages::files::{self, NotTaken};
use crate::pages::send_file;
use crate::state::State;

/// Whoever reloads the page that answered a file comes back to its part.
pub(crate) async fn to_section(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, question)): Path<(String, String)>,
) -> Result {
    let opened = open(&visit, &state, &who, &id).await?;
    let form = &opened.service.definition.form;
    let part = form.section_of(&question).ok_or_else(Problem::not_found)?;
    Ok(redirect::see_other(&format!(
        "/borradores/{id}/{}",
        part.id
    )))
}

/// Takes one file: looked at by its bytes, stored under its hash, then named by a row.
pub(crate) async fn attach(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, question)): Path<(String, String)>,
    upload: Upload,
) -> Result {
    files::count(&visit, &client)?;
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    let form = &opened.service.definition.form;
    let asked = form
        .question(&question)
        .filter(|question| question.kind.is_document())
        .ok_or_else(Problem::not_found)?;
    let part = form.section_of(&question).ok_or_else(Problem::not_found)?;
    let here = format!("/borradores/{id}/{}", part.id);
    let refuse = |message: text::Text| {
        // The session may have ended: only whoever may see the part is shown what it holds.
        if let Some(elsewhere) = sign_in_first(&opened, &who, Some(part), &here) {
            return Ok(elsewhere);
        }
        let errors = vec![FieldError::new(question.clone(), message)];
        Ok(section::view(
            &visit,
            &who,
            &opened,
            part,
            &opened.draft.answers,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        ))
    };
    let taken = |kind: FileKind| files::takes(asked, kind);
    let stored = match files::take(&state, taken, upload.file).await {
        Ok(stored) => stored,
        Err(NotTaken::Failed(problem)) => return Err(problem),
        Err(NotTaken::Refused(why)) => return refuse(why.message(visit.lang)),
    };
    let (draft, now) = (opened.draft.id, visit.now);
    state
        .app
        .store()
        .write(move |tx| {
            draft::open_of_visitor(tx, draft, &who)?;
            document::add(tx, draft, &question, &stored, now)
        })
        .await?;
    Ok(redirect::see_other(&here))
}

/// Takes a file out again.
pub(crate) async fn detach(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, question, document)): Path<(String, String, String)>,
) -> Result {
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    opened.for_its_person(&who)?;
    let part = opened
        .service
        .definition
        .form
        .section_of(&question)
        .ok_or_else(Problem::not_found)?;
    let document: DocumentId = document.parse().map_err(|_| Problem::not_found())?;
    let (draft, now) = (opened.draft.id, visit.now);
    state
        .app
        .store()
        .write(move |tx| {
            draft::open_of_visitor(tx, draft, &who)?;
            document::remove(tx, draft, document, now)
        })
        .await?;
    Ok(redirect::see_other(&format!(
        "/borradores/{draft}/{}",
        part.id
    )))
}

/// Shows a file again to whoever gave it.
pub(crate) async fn download(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, _question, document)): Path<(String, String, String)>,
) -> Result {
    let opened = open(&visit, &state, &who, &id).await?;
    if opened.for_its_person(&who).is_err() {
        return Ok(redirect::see_other(&format!(
            "/ingresar?volver=/borradores/{id}"
        )));
    }
    let wanted: DocumentId = document.parse().map_err(|_| Problem::not_found())?;
    let found = opened
        .documents
        .iter()
        .find(|document| document.id == wanted)
        .ok_or_else(Problem::not_found)?;
    send_file(&state, &found.into()).await
}
