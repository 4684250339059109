//! What is wrong with answers. Reading and checking are one: the value that is kept is the one checked.

use rules::Value as Fact;

use crate::limits::FILE_BYTES_MAX;
use crate::{
    Answer, Answers, Fault, FieldError, Form, Kind, Known, Question, Section, Value, read,
};

impl Form {
    /// Everything that is wrong, in the order of the form. Only what is asked is checked; empty means that
    /// it can be sent.
    #[must_use]
    pub fn validate(&self, answers: &Answers, known: &Known) -> Vec<FieldError> {
        let (visible, facts) = self.walk(answers);
        let mut errors: Vec<FieldError> = visible
            .iter()
            .filter(|question| question.computed.is_none())
            .filter_map(|question| question.check(answers.get(&question.id), known))
            .collect();
        let again = visible
            .iter()
            .filter(|question| is_chosen_again(question, &visible, answers));
        for question in again {
            if !errors.iter().any(|error| error.question == question.id) {
                errors.push(FieldError::new(
                    &question.id,
                    &question.ask,
                    Fault::RecordTwice,
                ));
            }
        }
        for check in &self.checks {
            let is_shown = visible.iter().any(|question| question.id == check.at);
            let is_said = errors.iter().any(|error| error.question == check.at);
            if is_shown
                && !is_said
                && matches!(check.that.evaluate(&facts), Ok(Fact::Boolean(false)))
            {
                errors.extend(
                    self.question(&check.at).map(|at| {
                        FieldError::new(&at.id, &at.ask, Fault::Check(check.say.clone()))
                    }),
                );
            }
        }
        errors
    }

    /// What is wrong on one page.
    #[must_use]
    pub fn validate_section(
        &self,
        section: &Section,
        answers: &Answers,
        known: &Known,
    ) -> Vec<FieldError> {
        let is_here = |error: &FieldError| {
            section
                .questions
                .iter()
                .any(|question| question.id == error.question)
        };
        self.validate(answers, known)
            .into_iter()
            .filter(is_here)
            .collect()
    }
}

/// Whether an earlier entry of the same group shows the same record of a registry.
fn is_chosen_again(question: &Question, visible: &[&Question], answers: &Answers) -> bool {
    let key = |question: &Question| match answers.value(&question.id) {
        Some(Value::Record { key, .. }) => Some(key.as_str()),
        _ => None,
    };
    let (Some(entry), Some(chosen)) = (&question.entry, key(question)) else {
        return false;
    };
    visible.iter().any(|other| {
        let is_earlier = other.entry.as_ref().is_some_and(|one| {
            one.group == entry.group && one.name == entry.name && one.place < entry.place
        });
        is_earlier && key(other) == Some(chosen)
    })
}

impl Question {
    /// What is wrong with an answer, if anything. What was typed is read again: a record must still be the
    /// applicant's, and today is another day than when it was typed.
    #[must_use]
    pub fn check(&self, answer: Option<&Answer>, known: &Known) -> Option<FieldError> {
        let error = |fault| FieldError::new(&self.id, &self.ask, fault);
        if let Kind::Document { kinds, files_max } = &self.kind {
            let files = known.files.get(&self.id).map_or(&[][..], Vec::as_slice);
            return match files {
                [] if self.optional => None,
                [] => Some(error(Fault::FileMissing)),
                _ if files.len() > *files_max => {
                    Some(error(Fault::TooManyFiles { max: *files_max }))
                }
                _ if files.iter().any(|file| !kinds.contains(&file.kind)) => {
                    Some(error(Fault::WrongFileKind))
                }
                _ if files.iter().any(|file| file.size_bytes > FILE_BYTES_MAX) => {
                    Some(error(Fault::FileTooLarge))
                }
                _ => None,
            };
        }
        let raw = answer.map(|answer| answer.raw.clone()).unwrap_or_default();
        if let Some((min, max)) = self.entries() {
            return match raw.part("").trim().parse::<usize>() {
                Ok(count) if count < min => Some(error(Fault::TooFewEntries { min })),
                Ok(count) if count > max => Some(error(Fault::TooManyEntries { max })),
                _ => None,
            };
        }
        match read::read(self, &raw, known) {
            Ok(Some(_)) => None,
            Ok(None) if self.optional => None,
            Ok(None) => Some(error(self.kind.missing())),
            Err((fault, part)) => Some(error(fault).at(part)),
        }
    }
}

impl Kind {
    /// What is wrong when there is no answer.
    const fn missing(&self) -> Fault {
        match self {
            Self::YesNo | Self::OneOf(_) | Self::ManyOf(_) => Fault::NotChosen,
            Self::Declaration => Fault::NotDeclared,
            Self::Document { .. } => Fault::FileMissing,
            Self::Registry { .. } => Fault::RecordMissing,
            _ => Fault::Missing,
        }
    }
}
