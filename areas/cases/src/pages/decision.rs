//! The form with which an official finishes a task: result, reasons, and the files that go with them.

use axum::extract::{FromRequest, Request};
use axum::http::header;
use design::{
    Button, Choice, DocumentList, FieldError, FileInput, Level, Radios, TextArea, actions, heading,
};
use forms::FileKind;
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::upload::{Upload, UploadedFile};
use platform::{Problem, limits};
use process::HumanTask;
use text::Lang;

use super::{files, written};
use crate::attachment::{Attachment, AttachmentId};
use crate::complete::{Completion, REASONS_CHARACTERS_MAX, WrittenDown};
use crate::mark::Mark;
use crate::words;

/// How what is wrong with an answer is named in the form.
pub(crate) const REMARK: &str = "nota.";
/// The field that says which button was pressed, where it was not the one that finishes the task.
const PRESSED: &str = "hacer";
const ATTACH: &str = "adjuntar";
const DETACH: &str = "quitar:";
const CORRECTION: &str = "corregir";
const STAY: &str = "seguir";
/// The field of the file.
pub(crate) const FILE: &str = "archivo";

/// What an official sent: fields, and a file where the task takes some.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) typed: Typed,
    pub(crate) file: Option<UploadedFile>,
}

/// What the official wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    /// To put the file beside the decision, and go on writing.
    Attach,
    /// To take a file out, and go on writing.
    Detach(AttachmentId),
    /// To have something corrected by the applicant.
    Correction,
    /// To finish the task.
    Finish,
    /// Nothing: a key was pressed.
    Stay,
}

impl Wants {
    /// Whether the task is done with it.
    pub(crate) const fn ends_the_task(self) -> bool {
        matches!(self, Self::Correction | Self::Finish)
    }
}

impl Sent {
    pub(crate) fn wants(&self) -> Wants {
        let pressed = self.typed.get(PRESSED);
        match pressed.strip_prefix(DETACH).map(str::parse) {
            Some(Ok(file)) => Wants::Detach(file),
            _ if pressed == ATTACH => Wants::Attach,
            _ if pressed == CORRECTION => Wants::Correction,
            _ if pressed == STAY => Wants::Stay,
            _ => Wants::Finish,
        }
    }

    /// What was found, as typed.
    pub(crate) fn completion(&self) -> Completion {
        let typed = &self.typed;
        let marks = typed
            .fields()
            .filter(|(_, remark)| !remark.trim().is_empty())
            .filter_map(|(name, remark)| Some((name.strip_prefix(REMARK)?, remark)))
            .map(|(question, remark)| Mark {
                question: question.to_owned(),
                remark: remark.trim().to_owned(),
            });
        let decides = self.wants() != Wants::Correction;
        let some =
            |name: &str| Some(typed.get(name).to_owned()).filter(|text| !text.trim().is_empty());
        Completion {
            result: some("resultado").filter(|_| decides),
            reasons: some("motivos"),
            marks: marks.collect(),
            written_down: WrittenDown::Typed(written::typed(typed)),
            files: Vec::new(),
        }
    }
}

impl Sent {
    /// The first place where something could be marked.
    pub(crate) fn first_remark(&self) -> String {
        let mut names = self.typed.fields().map(|(name, _)| name);
        let first = names.find(|name| name.starts_with(REMARK));
        first.unwrap_or("resultado").to_owned()
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let has_parts = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/"));
        if has_parts {
            let Upload { form, file } = Upload::from_request(request, state).await?;
            return Ok(Self { typed: form, file });
        }
        let typed = Typed::from_request(request, state).await?;
        Ok(Self { typed, file: None })
    }
}

/// The button that the Enter key presses in a field, which is the first of its form: it decides nothing
/// and loses nothing. It is drawn, though nobody sees it: some browsers pass over a button that is not,
/// and press the next.
pub(crate) fn enter_key() -> Markup {
    html! { button.vh name=(PRESSED) value=(STAY) tabindex="-1" aria-hidden="true" {} }
}

/// A task as its form needs it.
pub(crate) struct Task<'a> {
    pub(crate) human: &'a HumanTask,
    /// Whether something can be marked for the applicant to correct.
    pub(crate) can_mark: bool,
    /// Whether the case ends with it.
    pub(crate) ends: bool,
    /// Whether reasons were given before, which stand where none are added.
    pub(crate) has_reasons: bool,
    /// The fields of what is written down in it.
    pub(crate) written: Markup,
}

/// The end of the form.
pub(crate) fn fields(
    task: &Task<'_>,
    attached: &[Attachment],
    files_at: &str,
    typed: &Typed,
    errors: &[FieldError],
    lang: Lang,
) -> Markup {
    let human = task.human;
    let results = human.results.iter().fold(
        Radios::new("resultado", words::review_result(lang))
            .chosen(typed.get("resultado"))
            .error(FieldError::find(errors, "resultado")),
        |radios, result| radios.choice(Choice::new(result.id.clone(), result.title.get(lang))),
    );
    let button = if task.ends {
        human.title.get(lang)
    } else {
        words::review_finish(lang)
    };
    html! {
        (heading(Level::H2, human.title.get(lang)))
        @if !human.results.is_empty() { (results.render(lang)) }
        (task.written)
        (reasons(task, typed, errors, lang))
        @if human.files_max > 0 { (attachments(attached, files_at, errors, lang)) }
        (actions(html! {
            (Button::new(button))
            @if task.can_mark { (Button::new(words::review_ask_correction(lang)).secondary().sends(PRESSED, CORRECTION)) }
        }))
    }
}

/// The box for the reasons, which says for which results they are needed, and what stands without them.
fn reasons(task: &Task<'_>, typed: &Typed, errors: &[FieldError], lang: Lang) -> Markup {
    let human = task.human;
    let needed: Vec<String> = human
        .results
        .iter()
        .filter(|result| result.reasons_required)
        .map(|result| format!("«{}»", result.title.as_str(lang)))
        .collect();
    let always = !needed.is_empty() && needed.len() == human.results.len();
    let area = TextArea::new("motivos", words::review_reasons(lang))
        .value(typed.get("motivos"))
        .rows(6)
        .limit(REASONS_CHARACTERS_MAX)
        .error(FieldError::find(errors, "motivos"));
    let area = match (always, needed.is_empty()) {
        (true, _) => area.hint(words::review_reasons_hint(lang)),
        (false, true) if task.has_reasons => {
            area.hint(words::review_reasons_stand(lang)).optional()
        }
        (false, true) => area.hint(words::review_reasons_hint(lang)).optional(),
        (false, false) => area.hint(words::review_reasons_when(lang, needed.join(", "))),
    };
    area.render(lang)
}

/// The files that go with the decision, and the box for one more. Each is sent with all that was typed,
/// which comes back with the page.
fn attachments(
    attached: &[Attachment],
    files_at: &str,
    errors: &[FieldError],
    lang: Lang,
) -> Markup {
    let kinds = FileKind::ALL.map(|kind| kind.as_str().to_uppercase());
    let input = FileInput::new(
        FILE,
        words::review_file(lang),
        &kinds,
        limits::UPLOAD_BYTES_MAX as u64,
    )
    .hint(words::review_file_hint(lang))
    .optional()
    .error(FieldError::find(errors, FILE));
    html! {
        (input.render(lang))
        (actions(Button::new(words::file_send(lang)).secondary().sends(PRESSED, ATTACH)))
        @if !attached.is_empty() {
            (list(attached, files_at, lang))
            (actions(html! {
                @for attachment in attached {
                    (Button::new(words::file_remove(lang, &attachment.file.file_name)).secondary().sends(PRESSED, format!("{DETACH}{}", attachment.id)))
                }
            }))
        }
    }
}

/// Files that go with a decision, to be opened.
pub(crate) fn list(attached: &[Attachment], files_at: &str, lang: Lang) -> Markup {
    attached
        .iter()
        .fold(DocumentList::new(), |list, attachment| {
            let href = format!("{files_at}/{}", attachment.id);
            list.document(files::line(&attachment.file, href))
        })
        .render(lang)
}
