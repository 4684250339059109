//! One of the answers to choose from, shared by radios, checkboxes and selects.

use maud::{Markup, html};
use text::Text;

/// An answer that can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    pub(crate) value: String,
    pub(crate) label: Text,
    hint: Option<Text>,
}

impl Choice {
    /// An answer: what is sent, and what people read.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<Text>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
        }
    }

    /// One short sentence that tells this answer from the others.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The answer with its round or square box. `id` must be unique in the page.
    pub(crate) fn ticked(&self, kind: &'static str, name: &str, id: &str, chosen: bool) -> Markup {
        let hint_id = self.hint.as_ref().map(|_| format!("{id}-hint"));
        html! {
            .choice {
                input id=(id) type=(kind) name=(name) value=(self.value) checked[chosen] aria-describedby=[hint_id.as_ref()];
                label for=(id) { (self.label) }
                @if let Some(hint) = &self.hint { p.hint id=[hint_id.as_ref()] { (hint) } }
            }
        }
    }
}

/// The id of the choice at a position: the first has the question's own, where the error summary leads.
pub(crate) fn choice_id(name: &str, position: usize) -> String {
    if position == 0 {
        name.to_owned()
    } else {
        format!("{name}-{}", position + 1)
    }
}
