//! A long list in pages.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::words;

/// The way to the pages before and after.
#[derive(Debug, Clone, Default)]
pub struct Pagination {
    before: Option<String>,
    after: Option<String>,
    place: Option<(i64, i64)>,
    label: Option<Text>,
}

impl Pagination {
    /// A list of one page, which shows nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the page before; nothing on the first.
    #[must_use]
    pub fn before(mut self, href: impl Into<Option<String>>) -> Self {
        self.before = href.into();
        self
    }

    /// Adds the page after; nothing on the last.
    #[must_use]
    pub fn after(mut self, href: impl Into<Option<String>>) -> Self {
        self.after = href.into();
        self
    }

    /// Says which page of how many this is, where that is known.
    #[must_use]
    pub fn place(mut self, page: i64, of: i64) -> Self {
        self.place = Some((page, of));
        self
    }

    /// Tells two lists of one page apart for those who hear the page.
    #[must_use]
    pub fn label(mut self, label: impl Into<Text>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The links; nothing when there is only one page.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        if self.before.is_none() && self.after.is_none() {
            return html! {};
        }
        let label = self
            .label
            .clone()
            .unwrap_or_else(|| words::pages_label(lang));
        html! {
            nav.pages aria-label=(label.as_str()) {
                @if let Some(href) = &self.before { a.prev rel="prev" href=(href) { (words::pages_before(lang)) } }
                @if let Some((page, of)) = self.place { span { (words::pages_place(lang, page, of)) } }
                @if let Some(href) = &self.after { a.next rel="next" href=(href) { (words::pages_after(lang)) } }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    let first = Pagination::new()
        .after("#paginas".to_owned())
        .label("Páginas: al comienzo");
    let middle = Pagination::new()
        .before("#paginas".to_owned())
        .after("#paginas".to_owned())
        .place(2, 9);
    vec![
        Example::new(words::state_first, first.render(lang)),
        Example::new(words::state_middle, middle.render(lang)),
    ]
}
