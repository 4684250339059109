//! How long filling a form takes, computed from the form itself, so that the promise never goes stale.
//!
//! The figures per kind of question and the reading speed are those that the French procedures platform
//! settled on: ten seconds for a tick, a minute for something to think of, three for a document to find,
//! and 140 words a minute.

use text::Lang;

use crate::{Form, Kind, Question};

const READING_WORDS_PER_MINUTE: usize = 140;
const QUICK_SECONDS: usize = 10;
const THOUGHT_SECONDS: usize = 60;
const DOCUMENT_SECONDS: usize = 180;

impl Form {
    /// Minutes to fill the form, at least one. A question that is only sometimes asked counts half, an
    /// optional one too.
    #[must_use]
    pub fn fill_minutes(&self) -> usize {
        let seconds: usize = self
            .written()
            .filter(|question| question.computed.is_none())
            .map(seconds)
            .sum();
        seconds.div_ceil(60).max(1)
    }
}

fn seconds(question: &Question) -> usize {
    let read = |text: &text::Localized| text.as_str(Lang::Es).split_whitespace().count();
    let words = read(&question.ask) + question.hint.as_ref().map_or(0, read);
    let answering = match question.kind {
        Kind::Document { .. } => DOCUMENT_SECONDS,
        Kind::LongText { .. } => THOUGHT_SECONDS,
        Kind::Text { .. } | Kind::Address { .. } | Kind::Money { .. } | Kind::Number { .. } => {
            THOUGHT_SECONDS / 2
        }
        _ => QUICK_SECONDS,
    };
    let whole = answering + words * 60 / READING_WORDS_PER_MINUTE;
    if question.when.is_some() || question.optional {
        whole / 2
    } else {
        whole
    }
}
