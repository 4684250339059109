//! `/oficina/tramites/ediciones/{edition}/probar`: a definition that is being written, tried with invented answers.
//! Nothing is kept and nobody is told.

use std::sync::Arc;

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{Button, FieldError, Form, Level, Notice, actions, details, heading, lead};
use forms::{Answers, FileKind, Kind, Known, KnownFile, KnownRecord};
use identity::Official;
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit};
use process::{HumanTask, StageKind};
use serde_json::{Map, Value as Json};
use services::edition::{self, EditionId};
use services::{Definition, Published};
use text::{Lang, format};

use super::question::{self, Shown, group};
use crate::entries::EntryChange;
use crate::state::State;
use crate::{facts, fee, words};

async fn open(
    state: &State,
    official: &Official,
    id: &str,
    visit: &Visit,
) -> std::result::Result<Arc<Published>, Problem> {
    let id: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    let who = official.clone();
    let read = state
        .app
        .store()
        .read(move |db| edition::of_agency(db, id, &who));
    let edition = read.await.map_err(Problem::from)?;
    // What cannot be read cannot be tried: its page says what to mend.
    let definition = Definition::parse(&edition.files).map_err(|_| Problem::not_found())?;
    Ok(Arc::new(Published {
        slug: edition.slug,
        hash: String::new(),
        published_at: visit.now,
        definition: Arc::new(definition),
    }))
}

/// The whole form with answers that it takes.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
) -> Result {
    let service = open(&state, &official, &id, &visit).await?;
    let known = invented(&service.definition, &visit);
    let form = &service.definition.form;
    let answers = form.understand_json(&form.example(known.today), &known);
    Ok(view(&visit, &id, &service, &answers, &known))
}

/// The form with the answers that were typed.
pub(crate) async fn act(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
    typed: Typed,
) -> Result {
    let service = open(&state, &official, &id, &visit).await?;
    let known = invented(&service.definition, &visit);
    let form = &service.definition.form;
    let fields: Vec<(&str, &str)> = typed.fields().collect();
    let mut answers = Answers::default();
    for section in &form.sections {
        let read = form.read_section(section, &fields, &known);
        answers.take_from(&read, |_| true);
    }
    match group::pressed(form, group::button(&typed)) {
        Some(EntryChange::Add { group }) => answers = form.with_entry(&group, &answers),
        Some(EntryChange::Remove { group, place }) => {
            answers = form.without_entry(&group, place, &answers);
        }
        None => {}
    }
    Ok(view(&visit, &id, &service, &answers, &known))
}

/// Records and files that nobody has: enough for every question to be answered.
fn invented(definition: &Definition, visit: &Visit) -> Known {
    let zone = visit.app.site().time_zone.clone();
    let mut known = Known::on(visit.now.to_zoned(zone).date());
    for question in definition.form.questions() {
        match &question.kind {
            Kind::Registry { dataset, shows } => {
                let field = |shown: &forms::Shown| {
                    let label = shown.label.as_str(visit.lang).to_owned();
                    (shown.field.clone(), Json::from(label))
                };
                known.records.push(KnownRecord {
                    dataset: dataset.clone(),
                    key: "1".to_owned(),
                    role: String::new(),
                    fields: shows.iter().map(field).collect::<Map<_, _>>(),
                });
            }
            Kind::Document { kinds, .. } => {
                let kind = kinds.first().copied().unwrap_or(FileKind::Pdf);
                let file = KnownFile {
                    name: format!("ejemplo.{}", kind.as_str()),
                    kind,
                    size_bytes: 1,
                };
                known.files.insert(question.id.clone(), vec![file]);
            }
            _ => {}
        }
    }
    known
}

fn view(
    visit: &Visit,
    id: &str,
    service: &Published,
    answers: &Answers,
    known: &Known,
) -> axum::response::Response {
    let lang = visit.lang;
    let definition = &service.definition;
    let form = &definition.form;
    let faults = form.validate(answers, known);
    let errors: Vec<FieldError> = question::errors(&faults, lang);
    let shown = Shown {
        lang,
        form,
        answers,
        known,
        documents: &[],
        errors: &errors,
        help_phone: &visit.app.site().help_phone,
        places: None,
    };
    let back = format!("/oficina/tramites/ediciones/{id}");
    let boxes = html! {
        button.vh tabindex="-1" aria-hidden="true" {}
        @for section in form.visible_sections(answers) {
            @let visible = form.visible_in(section, answers);
            (heading(Level::H2, section.title.get(lang)))
            @if let Some(intro) = &section.intro { p { (intro.get(lang)) } }
            (question::fields(&visible, &shown))
        }
        (actions(Button::new(words::rehearse_again(lang))))
    };
    let body = html! {
        (heading(Level::H1, definition.title().get(lang)))
        (lead(words::rehearse_lead(lang)))
        (Form::post(format!("{back}/probar"), boxes))
        (heading(Level::H2, words::rehearse_outcome(lang)))
        @if faults.is_empty() { (outcome(service, answers, visit, lang)) }
        @else { p { (words::rehearse_not_yet(lang)) } }
        (heading(Level::H2, words::rehearse_way(lang)))
        (way(definition, lang))
        (heading(Level::H2, words::rehearse_tests(lang)))
        (tests(definition, lang))
    };
    let page = Page::new(words::rehearse_title(lang, definition.title().as_str(lang))).back(back);
    visit.page(page.errors(errors.clone()).body(body))
}

/// What these answers come to: what the case is about, and what it costs and why.
fn outcome(service: &Published, answers: &Answers, visit: &Visit, lang: Lang) -> Markup {
    let currency = &visit.app.site().currency;
    let facts = facts::of_answers(service, answers);
    let tables = service.definition.process.fee_tables();
    let fees: Vec<_> = tables
        .map(|table| fee::of_table(service, table, &facts, currency))
        .collect();
    html! {
        @if let Some(about) = facts::about(service, &facts) { p { (words::rehearse_about(lang)) " " b { (about) } } }
        @if fees.is_empty() { p { (words::event_no_fee(lang)) } }
        @for fee in &fees {
            @match fee {
                Ok(fee) => {
                    p { b { (words::check_fee(lang, format::money(lang, fee.amount_minor, currency))) } }
                    (details(words::check_why(lang), html! { @for reason in fee.because.say(lang) { p { (reason) } } }))
                }
                Err(error) => { (Notice::warning(html! { p { (error) } }).render(lang)) }
            }
        }
    }
}

/// The stages, with who does what.
fn way(definition: &Definition, lang: Lang) -> Markup {
    let who = |task: &HumanTask| match &task.agency {
        Some(agency) => words::rehearse_who_asked(lang, &task.role, agency),
        None => words::rehearse_who(lang, &task.role),
    };
    html! {
        ol {
            @for stage in definition.process.stages() {
                li {
                    (stage.title.get(lang))
                    @if let StageKind::Task(task) = &stage.kind { ": " (who(task)) }
                }
            }
        }
    }
}

/// Its own tests, each with what came of it.
fn tests(definition: &Definition, lang: Lang) -> Markup {
    html! {
        ul {
            @for trial in &definition.trials {
                @match trial.run(definition) {
                    None => { li { (trial.name) ": " (words::rehearse_passed(lang)) } }
                    Some(finding) => { li { b { (finding.say(lang)) } } }
                }
            }
        }
    }
}
