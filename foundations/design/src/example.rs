//! One state of a component, as the style guide shows it and the tests look at it.

use maud::{Markup, Render};
use text::{Lang, Text};

/// A component in one state. What it says is Spanish, as samples are.
pub(crate) struct Example {
    /// Names the state in the reader's language.
    pub(crate) state: fn(Lang) -> Text,
    /// The component itself.
    pub(crate) markup: Markup,
}

impl Example {
    pub(crate) fn new(state: fn(Lang) -> Text, component: impl Render) -> Self {
        Self {
            state,
            markup: component.render(),
        }
    }
}
