//! What conditions, fee tables and templates see of the answers.

use rules::{Context, Value as Fact};

use crate::known::field_value;
use crate::{Answers, Form, Kind, Question, Value};

impl Form {
    /// The answers as facts: each question by its name, null where it is not asked or not answered. A record's
    /// fields stand by their own names too, as far as no question has that name.
    #[must_use]
    pub fn facts(&self, answers: &Answers) -> Context {
        self.walk(answers).1
    }

    /// Every name that facts have.
    #[must_use]
    pub fn fact_names(&self) -> Vec<String> {
        self.blank_facts()
            .iter()
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    /// Every name there is, with nothing known.
    pub(crate) fn blank_facts(&self) -> Context {
        let mut facts = Context::new();
        for question in self.questions() {
            facts.insert(question.id.as_str(), Fact::Null);
            if let Kind::Registry { shows, .. } = &question.kind {
                for shown in shows
                    .iter()
                    .filter(|shown| self.question(&shown.field).is_none())
                {
                    facts.insert(shown.field.as_str(), Fact::Null);
                }
            }
        }
        facts
    }
}

impl Question {
    /// Adds what an answer says. Names that the form does not know are left out.
    pub(crate) fn add_facts(&self, value: Option<&Value>, facts: &mut Context) {
        if let Some(Value::Record { fields, .. }) = value {
            for (name, field) in fields {
                if facts.get(name).is_some_and(Fact::is_null) && *name != self.id {
                    facts.insert(name.as_str(), field_value(field));
                }
            }
        }
        facts.insert(self.id.as_str(), value.map_or(Fact::Null, Value::to_fact));
    }
}

impl Value {
    /// The value as conditions see it.
    #[must_use]
    pub fn to_fact(&self) -> Fact {
        match self {
            Self::Text(text) | Self::Choice(text) => Fact::from(text.as_str()),
            Self::Number(number) | Self::Money(number) => Fact::Number(*number),
            Self::Date(date) => Fact::Date(*date),
            Self::YesNo(yes) => Fact::Boolean(*yes),
            Self::Choices(chosen) => Fact::List(
                chosen
                    .iter()
                    .map(|choice| Fact::from(choice.as_str()))
                    .collect(),
            ),
            Self::Address { line, district } => Fact::Context(
                Context::new()
                    .with("direccion", line.as_str())
                    .with("distrito", district.as_str()),
            ),
            Self::Record { fields, .. } => Fact::Context(
                fields
                    .iter()
                    .map(|(name, field)| (name.as_str(), field_value(field)))
                    .collect(),
            ),
        }
    }
}
