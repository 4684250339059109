//! What conditions, fee tables and templates see of the answers.

use rules::{Context, Domain, Domains, Value as Fact, Values};

use crate::known::field_value;
use crate::{Answers, Bound, Form, Kind, Question, Value};

/// Under which name a record says, where there are any, which of its fields the person corrected.
const CORRECTED: &str = "corregidos";

impl Form {
    /// The answers as facts: each question by its name, null where it is not asked or not answered. A record's
    /// fields stand by their own names too, as far as no question has that name.
    #[must_use]
    pub fn facts(&self, answers: &Answers) -> Context {
        self.walk(answers).1
    }

    /// Every name that a formula may use: those of the facts, and those that a filter over a group sees
    /// (`hijos[estudia]`).
    #[must_use]
    pub fn fact_names(&self) -> Vec<String> {
        let facts = self.blank_facts();
        let facts = facts.iter().map(|(name, _)| name.to_owned());
        let entries = self
            .written()
            .filter_map(|question| question.entry.as_ref());
        facts
            .chain(entries.map(|entry| entry.name.clone()))
            .collect()
    }

    /// What is known of the facts before anybody answers.
    #[must_use]
    pub fn domains(&self) -> Domains {
        let mut domains = Domains::new();
        for question in self.alone() {
            if let Kind::Registry { shows, .. } = &question.kind {
                for shown in shows {
                    for name in [
                        format!("{}.{}", question.id, shown.field),
                        shown.field.clone(),
                    ] {
                        domains.entry(name).or_insert(Domain {
                            values: Values::Anything,
                            optional: true,
                            when: question.when.clone(),
                        });
                    }
                }
            }
        }
        let of_questions = self
            .alone()
            .map(|question| (question.id.clone(), question.domain()));
        domains.extend(of_questions);
        domains
    }

    /// What is known of the facts that a formula sees within an entry of a group: those of the form, and the entry's
    /// own by their short names.
    #[must_use]
    pub fn domains_within(&self, group: &str) -> Domains {
        let mut domains = self.domains();
        for question in self.questions() {
            if let Some(entry) = question.entry.as_ref().filter(|entry| entry.group == group) {
                domains.insert(entry.name.clone(), question.domain());
            }
        }
        domains
    }

    /// The questions that stand for themselves, not for an entry of a group.
    fn alone(&self) -> impl Iterator<Item = &Question> {
        self.questions().filter(|question| question.entry.is_none())
    }

    /// Every name there is, with nothing known.
    pub(crate) fn blank_facts(&self) -> Context {
        let mut facts = Context::new();
        for question in self.alone() {
            let nothing = match question.kind {
                Kind::Group { .. } => Fact::List(Vec::new()),
                _ => Fact::Null,
            };
            facts.insert(question.id.as_str(), nothing);
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

impl Kind {
    /// What an answer of this kind can be.
    fn values(&self) -> Values {
        let ids = || self.choices().iter().map(|choice| choice.id.clone());
        let fixed = |bound: &Option<Bound>| match bound {
            Some(Bound::On(day)) => Some(*day),
            // Today is another day tomorrow.
            Some(Bound::Today) | None => None,
        };
        match self {
            Self::Text { .. }
            | Self::LongText { .. }
            | Self::Email
            | Self::Phone
            | Self::NationalId { .. } => Values::Text,
            Self::Number {
                from, to, decimals, ..
            } => Values::Number {
                from: *from,
                to: *to,
                places: *decimals,
            },
            Self::Money { currency, from, to } => Values::Number {
                from: *from,
                to: *to,
                places: text::format::exponent(currency),
            },
            Self::Date { from, to } => Values::Date {
                from: fixed(from),
                to: fixed(to),
            },
            Self::YesNo | Self::Declaration => Values::YesNo,
            Self::OneOf(_) => Values::OneOf(ids().collect()),
            Self::ManyOf(_) => Values::ManyOf(ids().collect()),
            Self::Address { .. } | Self::MapPoint | Self::Registry { .. } => Values::Context,
            Self::Document { .. } | Self::Time | Self::Group { .. } => Values::Anything,
        }
    }
}

impl Question {
    /// What an answer to it can be. A formula may come to nothing.
    fn domain(&self) -> Domain {
        Domain {
            values: self.kind.values(),
            optional: self.optional || self.computed.is_some(),
            when: self.when.clone(),
        }
    }

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
            Self::Address {
                line,
                district,
                place,
            } => {
                let facts = Context::new()
                    .with("direccion", line.as_str())
                    .with("distrito", district.as_str());
                Fact::Context(match place {
                    None => facts,
                    Some(place) => {
                        let locality = place.locality.as_ref();
                        let locality = locality.map_or("", |locality| locality.name.as_str());
                        facts
                            .with("departamento", place.department.code.as_str())
                            .with("nombre_del_departamento", place.department.name.as_str())
                            .with("nombre_del_distrito", place.district.name.as_str())
                            .with("localidad", locality)
                    }
                })
            }
            Self::Time(time) => Fact::Time(rules::Clock {
                time: *time,
                zone: None,
            }),
            Self::MapPoint {
                latitude,
                longitude,
            } => Fact::Context(
                Context::new()
                    .with("latitud", Fact::Number(*latitude))
                    .with("longitud", Fact::Number(*longitude)),
            ),
            Self::Record {
                fields, on_record, ..
            } => {
                let said = fields
                    .iter()
                    .map(|(name, field)| (name.as_str(), field_value(field)));
                let facts: Context = said.collect();
                if on_record.is_empty() {
                    return Fact::Context(facts);
                }
                let corrected = on_record.keys().map(|name| Fact::from(name.as_str()));
                Fact::Context(facts.with(CORRECTED, Fact::List(corrected.collect())))
            }
        }
    }
}
