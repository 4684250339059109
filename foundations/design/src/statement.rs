//! What one declares by sending or signing, ticked one by one and never beforehand.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::choice::choice_id;
use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::{Choice, words};

/// The statements of somebody who sends or signs, with the name that will stand under them.
#[derive(Debug, Clone)]
pub struct SignStatement {
    control: Control,
    signer: Text,
    statements: Vec<Choice>,
}

impl SignStatement {
    /// A box in which `signer` declares something. `legend` says what happens by it.
    #[must_use]
    pub fn new(name: impl Into<String>, legend: impl Into<Text>, signer: impl Into<Text>) -> Self {
        Self {
            control: Control::new(name, legend),
            signer: signer.into(),
            statements: Vec::new(),
        }
    }

    shared_calls!();

    /// Adds a statement. It is sent as a value of the box's name when ticked.
    #[must_use]
    pub fn statement(mut self, value: impl Into<String>, words: impl Into<Text>) -> Self {
        self.statements.push(Choice::new(value, words));
        self
    }

    /// The box.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let name = &self.control.name;
        let controls = html! {
            .choices {
                @for (position, statement) in self.statements.iter().enumerate() {
                    (statement.ticked("checkbox", name, &choice_id(name, position), false))
                }
            }
            p.signer { (words::statement_signs(lang)) " " b { (self.signer) } }
        };
        html! { .statement { (self.control.group(lang, &controls)) } }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    let statement = |name: &'static str| {
        SignStatement::new(name, "Antes de enviar", "Ana Pérez")
            .hint("Enviar es un acto legal: desde ese momento corre el plazo")
            .statement("verdad", "Lo que escribí es verdad")
            .statement("autoriza", "Acepto que la municipalidad visite el local")
    };
    vec![
        Example::new(words::state_plain, statement("g-declara").render(lang)),
        Example::new(
            words::state_error,
            statement("g-declara-mal")
                .error(Text::from("Marca las dos declaraciones para enviar"))
                .render(lang),
        ),
    ]
}
