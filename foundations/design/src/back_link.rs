//! The way back to the page before.

use maud::{Markup, html};
use text::Lang;

use crate::example::Example;
use crate::words;

/// A link to the page before. [`crate::page::Page::back`] puts it where it belongs.
#[must_use]
pub fn back_link(lang: Lang, href: &str) -> Markup {
    html! { p.back { a href=(href) { (words::page_back(lang)) } } }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![Example::new(
        words::state_plain,
        back_link(Lang::Es, "#volver"),
    )]
}
