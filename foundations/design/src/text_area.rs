//! A box for several lines.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::words;

/// A box for an answer of several lines.
#[derive(Debug, Clone)]
pub struct TextArea {
    control: Control,
    value: String,
    rows: u8,
    characters_max: Option<usize>,
    is_source: bool,
}

impl TextArea {
    /// A box with its label.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<Text>) -> Self {
        Self {
            control: Control::new(name, label),
            value: String::new(),
            rows: 5,
            characters_max: None,
            is_source: false,
        }
    }

    shared_calls!();

    /// What has been typed, as it was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// How many lines the box shows.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// Says how many characters there is room for. The box takes more: the answer is checked, never cut.
    #[must_use]
    pub fn limit(mut self, characters_max: usize) -> Self {
        self.characters_max = Some(characters_max);
        self
    }

    /// For text that a machine reads: figures of one width, no correction of spelling, as wide as the page.
    #[must_use]
    pub fn source(mut self) -> Self {
        self.is_source = true;
        self
    }

    /// The field.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let described_by = self
            .control
            .described_by(self.characters_max.map(|_| "limit"));
        let name = &self.control.name;
        let area = html! {
            // A first line break is not part of the value, so one is always given for the parser to take.
            textarea.src[self.is_source] id=(name) name=(name) rows=(self.rows) spellcheck=[self.is_source.then_some("false")] wrap=[self.is_source.then_some("off")] aria-describedby=[described_by]
                aria-invalid=[self.control.invalid()] { "\n" (self.value) }
            @if let Some(limit) = self.characters_max {
                p.hint id=(self.control.id("limit")) { (words::field_limit(lang, text::format::integer(lang, i64::try_from(limit).unwrap_or(i64::MAX)))) }
            }
        };
        self.control.single(lang, &area)
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    vec![
        Example::new(
            words::state_plain,
            TextArea::new("g-pedido", "¿Qué información buscas?")
                .hint("Cuanto más concreto, más rápida la respuesta")
                .limit(2000)
                .render(lang),
        ),
        Example::new(
            words::state_error,
            TextArea::new("g-motivo", "Motivo")
                .rows(3)
                .error(Text::from("Escribe el motivo de la decisión"))
                .render(lang),
        ),
    ]
}
