//! `/oficina/expedientes/{number}`: an official reads a case and finishes its task.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Button, Choice, DocumentList, Field, FieldError, Form, IdentityBar, Level, Radios, SummaryList,
    SummaryRow, TextArea, actions, heading,
};
use forms::{AnsweredSection, Question};
use identity::{Official, Purpose, Reason, access};
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use process::{HumanTask, Waiting};
use text::{Lang, Text, format};

use super::{Followed, files, follow, history};
use crate::case::Application;
use crate::complete::{Completion, REASONS_CHARACTERS_MAX, complete as finish};
use crate::mark::Mark;
use crate::state::State;
use crate::task::{self, OpenTask, TaskId};
use crate::{CaseNumber, Error, case, words};

/// How a field's mark is named in the form.
const MARK: &str = "marca.";
const REMARK: &str = "nota.";

/// A case as an official of its agency sees it. Opening it leaves the line that the applicant reads.
struct Reviewed {
    followed: Followed,
    application: Application,
    answered: Vec<AnsweredSection>,
    task: Option<OpenTask>,
}

async fn open(
    visit: &Visit,
    state: &State,
    official: &Official,
    number: &str,
) -> std::result::Result<Reviewed, Error> {
    let number: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let (there, official, now, lang) = (state.clone(), official.clone(), visit.now, visit.lang);
    state
        .app
        .store()
        .write(move |tx| {
            let case = case::of_agency(tx, &number, &official)?;
            let look = match case.person {
                Some(person) => {
                    let purpose = Purpose::new(Reason::Review).for_case(number.as_str());
                    Some(access::look(tx, &official, person, purpose, now)?)
                }
                None => None,
            };
            let application = case.open(look.as_ref())?.clone();
            let task =
                task::open_of_case(tx, case.id)?.filter(|task| official.has_role(&task.role));
            let followed = Followed::load(tx, &there, case, now)?;
            let answered = followed.service.definition.form.answered(
                &application.answers,
                &followed.known,
                lang,
            );
            Ok(Reviewed {
                followed,
                application,
                answered,
                task,
            })
        })
        .await
}

/// The page.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(number): Path<String>,
) -> Result {
    let reviewed = open(&visit, &state, &official, &number).await?;
    Ok(view(
        &visit,
        &state,
        &reviewed,
        &Typed::default(),
        Vec::new(),
        StatusCode::OK,
    ))
}

/// Finishes a task. What was typed is shown again when something is missing.
pub(crate) async fn complete(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(task): Path<String>,
    typed: Typed,
) -> Result {
    let id: TaskId = task.parse().map_err(|_| Problem::not_found())?;
    let completion = read(&typed);
    let (there, who, now) = (state.clone(), official.clone(), visit.now);
    let done = state
        .app
        .store()
        .write(move |tx| {
            let found = task::for_official(tx, id, &who)?;
            let case = case::by_id(tx, found.case)?;
            let service = there.service_of(tx, &case)?;
            finish(
                tx,
                &who,
                &found,
                &completion,
                &service,
                there.place_of(&case.agency_slug),
                now,
            )
        })
        .await;
    let error = match done {
        Ok(_) => return Ok(redirect::see_other("/oficina")),
        Err(error) => error,
    };
    let lang = visit.lang;
    let told = match &error {
        Error::ReasonsNeeded => FieldError::new("motivos", words::review_reasons_needed(lang)),
        Error::UnknownResult => FieldError::new("resultado", words::review_result_needed(lang)),
        Error::FourEyes => FieldError::new("resultado", words::error_four_eyes(lang)),
        _ => return Err(error.into()),
    };
    let reviewed = open(&visit, &state, &official, typed.get("expediente")).await?;
    Ok(view(
        &visit,
        &state,
        &reviewed,
        &typed,
        vec![told],
        StatusCode::UNPROCESSABLE_ENTITY,
    ))
}

fn read(typed: &Typed) -> Completion {
    let marks = typed
        .fields()
        .filter_map(|(name, _)| name.strip_prefix(MARK))
        .map(|question| Mark {
            question: question.to_owned(),
            remark: typed.get(&format!("{REMARK}{question}")).trim().to_owned(),
        });
    let some = |name: &str| Some(typed.get(name).to_owned()).filter(|text| !text.trim().is_empty());
    Completion {
        result: some("resultado"),
        reasons: some("motivos"),
        marks: marks.collect(),
    }
}

fn view(
    visit: &Visit,
    state: &State,
    reviewed: &Reviewed,
    typed: &Typed,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let Reviewed {
        followed,
        application,
        answered,
        task,
    } = reviewed;
    let case = &followed.case;
    let due = match (case.stopped_at, case.due_on) {
        (Some(_), _) => words::follow_stopped(lang),
        (None, Some(on)) => format::date_long(lang, on),
        (None, None) => words::follow_no_term(lang),
    };
    let bar = IdentityBar::new(followed.service.definition.title().get(lang))
        .fact(words::follow_number(lang), case.number.as_str())
        .fact(words::follow_due(lang), due)
        .fact(
            words::verify_state(lang),
            follow::status(followed).render(lang),
        );
    let human = match followed.service.definition.process.waiting(&case.stage) {
        Some(Waiting::Official(human)) if case.outcome.is_none() => task
            .as_ref()
            .filter(|task| task.name == human.id)
            .map(|task| (task, human)),
        _ => None,
    };
    let can_mark = human.is_some()
        && followed
            .service
            .definition
            .process
            .can_ask_correction(&case.stage);
    let answers = answers(followed, answered, can_mark.then_some(typed), lang);
    let body = html! {
        (bar)
        @match human {
            Some((task, human)) => (Form::post(format!("/oficina/tareas/{}", task.id), html! {
                input type="hidden" name="expediente" value=(case.number.as_str());
                (answers)
                (documents(followed, lang))
                (decision(human, typed, &errors, lang))
            })),
            None => { (answers) (documents(followed, lang)) }
        }
        (heading(Level::H2, words::follow_history(lang)))
        (history::timeline(followed, application, lang, state))
    };
    let page = Page::new(words::follow_title(lang, case.number.as_str()))
        .weave(case.number.as_str())
        .back("/oficina")
        .wide();
    visit.page_with(status, page.errors(errors).body(body))
}

fn answers(
    followed: &Followed,
    answered: &[AnsweredSection],
    marks: Option<&Typed>,
    lang: Lang,
) -> Markup {
    let form = &followed.service.definition.form;
    html! {
        (heading(Level::H2, words::follow_answers(lang)))
        @for section in answered {
            (heading(Level::H3, &section.title))
            (section.rows.iter().fold(SummaryList::new(), |list, row| list.row(SummaryRow::new(row.label.clone(), &row.value))).render(lang))
            @if let (Some(typed), Some(section)) = (marks, form.section(&section.id)) {
                (design::details(words::review_mark_section(lang, section.title.get(lang)), html! {
                    @for question in &section.questions { (mark(question, typed, lang)) }
                }))
            }
        }
    }
}

/// A box to mark one field, and what to say about it.
fn mark(question: &Question, typed: &Typed, lang: Lang) -> Markup {
    let name = format!("{MARK}{}", question.id);
    let note = format!("{REMARK}{}", question.id);
    let ticked = typed.has(&name).then(|| "1".to_owned());
    html! {
        (design::Checkboxes::new(name, question.ask.get(lang)).choice(Choice::new("1", words::review_mark(lang))).chosen(ticked).render(lang))
        (Field::text(note.clone(), words::review_remark(lang, question.ask.get(lang))).value(typed.get(&note)).optional().render(lang))
    }
}

fn documents(followed: &Followed, lang: Lang) -> Markup {
    let number = &followed.case.number;
    let list = followed
        .documents
        .iter()
        .fold(DocumentList::new(), |list, document| {
            let href = format!("/oficina/expedientes/{number}/documentos/{}", document.id);
            list.document(files::line(document, href))
        });
    html! {
        @if !followed.documents.is_empty() {
            (heading(Level::H2, words::follow_documents(lang)))
            (list.render(lang))
        }
    }
}

fn decision(human: &HumanTask, typed: &Typed, errors: &[FieldError], lang: Lang) -> Markup {
    let results = human.results.iter().fold(
        Radios::new("resultado", words::review_result(lang))
            .chosen(typed.get("resultado"))
            .error(FieldError::find(errors, "resultado")),
        |radios, result| radios.choice(Choice::new(result.id.clone(), result.title.get(lang))),
    );
    let reasons: TextArea = TextArea::new("motivos", words::review_reasons(lang))
        .hint(words::review_reasons_hint(lang))
        .value(typed.get("motivos"))
        .rows(6)
        .limit(REASONS_CHARACTERS_MAX)
        .optional()
        .error(FieldError::find(errors, "motivos"));
    let button: Text = human.title.get(lang);
    html! {
        (heading(Level::H2, human.title.get(lang)))
        @if !human.results.is_empty() { (results.render(lang)) }
        (reasons.render(lang))
        (actions(Button::new(button)))
    }
}

/// A file of the case, for an official of its agency.
pub(crate) async fn document(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path((number, document)): Path<(String, String)>,
) -> Result {
    let reviewed = open(&visit, &state, &official, &number).await?;
    let found = reviewed
        .followed
        .documents
        .iter()
        .find(|known| known.id.to_string() == document)
        .ok_or_else(Problem::not_found)?;
    super::send_document(&state, found).await
}
