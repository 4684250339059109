//! Keeping what came of a page: first what was typed, then its files, then what the pressed button asks.

use axum::response::Response;
use design::FieldError;
use forms::{Answers, Question};
use platform::enclosed::Enclosed;
use platform::{ClientKey, Problem, Result, Visit, redirect};
use services::for_another::Settled;

use super::page::{LATER, Said, TYPED, view};
use super::sheet::Sheet;
use super::{Opened, open, sign_in_first, whom};
use crate::Error;
use crate::applicant::Applicant;
use crate::document::{self, DocumentId};
use crate::draft;
use crate::fill::{self, fill};
use crate::pages::files::{self, NotTaken};
use crate::pages::question::{self, group};
use crate::state::State;

/// What was pressed to send a page.
pub(super) enum Pressed {
    /// A button of the page itself, to go on or of a group.
    Own,
    /// The button that attaches a file to this question.
    Attach(String),
    /// The button that takes a file out of this question.
    Detach(String, DocumentId),
}

/// Who sent a page, and from where.
pub(super) struct Sender<'a> {
    pub(super) visit: &'a Visit,
    pub(super) client: &'a ClientKey,
    pub(super) state: &'a State,
    pub(super) who: &'a Applicant,
}

/// Keeps a page that was sent, and answers with where its person goes on, or with what is wrong.
///
/// What was typed is kept before anything else is looked at, files that are taken are kept though others are not,
/// and when the session ended meanwhile the browser that began the draft may still save into it; seeing it again
/// asks to sign in.
pub(super) async fn keep(
    from: &Sender<'_>,
    opened: Opened,
    sheet: Sheet<'_>,
    sent: Enclosed,
    pressed: Pressed,
) -> Result {
    let Sender {
        visit, who, state, ..
    } = *from;
    // Whoever sits at a shared browser now takes nothing out.
    if let Pressed::Detach(..) = pressed {
        opened.for_its_person(who)?;
    }
    let draft = opened.draft.id;
    let here = sheet.address(draft);
    let (answers, settled) = match sent.form.has(TYPED) || matches!(pressed, Pressed::Own) {
        true => keep_typed(from, &opened, sheet, &sent).await?,
        false => (opened.draft.answers.clone(), Settled::Nothing),
    };
    let has_files = !sent.files.is_empty();
    let mut errors = keep_files(from, draft, sheet, sent.files).await?;
    if let Some(elsewhere) = sign_in_first(&opened, who, Some(sheet), &here) {
        return Ok(elsewhere);
    }
    match &pressed {
        Pressed::Detach(question, file) => {
            take_out(from, draft, *file).await?;
            return Ok(redirect::see_other(&format!("{here}#{question}")));
        }
        Pressed::Attach(question) => {
            if !has_files {
                let missing = files::Refused::Missing.message(visit.lang);
                errors.push(FieldError::new(question.clone(), missing));
            }
            if errors.is_empty() {
                return Ok(redirect::see_other(&format!("{here}#{question}")));
            }
        }
        Pressed::Own if !errors.is_empty() => {}
        Pressed::Own => {
            if let Some(next) = own_button(from, &opened, sheet, &sent.form, &answers).await? {
                return Ok(next);
            }
        }
    }
    let before = opened.draft.answers.clone();
    // The files that came are there now.
    let opened = match has_files {
        true => open(visit, state, who, &draft.to_string()).await?,
        false => opened,
    };
    if !errors.is_empty() {
        let said = Said {
            settled,
            ..Said::wrong(&answers, errors)
        };
        return Ok(view(visit, who, &opened, sheet, said));
    }
    Ok(
        check(from, &opened, sheet, (&before, &answers), settled).unwrap_or_else(|| {
            let next = next_place(&opened, sheet, &answers, &sent.form);
            redirect::see_other(&whom::telling(&next, settled))
        }),
    )
}

async fn keep_typed(
    from: &Sender<'_>,
    opened: &Opened,
    sheet: Sheet<'_>,
    sent: &Enclosed,
) -> std::result::Result<(Answers, Settled), Problem> {
    let form = &opened.service.definition.form;
    let fields: Vec<(&str, &str)> = sent.form.fields().collect();
    let typed = sheet.read(form, &fields, &opened.known);
    let (draft, who, now, boxes) = (
        opened.draft.id,
        from.who.clone(),
        from.visit.now,
        sheet.boxes(),
    );
    let service = opened.service.clone();
    let kept = from.state.app.store().write(move |tx| {
        let mut answers = fill(tx, draft, &who, &typed, |name| boxes.contains(name), now)?;
        let settled = fill::settle(tx, draft, &service, &mut answers, now)?;
        Ok::<_, Error>((answers, settled))
    });
    Ok(kept.await?)
}

/// Keeps the files that can be taken, and says why the others cannot.
async fn keep_files(
    from: &Sender<'_>,
    draft: crate::DraftId,
    sheet: Sheet<'_>,
    enclosed: Vec<platform::enclosed::EnclosedFile>,
) -> std::result::Result<Vec<FieldError>, Problem> {
    let mut errors = Vec::new();
    for file in enclosed {
        files::count(from.visit, from.client)?;
        let Some(asked) = sheet.takes_files(&file.field) else {
            continue;
        };
        match files::take_enclosed(from.state, asked, file).await {
            Ok(stored) => {
                let (who, question, now) = (from.who.clone(), asked.id.clone(), from.visit.now);
                let add = move |tx: &mut store::Tx| {
                    draft::open_of_visitor(tx, draft, &who)?;
                    document::add(tx, draft, &question, &stored, now)
                };
                from.state.app.store().write(add).await?;
            }
            Err(NotTaken::Failed(problem)) => return Err(problem),
            Err(NotTaken::Refused(why)) => {
                errors.push(FieldError::new(
                    asked.id.clone(),
                    why.message(from.visit.lang),
                ));
            }
        }
    }
    Ok(errors)
}

async fn take_out(
    from: &Sender<'_>,
    draft: crate::DraftId,
    file: DocumentId,
) -> std::result::Result<(), Problem> {
    let (who, now) = (from.who.clone(), from.visit.now);
    let remove = move |tx: &mut store::Tx| {
        draft::open_of_visitor(tx, draft, &who)?;
        document::remove(tx, draft, file, now)
    };
    Ok(from.state.app.store().write(remove).await?)
}

/// What a button of the page itself asks, unless it is the one that goes on.
async fn own_button(
    from: &Sender<'_>,
    opened: &Opened,
    sheet: Sheet<'_>,
    typed: &platform::form::Form,
    answers: &Answers,
) -> std::result::Result<Option<Response>, Problem> {
    if typed.has(LATER) {
        let begun = format!("/servicios/{}/solicitar", opened.draft.service_slug);
        return Ok(Some(redirect::see_other(&begun)));
    }
    let form = &opened.service.definition.form;
    let Some(change) = group::pressed(form, group::button(typed)) else {
        return Ok(None);
    };
    let at = group::place_after(form, &change, answers);
    let (draft, who, now) = (opened.draft.id, from.who.clone(), from.visit.now);
    let service = opened.service.clone();
    let keep = move |tx: &mut store::Tx| {
        let form = &service.definition.form;
        fill::change_entries(tx, draft, &who, form, &change, now)
    };
    from.state.app.store().write(keep).await?;
    let back = match typed.get("volver") {
        "revisar" => "?volver=revisar",
        _ => "",
    };
    let here = sheet.address(opened.draft.id);
    Ok(Some(redirect::see_other(&format!("{here}{back}#{at}"))))
}

/// The page again, where something is wrong or an answer has brought up questions that nobody has seen yet.
fn check(
    from: &Sender<'_>,
    opened: &Opened,
    sheet: Sheet<'_>,
    (before, answers): (&Answers, &Answers),
    settled: Settled,
) -> Option<Response> {
    let form = &opened.service.definition.form;
    let seen = form.visible(before);
    let is_new = |question: &Question| !seen.iter().any(|seen| seen.id == question.id);
    let faults = sheet.those_here(opened.faults(answers));
    let new: Vec<&Question> = faults
        .iter()
        .filter_map(|fault| form.question(&fault.question))
        .filter(|question| is_new(question) && answers.typed(&question.id).is_empty())
        .collect();
    if faults.is_empty() {
        return None;
    }
    let wrong: Vec<forms::FieldError> = faults
        .into_iter()
        .filter(|fault| !new.iter().any(|new| new.id == fault.question))
        .collect();
    let said = Said {
        new,
        settled,
        ..Said::wrong(answers, question::errors(&wrong, from.visit.lang))
    };
    Some(view(from.visit, from.who, opened, sheet, said))
}

/// Back to the check page when that is where one came from; else the next part that is asked.
fn next_place(
    opened: &Opened,
    sheet: Sheet<'_>,
    answers: &Answers,
    typed: &platform::form::Form,
) -> String {
    let id = opened.draft.id;
    let form = &opened.service.definition.form;
    let check = format!("/borradores/{id}/revisar");
    let Sheet::Part(section) = sheet else {
        return check;
    };
    let sections = form.visible_sections(answers);
    let mut after = sections
        .iter()
        .skip_while(|other| other.id != section.id)
        .skip(1);
    match after.next() {
        Some(next) if typed.get("volver") != "revisar" => Sheet::Part(next).address(id),
        _ => check,
    }
}
