//! The few facts that decide whether one goes on: what it costs, how long it takes.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::words;

/// Facts in a grid. They are never cut off: a long answer makes its row higher.
#[derive(Debug, Clone, Default)]
pub struct Facts(Vec<(Text, Markup)>);

impl Facts {
    /// An empty grid.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, term: impl Into<Text>, answer: impl Render) -> Self {
        self.0.push((term.into(), answer.render()));
        self
    }
}

impl Render for Facts {
    fn render(&self) -> Markup {
        html! { dl.facts { @for (term, answer) in &self.0 { div { dt { (term) } dd { (answer) } } } } }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let facts = Facts::new()
        .fact("Cuesta", "50.000 guaraníes")
        .fact("Llenar toma", "6 minutos")
        .fact("Respuesta en", "15 días hábiles")
        .fact("Si no respondemos", "Se entiende aprobado");
    vec![Example::new(words::state_plain, facts)]
}
