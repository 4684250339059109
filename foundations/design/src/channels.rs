//! Other ways to do the same: by telephone, on paper, in person.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::{Level, heading, words};

/// Ways to do the same, as cards.
#[derive(Debug, Clone)]
pub struct Channels {
    level: Level,
    cards: Vec<(Text, Markup)>,
}

impl Channels {
    /// Cards whose titles are headings of this level.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            level,
            cards: Vec::new(),
        }
    }

    /// Adds a way.
    #[must_use]
    pub fn channel(mut self, title: impl Into<Text>, body: impl Render) -> Self {
        self.cards.push((title.into(), body.render()));
        self
    }
}

impl Render for Channels {
    fn render(&self) -> Markup {
        html! {
            ul.channels {
                @for (title, body) in &self.cards { li { (heading(self.level, title)) .body { (body) } } }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let channels = Channels::new(Level::H3)
        .channel("Por teléfono", html! { "Llama al " a href="tel:147" { "147" } ". Una persona llena la solicitud contigo." })
        .channel("En papel", html! { a href="#canales" { "Descarga el formulario (PDF, 1 hoja)" } "." })
        .channel("En persona", html! { a href="#canales" { "Mira la oficina más cercana" } "." });
    vec![Example::new(words::state_plain, channels)]
}
