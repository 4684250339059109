//! The way down from the front page to here.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::words;

/// The pages above this one, the front page first. The page itself is not among them.
#[derive(Debug, Clone, Default)]
pub struct Breadcrumbs(Vec<(String, Text)>);

impl Breadcrumbs {
    /// An empty way.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page.
    #[must_use]
    pub fn to(mut self, href: impl Into<String>, name: impl Into<Text>) -> Self {
        self.0.push((href.into(), name.into()));
        self
    }

    /// The way.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! {
            nav.crumbs aria-label=(words::page_breadcrumbs(lang).as_str()) {
                ol { @for (href, name) in &self.0 { li { a href=(href) { (name) } } } }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let way = Breadcrumbs::new()
        .to("/", "Inicio")
        .to("/servicios", "Trámites");
    vec![Example::new(words::state_plain, way.render(Lang::Es))]
}
