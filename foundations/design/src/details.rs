//! More, for those who want it.

use maud::{Markup, Render, html};

use crate::example::Example;
use crate::words;

/// Words that open on demand. Nothing that everybody needs belongs here.
#[must_use]
pub fn details(summary: impl Render, body: impl Render) -> Markup {
    html! { details { summary { (summary) } .body { (body) } } }
}

/// What is shown from the beginning, and can be folded away.
#[must_use]
pub fn details_open(summary: impl Render, body: impl Render) -> Markup {
    html! { details open { summary { (summary) } .body { (body) } } }
}

pub(crate) fn examples() -> Vec<Example> {
    let body = html! { p { "La ley da 15 días hábiles desde que llega la solicitud completa. Los feriados no cuentan." } };
    vec![
        Example::new(
            words::state_plain,
            details("¿Cómo se cuenta el plazo?", &body),
        ),
        Example::new(
            words::state_open,
            details_open("¿Cómo se cuenta el plazo? (abierto)", &body),
        ),
    ]
}
