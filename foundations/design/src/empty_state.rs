//! A list with nothing in it, and what to do about it.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::{LinkButton, words};

/// Nothing here, and what to do.
#[derive(Debug, Clone)]
pub struct EmptyState {
    title: Text,
    body: Markup,
}

impl EmptyState {
    /// Says what is not there, and where to go from here.
    #[must_use]
    pub fn new(title: impl Into<Text>, body: impl Render) -> Self {
        Self {
            title: title.into(),
            body: body.render(),
        }
    }
}

impl Render for EmptyState {
    fn render(&self) -> Markup {
        html! { .empty { p.title { (self.title) } (self.body) } }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let body = html! { p { "Cuando empieces uno, lo verás aquí." } (LinkButton::new("#vacio", "Buscar un trámite")) };
    vec![Example::new(
        words::state_plain,
        EmptyState::new("Todavía no tienes trámites", body),
    )]
}
