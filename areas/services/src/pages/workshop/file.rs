//! One file of an edition, written in the browser. What is wrong is kept too, and said.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{Button, FieldError, Form, Level, TextArea, actions, details, heading};
use identity::Official;
use maud::html;
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};

use super::{ADDRESS, findings};
use crate::edition::{self, Edition, EditionError, EditionId};
use crate::{State, check, words};

/// The text of the file.
const TEXT: &str = "texto";
/// Which state of the edition whoever writes has before them.
const SEEN: &str = "visto";
/// The button that takes the file away.
const REMOVE: &str = "quitar";

async fn open(
    state: &State,
    official: &Official,
    id: EditionId,
) -> std::result::Result<Edition, Problem> {
    let who = official.clone();
    let read = state
        .app
        .store()
        .read(move |db| edition::of_agency(db, id, &who));
    let edition = read.await.map_err(Problem::from)?;
    match edition.has_ended {
        true => Err(Problem::not_found()),
        false => Ok(edition),
    }
}

/// Leads to the page of a file that is not there yet.
pub(super) async fn add(
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
    typed: Typed,
) -> Result {
    let parsed: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    open(&state, &official, parsed).await?;
    let name: String = typed
        .get("archivo")
        .trim()
        .chars()
        .filter(|sign| sign.is_ascii_alphanumeric() || "._-".contains(*sign))
        .take(70)
        .collect();
    let place = match name.is_empty() {
        true => format!("{ADDRESS}/ediciones/{id}"),
        false => format!("{ADDRESS}/ediciones/{id}/archivos/{name}"),
    };
    Ok(redirect::see_other(&place))
}

pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path((id, file)): Path<(String, String)>,
) -> Result {
    let id: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    let edition = open(&state, &official, id).await?;
    let text = edition.files.get(&file).cloned().unwrap_or_default();
    Ok(view(&visit, &edition, &file, &text, Vec::new()))
}

fn view(
    visit: &Visit,
    edition: &Edition,
    file: &str,
    text: &str,
    errors: Vec<FieldError>,
) -> Response {
    let lang = visit.lang;
    let back = format!("{ADDRESS}/ediciones/{}", edition.id);
    let found = check::check(&edition.files);
    let here: Vec<_> = found
        .into_iter()
        .filter(|finding| finding.file == file)
        .collect();
    let is_open = edition.proposal.is_none();
    let numbered = text.lines().enumerate();
    let area = TextArea::new(TEXT, words::workshop_text(lang))
        .value(text)
        .rows(30)
        .source()
        .error(FieldError::find(&errors, TEXT));
    let form = Form::post(
        format!("{back}/archivos/{file}"),
        html! {
            (area.render(lang))
            input type="hidden" name=(SEEN) value=(edition.revision);
            (actions(html! {
                (Button::new(words::workshop_save(lang)))
                (Button::new(words::workshop_remove(lang)).secondary().sends(REMOVE, "si"))
            }))
        },
    );
    let body = html! {
        (heading(Level::H1, file.to_owned()))
        @if !here.is_empty() { (findings(&here, lang)) }
        @if is_open { (form) } @else { p { (words::workshop_stands_still(lang)) } }
        (details(words::workshop_numbered(lang), html! { pre { @for (at, line) in numbered { (at + 1) ": " (line) "\n" } } }))
    };
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::CONFLICT,
    };
    let page = Page::new(file.to_owned()).back(back).wide();
    visit.page_with(status, page.errors(errors).body(body))
}

/// Keeps it. When somebody kept another meanwhile, nothing is overwritten and what was typed comes back.
pub(super) async fn save(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path((id, file)): Path<(String, String)>,
    typed: Typed,
) -> Result {
    let id: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    let seen: i64 = typed.get(SEEN).parse().unwrap_or(-1);
    let (who, now, name, text) = (
        official.clone(),
        visit.now,
        file.clone(),
        typed.get(TEXT).to_owned(),
    );
    let removes = typed.get(REMOVE) == "si";
    let written = text.clone();
    let done = state.app.store().write(move |tx| match removes {
        true => edition::remove_file(tx, id, &who, &name, seen, now),
        false => edition::save_file(tx, id, &who, (&name, &written), seen, now),
    });
    match done.await {
        Ok(()) if removes => Ok(redirect::see_other(&format!("{ADDRESS}/ediciones/{id}"))),
        Ok(()) => Ok(redirect::see_other(&format!(
            "{ADDRESS}/ediciones/{id}/archivos/{file}"
        ))),
        Err(EditionError::MovedOn) if !removes => {
            let edition = open(&state, &official, id).await?;
            let errors = vec![FieldError::new(TEXT, words::workshop_moved_on(visit.lang))];
            Ok(view(&visit, &edition, &file, &text, errors))
        }
        Err(error) => Err(error.into()),
    }
}
