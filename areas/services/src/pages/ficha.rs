//! `/servicios/{slug}`: the ficha.

use axum::extract::{Path, State as Shared};
use design::page::{Page, dial};
use design::{
    Breadcrumbs, Channels, Facts, Level as Heading, LinkButton, Step, Steps, heading, lead,
};
use maud::{Markup, html};
use platform::{Problem, Visit};
use process::Outcome;
use text::{Lang, Text, format};

use super::item::{cost, term};
use crate::ficha::{InPerson, Need, Within};
use crate::{Catalogue, Published, State, words};

pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    Path(slug): Path<String>,
) -> platform::Result {
    let lang = visit.lang;
    let catalogue = state.fresh(&visit).await?;
    let service = catalogue.by_slug(&slug).ok_or_else(Problem::not_found)?;
    let way = Breadcrumbs::new()
        .to("/", words::home(lang))
        .to("/servicios", words::list_title(lang));
    let page = Page::new(service.definition.title().get(lang))
        .weave(&slug)
        .breadcrumbs(way)
        .body(view(catalogue, &service, &state.app.site().currency, lang));
    Ok(visit.public_page(page))
}

fn view(catalogue: &Catalogue, service: &Published, currency: &str, lang: Lang) -> Markup {
    let ficha = &service.definition.ficha;
    let steps = ficha
        .steps
        .iter()
        .fold(Steps::new(Heading::H3), |steps, step| {
            steps.step(Step::new(
                step.title.get(lang),
                html! { p { (step.detail.get(lang)) } },
            ))
        });
    let channels = ficha
        .channels
        .iter()
        .fold(Channels::new(Heading::H3), |channels, channel| {
            channels.channel(
                channel.title.get(lang),
                html! { p { (channel.detail.get(lang)) } },
            )
        });
    html! {
        (heading(Heading::H1, ficha.title.get(lang)))
        (lead(ficha.summary.get(lang)))
        p { (LinkButton::new(format!("/servicios/{}/solicitar", service.slug), words::start_now(lang))) }
        (facts(service, currency, lang))
        (heading(Heading::H2, words::who_can(lang)))
        ul { @for who in &ficha.who_can { li { (who.get(lang)) } } }
        (another(service, lang))
        (needs(&ficha.needs, lang))
        (heading(Heading::H2, words::how(lang)))
        (steps.render(lang))
        (heading(Heading::H2, words::other_ways(lang)))
        @if !ficha.channels.is_empty() { (channels) }
        p { a href={ "/servicios/" (service.slug) "/formulario.pdf" } { (words::paper_form(lang)) } }
        @if let Some(saved) = &ficha.in_person { p { (in_person(saved, lang)) } }
        (law(catalogue, service, lang))
    }
}

fn facts(service: &Published, currency: &str, lang: Lang) -> Facts {
    let minutes = i64::try_from(service.definition.form.fill_minutes()).unwrap_or(i64::MAX);
    let facts = Facts::new()
        .fact(words::costs(lang), cost(service, currency, lang))
        .fact(words::filling(lang), words::minutes(lang, minutes))
        .fact(answer_label(service, lang), term(service, lang));
    let facts = match service.definition.silence() {
        Some(Outcome::Granted) => facts.fact(words::silence(lang), words::silence_granted(lang)),
        Some(Outcome::Denied | Outcome::Abandoned) => {
            facts.fact(words::silence(lang), words::silence_denied(lang))
        }
        None => facts,
    };
    match service.definition.ficha.gives.valid {
        Some(valid) => facts.fact(words::valid_for(lang), valid.say(lang)),
        None => facts,
    }
}

/// A term is a time in which; what comes at once needs no "in".
fn answer_label(service: &Published, lang: Lang) -> Text {
    match service.definition.ficha.term.within {
        Within::AtOnce => words::answer(lang),
        Within::Term(_) => words::answer_in(lang),
    }
}

/// In which capacities it may be asked for in somebody else's name.
fn another(service: &Published, lang: Lang) -> Markup {
    let definition = &service.definition;
    let Some(another) = &definition.ficha.for_another else {
        return html! {};
    };
    html! {
        p { (words::another_who(lang)) }
        ul {
            @for capacity in &another.capacities {
                @let law = capacity.law.as_ref().and_then(|law| definition.law_line(law, lang));
                li { (capacity.title.get(lang)) @if let Some(law) = law { br; small { (law) } } }
            }
        }
    }
}

/// What to have ready, and what is not asked because the State has it.
fn needs(needs: &[Need], lang: Lang) -> Markup {
    let (held, asked): (Vec<&Need>, Vec<&Need>) =
        needs.iter().partition(|need| need.held_by.is_some());
    html! {
        @if !asked.is_empty() {
            (heading(Heading::H2, words::have_ready(lang)))
            ul {
                @for need in asked {
                    li { (need.title.get(lang)) @if let Some(only_if) = &need.only_if { " (" (only_if.get(lang)) ")" } }
                }
            }
        }
        @if !held.is_empty() {
            (heading(Heading::H2, words::not_asked(lang)))
            p { (words::not_asked_why(lang)) }
            ul { @for need in held { li { (need.title.get(lang)) } } }
        }
    }
}

fn in_person(saved: &InPerson, lang: Lang) -> Text {
    let hours = format::number(lang, &saved.hours.to_string());
    words::in_person(
        lang,
        i64::from(saved.visits),
        hours,
        saved.source.as_str(lang),
    )
}

fn law(catalogue: &Catalogue, service: &Published, lang: Lang) -> Markup {
    let ficha = &service.definition.ficha;
    html! {
        (heading(Heading::H2, words::the_law(lang)))
        ul { @for line in service.definition.law_lines(lang) { li { (line) } } }
        (heading(Heading::H2, words::who_answers(lang)))
        @match catalogue.agency(&ficha.agency) {
            Some(agency) => {
                p { strong { (agency.name.get(lang)) } br; (agency.contact.address) br; a href=(dial(&agency.contact.phone)) { (agency.contact.phone) } br; (agency.contact.hours.get(lang)) }
            }
            None => p { (ficha.agency) },
        }
        p { small { (words::reviewed(lang, format::date_long(lang, ficha.reviewed))) } }
    }
}
