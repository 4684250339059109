//! Buttons, which do something, and links that look like them, which lead somewhere.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::words;

#[derive(Debug, Clone, Copy)]
enum Weight {
    Primary,
    Secondary,
    Danger,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn",
            Self::Secondary => "btn second",
            Self::Danger => "btn danger",
        }
    }
}

/// A button that sends its form. It is never disabled: whoever presses it learns what is missing.
#[derive(Debug, Clone)]
pub struct Button {
    words: Text,
    weight: Weight,
    sends: Option<(String, String)>,
    to: Option<String>,
}

impl Button {
    /// The main button of a form. Its words name the act: "Enviar mi solicitud".
    #[must_use]
    pub fn new(words: impl Into<Text>) -> Self {
        Self {
            words: words.into(),
            weight: Weight::Primary,
            sends: None,
            to: None,
        }
    }

    /// For what is done less often.
    #[must_use]
    pub fn secondary(mut self) -> Self {
        self.weight = Weight::Secondary;
        self
    }

    /// For what cannot be taken back.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.weight = Weight::Danger;
        self
    }

    /// Sends a name and a value too, so that a form may have several buttons.
    #[must_use]
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.sends = Some((name.into(), value.into()));
        self
    }

    /// Sends the whole form to another address than the form's own.
    #[must_use]
    pub fn to(mut self, address: impl Into<String>) -> Self {
        self.to = Some(address.into());
        self
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let (name, value) = self
            .sends
            .as_ref()
            .map_or((None, None), |(name, value)| (Some(name), Some(value)));
        html! { button class=(self.weight.class()) name=[name] value=[value] formaction=[&self.to] { (self.words) } }
    }
}

/// A link to the next step, drawn as a button.
#[derive(Debug, Clone)]
pub struct LinkButton {
    href: String,
    words: Text,
    weight: Weight,
}

impl LinkButton {
    /// The main way on from a page.
    #[must_use]
    pub fn new(href: impl Into<String>, words: impl Into<Text>) -> Self {
        Self {
            href: href.into(),
            words: words.into(),
            weight: Weight::Primary,
        }
    }

    /// For another way on.
    #[must_use]
    pub fn secondary(mut self) -> Self {
        self.weight = Weight::Secondary;
        self
    }
}

impl Render for LinkButton {
    fn render(&self) -> Markup {
        html! { a class=(self.weight.class()) href=(self.href) { (self.words) } }
    }
}

/// Sets buttons and links beside each other, and below each other on a phone.
#[must_use]
pub fn actions(buttons: impl Render) -> Markup {
    html! { .actions { (buttons) } }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        Example::new(words::state_plain, Button::new("Continuar")),
        Example::new(
            words::state_secondary,
            Button::new("Guardar y salir").secondary(),
        ),
        Example::new(
            words::state_danger,
            Button::new("Desistir del trámite").danger(),
        ),
        Example::new(
            words::state_link,
            LinkButton::new("#boton", "Empezar ahora"),
        ),
        Example::new(
            words::state_together,
            actions(html! {
                (LinkButton::new("#boton", "Guardar mi comprobante (PDF)"))
                (LinkButton::new("#boton", "Ver cómo va").secondary())
            }),
        ),
    ]
}
