//! Documents to read or download: what they are and how heavy, before the click.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::{file_size, words};

/// One document.
#[derive(Debug, Clone)]
pub struct Document {
    href: String,
    title: Text,
    kind: String,
    bytes: u64,
    note: Option<Text>,
}

impl Document {
    /// A document: where it is, its title, its kind ("PDF") and its size in bytes.
    #[must_use]
    pub fn new(
        href: impl Into<String>,
        title: impl Into<Text>,
        kind: impl Into<String>,
        bytes: u64,
    ) -> Self {
        Self {
            href: href.into(),
            title: title.into(),
            kind: kind.into(),
            bytes,
            note: None,
        }
    }

    /// Who sent or signed it, and when.
    #[must_use]
    pub fn note(mut self, note: impl Into<Text>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// Documents, in the order given.
#[derive(Debug, Clone, Default)]
pub struct DocumentList(Vec<Document>);

impl DocumentList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document.
    #[must_use]
    pub fn document(mut self, document: Document) -> Self {
        self.0.push(document);
        self
    }

    /// Adds documents.
    #[must_use]
    pub fn documents(mut self, documents: impl IntoIterator<Item = Document>) -> Self {
        self.0.extend(documents);
        self
    }

    /// The list.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! {
            ul.papers {
                @for document in &self.0 {
                    li {
                        a href=(document.href) {
                            (document.title) " " span.kind { (words::documents_kind(lang, &document.kind, file_size(document.bytes))) }
                        }
                        @if let Some(note) = &document.note { p.hint { (note) } }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let documents = DocumentList::new()
        .document(
            Document::new("#documentos", "Licencia de funcionamiento", "PDF", 84_000)
                .note("Firmada el 20 de noviembre de 2026"),
        )
        .document(
            Document::new("#documentos", "Croquis del local", "JPG", 2_300_000)
                .note("Lo enviaste el 2 de noviembre de 2026"),
        );
    vec![Example::new(words::state_plain, documents.render(Lang::Es))]
}
