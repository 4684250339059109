//! `/oficina/tareas/{task}/tomar` and `…/soltar`: who has a task in hand.

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use identity::Official;
use platform::{Problem, Result, redirect};

use crate::state::State;
use crate::task::{self, TaskId};
use crate::{CaseNumber, Error, case, take as verb};

/// Takes a task in hand.
pub(crate) async fn take(
    Shared(state): Shared<State>,
    official: Official,
    Path(task): Path<String>,
) -> Result {
    let id: TaskId = task.parse().map_err(|_| Problem::not_found())?;
    let there = state.clone();
    let number = state
        .app
        .store()
        .write(move |tx| {
            let found = task::for_official(tx, id, &official)?;
            let case = case::by_id(tx, found.case)?;
            let service = there.service_of(tx, &case)?;
            verb::take(tx, &official, &found, &service)?;
            Ok::<_, Error>(found.number)
        })
        .await?;
    Ok(back(&number))
}

/// Puts it back for others.
pub(crate) async fn release(
    Shared(state): Shared<State>,
    official: Official,
    Path(task): Path<String>,
) -> Result {
    let id: TaskId = task.parse().map_err(|_| Problem::not_found())?;
    let number = state
        .app
        .store()
        .write(move |tx| {
            let found = task::for_official(tx, id, &official)?;
            verb::release(tx, &official, &found)?;
            Ok::<_, Error>(found.number)
        })
        .await?;
    Ok(back(&number))
}

fn back(number: &CaseNumber) -> Response {
    redirect::see_other(&format!("/oficina/expedientes/{number}"))
}
