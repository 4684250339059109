//! What happens, one step after the other (pasos).

use maud::{Markup, Render, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::{Level, heading, words};

/// Where a step stands, for a list that follows a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It is over.
    Done,
    /// It is happening.
    Now,
    /// It comes later.
    Later,
}

impl Progress {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Later => "later",
        }
    }

    fn words(self, lang: Lang) -> Text {
        match self {
            Self::Done => words::steps_done(lang),
            Self::Now => words::steps_now(lang),
            Self::Later => words::steps_later(lang),
        }
    }
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    title: Text,
    body: Markup,
    progress: Option<Progress>,
}

impl Step {
    /// A step and what is to be known about it.
    #[must_use]
    pub fn new(title: impl Into<Text>, body: impl Render) -> Self {
        Self {
            title: title.into(),
            body: body.render(),
            progress: None,
        }
    }

    /// Says where the step stands.
    #[must_use]
    pub fn progress(mut self, progress: Progress) -> Self {
        self.progress = Some(progress);
        self
    }
}

/// Numbered steps.
#[derive(Debug, Clone)]
pub struct Steps {
    level: Level,
    steps: Vec<Step>,
}

impl Steps {
    /// Steps whose titles are headings of this level.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            level,
            steps: Vec::new(),
        }
    }

    /// Adds a step.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// The steps.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! {
            ol.steps {
                @for step in &self.steps {
                    li class=[step.progress.map(Progress::class)] aria-current=[(step.progress == Some(Progress::Now)).then_some("step")] {
                        (heading(self.level, &step.title))
                        @if let Some(progress) = step.progress { p.when { (progress.words(lang)) } }
                        .body { (step.body) }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let plain = Steps::new(Level::H3)
        .step(Step::new(
            "Llenas la solicitud",
            "Puedes guardar y volver otro día.",
        ))
        .step(Step::new(
            "Pagas",
            "En línea, o en cualquier caja con un código.",
        ))
        .step(Step::new(
            "Recibes tu licencia",
            "Un PDF con firma, que puedes imprimir.",
        ));
    let followed = Steps::new(Level::H3)
        .step(
            Step::new("Recibimos tu solicitud", "El lunes 2 de noviembre.")
                .progress(Progress::Done),
        )
        .step(Step::new("La revisamos", "Antes del lunes 23 de noviembre.").progress(Progress::Now))
        .step(Step::new("Te avisamos", "Con un mensaje.").progress(Progress::Later));
    vec![
        Example::new(words::state_plain, plain.render(Lang::Es)),
        Example::new(words::state_followed, followed.render(Lang::Es)),
    ]
}
