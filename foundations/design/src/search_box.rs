//! Where people say what they need in their own words.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::words;

/// A box to search with. It asks by GET, so that a result can be shared.
#[derive(Debug, Clone)]
pub struct SearchBox {
    action: String,
    label: Text,
    name: &'static str,
    value: String,
    id: &'static str,
}

impl SearchBox {
    /// A box that asks `action?q=…`, with its visible label.
    #[must_use]
    pub fn new(action: impl Into<String>, label: impl Into<Text>) -> Self {
        Self {
            action: action.into(),
            label: label.into(),
            name: "q",
            value: String::new(),
            id: "q",
        }
    }

    /// What was asked, as it was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Another id, for a second box in one page.
    #[must_use]
    pub fn id(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// The box.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! {
            form.search action=(self.action) role="search" aria-label=(self.label.as_str()) {
                label for=(self.id) { (self.label) }
                div {
                    input id=(self.id) name=(self.name) type="search" value=[(!self.value.is_empty()).then_some(&self.value)];
                    button.btn { (words::search_button(lang)) }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    vec![
        Example::new(
            words::state_plain,
            SearchBox::new("#buscar", "¿Qué necesitas hacer?")
                .id("g-buscar")
                .render(lang),
        ),
        Example::new(
            words::state_filled,
            SearchBox::new("#buscar", "Buscar un trámite")
                .value("carnet")
                .id("g-buscado")
                .render(lang),
        ),
    ]
}
