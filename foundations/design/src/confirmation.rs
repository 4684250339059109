//! Something was done. For what was filed, use the [`crate::Seal`].

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::status::shaped;
use crate::{Level, Shape, heading, words};

/// The confirmation of something done, such as a payment.
#[derive(Debug, Clone)]
pub struct Confirmation {
    title: Text,
    level: Level,
    body: Markup,
}

impl Confirmation {
    /// What was done, as the page's `h1`, and what to keep of it.
    #[must_use]
    pub fn new(title: impl Into<Text>, body: impl Render) -> Self {
        Self {
            title: title.into(),
            level: Level::H1,
            body: body.render(),
        }
    }

    /// Makes the title a heading of another level.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }
}

impl Render for Confirmation {
    fn render(&self) -> Markup {
        html! { section.verdict.good { (heading(self.level, shaped(Shape::Check, &self.title))) .body { (self.body) } } }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let body = html! { p { "Pagaste 50.000 guaraníes. El recibo está en tus mensajes." } };
    vec![Example::new(
        words::state_plain,
        Confirmation::new("Recibimos tu pago", body).level(Level::H3),
    )]
}
