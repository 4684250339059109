//! Narrows a list down.

use maud::{Markup, Render, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::{Choice, Select, Width, words};

/// A row of fields above a list. It asks by GET, so that a view can be kept and shared.
#[derive(Debug, Clone)]
pub struct FilterBar {
    action: String,
    label: Text,
    fields: Markup,
}

impl FilterBar {
    /// Fields that narrow down what `action` shows; `label` names them for those who hear the page.
    #[must_use]
    pub fn new(action: impl Into<String>, label: impl Into<Text>, fields: impl Render) -> Self {
        Self {
            action: action.into(),
            label: label.into(),
            fields: fields.render(),
        }
    }

    /// The bar.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! {
            form.filter action=(self.action) role="search" aria-label=(self.label.as_str()) {
                (self.fields)
                button.btn.second { (words::filter_button(lang)) }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    let fields = html! {
        (crate::Field::text("g-busca", "Número o nombre").width(Width::Medium).render(lang))
        (Select::new("g-etapa", "Etapa").nothing("Todas").choice(Choice::new("revision", "Revisión")).choice(Choice::new("firma", "Firma")).render(lang))
    };
    vec![Example::new(
        words::state_plain,
        FilterBar::new("#filtro", "Filtrar la bandeja", fields).render(lang),
    )]
}
