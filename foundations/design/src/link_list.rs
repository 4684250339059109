//! A plain list of links, each tall enough for a thumb.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::words;

/// Links, in the order given.
#[derive(Debug, Clone, Default)]
pub struct LinkList(Vec<(String, Text)>);

impl LinkList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a link.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>, words: impl Into<Text>) -> Self {
        self.0.push((href.into(), words.into()));
        self
    }
}

impl Render for LinkList {
    fn render(&self) -> Markup {
        html! { ul.links { @for (href, words) in &self.0 { li { a href=(href) { (words) } } } } }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let links = LinkList::new()
        .link("#enlaces", "Ver todos los trámites")
        .link("#enlaces", "Verificar un documento");
    vec![Example::new(words::state_plain, links)]
}
