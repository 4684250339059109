//! `/expedientes/{number}/actos/{file}`: any of the signed documents of a case, and its evidence, by its place: `1.pdf`,
//! `1.tlog-proof`.

use axum::extract::{Path, State as Shared};
use design::{Level, heading};
use identity::Official;
use maud::{Markup, html};
use platform::{Problem, Result, Visit};
use text::{Lang, Text, format};

use super::{Followed, proof, received};
use crate::act::{self, Act, Meaning};
use crate::applicant::Applicant;
use crate::state::State;
use crate::{CaseNumber, Error, case, words};

/// For the applicant.
pub(crate) async fn of_applicant(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((number, file)): Path<(String, String)>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    send(&state, &number, &file, followed.acts()).await
}

/// For an official of the agency, or of one that was asked.
pub(crate) async fn of_agency(
    Shared(state): Shared<State>,
    official: Official,
    Path((number, file)): Path<(String, String)>,
) -> Result {
    let parsed: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let acts = state.app.store().read(move |db| {
        let case = case::seen_by_agency(db, &parsed, &official)?;
        act::all(db, case.id)
    });
    send(&state, &number, &file, acts.await?).await
}

async fn send(state: &State, number: &str, file: &str, acts: Vec<Act>) -> Result {
    let (place, kind) = file.split_once('.').ok_or_else(Problem::not_found)?;
    let place: i64 = place.parse().map_err(|_| Problem::not_found())?;
    let act = acts.into_iter().find(|act| act.ordinal == place);
    let issued = act.and_then(|act| act.issued);
    let issued = issued.ok_or_else(Problem::not_found)?;
    let name = format!("{number}-{place}.{kind}");
    match kind {
        "pdf" => Ok(received::file(
            &name,
            super::blob(state, issued.blob).await?,
        )),
        "tlog-proof" => {
            let leaf = issued.leaf;
            let found = state
                .app
                .store()
                .read(move |db| ledger::proof(db, leaf))
                .await
                .map_err(Error::inner)?;
            Ok(proof::file(&name, &found.ok_or_else(Problem::not_found)?))
        }
        _ => Err(Problem::not_found()),
    }
}

/// The documents besides the one a case came to last, with where they open.
pub(crate) fn others(followed: &Followed, base: &str, lang: Lang) -> Markup {
    let signed: Vec<&Act> = followed.other_acts.iter().collect();
    if signed.is_empty() {
        return html! {};
    }
    html! {
        (heading(Level::H3, words::acts_others(lang)))
        ul {
            @for act in signed {
                @let on = format::date_long(lang, act.decided_at.to_zoned(followed.zone.clone()).date());
                li {
                    @if act.issued.is_some() {
                        a href={ (base) "/actos/" (act.ordinal) ".pdf" } { (name(act, lang)) } ", " (on) "."
                        @if act.revoked.is_some() { " " (words::acts_fallen(lang)) }
                    } @else {
                        (name(act, lang)) ", " (on) ". " (words::verify_being_signed(lang))
                    }
                    @if let Some(reasons) = &act.reasons { @if act.meaning == Meaning::Extended { " " (reasons) } }
                }
            }
        }
    }
}

/// What kind of document it is.
fn name(act: &Act, lang: Lang) -> Text {
    match act.meaning {
        Meaning::Extended => words::acts_extension(lang),
        Meaning::Ends(_) => words::acts_former(lang),
    }
}
