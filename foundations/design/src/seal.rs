//! The seal (el sello): the stamp that says "received", with the case's own weave.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::{Level, heading, weave, words};

/// The stamp of a receipt. The same weave is on the PDF and on the page that verifies it.
#[derive(Debug, Clone)]
pub struct Seal {
    title: Text,
    level: Level,
    number: String,
    at: Text,
    code: Option<String>,
}

impl Seal {
    /// "Recibido", with the case's number and the date and time as people say them. The title is the page's `h1`.
    #[must_use]
    pub fn new(title: impl Into<Text>, number: impl Into<String>, at: impl Into<Text>) -> Self {
        Self {
            title: title.into(),
            level: Level::H1,
            number: number.into(),
            at: at.into(),
            code: None,
        }
    }

    /// Makes the title a heading of another level.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Adds the code by which anyone can verify the receipt.
    #[must_use]
    pub fn verification_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The stamp.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! {
            section.seal {
                (heading(self.level, &self.title))
                dl {
                    div { dt { (words::seal_number(lang)) } dd.code { (self.number) } }
                    div { dt { (words::seal_at(lang)) } dd { (self.at) } }
                    @if let Some(code) = &self.code {
                        div { dt { (words::seal_code(lang)) } dd.code { (code) } }
                    }
                }
                (weave::band(&self.number))
                p.note { (words::seal_weave(lang)) }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let seal = Seal::new(
        "Recibido",
        "LIC-7K4P-2MQX",
        "Lunes 23 de noviembre de 2026, 10:42",
    )
    .level(Level::H3);
    vec![
        Example::new(words::state_plain, seal.render(Lang::Es)),
        Example::new(
            words::state_with_code,
            seal.clone()
                .verification_code("8F3K-Q2ZN-W7TD")
                .render(Lang::Es),
        ),
    ]
}
