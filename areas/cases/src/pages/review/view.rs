//! What the page of a case shows to an official.

use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Button, DocumentList, Field, FieldError, Form, IdentityBar, Level, LinkButton, Notice,
    SummaryList, SummaryRow, actions, heading,
};
use forms::{AnsweredSection, Question};
use identity::Person;
use maud::{Markup, html};
use platform::Visit;
use platform::form::Form as Typed;
use process::{HumanTask, Kept};
use services::gathered::COUNT;
use text::{Lang, Text};

use super::Reviewed;
use crate::complete::can_be_marked;
use crate::consult::Answer;
use crate::pages::decision::{self, REMARK, Task};
use crate::pages::{Followed, acts, answered, files, follow, history, meeting, written};
use crate::state::State;
use crate::task::{DoneTask, OpenTask};
use crate::{Error, paper, represented, words};

pub(super) fn view(
    visit: &Visit,
    state: &State,
    reviewed: &Reviewed,
    typed: &Typed,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let followed = &reviewed.followed;
    let case = &followed.case;
    let process = &followed.service.definition.process;
    let human = open_task(reviewed);
    let mine = human.filter(|_| reviewed.barred.is_none() && reviewed.held_by.is_none());
    let can_mark =
        mine.is_some() && human.is_some_and(|(_, human)| process.can_ask_correction(&human.id));
    let has_reasons = reviewed.done.iter().any(|(task, _)| task.reasons.is_some());
    let answers = answers(reviewed, can_mark.then_some(typed), &errors, lang);
    let files_at = format!("/oficina/expedientes/{}/respuesta", case.number);
    let written = mine.map_or_else(Markup::default, |(_, human)| {
        written_fields(reviewed, human, typed, &errors, visit)
    });
    let body = html! {
        (bar(reviewed, human.is_some(), lang))
        (barred(reviewed, lang))
        (in_hand(reviewed, human, lang))
        (follow::why_that_day(followed, lang, state))
        (consulted(reviewed, lang))
        (done(reviewed, state, lang))
        @if let Some((task, human)) = mine { (meeting::form(task, human, typed, &errors, state, lang)) }
        @match mine {
            Some((task, human)) => {
                @let form = Form::post(format!("/oficina/tareas/{}", task.id), html! {
                    (decision::enter_key())
                    input type="hidden" name="expediente" value=(case.number.as_str());
                    (answers)
                    (documents(followed, lang))
                    (decision::fields(&Task { human, can_mark, ends: process.ends_after(&human.id), has_reasons, written }, &reviewed.attached, &files_at, typed, &errors, lang))
                });
                @if human.files_max > 0 { (form.multipart()) } @else { (form) }
            }
            None => {
                (answers)
                (documents(followed, lang))
                @if !followed.given.is_empty() {
                    (heading(Level::H2, words::follow_given(lang)))
                    (decision::list(&followed.given, &files_at, lang))
                }
            }
        }
        (acts::others(followed, &format!("/oficina/expedientes/{}", case.number), lang))
        (follow::links(followed, "/oficina/expedientes", lang))
        (heading(Level::H2, words::follow_history(lang)))
        (history::timeline(followed, &reviewed.application, lang, state))
        @if !reviewed.deeds.is_empty() {
            (actions(html! { @for deed in &reviewed.deeds { (deed.link(case, lang)) } }))
        }
    };
    let page = Page::new(words::follow_title(lang, case.number.as_str()))
        .weave(case.number.as_str())
        .back("/oficina")
        .wide();
    visit.page_with(status, page.errors(errors).body(body))
}

/// The fields of what is written down in a task.
fn written_fields(
    reviewed: &Reviewed,
    human: &HumanTask,
    typed: &Typed,
    errors: &[FieldError],
    visit: &Visit,
) -> Markup {
    let desk = &reviewed.followed.service.definition.desk;
    let Some(form) = desk.of_task(&human.id) else {
        return html! {};
    };
    let mut done = reviewed.done.iter().map(|(task, _)| task);
    let before = done.find(|task| task.name == human.id);
    let before = before.and_then(|task| task.written_down.as_ref());
    written::fields(form, typed, before, errors, visit)
}

/// The task that waits for this official, with what its process says of it.
fn open_task(reviewed: &Reviewed) -> Option<(&OpenTask, &HumanTask)> {
    let followed = &reviewed.followed;
    let process = &followed.service.definition.process;
    let task = reviewed.task.as_ref()?;
    let human = process.open_task(&followed.case.position, &task.name)?;
    followed.case.outcome.is_none().then_some((task, human))
}

/// Who has the task in hand, and the button that takes it or puts it back.
fn in_hand(reviewed: &Reviewed, human: Option<(&OpenTask, &HumanTask)>, lang: Lang) -> Markup {
    let Some((task, _)) = human.filter(|_| reviewed.barred.is_none()) else {
        return html! {};
    };
    let form = |what: &str, button: Button| {
        Form::post(
            format!("/oficina/tareas/{}/{what}", task.id),
            actions(button),
        )
    };
    match &reviewed.held_by {
        Some(name) => Notice::info(html! {
            p { (words::hands_held_by(lang, name)) }
            (form("tomar", Button::new(words::hands_take_over(lang)).secondary()))
        })
        .title(words::hands_held(lang))
        .render(lang),
        None if reviewed.is_held => html! {
            (form("soltar", Button::new(words::hands_release(lang)).secondary()))
        },
        None => html! {},
    }
}

/// That the step is for other hands, in place of a form that would be refused.
fn barred(reviewed: &Reviewed, lang: Lang) -> Markup {
    let (title, next) = match reviewed.barred {
        Some(Error::FourEyes) => (
            words::error_four_eyes(lang),
            words::error_four_eyes_next(lang),
        ),
        Some(Error::OwnCase) => (
            words::error_own_case(lang),
            words::error_four_eyes_next(lang),
        ),
        _ => return html! {},
    };
    Notice::info(html! { p { (next) } })
        .title(title)
        .render(lang)
}

/// What an official must always have before them: what, whose, until when, how it stands.
fn bar(reviewed: &Reviewed, waits_for_me: bool, lang: Lang) -> IdentityBar {
    let followed = &reviewed.followed;
    let status = if waits_for_me {
        design::Status::NeedsOfficial
    } else {
        follow::status(followed)
    };
    let bar = IdentityBar::new(followed.service.definition.title().get(lang))
        .fact(
            words::follow_number(lang),
            html! { span.code { (followed.case.number) } },
        )
        .fact(
            words::review_applicant(lang),
            applicant(reviewed.applicant.as_ref(), lang),
        );
    let bar = match followed.for_whom(&reviewed.application, lang) {
        Some((other, capacity)) => bar
            .fact(
                words::whom_row(lang),
                html! { (represented::named(&other)) },
            )
            .fact(words::whom_in_capacity(lang), html! { (capacity) }),
        None => bar,
    };
    let bar = match followed.case.outcome {
        None => bar.fact(words::follow_due(lang), follow::last_day(followed, lang)),
        Some(_) => bar,
    };
    let bar = bar.fact(words::verify_state(lang), status.render(lang));
    let is_issued = followed
        .act
        .as_ref()
        .is_some_and(|act| act.issued.is_some());
    if is_issued {
        let href = format!("/oficina/expedientes/{}/acto.pdf", followed.case.number);
        bar.actions(LinkButton::new(href, words::review_act(lang)).secondary())
    } else {
        bar
    }
}

fn applicant(person: Option<&Person>, lang: Lang) -> Text {
    match person {
        Some(Person {
            name,
            national_id: Some(number),
            ..
        }) => words::review_applicant_number(lang, name, number),
        Some(person) => Text::from(person.name.clone()),
        None => words::review_stranger(lang),
    }
}

/// What others found before: whoever signs, signs on it.
fn done(reviewed: &Reviewed, state: &State, lang: Lang) -> Markup {
    if reviewed.done.is_empty() {
        return html! {};
    }
    let rows = reviewed.done.iter().map(|(task, name)| {
        let said = step(&reviewed.followed, task, name, state, lang);
        SummaryRow::new(task_title(&reviewed.followed, task, lang), said)
    });
    html! {
        (heading(Level::H2, words::review_done(lang)))
        (rows.fold(SummaryList::new(), SummaryList::row).render(lang))
    }
}

/// What registries and other systems answered, the newest of each stage.
fn consulted(reviewed: &Reviewed, lang: Lang) -> Markup {
    let followed = &reviewed.followed;
    let process = &followed.service.definition.process;
    let answered: Vec<_> = process
        .kept()
        .filter_map(|(stage, keeps)| {
            let answers = reviewed.consulted.iter();
            let (_, answer) = answers.rev().find(|(asked, _)| asked == stage.as_str())?;
            Some((process.stage(stage)?, keeps, answer))
        })
        .collect();
    if answered.is_empty() {
        return html! {};
    }
    html! {
        (heading(Level::H2, words::review_consulted(lang)))
        @for (stage, keeps, answer) in answered {
            (heading(Level::H3, stage.title.get(lang)))
            (consulted_rows(keeps, answer, lang).render(lang))
        }
    }
}

/// How many records there are, where it was a registry, and each value by the name that the definition gives it.
fn consulted_rows(keeps: &[Kept], answer: &Answer, lang: Lang) -> SummaryList {
    let count = answer.get(COUNT).and_then(serde_json::Value::as_u64);
    let list = SummaryList::new();
    let list = match count {
        Some(count) => list.row(SummaryRow::new(
            words::review_consulted_count(lang),
            count.to_string(),
        )),
        None => list,
    };
    keeps.iter().fold(list, |list, kept| {
        let label = Text::from(kept.name.replace('_', " "));
        let value = forms::field_text(answer.get(&kept.name), lang);
        list.row(SummaryRow::new(label, value))
    })
}

fn task_title(followed: &Followed, done: &DoneTask, lang: Lang) -> Text {
    human(followed, done).map_or_else(Text::default, |human| human.title.get(lang))
}

fn human<'f>(followed: &'f Followed, done: &DoneTask) -> Option<&'f HumanTask> {
    let mut tasks = followed.service.definition.process.tasks();
    tasks.find(|human| human.id == done.name)
}

fn step(followed: &Followed, task: &DoneTask, name: &str, state: &State, lang: Lang) -> Markup {
    let human = human(followed, task);
    let result = human.and_then(|human| {
        let result = task.result.as_ref()?;
        human.results.iter().find(|known| known.id == *result)
    });
    let moment = paper::moment(lang, task.at, state.place.zone());
    html! {
        @match result {
            Some(result) => { p { b { (result.title.get(lang)) } } }
            None if human.is_some_and(|human| !human.results.is_empty()) => { p { b { (words::review_done_marked(lang)) } } }
            None => {}
        }
        @if let Some(form) = followed.service.definition.desk.of_task(&task.name) { (written::rows(form, task, lang)) }
        @if let Some(reasons) = &task.reasons { (follow::paragraphs(reasons)) }
        p.hint { (words::review_done_by(lang, name, moment)) }
    }
}

fn answers(
    reviewed: &Reviewed,
    marks: Option<&Typed>,
    errors: &[FieldError],
    lang: Lang,
) -> Markup {
    let form = &reviewed.followed.service.definition.form;
    html! {
        (heading(Level::H2, words::follow_answers(lang)))
        (answered::differing(&reviewed.answered, lang))
        @for section in &reviewed.answered {
            (heading(Level::H3, &section.title))
            (answered::list(section, lang).render(lang))
            @if let (Some(typed), Some(known)) = (marks, form.section(&section.id)) {
                (remarks(section, &form.visible_in(known, &reviewed.application.answers), typed, errors, lang))
            }
        }
    }
}

/// A place beside each question that was asked, to say what is wrong with its answer. Folded away where
/// nothing was typed, so that a case is read on one screen.
fn remarks(
    section: &AnsweredSection,
    asked: &[&Question],
    typed: &Typed,
    errors: &[FieldError],
    lang: Lang,
) -> Markup {
    let name = |question: &Question| format!("{REMARK}{}", question.id);
    let is_touched = asked.iter().any(|question| {
        let name = name(question);
        !typed.get(&name).is_empty() || FieldError::find(errors, &name).is_some()
    });
    let summary = words::review_mark_section(lang, section.title.clone());
    let body = html! {
        p.hint { (words::review_mark_how(lang)) }
        @for question in asked.iter().filter(|question| can_be_marked(question)) {
            @let name = name(question);
            @let ask = match question.entries() {
                Some(_) => words::review_mark_group(lang, question.ask.as_str(lang)),
                None => question.ask.get(lang),
            };
            (Field::text(name.clone(), ask).value(typed.get(&name)).error(FieldError::find(errors, &name)).render(lang))
        }
    };
    if is_touched {
        design::details_open(summary, body)
    } else {
        design::details(summary, body)
    }
}

/// What the applicant gave. Each file says what it was asked for: people call everything "scan.pdf".
fn documents(followed: &Followed, lang: Lang) -> Markup {
    let number = &followed.case.number;
    let form = &followed.service.definition.form;
    let list = followed
        .documents
        .iter()
        .fold(DocumentList::new(), |list, document| {
            let href = format!("/oficina/expedientes/{number}/documentos/{}", document.id);
            let line = files::line(&document.into(), href);
            list.document(match form.question(&document.question) {
                Some(question) => line.note(question.ask.get(lang)),
                None => line,
            })
        });
    html! {
        @if !followed.documents.is_empty() {
            (heading(Level::H2, words::follow_documents(lang)))
            (list.render(lang))
        }
    }
}
