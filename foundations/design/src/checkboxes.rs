//! Any number of answers.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::choice::choice_id;
use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::{Choice, words};

/// Any number of answers of several.
#[derive(Debug, Clone)]
pub struct Checkboxes {
    control: Control,
    choices: Vec<Choice>,
    chosen: Vec<String>,
}

impl Checkboxes {
    /// A question with its legend; add its answers with [`Checkboxes::choice`].
    #[must_use]
    pub fn new(name: impl Into<String>, legend: impl Into<Text>) -> Self {
        Self {
            control: Control::new(name, legend),
            choices: Vec::new(),
            chosen: Vec::new(),
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

    /// The values that were chosen before.
    #[must_use]
    pub fn chosen(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.chosen = values.into_iter().map(Into::into).collect();
        self
    }

    /// The question.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let name = &self.control.name;
        let controls = html! {
            .choices {
                @for (position, choice) in self.choices.iter().enumerate() {
                    (choice.ticked("checkbox", name, &choice_id(name, position), self.chosen.contains(&choice.value)))
                }
            }
        };
        self.control.group(lang, &controls)
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    let question = |name: &'static str| {
        Checkboxes::new(name, "¿Qué días abre el local?")
            .hint("Marca todos los que correspondan")
            .choice(Choice::new("semana", "De lunes a viernes"))
            .choice(Choice::new("sabado", "Sábado"))
            .choice(Choice::new("domingo", "Domingo y feriados"))
    };
    vec![
        Example::new(
            words::state_plain,
            question("g-dias").chosen(["semana", "sabado"]).render(lang),
        ),
        Example::new(
            words::state_error,
            question("g-dias-mal")
                .error(Text::from("Marca por lo menos un día"))
                .render(lang),
        ),
    ]
}
