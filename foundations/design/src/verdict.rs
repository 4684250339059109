//! What the verification of a document found.

use maud::{Markup, Render, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::status::shaped;
use crate::{Level, Shape, heading, weave, words};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Authentic, unchanged, and it stands.
    Valid,
    /// The code belongs to a document that stands. Whether the paper at hand is that document, the file
    /// alone can tell.
    Known,
    /// The code belongs to the receipt of an application, which grants nothing yet.
    Received,
    /// Authentic, but it no longer stands.
    Revoked,
    /// Authentic, but its time is over.
    Expired,
    /// It was changed after it was signed.
    Altered,
    /// Nobody here signed it.
    Unknown,
    /// No such code exists.
    UnknownCode,
}

impl Verdict {
    const fn look(self) -> (&'static str, Shape) {
        match self {
            Self::Valid | Self::Known => ("verdict good", Shape::Check),
            Self::Received => ("verdict", Shape::Check),
            Self::Revoked | Self::Expired => ("verdict warn", Shape::Triangle),
            Self::Altered | Self::Unknown | Self::UnknownCode => ("verdict danger", Shape::Cross),
        }
    }

    fn title(self, lang: Lang) -> Text {
        match self {
            Self::Valid => words::verdict_valid(lang),
            Self::Known => words::verdict_known(lang),
            Self::Received => words::verdict_received(lang),
            Self::Revoked => words::verdict_revoked(lang),
            Self::Expired => words::verdict_expired(lang),
            Self::Altered => words::verdict_altered(lang),
            Self::Unknown => words::verdict_unknown(lang),
            Self::UnknownCode => words::verdict_unknown_code(lang),
        }
    }

    fn meaning(self, lang: Lang) -> Text {
        match self {
            Self::Valid => words::verdict_valid_means(lang),
            Self::Known => words::verdict_known_means(lang),
            Self::Received => words::verdict_received_means(lang),
            Self::Revoked => words::verdict_revoked_means(lang),
            Self::Expired => words::verdict_expired_means(lang),
            Self::Altered => words::verdict_altered_means(lang),
            Self::Unknown => words::verdict_unknown_means(lang),
            Self::UnknownCode => words::verdict_unknown_code_means(lang),
        }
    }
}

/// The verdict with the facts it rests on.
#[derive(Debug, Clone)]
pub struct VerdictPanel {
    verdict: Verdict,
    level: Level,
    facts: Vec<(Text, Markup)>,
    seed: Option<String>,
}

impl VerdictPanel {
    /// A verdict whose title is the page's `h1`.
    #[must_use]
    pub fn new(verdict: Verdict) -> Self {
        Self {
            verdict,
            level: Level::H1,
            facts: Vec::new(),
            seed: None,
        }
    }

    /// Makes the title a heading of another level.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Adds a fact: what it is, who signed, when.
    #[must_use]
    pub fn fact(mut self, term: impl Into<Text>, answer: impl Render) -> Self {
        self.facts.push((term.into(), answer.render()));
        self
    }

    /// Shows the weave of the case, to be held beside the paper.
    #[must_use]
    pub fn weave(mut self, seed: impl Into<String>) -> Self {
        self.seed = Some(seed.into());
        self
    }

    /// The panel.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let (class, shape) = self.verdict.look();
        html! {
            section class=(class) {
                (heading(self.level, shaped(shape, self.verdict.title(lang))))
                p { (self.verdict.meaning(lang)) }
                @if !self.facts.is_empty() {
                    dl { @for (term, answer) in &self.facts { div { dt { (term) } dd { (answer) } } } }
                }
                @if let Some(seed) = &self.seed { (weave::band(seed)) p.note { (words::verdict_weave(lang)) } }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    let panel = |verdict| VerdictPanel::new(verdict).level(Level::H3);
    vec![
        Example::new(
            words::state_valid,
            panel(Verdict::Valid)
                .fact("Documento", "Licencia de funcionamiento")
                .fact("Firmó", "Municipalidad de San Roque")
                .fact("Fecha", "20 de noviembre de 2026, 11:05")
                .weave("LIC-7K4P-2MQX")
                .render(lang),
        ),
        Example::new(words::state_known, panel(Verdict::Known).render(lang)),
        Example::new(words::state_received, panel(Verdict::Received).render(lang)),
        Example::new(
            words::state_revoked,
            panel(Verdict::Revoked)
                .fact("Revocado", "1 de diciembre de 2026")
                .render(lang),
        ),
        Example::new(words::state_expired, panel(Verdict::Expired).render(lang)),
        Example::new(words::state_altered, panel(Verdict::Altered).render(lang)),
        Example::new(words::state_unknown, panel(Verdict::Unknown).render(lang)),
        Example::new(
            words::state_unknown_code,
            panel(Verdict::UnknownCode).render(lang),
        ),
    ]
}
