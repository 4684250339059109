//! `/borradores/{id}/{section}`: one part, shown and kept.

use axum::extract::{Path, State as Shared};
use forms::Layout;
use platform::enclosed::Enclosed;
use platform::{ClientKey, Problem, Result, Visit, redirect};

use super::keep::{Pressed, Sender, keep};
use super::page::{Said, view};
use super::sheet::Sheet;
use super::{open, sign_in_first};
use crate::applicant::Applicant;
use crate::state::State;

/// The part as it stands.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, section)): Path<(String, String)>,
) -> Result {
    let opened = open(&visit, &state, &who, &id).await?;
    if let Some(number) = &opened.draft.sent {
        return Ok(redirect::see_other(&format!(
            "/expedientes/{number}/recibido"
        )));
    }
    let form = &opened.service.definition.form;
    let section = form.section(&section).ok_or_else(Problem::not_found)?;
    if form.layout == Layout::OnePage {
        return Ok(redirect::see_other(&format!(
            "/borradores/{id}#parte-{}",
            section.id
        )));
    }
    let sheet = Sheet::Part(section);
    let here = sheet.address(opened.draft.id);
    if let Some(elsewhere) = sign_in_first(&opened, &who, Some(sheet), &here) {
        return Ok(elsewhere);
    }
    let said = Said::nothing(&opened.draft.answers);
    Ok(view(&visit, &who, &opened, sheet, said))
}

/// Keeps what was typed in one part, then checks it. What is wrong is kept too.
pub(crate) async fn save(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, section)): Path<(String, String)>,
    sent: Enclosed,
) -> Result {
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    let service = opened.service.clone();
    let form = &service.definition.form;
    let section = form.section(&section).ok_or_else(Problem::not_found)?;
    let from = Sender {
        visit: &visit,
        client: &client,
        state: &state,
        who: &who,
    };
    keep(&from, opened, Sheet::Part(section), sent, Pressed::Own).await
}
