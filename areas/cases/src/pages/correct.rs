//! `/expedientes/{number}/corregir`: only what was marked, with what the official said about it.

mod keep;

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{Button, FieldError, Form, Level, Notice, actions, heading, lead};
use forms::{Answers, Question};
use maud::{Markup, html};
use platform::enclosed::Enclosed;
use platform::{ClientKey, Problem, Result, Visit, redirect};
use text::Lang;

use self::keep::{Sender, read};
use super::Followed;
use super::draft::TYPED;
use super::files::{self, Places};
use super::question::{self, Shown, group};
use crate::applicant::Applicant;
use crate::document::DocumentId;
use crate::marked::Marked;
use crate::state::State;
use crate::{CaseNumber, Error, correct, facts, words};

/// The field that names what is sent as it was on purpose.
const AS_IT_IS: &str = "como_estaba";

/// The marked questions, with what was answered.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = open(&visit, &state, &who, &number).await?;
    let answers = in_work(&followed, &who)?;
    Ok(view(
        &visit,
        &followed,
        &answers,
        &Left::default(),
        Vec::new(),
        StatusCode::OK,
    ))
}

/// Keeps what was typed, checks it, and sends it when it is right.
pub(crate) async fn save(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
    sent: Enclosed,
) -> Result {
    let followed = open(&visit, &state, &who, &number)
        .await
        .map_err(|error| who.refusal(error))?;
    let from = Sender {
        visit: &visit,
        client: &client,
        state: &state,
        who: &who,
    };
    let Enclosed { form: typed, files } = sent;
    let read = read(&followed, &typed);
    let parsed = followed.case.number.clone();
    let has_files = !files.is_empty();
    let errors = from.keep(&followed, &read, files).await?;
    if !errors.is_empty() {
        return wrong(&from, &number, errors).await;
    }
    if let Some(change) = group::pressed(&followed.service.definition.form, group::button(&typed)) {
        return from.change_entries(&followed, &read, change).await;
    }
    let followed = match has_files {
        true => open(&visit, &state, &who, &number).await?,
        false => followed,
    };
    let (service, there, now) = (followed.service.clone(), state.clone(), visit.now);
    // Two transactions on purpose: what was typed is kept even when it cannot be sent.
    let unchanged = {
        let (number, who, service) = (parsed.clone(), who.clone(), service.clone());
        state
            .app
            .store()
            .write(move |tx| correct::unchanged(tx, &number, &who, &service, now))
            .await?
    };
    let confirmed: Vec<&str> = typed.all(AS_IT_IS).collect();
    let is_new = |question: &String| !confirmed.contains(&question.as_str());
    if unchanged.iter().any(is_new) {
        let mut answers = in_work(&followed, &who)?;
        take_marked(&mut answers, &read, &followed);
        let left = Left(&unchanged);
        return Ok(view(
            &visit,
            &followed,
            &answers,
            &left,
            Vec::new(),
            StatusCode::OK,
        ));
    }
    let (number, applicant) = (parsed.clone(), who.clone());
    let sent = state
        .app
        .store()
        .write(move |tx| {
            correct::send(
                tx,
                &number,
                &applicant,
                &service,
                there.place_of(service.definition.agency_slug()),
                now,
            )
        })
        .await;
    match sent {
        Ok(()) => Ok(redirect::see_other(&format!("/expedientes/{parsed}"))),
        Err(Error::Answers(faults)) => {
            let mut answers = in_work(&followed, &who)?;
            take_marked(&mut answers, &read, &followed);
            let errors = question::errors(&faults, visit.lang);
            Ok(view(
                &visit,
                &followed,
                &answers,
                &Left::default(),
                errors,
                StatusCode::UNPROCESSABLE_ENTITY,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a file for a marked question, and keeps what was typed beside it.
pub(crate) async fn attach(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((number, question)): Path<(String, String)>,
    mut sent: Enclosed,
) -> Result {
    let followed = open(&visit, &state, &who, &number)
        .await
        .map_err(|error| who.refusal(error))?;
    let form = &followed.service.definition.form;
    let takes = |name: &str| {
        let asked = form.question(name);
        asked.is_some_and(|asked| asked.kind.is_document())
    };
    form.question(&question).ok_or_else(Problem::not_found)?;
    // A program need not name the box: it says in the address to what the file belongs.
    for file in &mut sent.files {
        if !takes(&file.field) {
            file.field.clone_from(&question);
        }
    }
    let from = Sender {
        visit: &visit,
        client: &client,
        state: &state,
        who: &who,
    };
    let missing = sent.files.is_empty();
    let read = read(&followed, &sent.form);
    let mut errors = from.keep(&followed, &read, sent.files).await?;
    if missing {
        let why = files::Refused::Missing.message(visit.lang);
        errors.push(FieldError::new(question.clone(), why));
    }
    match errors.is_empty() {
        true => Ok(redirect::see_other(&format!(
            "/expedientes/{}/corregir#{question}",
            followed.case.number
        ))),
        false => wrong(&from, &number, errors).await,
    }
}

/// The page again as it was kept, with what is wrong with a file.
async fn wrong(from: &Sender<'_>, number: &str, errors: Vec<FieldError>) -> Result {
    let followed = open(from.visit, from.state, from.who, number).await?;
    let answers = in_work(&followed, from.who)?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let left = Left::default();
    Ok(view(from.visit, &followed, &answers, &left, errors, status))
}

/// Whoever reloads the page that answered a file comes back to the form.
pub(crate) async fn to_form(Path((number, _)): Path<(String, String)>) -> Result {
    let number: CaseNumber = number.parse().map_err(|_| Error::UnknownCase)?;
    Ok(redirect::see_other(&format!(
        "/expedientes/{number}/corregir"
    )))
}

/// Takes a file out of a marked question.
pub(crate) async fn detach(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((number, question, document)): Path<(String, String, String)>,
    sent: Enclosed,
) -> Result {
    let followed = open(&visit, &state, &who, &number)
        .await
        .map_err(|error| who.refusal(error))?;
    let file: DocumentId = document.parse().map_err(|_| Problem::not_found())?;
    let from = Sender {
        visit: &visit,
        client: &client,
        state: &state,
        who: &who,
    };
    let read = read(&followed, &sent.form);
    from.keep(&followed, &read, Vec::new()).await?;
    let (case, service, now) = (
        followed.case.number.clone(),
        followed.service.clone(),
        visit.now,
    );
    let back = format!("/expedientes/{case}/corregir");
    state
        .app
        .store()
        .write(move |tx| correct::detach(tx, &case, &who, &question, file, &service, now))
        .await?;
    Ok(redirect::see_other(&back))
}

/// What was typed for the marked questions.
fn take_marked(answers: &mut Answers, read: &Answers, followed: &Followed) {
    let marked = Marked::of(&followed.marks, &followed.service.definition.form);
    answers.take_from(read, |name| marked.contains(name));
}

/// Marked questions that were left as they were: asked about once, and taken on a second press.
#[derive(Default)]
struct Left<'a>(&'a [String]);

impl Left<'_> {
    fn warning(&self, followed: &Followed, lang: Lang) -> Markup {
        if self.0.is_empty() {
            return html! {};
        }
        let asks: Vec<String> = self
            .0
            .iter()
            .map(|question| format!("«{}»", followed.ask(question, lang)))
            .collect();
        let how = words::correct_unchanged_how(lang, asks.join(", "));
        Notice::warning(html! { p { (how) } })
            .title(words::correct_unchanged(lang))
            .render(lang)
    }

    fn fields(&self) -> Markup {
        html! { @for question in self.0 { input type="hidden" name=(AS_IT_IS) value=(question); } }
    }
}

/// The answers as they stand in the correction, or as they were filed.
fn in_work(followed: &Followed, who: &Applicant) -> std::result::Result<Answers, Error> {
    let application = followed.case.own(who.citizen.as_ref())?;
    Ok(application
        .correction
        .clone()
        .unwrap_or_else(|| application.answers.clone()))
}

/// The case, with what the State knows about its applicant: a marked question may show it.
async fn open(
    visit: &Visit,
    state: &State,
    who: &Applicant,
    number: &str,
) -> std::result::Result<Followed, Error> {
    let mut followed = Followed::open(visit, state, who, number).await?;
    if followed.marks.is_empty() {
        return Err(Error::MovedOn);
    }
    let (service, draft, citizen) = (
        followed.service.clone(),
        followed.case.draft(),
        // What registries hold is the applicant's own.
        who.citizen
            .clone()
            .filter(|_| followed.case.capacity.is_none()),
    );
    let (place, now) = (state.place.clone(), visit.now);
    followed.known = state
        .app
        .store()
        .read(move |db| facts::known(db, &service, draft, citizen.as_ref(), now, place.zone()))
        .await?;
    Ok(followed)
}

fn view(
    visit: &Visit,
    followed: &Followed,
    answers: &Answers,
    left: &Left<'_>,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let number = &followed.case.number;
    let shown = Shown {
        lang,
        form: &followed.service.definition.form,
        answers,
        known: &followed.known,
        documents: &followed.documents,
        errors: &errors,
        help_phone: &visit.app.site().help_phone,
        places: Some(Places::Correction(number.clone())),
    };
    let form = &followed.service.definition.form;
    let marked = Marked::of(&followed.marks, form);
    let named = |question: &str| followed.marks.iter().any(|mark| mark.question == question);
    // What is marked within a marked group is shown with the group.
    let stands_alone = |question: &&Question| {
        let within = question.entry.as_ref();
        named(&question.id) && within.is_none_or(|entry| !named(&entry.group))
    };
    let questions: Vec<&Question> = form.questions().filter(stands_alone).collect();
    let said = |question: &Question| {
        let remarks = followed.marks.iter().filter(|mark| {
            mark.question == question.id || is_within(form, &mark.question, &question.id)
        });
        html! {
            @for mark in remarks.filter(|mark| !mark.remark.is_empty()) {
                (Notice::info(html! {
                    @if mark.question != question.id { p { b { (followed.ask(&mark.question, lang)) } } }
                    p { (mark.remark) }
                }).title(words::correct_remark(lang)).render(lang))
            }
        }
    };
    let here = format!("/expedientes/{number}/corregir");
    let has_files = form
        .visible(answers)
        .iter()
        .any(|question| marked.contains(&question.id) && question.kind.is_document());
    let fields = html! {
        // What the Enter key presses in a field is the first button there is: it must remove nothing.
        button.vh tabindex="-1" aria-hidden="true" {}
        input type="hidden" name=(TYPED) value="1";
        @for question in &questions {
            (said(question))
            (question::one(question, &shown))
        }
        (left.fields())
        (actions(Button::new(words::correct_send(lang))))
    };
    let mut sent = Form::post(here, fields);
    if has_files {
        sent = sent.multipart();
    }
    let body = html! {
        (heading(Level::H1, words::correct_title(lang)))
        (lead(words::correct_lead(lang)))
        (left.warning(followed, lang))
        (sent)
    };
    let page = Page::new(words::correct_title(lang))
        .weave(number.as_str())
        .back(format!("/expedientes/{number}"));
    visit.page_with(status, page.errors(errors.clone()).body(body))
}

/// Whether a question stands in an entry of this group.
fn is_within(form: &forms::Form, question: &str, group: &str) -> bool {
    let entry = form
        .question(question)
        .and_then(|question| question.entry.as_ref());
    entry.is_some_and(|entry| entry.group == group)
}
