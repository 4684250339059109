//! One answer of a long list. Prefer [`crate::Radios`] up to seven answers or so.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::{Choice, words};

/// One answer of a long list.
#[derive(Debug, Clone)]
pub struct Select {
    control: Control,
    choices: Vec<Choice>,
    chosen: Option<String>,
    nothing: Option<Text>,
    is_wrong: bool,
}

impl Select {
    /// A list with its label. It begins with an empty "choose" that sends nothing.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<Text>) -> Self {
        Self {
            control: Control::new(name, label),
            choices: Vec::new(),
            chosen: None,
            nothing: None,
            is_wrong: false,
        }
    }

    shared_calls!();

    /// Adds an answer. Its hint is not shown: a list has no room for it.
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

    /// The value that was chosen before.
    #[must_use]
    pub fn chosen(mut self, value: impl Into<String>) -> Self {
        self.chosen = Some(value.into());
        self
    }

    /// Marks the list whose group says what is wrong with it.
    #[must_use]
    pub const fn marked_wrong(mut self, is_wrong: bool) -> Self {
        self.is_wrong = is_wrong;
        self
    }

    /// Words for the empty choice at the top, such as "Todas" in a filter.
    #[must_use]
    pub fn nothing(mut self, words: impl Into<Text>) -> Self {
        self.nothing = Some(words.into());
        self
    }

    /// The question.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let name = &self.control.name;
        let nothing = self
            .nothing
            .clone()
            .unwrap_or_else(|| words::field_choose(lang));
        let select = html! {
            select id=(name) name=(name) aria-describedby=[self.control.described_by(None)] aria-invalid=[self.control.invalid().or(self.is_wrong.then_some("true"))] {
                option value="" lang=[nothing.fallback().map(Lang::tag)] { (nothing.as_str()) }
                @for choice in &self.choices {
                    option value=(choice.value) selected[self.chosen.as_ref() == Some(&choice.value)]
                        lang=[choice.label.fallback().map(Lang::tag)] { (choice.label.as_str()) }
                }
            }
        };
        self.control.single(lang, &select)
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    let towns = ["San Roque", "Villa del Carmen", "Puerto Esperanza"];
    let question = |name: &'static str| {
        Select::new(name, "¿En qué municipio está?")
            .choices(towns.map(|town| Choice::new(town, town)))
    };
    vec![
        Example::new(
            words::state_plain,
            question("g-municipio").chosen("San Roque").render(lang),
        ),
        Example::new(
            words::state_error,
            question("g-municipio-mal")
                .error(Text::from("Elige el municipio"))
                .render(lang),
        ),
    ]
}
