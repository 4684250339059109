//! `/borradores/{id}` where the form is one page: everything, shown and kept.

use axum::extract::{Path, State as Shared};
use forms::Layout;
use platform::enclosed::Enclosed;
use platform::{ClientKey, Problem, Result, Visit};

use super::keep::{Pressed, Sender, keep};
use super::page::{Said, view};
use super::sheet::Sheet;
use super::{Opened, open, sign_in_first};
use crate::applicant::Applicant;
use crate::state::State;

/// The form as it stands.
pub(super) fn show(visit: &Visit, who: &Applicant, opened: &Opened) -> Result {
    let sheet = Sheet::Whole(&opened.service.definition.form);
    let here = sheet.address(opened.draft.id);
    if let Some(elsewhere) = sign_in_first(opened, who, Some(sheet), &here) {
        return Ok(elsewhere);
    }
    let said = Said::nothing(&opened.draft.answers);
    Ok(view(visit, who, opened, sheet, said))
}

/// Keeps what was typed, then checks it. What is wrong is kept too.
pub(crate) async fn save(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(id): Path<String>,
    sent: Enclosed,
) -> Result {
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    let service = opened.service.clone();
    let form = &service.definition.form;
    if form.layout != Layout::OnePage {
        return Err(Problem::not_found());
    }
    let from = Sender {
        visit: &visit,
        client: &client,
        state: &state,
        who: &who,
    };
    keep(&from, opened, Sheet::Whole(form), sent, Pressed::Own).await
}
