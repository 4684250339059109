//! What a correction changed: each question's answer before and after.

use forms::{Answer, Answers};
use serde::{Deserialize, Serialize};

use crate::case::Application;

/// What stood at a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stood {
    /// An answer; an empty one where nothing was answered.
    Answer(Answer),
    /// Files, by name, oldest first.
    Files(Vec<String>),
}

/// A question whose answer was corrected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The question.
    pub question: String,
    /// What stood there.
    pub before: Stood,
    /// What stands there now.
    pub after: Stood,
}

/// Everything that one correction changed. It is as private as the application that it changed: whoever
/// has opened that one sees this too.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Changes(Vec<Change>);

impl Changes {
    /// The changes, for whoever has opened the application.
    #[must_use]
    pub fn seen_with(&self, _opened: &Application) -> &[Change] {
        &self.0
    }

    /// What differs at some questions.
    pub(crate) fn at<'q>(
        questions: impl Iterator<Item = &'q str>,
        before: &Standing<'_>,
        after: &Standing<'_>,
    ) -> Self {
        let change = |question: &str| Change {
            question: question.to_owned(),
            before: before.at(question),
            after: after.at(question),
        };
        Self(
            questions
                .map(change)
                .filter(|change| change.before != change.after)
                .collect(),
        )
    }
}

impl std::fmt::Debug for Changes {
    /// Prints how many there are: a log is no place for what people answered.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Changes({})", self.0.len())
    }
}

/// All that was answered at one moment.
pub(crate) struct Standing<'a> {
    pub(crate) answers: &'a Answers,
    /// The questions that take files.
    pub(crate) of_files: &'a [String],
    /// Question and file name, oldest first.
    pub(crate) files: Vec<(String, String)>,
}

impl Standing<'_> {
    fn at(&self, question: &str) -> Stood {
        if self.of_files.iter().any(|known| known == question) {
            let names = self
                .files
                .iter()
                .filter(|(of, _)| of == question)
                .map(|(_, name)| name.clone());
            return Stood::Files(names.collect());
        }
        Stood::Answer(self.answers.get(question).cloned().unwrap_or_default())
    }
}
