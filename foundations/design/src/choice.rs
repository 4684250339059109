//! One of the answers to choose from, shared by radios, checkboxes and selects.

use maud::{Markup, html};
use text::Text;

/// An answer that can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    pub(crate) value: String,
    pub(crate) label: Text,
    hint: Option<Text>,
    facts: Vec<(Text, Text)>,
}

impl Choice {
    /// An answer: what is sent, and what people read.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<Text>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            facts: Vec::new(),
        }
    }

    /// One short sentence that tells this answer from the others.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds one of the facts that tell this answer from the others, where a sentence would be a heap.
    #[must_use]
    pub fn fact(mut self, term: impl Into<Text>, answer: impl Into<Text>) -> Self {
        self.facts.push((term.into(), answer.into()));
        self
    }

    /// The answer with its round or square box. `id` must be unique in the page.
    pub(crate) fn ticked(&self, kind: &'static str, name: &str, id: &str, chosen: bool) -> Markup {
        let is_told = self.hint.is_some() || !self.facts.is_empty();
        let hint_id = is_told.then(|| format!("{id}-hint"));
        html! {
            .choice {
                input id=(id) type=(kind) name=(name) value=(self.value) checked[chosen] aria-describedby=[hint_id.as_ref()];
                label for=(id) { (self.label) }
                @if is_told {
                    .hint id=[hint_id.as_ref()] {
                        @if let Some(hint) = &self.hint { p { (hint) } }
                        @if !self.facts.is_empty() { (self.list_of_facts()) }
                    }
                }
            }
        }
    }

    fn list_of_facts(&self) -> Markup {
        html! {
            dl {
                @for (term, answer) in &self.facts {
                    div { dt { (term) ":" } " " dd { (answer) } }
                }
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
