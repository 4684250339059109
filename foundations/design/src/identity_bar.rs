//! Whom or what a page is about, always at its top: officials work on many cases a day.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::{Level, heading, words};

/// The bar of a case or a person.
#[derive(Debug, Clone)]
pub struct IdentityBar {
    title: Text,
    level: Level,
    facts: Vec<(Text, Markup)>,
    actions: Option<Markup>,
}

impl IdentityBar {
    /// A bar whose title is the page's `h1`.
    #[must_use]
    pub fn new(title: impl Into<Text>) -> Self {
        Self {
            title: title.into(),
            level: Level::H1,
            facts: Vec::new(),
            actions: None,
        }
    }

    /// Makes the title a heading of another level.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Adds a fact: number, applicant, status, deadline.
    #[must_use]
    pub fn fact(mut self, term: impl Into<Text>, answer: impl Render) -> Self {
        self.facts.push((term.into(), answer.render()));
        self
    }

    /// What can be done here at any time.
    #[must_use]
    pub fn actions(mut self, buttons: impl Render) -> Self {
        self.actions = Some(buttons.render());
        self
    }
}

impl Render for IdentityBar {
    fn render(&self) -> Markup {
        html! {
            .who-bar {
                (heading(self.level, &self.title))
                dl { @for (term, answer) in &self.facts { div { dt { (term) } dd { (answer) } } } }
                @if let Some(actions) = &self.actions { .actions { (actions) } }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let bar = IdentityBar::new("Licencia de funcionamiento")
        .level(Level::H3)
        .fact("Número", html! { span.code { "LIC-7K4P-2MQX" } })
        .fact("Solicita", "El Sol S.R.L.")
        .fact("Estado", crate::Status::UnderReview.render(text::Lang::Es))
        .fact("Plazo", "Quedan 6 días hábiles");
    vec![Example::new(words::state_plain, bar)]
}
