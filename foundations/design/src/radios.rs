//! One answer of several, or yes and no.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::choice::choice_id;
use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::{Choice, words};

/// What [`Radios::yes_no`] sends for yes.
const YES: &str = "true";
/// What [`Radios::yes_no`] sends for no.
const NO: &str = "false";

/// One answer of several. Nothing is chosen beforehand unless it was chosen before.
#[derive(Debug, Clone)]
pub struct Radios {
    control: Control,
    choices: Vec<Choice>,
    chosen: Option<String>,
    side_by_side: bool,
    yes_no: bool,
}

impl Radios {
    /// A question with its legend; add its answers with [`Radios::choice`].
    #[must_use]
    pub fn new(name: impl Into<String>, legend: impl Into<Text>) -> Self {
        let control = Control::new(name, legend);
        Self {
            control,
            choices: Vec::new(),
            chosen: None,
            side_by_side: false,
            yes_no: false,
        }
    }

    /// A question that is answered by yes (`true`) or no (`false`).
    #[must_use]
    pub fn yes_no(name: impl Into<String>, legend: impl Into<Text>) -> Self {
        Self {
            side_by_side: true,
            yes_no: true,
            ..Self::new(name, legend)
        }
    }

    shared_calls!();

    /// Adds an answer.
    #[must_use]
    pub fn choice(mut self, choice: Choice) -> Self {
        self.choices.push(choice);
        self
    }

    /// Adds answers.
    #[must_use]
    pub fn choices(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.choices.extend(choices);
        self
    }

    /// The value that was chosen before; nothing when none was.
    #[must_use]
    pub fn chosen(mut self, value: impl Into<String>) -> Self {
        self.chosen = Some(value.into());
        self
    }

    /// Sets short answers beside each other.
    #[must_use]
    pub fn side_by_side(mut self) -> Self {
        self.side_by_side = true;
        self
    }

    /// The question.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let name = &self.control.name;
        let yes_no = [
            Choice::new(YES, words::field_yes(lang)),
            Choice::new(NO, words::field_no(lang)),
        ];
        let choices = if self.yes_no {
            yes_no.as_slice()
        } else {
            self.choices.as_slice()
        };
        let controls = html! {
            .choices.row[self.side_by_side] {
                @for (position, choice) in choices.iter().enumerate() {
                    (choice.ticked("radio", name, &choice_id(name, position), self.chosen.as_ref() == Some(&choice.value)))
                }
            }
        };
        self.control.group(lang, &controls)
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    vec![
        Example::new(
            words::state_plain,
            Radios::new("g-entrega", "¿Cómo quieres recibir el certificado?")
                .choice(
                    Choice::new("descarga", "Descargarlo ahora")
                        .hint("Un PDF con firma, que vale igual que el papel"),
                )
                .choice(Choice::new("oficina", "Retirarlo en una oficina"))
                .chosen("descarga")
                .render(lang),
        ),
        Example::new(
            words::state_plain,
            Radios::new("g-persona", "¿De quién es el certificado?")
                .choice(
                    Choice::new("5520274", "Ana Arami Benítez Duarte")
                        .fact("Fecha de nacimiento", "17 de abril de 1988")
                        .fact("Lugar de nacimiento", "San Roque"),
                )
                .choice(
                    Choice::new("7950411", "Ysapy Irupé Ayala Benítez")
                        .fact("Fecha de nacimiento", "2 de septiembre de 2015")
                        .fact("Lugar de nacimiento", "San Roque"),
                )
                .render(lang),
        ),
        Example::new(
            words::state_yes_no,
            Radios::yes_no("g-comida", "¿Venderá comida o bebida?").render(lang),
        ),
        Example::new(
            words::state_error,
            Radios::yes_no("g-alcohol", "¿Venderá alcohol?")
                .error(Text::from("Elige sí o no"))
                .render(lang),
        ),
    ]
}
