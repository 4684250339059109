//! `/oficina/tramites/{slug}/expedientes`: the open cases of a service under other versions than the current one: which
//! can go on under it, which stay and why; and the way back.

use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{Button, EmptyState, Form, Level, actions, heading, lead};
use identity::Official;
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use services::Published;
use text::Lang;

use crate::migrate::{self, CASES_AT_ONCE_MAX, Plan};
use crate::state::State;
use crate::{Error, words};

/// What to do.
const DO: &str = "hacer";
const FORTH: &str = "mover";
const BACK: &str = "volver";

/// The plans forth, and those back with the version they lead to.
struct Plans {
    forth: Vec<Plan>,
    back: Vec<(Plan, Arc<Published>)>,
}

async fn plans(
    state: &State,
    official: &Official,
    slug: &str,
) -> std::result::Result<(Arc<Published>, Plans), Problem> {
    let current = state.catalogue.by_slug(slug);
    let current = current.ok_or_else(Problem::not_found)?;
    let (there, who, now) = (state.clone(), official.clone(), current.clone());
    let read = state.app.store().read(move |db| {
        Ok::<_, Error>(Plans {
            forth: migrate::behind(db, &there, &who, &now)?,
            back: migrate::moved(db, &there, &who, &now)?,
        })
    });
    Ok((current, read.await?))
}

pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(slug): Path<String>,
) -> Result {
    let (current, plans) = plans(&state, &official, &slug).await?;
    let lang = visit.lang;
    let here = format!("/oficina/tramites/{slug}/expedientes");
    let button = |what: &'static str, label| {
        Form::post(here.clone(), actions(Button::new(label).sends(DO, what)))
    };
    let (moves, stays): (Vec<&Plan>, Vec<&Plan>) =
        plans.forth.iter().partition(|plan| plan.stays.is_empty());
    let returns: Vec<&Plan> = plans
        .back
        .iter()
        .map(|(plan, _)| plan)
        .filter(|plan| plan.stays.is_empty())
        .collect();
    let is_cut = plans.forth.len() >= usize::try_from(CASES_AT_ONCE_MAX).unwrap_or(usize::MAX);
    let body = html! {
        (heading(Level::H1, words::migrate_title(lang)))
        p { b { (current.definition.title().get(lang)) } }
        (lead(words::migrate_lead(lang)))
        @if plans.forth.is_empty() { (EmptyState::new(words::migrate_none(lang), html! {})) }
        @if is_cut { p { (words::migrate_cut(lang, CASES_AT_ONCE_MAX)) } }
        @if !moves.is_empty() {
            (heading(Level::H2, words::migrate_moves(lang)))
            (list(&moves, lang))
            (button(FORTH, words::migrate_move(lang)))
        }
        @if !stays.is_empty() {
            (heading(Level::H2, words::migrate_stays(lang)))
            p { (words::migrate_stays_how(lang)) }
            (list(&stays, lang))
        }
        @if !returns.is_empty() {
            (heading(Level::H2, words::migrate_moved(lang)))
            (list(&returns, lang))
            (button(BACK, words::migrate_back(lang)))
        }
    };
    let back = format!("/oficina/tramites/{slug}/historia");
    Ok(visit.page(Page::new(words::migrate_title(lang)).back(back).body(body)))
}

/// Cases by number, with the stage they stand in and why they stay.
fn list(plans: &[&Plan], lang: Lang) -> Markup {
    let stages = |plan: &Plan| {
        let process = &plan.under.definition.process;
        let titles = plan.position.stages().filter_map(|id| process.stage(id));
        let titles = titles.map(|stage| stage.title.as_str(lang).to_owned());
        titles.collect::<Vec<_>>().join("; ")
    };
    html! {
        ul {
            @for plan in plans {
                li {
                    a href={ "/oficina/expedientes/" (plan.number) } { (plan.number) } ": " (stages(plan))
                    @if !plan.stays.is_empty() { ul { @for why in &plan.stays { li { (why.get(lang)) } } } }
                }
            }
        }
    }
}

/// Moves what can move, forth or back, each case in a step of its own.
pub(crate) async fn act(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result {
    let (current, plans) = plans(&state, &official, &slug).await?;
    let forth = plans.forth.into_iter().map(|plan| (plan, current.clone()));
    let chosen: Vec<(Plan, Arc<Published>)> = match typed.get(DO) {
        FORTH => forth.collect(),
        BACK => plans.back,
        _ => Vec::new(),
    };
    let chosen = chosen.into_iter().filter(|(plan, _)| plan.stays.is_empty());
    for (plan, to) in chosen {
        let (there, who, now) = (state.clone(), official.clone(), visit.now);
        let step = state
            .app
            .store()
            .write(move |tx| migrate::put_under(tx, &there, &plan, &to, &who, now));
        match step.await {
            // Somebody was quicker: the case is shown as it stands now.
            Ok(()) | Err(Error::MovedOn) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(redirect::see_other(&format!(
        "/oficina/tramites/{slug}/expedientes"
    )))
}
