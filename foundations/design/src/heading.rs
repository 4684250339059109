//! Headings, whose level is chosen by type so that none is skipped by a slip of the pen.

use maud::{Markup, Render, html};

use crate::example::Example;
use crate::words;

/// The level of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The one heading that names the page.
    H1,
    /// A part of the page.
    H2,
    /// A part of a part.
    H3,
    /// The smallest.
    H4,
}

/// A heading.
#[must_use]
pub fn heading(level: Level, words: impl Render) -> Markup {
    match level {
        Level::H1 => html! { h1 { (words) } },
        Level::H2 => html! { h2 { (words) } },
        Level::H3 => html! { h3 { (words) } },
        Level::H4 => html! { h4 { (words) } },
    }
}

/// The sentence under a page's heading that says what the page is for.
#[must_use]
pub fn lead(words: impl Render) -> Markup {
    html! { p.lead { (words) } }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![Example::new(
        words::state_plain,
        html! {
            (heading(Level::H2, "Renovar la cédula de identidad"))
            (lead("Pide una cédula nueva cuando la tuya venció, se dañó o cambiaste tus datos."))
            (heading(Level::H3, "Ten a mano"))
            p { "Tu número de cédula y una foto tuya tomada con el celular." }
        },
    )]
}
