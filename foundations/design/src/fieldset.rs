//! Several fields that belong together.

use maud::{Markup, Render};
use text::{Lang, Text};

use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::{Field, Width, words};

/// Several fields under one legend, such as the parts of an address.
#[derive(Debug, Clone)]
pub struct Fieldset {
    control: Control,
    fields: Markup,
}

impl Fieldset {
    /// Fields under a legend. `name` is the stem of the ids of the hint and the error.
    #[must_use]
    pub fn new(name: impl Into<String>, legend: impl Into<Text>, fields: impl Render) -> Self {
        Self {
            control: Control::new(name, legend),
            fields: fields.render(),
        }
    }

    shared_calls!();

    /// The group.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        self.control.group(lang, &self.fields)
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    let fields = maud::html! {
        (Field::text("g-calle", "Calle y número").autocomplete("address-line1").render(lang))
        (Field::text("g-barrio", "Barrio").width(Width::Medium).optional().render(lang))
    };
    vec![Example::new(
        words::state_plain,
        Fieldset::new("g-direccion", "¿Dónde está el local?", fields).render(lang),
    )]
}
