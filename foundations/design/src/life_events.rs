//! Moments of life: services by need, not by ministry.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::words;

/// Moments of life, each with one line about it.
#[derive(Debug, Clone, Default)]
pub struct LifeEvents(Vec<(String, Text, Text)>);

impl LifeEvents {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a moment: where it leads, how people call it, and what is found there.
    #[must_use]
    pub fn event(
        mut self,
        href: impl Into<String>,
        title: impl Into<Text>,
        note: impl Into<Text>,
    ) -> Self {
        self.0.push((href.into(), title.into(), note.into()));
        self
    }
}

impl Render for LifeEvents {
    fn render(&self) -> Markup {
        html! { ul.moments { @for (href, title, note) in &self.0 { li { a href=(href) { b { (title) } span { (note) } } } } } }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let events = LifeEvents::new()
        .event(
            "#momentos",
            "Nació mi hija o mi hijo",
            "4 trámites, 1 sola solicitud",
        )
        .event(
            "#momentos",
            "Voy a abrir un negocio",
            "6 pasos, 3 en línea hoy",
        )
        .event(
            "#momentos",
            "Murió un familiar",
            "Te acompañamos paso a paso",
        );
    vec![Example::new(words::state_plain, events)]
}
