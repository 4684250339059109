//! What a correction is about: the questions that were marked, and with a group everything in its entries.

use std::collections::BTreeSet;

use forms::{Form, Question};

use crate::mark::Mark;

/// The questions that the applicant may change.
pub(crate) struct Marked {
    /// As the official marked them.
    named: BTreeSet<String>,
    /// With those of the entries of marked groups.
    all: BTreeSet<String>,
}

impl Marked {
    pub(crate) fn of(marks: &[Mark], form: &Form) -> Self {
        let named: BTreeSet<String> = marks.iter().map(|mark| mark.question.clone()).collect();
        let is_within = |question: &&Question| {
            let group = question.entry.as_ref().map(|entry| &entry.group);
            group.is_some_and(|group| named.contains(group))
        };
        let within = form.questions().filter(is_within);
        let mut all: BTreeSet<String> = within.map(|question| question.id.clone()).collect();
        all.extend(named.iter().cloned());
        Self { named, all }
    }

    pub(crate) fn contains(&self, question: &str) -> bool {
        self.all.contains(question)
    }

    /// Everything that may change, entries of groups too.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(String::as_str)
    }

    /// The questions as the official marked them.
    pub(crate) fn into_named(self) -> BTreeSet<String> {
        self.named
    }

    /// The marked question by which a question may change, if it may.
    pub(crate) fn named_for<'q>(&self, form: &'q Form, question: &'q str) -> Option<&'q str> {
        if self.named.contains(question) {
            return Some(question);
        }
        let entry = form.question(question)?.entry.as_ref()?;
        self.named.contains(&entry.group).then_some(&entry.group)
    }
}
