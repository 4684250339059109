//! What was answered, row by row, each with its own way to change it.

use maud::{Markup, Render, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::words;

/// One question with its answer.
#[derive(Debug, Clone)]
pub struct SummaryRow {
    key: Text,
    value: Option<Markup>,
    action: Option<Action>,
}

impl SummaryRow {
    /// A question and its answer.
    #[must_use]
    pub fn new(key: impl Into<Text>, value: impl Render) -> Self {
        Self {
            key: key.into(),
            value: Some(value.render()),
            action: None,
        }
    }

    /// A question that was left without an answer, which is shown as such.
    #[must_use]
    pub fn unanswered(key: impl Into<Text>) -> Self {
        Self {
            key: key.into(),
            value: None,
            action: None,
        }
    }

    /// Adds a link to change the answer. `context` says what would be changed ("el nombre del local"): many
    /// links called "Cambiar" tell nothing to somebody who hears them one after the other.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>, context: impl Into<Text>) -> Self {
        self.action = Some(Action {
            href: href.into(),
            words: None,
            context: context.into(),
        });
        self
    }

    /// Adds a link that does something else than change the answer, such as marking it for correction.
    #[must_use]
    pub fn action(
        mut self,
        href: impl Into<String>,
        words: impl Into<Text>,
        context: impl Into<Text>,
    ) -> Self {
        self.action = Some(Action {
            href: href.into(),
            words: Some(words.into()),
            context: context.into(),
        });
        self
    }

    fn render(&self, lang: Lang) -> Markup {
        html! {
            div {
                dt { (self.key) }
                dd {
                    @match &self.value {
                        Some(value) => (value),
                        None => span.none { (words::summary_unanswered(lang)) },
                    }
                }
                @if let Some(action) = &self.action { dd.change { (action.render(lang)) } }
            }
        }
    }
}

/// What can be done with one answer.
#[derive(Debug, Clone)]
struct Action {
    href: String,
    words: Option<Text>,
    context: Text,
}

impl Action {
    fn render(&self, lang: Lang) -> Markup {
        let words = self
            .words
            .clone()
            .unwrap_or_else(|| words::summary_change(lang));
        html! { a href=(self.href) { (words) span.vh { " " (self.context) } } }
    }
}

/// Questions with their answers.
#[derive(Debug, Clone, Default)]
pub struct SummaryList(Vec<SummaryRow>);

impl SummaryList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row.
    #[must_use]
    pub fn row(mut self, row: SummaryRow) -> Self {
        self.0.push(row);
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = SummaryRow>) -> Self {
        self.0.extend(rows);
        self
    }

    /// The list.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! { dl.summary { @for row in &self.0 { (row.render(lang)) } } }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let with_changes = SummaryList::new()
        .row(
            SummaryRow::new("Nombre del local", "Panadería El Sol")
                .change("#resumen", "el nombre del local"),
        )
        .row(SummaryRow::new("Superficie", "40 m²").change("#resumen", "la superficie"))
        .row(SummaryRow::unanswered("Teléfono").change("#resumen", "el teléfono"));
    let known = SummaryList::new()
        .row(SummaryRow::new("Razón social", "El Sol S.R.L."))
        .row(SummaryRow::new("Actividad", "Elaboración y venta de pan"));
    vec![
        Example::new(words::state_plain, with_changes.render(Lang::Es)),
        Example::new(words::state_read_only, known.render(Lang::Es)),
    ]
}
