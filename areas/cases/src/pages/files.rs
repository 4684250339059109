//! Files as pages take them: each sent alone, so that none is lost with another.

use design::{Button, DocumentList, actions};
use forms::{FileKind, Kind, Question};
use maud::{Markup, html};
use platform::enclosed::{Content, EnclosedFile};
use platform::upload::UploadedFile;
use platform::{ClientKey, Problem, Visit};
use text::{Lang, Text};

use super::question::{self, Shown};
use crate::document::{Document, DocumentId, StoredFile};
use crate::state::State;
use crate::{CaseNumber, DraftId, words};

/// Files that one client may give in a minute: a counter where several people scan at once fits; filling
/// the disk takes days instead of hours.
const FILES_PER_MINUTE_MAX: u32 = 120;

/// Counts a file given by a client.
///
/// # Errors
/// A 429 problem past [`FILES_PER_MINUTE_MAX`].
pub(crate) fn count(visit: &Visit, client: &ClientKey) -> Result<(), Problem> {
    let rate = visit.app.rate();
    rate.check("files", client, FILES_PER_MINUTE_MAX, visit.now)
}

/// To what the files of a page belong.
pub(crate) enum Places {
    /// An application being filled in.
    Draft(DraftId),
    /// An application being corrected.
    Correction(CaseNumber),
}

impl Places {
    /// The address that takes a file; `/{id}/quitar` under it takes one out.
    fn takes(&self, question: &str) -> String {
        match self {
            Self::Draft(id) => format!("/borradores/{id}/documentos/{question}"),
            Self::Correction(number) => format!("/expedientes/{number}/corregir/{question}"),
        }
    }

    /// The address that opens a file.
    fn opens(&self, question: &str, file: DocumentId) -> String {
        match self {
            Self::Draft(id) => format!("/borradores/{id}/documentos/{question}/{file}"),
            Self::Correction(number) => format!("/expedientes/{number}/documentos/{file}"),
        }
    }
}

/// The box for one more file of a question, and the files given so far. Its buttons send the whole page, so that
/// nothing that was typed beside them is lost.
pub(crate) fn of_question(question: &Question, ask: Text, shown: &Shown<'_>) -> Markup {
    let lang = shown.lang;
    let Some(places) = &shown.places else {
        return html! { p { b { (ask) } " " (words::rehearse_given(lang)) } };
    };
    let sent_to = places.takes(&question.id);
    let given: Vec<&Document> = shown
        .documents
        .iter()
        .filter(|document| document.question == question.id)
        .collect();
    let list = given.iter().fold(DocumentList::new(), |list, document| {
        list.document(line(
            &(*document).into(),
            places.opens(&question.id, document.id),
        ))
    });
    html! {
        (question::file(question, ask, shown))
        (actions(Button::new(words::file_send(lang)).secondary().to(&sent_to)))
        @if !given.is_empty() {
            (list.render(lang))
            @for document in &given {
                (actions(Button::new(words::file_remove(lang, &document.file_name)).secondary().to(format!("{sent_to}/{}/quitar", document.id))))
            }
        }
    }
}

/// A file as one line of a list.
pub(crate) fn line(file: &StoredFile, href: String) -> design::Document {
    let size = u64::try_from(file.size_bytes).unwrap_or(0);
    design::Document::new(
        href,
        file.file_name.clone(),
        file.kind.as_str().to_uppercase(),
        size,
    )
}

/// Whether a question takes files of a kind.
pub(crate) fn takes(question: &Question, kind: FileKind) -> bool {
    matches!(&question.kind, Kind::Document { kinds, .. } if kinds.iter().any(|taken| taken.as_str() == kind.as_str()))
}

/// Why a file was not taken.
pub(crate) enum NotTaken {
    /// Whoever sent it can mend it.
    Refused(Refused),
    /// It could not be kept.
    Failed(Problem),
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Refused {
    /// None was chosen, or it is empty.
    Missing,
    /// Its bytes are of no kind that is taken here.
    WrongType,
    /// It is larger than any that is taken.
    TooLarge,
}

impl Refused {
    /// What the page says.
    pub(crate) fn message(self, lang: Lang) -> Text {
        match self {
            Self::Missing => words::file_missing(lang),
            Self::WrongType => words::file_wrong_type(lang),
            Self::TooLarge => words::file_too_large(lang),
        }
    }
}

/// Looks at a file by its bytes and stores it under its hash. No row names it yet.
pub(crate) async fn take(
    state: &State,
    taken: impl Fn(FileKind) -> bool,
    file: Option<UploadedFile>,
) -> Result<StoredFile, NotTaken> {
    let file = file
        .filter(|file| !file.bytes.is_empty())
        .ok_or(NotTaken::Refused(Refused::Missing))?;
    let kind = FileKind::recognise(&file.name, &file.bytes)
        .filter(|kind| taken(*kind))
        .ok_or(NotTaken::Refused(Refused::WrongType))?;
    let store = state.app.store().clone();
    let size_bytes = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let stored = tokio::task::spawn_blocking(move || {
        store.blobs().put(&file.bytes).map(|blob| (blob, file.name))
    });
    let (blob, file_name) = stored
        .await
        .map_err(|error| NotTaken::Failed(Problem::internal(error)))?
        .map_err(|error| NotTaken::Failed(error.into()))?;
    Ok(StoredFile {
        file_name,
        kind,
        size_bytes,
        blob,
    })
}

/// Looks at a file that came with a page, and stores it under its hash. No row names it yet.
pub(crate) async fn take_enclosed(
    state: &State,
    asked: &Question,
    file: EnclosedFile,
) -> Result<StoredFile, NotTaken> {
    let bytes = match file.content {
        Content::Whole(bytes) => bytes,
        Content::TooLarge => return Err(NotTaken::Refused(Refused::TooLarge)),
    };
    let name = file.name;
    let file = UploadedFile { name, bytes };
    take(state, |kind| takes(asked, kind), Some(file)).await
}
