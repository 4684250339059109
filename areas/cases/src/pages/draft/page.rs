//! A page of a draft as it is shown: its questions, what is wrong, and what an answer has brought up.

use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{Button, FieldError, Form, Level, Notice, actions, details, heading, lead};
use forms::{Answers, Question};
use maud::{Markup, html};
use platform::Visit;
use services::for_another::Settled;
use text::Lang;

use super::sheet::Sheet;
use super::{Opened, whom};
use crate::DraftId;
use crate::applicant::Applicant;
use crate::pages::counter;
use crate::pages::files::Places;
use crate::pages::question::{self, Shown};
use crate::words;

/// The button that keeps what was typed for another day.
pub(super) const LATER: &str = "despues";
/// Stands in every page's form: a form without it sent nothing but a file.
pub(crate) const TYPED: &str = "hoja";

/// What a page shows besides its questions.
pub(super) struct Said<'a> {
    /// The answers, right or wrong.
    pub(super) answers: &'a Answers,
    /// What is wrong with them.
    pub(super) errors: Vec<FieldError>,
    /// Questions that stand there since the answers were kept: nobody has seen them yet.
    pub(super) new: Vec<&'a Question>,
    pub(super) status: StatusCode,
    /// What was taken out because for whom it is has changed.
    pub(super) settled: Settled,
}

impl<'a> Said<'a> {
    /// The answers as they stand.
    pub(super) const fn nothing(answers: &'a Answers) -> Self {
        Self {
            answers,
            errors: Vec::new(),
            new: Vec::new(),
            status: StatusCode::OK,
            settled: Settled::Nothing,
        }
    }

    /// The answers with what is wrong.
    pub(super) const fn wrong(answers: &'a Answers, errors: Vec<FieldError>) -> Self {
        Self {
            answers,
            errors,
            new: Vec::new(),
            status: StatusCode::UNPROCESSABLE_ENTITY,
            settled: Settled::Nothing,
        }
    }
}

/// The page.
pub(super) fn view(
    visit: &Visit,
    who: &Applicant,
    opened: &Opened,
    sheet: Sheet<'_>,
    said: Said<'_>,
) -> Response {
    let lang = visit.lang;
    let definition = &opened.service.definition;
    let form = &definition.form;
    let id = opened.draft.id;
    let visible = form.visible(said.answers);
    let shown = Shown {
        lang,
        form,
        answers: said.answers,
        known: &opened.known,
        documents: &opened.documents,
        errors: &said.errors,
        help_phone: &visit.app.site().help_phone,
        places: Some(Places::Draft(id)),
    };
    let asked = |question: &&&Question| {
        let mut sections = sheet.sections().iter();
        sections.any(|section| section.questions.iter().any(|of| of.id == question.id))
    };
    let here: Vec<&Question> = visible.iter().filter(asked).copied().collect();
    let has_files = here.iter().any(|question| question.kind.is_document());
    let removes = has_files || here.iter().any(|question| question.entries().is_some());
    let back_to_check = visit.path.contains("volver=revisar");
    let boxes = html! {
        // What the Enter key presses in a field is the first button there is: it must remove nothing.
        @if removes { button.vh tabindex="-1" aria-hidden="true" {} }
        input type="hidden" name=(TYPED) value="1";
        @match sheet {
            Sheet::Part(_) => { (question::fields(&here, &shown)) }
            Sheet::Whole(_) => { (parts(sheet, &here, &shown)) }
        }
        @if back_to_check { input type="hidden" name="volver" value="revisar"; }
        (actions(html! {
            (Button::new(words::section_continue(lang)))
            @if let Sheet::Whole(_) = sheet { (Button::new(words::section_later(lang)).secondary().sends(LATER, "1")) }
        }))
    };
    let mut sent = Form::post(sheet.address(id), boxes);
    if has_files {
        sent = sent.multipart();
    }
    let title = match sheet {
        Sheet::Part(section) => section.title.get(lang),
        Sheet::Whole(_) => definition.title().get(lang),
    };
    let body = html! {
        (counter::attending(who, lang))
        (whom::told(visit))
        (whom::say(said.settled, lang))
        (more(&said.new, lang))
        (heading(Level::H1, title.clone()))
        @match sheet {
            Sheet::Part(section) => { @if let Some(intro) = &section.intro { p { (intro.get(lang)) } } }
            Sheet::Whole(_) => { (lead(words::section_whole_lead(lang))) }
        }
        (sent)
        @match sheet {
            Sheet::Part(_) => { p { a href={ "/borradores/" (id) } { (words::section_all_parts(lang)) } } }
            Sheet::Whole(_) => { (discard(id, lang)) }
        }
    };
    let back = match sheet {
        Sheet::Part(_) => format!("/borradores/{id}"),
        Sheet::Whole(_) => format!("/servicios/{}", opened.draft.service_slug),
    };
    let page = Page::new(title)
        .weave(&opened.draft.service_slug)
        .back(back);
    visit.page_with(said.status, page.errors(said.errors.clone()).body(body))
}

/// The parts of a form on one page, each under its own heading; a single part needs none. A part may have the name of a
/// question, so its place on the page has another.
fn parts(sheet: Sheet<'_>, here: &[&Question], shown: &Shown<'_>) -> Markup {
    let lang = shown.lang;
    let of = |section: &forms::Section| -> Vec<&Question> {
        let asked = |question: &&&Question| section.questions.iter().any(|of| of.id == question.id);
        here.iter().filter(asked).copied().collect()
    };
    html! {
        @for section in sheet.sections() {
            @let questions = of(section);
            @if !questions.is_empty() {
                @if sheet.sections().len() > 1 { h2 id={ "parte-" (section.id) } { (section.title.get(lang)) } }
                @if let Some(intro) = &section.intro { p { (intro.get(lang)) } }
                (question::fields(&questions, shown))
            }
        }
    }
}

/// What the answers have brought up, each with its way there.
fn more(new: &[&Question], lang: Lang) -> Markup {
    if new.is_empty() {
        return html! {};
    }
    let list = html! {
        ul { @for question in new { li { a href={ "#" (question.id) } { (question.ask.get(lang)) } } } }
    };
    Notice::info(list)
        .title(words::section_more(lang))
        .render(lang)
}

/// The way out for whoever no longer wants it.
pub(super) fn discard(id: DraftId, lang: Lang) -> Markup {
    let button = actions(Button::new(words::parts_discard(lang)).secondary());
    let form = Form::post(format!("/borradores/{id}/borrar"), button);
    details(
        words::parts_discard_title(lang),
        html! { p { (words::parts_discard_why(lang)) } (form) },
    )
}
