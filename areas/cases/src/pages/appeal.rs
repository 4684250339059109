//! `/expedientes/{number}/recurrir`: from a decision to the appeal against it.

use axum::extract::{Path, State as Shared};
use platform::{Problem, Result, Visit, redirect};

use super::Followed;
use super::draft::first_page;
use crate::appeal::{self, of_act};
use crate::applicant::Applicant;
use crate::state::State;

/// Begins the appeal and leads to its first part.
pub(crate) async fn begin(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let process = &followed.service.definition.process;
    let act = followed.act.as_ref().ok_or_else(Problem::not_found)?;
    let issued = act.issued.as_ref().ok_or_else(Problem::not_found)?;
    let slug = of_act(process, act).and_then(|appeal| appeal.service.as_deref());
    let service = slug.and_then(|slug| state.catalogue.by_slug(slug));
    let service = service.ok_or_else(Problem::not_found)?;
    let begun = service.clone();
    let (there, against) = (state.clone(), followed.case.number.clone());
    let (issued_at, now) = (issued.at, visit.now);
    let begin = state.app.store().write(move |tx| {
        let place = there.place_of(begun.definition.agency_slug());
        appeal::begin(tx, &against, issued_at, &begun, &who, place, now)
    });
    let id = begin.await?;
    Ok(redirect::see_other(&first_page(
        &service.definition.form,
        id,
    )))
}
