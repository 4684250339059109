//! `/oficina/tramites`: the people of an agency change their definitions; one prepares, another publishes.

mod edition;
mod file;
mod history;
mod list;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use design::Notice;
use identity::AccountId;
use maud::{Markup, html};
use platform::Problem;
use store::Db;
use text::Lang;

use crate::edition::EditionError;
use crate::{Finding, State, words};

pub(super) const ADDRESS: &str = "/oficina/tramites";

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/oficina/tramites", get(list::show).post(list::begin))
        .route("/oficina/tramites/ediciones/{edition}", get(edition::show))
        .route(
            "/oficina/tramites/ediciones/{edition}/proponer",
            post(edition::propose),
        )
        .route(
            "/oficina/tramites/ediciones/{edition}/devolver",
            post(edition::send_back),
        )
        .route(
            "/oficina/tramites/ediciones/{edition}/publicar",
            post(edition::approve),
        )
        .route(
            "/oficina/tramites/ediciones/{edition}/descartar",
            get(edition::ask_to_discard).post(edition::discard),
        )
        .route(
            "/oficina/tramites/ediciones/{edition}/archivos",
            post(file::add),
        )
        .route(
            "/oficina/tramites/ediciones/{edition}/archivos/{file}",
            get(file::show).post(file::save),
        )
        .route("/oficina/tramites/{slug}/historia", get(history::show))
        .route("/oficina/tramites/{slug}/deshacer", post(history::undo))
}

impl From<EditionError> for Problem {
    fn from(error: EditionError) -> Self {
        let conflict = |code, what: fn(Lang) -> text::Text, next: fn(Lang) -> text::Text| {
            Self::new(code, StatusCode::CONFLICT, what).next(next)
        };
        let refuse = |code, what: fn(Lang) -> text::Text, next: fn(Lang) -> text::Text| {
            Self::new(code, StatusCode::UNPROCESSABLE_ENTITY, what).next(next)
        };
        match error {
            EditionError::Unknown => Self::not_found(),
            EditionError::MovedOn => Self::outdated(),
            EditionError::Stale => conflict(
                "services.stale",
                words::workshop_stale,
                words::workshop_stale_next,
            ),
            EditionError::SameHands => conflict(
                "services.same-hands",
                words::workshop_same_hands,
                words::workshop_same_hands_next,
            ),
            EditionError::NoteNeeded => refuse(
                "services.note",
                words::workshop_note_needed,
                words::workshop_note_needed_next,
            ),
            EditionError::FileNotTaken => refuse(
                "services.file",
                words::workshop_file_not_taken,
                words::workshop_file_not_taken_next,
            ),
            EditionError::OtherAgency => refuse(
                "services.other-agency",
                words::workshop_other_agency,
                words::workshop_other_agency_next,
            ),
            EditionError::NothingBefore => conflict(
                "services.nothing-before",
                words::workshop_nothing_before,
                words::workshop_nothing_before_next,
            ),
            EditionError::Unsound(_) => refuse(
                "services.unsound",
                words::workshop_unsound,
                words::workshop_unsound_next,
            ),
            EditionError::Store(error) => Self::from(error),
        }
    }
}

/// The name of whoever did something; empty when the account is no official's any more.
fn name_of(db: &mut Db, account: AccountId) -> Result<String, store::Error> {
    let actor = identity::Actor::of_account(db, account)?;
    let official = actor.as_ref().and_then(identity::Actor::official);
    Ok(official.map_or_else(String::new, |official| official.name.clone()))
}

/// What must be mended, with file and line; or that nothing must.
fn findings(found: &[Finding], lang: Lang) -> Markup {
    if found.is_empty() {
        return Notice::info(html! { p { (words::workshop_sound_how(lang)) } })
            .title(words::workshop_sound(lang))
            .render(lang);
    }
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let list = html! { ul { @for finding in found.iter().take(FINDINGS_SHOWN_MAX) { li { (finding.say(lang)) } } } };
    Notice::warning(list)
        .title(words::workshop_findings(lang, count))
        .render(lang)
}

/// Findings shown at once: whoever mends these sees the rest.
const FINDINGS_SHOWN_MAX: usize = 50;
