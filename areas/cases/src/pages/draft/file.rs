//! The files of a draft: each comes with the page it was chosen on.

use axum::extract::{Path, State as Shared};
use platform::enclosed::Enclosed;
use platform::{ClientKey, Problem, Result, Visit, redirect};

use super::keep::{Pressed, Sender, keep};
use super::open;
use super::sheet::Sheet;
use crate::applicant::Applicant;
use crate::document::DocumentId;
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
    let sheet = Sheet::of(form, &question).ok_or_else(Problem::not_found)?;
    Ok(redirect::see_other(&sheet.address(opened.draft.id)))
}

/// Takes a file, looked at by its bytes, and keeps what was typed beside it.
pub(crate) async fn attach(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, question)): Path<(String, String)>,
    mut sent: Enclosed,
) -> Result {
    let from = Sender {
        visit: &visit,
        client: &client,
        state: &state,
        who: &who,
    };
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    let service = opened.service.clone();
    let sheet = Sheet::of(&service.definition.form, &question).ok_or_else(Problem::not_found)?;
    sheet
        .takes_files(&question)
        .ok_or_else(Problem::not_found)?;
    // A program need not name the box: it says in the address to what the file belongs.
    for file in &mut sent.files {
        if sheet.takes_files(&file.field).is_none() {
            file.field.clone_from(&question);
        }
    }
    keep(&from, opened, sheet, sent, Pressed::Attach(question)).await
}

/// Takes a file out again, and keeps what was typed beside it.
pub(crate) async fn detach(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, question, document)): Path<(String, String, String)>,
    sent: Enclosed,
) -> Result {
    let from = Sender {
        visit: &visit,
        client: &client,
        state: &state,
        who: &who,
    };
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    let service = opened.service.clone();
    let sheet = Sheet::of(&service.definition.form, &question).ok_or_else(Problem::not_found)?;
    let document: DocumentId = document.parse().map_err(|_| Problem::not_found())?;
    keep(
        &from,
        opened,
        sheet,
        sent,
        Pressed::Detach(question, document),
    )
    .await
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
