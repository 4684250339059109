//! Answers in a person's words: for the page to check them, the receipt, the official.

use text::{Lang, Localized, Text, format};

use crate::{Answer, Answers, Form, Kind, Known, Question, Raw, Value, words};

/// The answers of one section.
#[derive(Debug, Clone)]
pub struct AnsweredSection {
    /// The section.
    pub id: String,
    /// What a person reads.
    pub title: Text,
    /// The questions that are asked.
    pub rows: Vec<AnsweredRow>,
}

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct AnsweredRow {
    /// The question.
    pub question: String,
    /// What the row is named by in a document's template: the question, or `question.field` of a record.
    pub name: String,
    /// What was asked; for a field of a record, what it is.
    pub label: Text,
    /// What was answered, or that nothing was.
    pub value: String,
    /// What the registry says, where the person says otherwise.
    pub on_record: Option<String>,
    /// Whether a formula gave it: nobody can change it by itself.
    pub is_computed: bool,
}

impl Form {
    /// Every question that is asked with its answer, in order. A record's fields are rows of their own.
    /// What could not be understood is shown as it was typed.
    #[must_use]
    pub fn answered(&self, answers: &Answers, known: &Known, lang: Lang) -> Vec<AnsweredSection> {
        let (_, facts) = self.walk(answers);
        let rows = |question: &&Question| {
            if question.computed.is_some() {
                let answer = Answer::computed(&question.kind, &Self::fact_of(question, &facts));
                return question.rows(Some(&answer), known, lang);
            }
            match question.entries() {
                // Its entries speak for themselves.
                Some(_) if question.entries_in(answers) > 0 => Vec::new(),
                _ => question.rows(answers.get(&question.id), known, lang),
            }
        };
        self.visible_sections(answers)
            .into_iter()
            .map(|section| AnsweredSection {
                id: section.id.clone(),
                title: section.title.get(lang),
                rows: self
                    .visible_in(section, answers)
                    .iter()
                    .flat_map(rows)
                    .collect(),
            })
            .collect()
    }
}

impl Form {
    /// What the formula of a question gives, in a person's words; none while it gives nothing.
    #[must_use]
    pub fn computed(&self, question: &Question, answers: &Answers, lang: Lang) -> Option<String> {
        let (_, facts) = self.walk(answers);
        let answer = Answer::computed(&question.kind, &Self::fact_of(question, &facts));
        answer.value.is_some().then(|| question.say(&answer, lang))
    }
}

impl Question {
    fn rows(&self, answer: Option<&Answer>, known: &Known, lang: Lang) -> Vec<AnsweredRow> {
        let row = |name: String, label: Text, value: String, on_record| AnsweredRow {
            question: self.id.clone(),
            name,
            label,
            value,
            on_record,
            is_computed: self.computed.is_some(),
        };
        if let (
            Kind::Registry { shows, .. },
            Some(Value::Record {
                fields, on_record, ..
            }),
        ) = (&self.kind, answer.and_then(|answer| answer.value.as_ref()))
        {
            return shows
                .iter()
                .map(|shown| {
                    row(
                        format!("{}.{}", self.id, shown.field),
                        self.label_within(&shown.label, lang),
                        field_text(fields.get(&shown.field), lang),
                        on_record
                            .contains_key(&shown.field)
                            .then(|| field_text(on_record.get(&shown.field), lang)),
                    )
                })
                .collect();
        }
        let value = match &self.kind {
            Kind::Document { .. } => say_files(known, &self.id, lang),
            Kind::Group { .. } => words::none(lang).into_string(),
            _ => answer.map_or_else(
                || words::no_answer(lang).into_string(),
                |answer| self.say(answer, lang),
            ),
        };
        vec![row(self.id.clone(), self.ask.get(lang), value, None)]
    }

    /// What a field of its record is; in an entry of a group, of which entry.
    fn label_within(&self, label: &Localized, lang: Lang) -> Text {
        let of = self.entry.as_ref().and_then(|entry| {
            let whole = self.ask.as_str(lang);
            whole.strip_suffix(entry.ask.as_str(lang))
        });
        match of {
            Some(of) => Text::from(format!("{of}{}", label.as_str(lang))),
            None => label.get(lang),
        }
    }

    /// An answer in a person's words.
    #[must_use]
    pub fn say(&self, answer: &Answer, lang: Lang) -> String {
        let Some(value) = &answer.value else {
            if self.kind.dataset().is_some() {
                return answer.raw.part("").to_owned();
            }
            return say_raw(&answer.raw, lang);
        };
        let label = |id: &str| {
            let choice = self.kind.choices().iter().find(|choice| choice.id == id);
            choice.map_or_else(
                || id.to_owned(),
                |choice| choice.label.as_str(lang).to_owned(),
            )
        };
        match (value, &self.kind) {
            (Value::Text(text), _) => text.clone(),
            (Value::Number(number), kind) => {
                let written = format::number(lang, &number.to_string());
                match kind {
                    Kind::Number {
                        unit: Some(unit), ..
                    } => format!("{written} {}", unit.as_str(lang)),
                    _ => written,
                }
            }
            (Value::Money(amount), Kind::Money { currency, .. }) => {
                let minor = amount.to_minor(format::exponent(currency));
                minor.map_or_else(
                    || amount.to_string(),
                    |minor| format::money(lang, minor, currency),
                )
            }
            (Value::Money(amount), _) => amount.to_string(),
            (Value::Date(date), _) => format::date_long(lang, *date).into_string(),
            (Value::YesNo(_), Kind::Declaration) => words::agreed(lang).into_string(),
            (Value::YesNo(true), _) => words::yes(lang).into_string(),
            (Value::YesNo(false), _) => words::no(lang).into_string(),
            (Value::Choice(id), _) => label(id),
            (Value::Choices(ids), _) => ids
                .iter()
                .map(|id| label(id))
                .collect::<Vec<_>>()
                .join(", "),
            (
                Value::Address {
                    line,
                    place: Some(place),
                    ..
                },
                _,
            ) => {
                let quarter = place.locality.as_ref().map(|locality| &locality.name);
                let (district, department) = (&place.district.name, &place.department.name);
                let parts = std::iter::once(line).chain(quarter).chain([district]);
                let department = Some(department).filter(|name| *name != district);
                let parts: Vec<&str> = parts.chain(department).map(String::as_str).collect();
                parts.join(", ")
            }
            (Value::Address { line, district, .. }, _) if district.is_empty() => line.clone(),
            (Value::Address { line, district, .. }, _) => format!("{line}, {}", label(district)),
            (Value::Time(time), _) => time.strftime("%H:%M").to_string(),
            (
                Value::MapPoint {
                    latitude,
                    longitude,
                },
                _,
            ) => {
                let degrees = |number: &rules::Number| format::number(lang, &number.to_string());
                format!("{}; {}", degrees(latitude), degrees(longitude))
            }
            (
                Value::Record {
                    key,
                    fields,
                    on_record,
                },
                _,
            ) => {
                let corrected = self.correctable().filter_map(|shown| {
                    on_record.get(&shown.field)?;
                    let now = field_text(fields.get(&shown.field), lang);
                    Some(format!("{}: {now}", shown.label.as_str(lang)))
                });
                let all = std::iter::once(key.clone()).chain(corrected);
                all.collect::<Vec<_>>().join("; ")
            }
        }
    }
}

/// A record's field in a person's words: days are written out, and that the books say nothing is said.
#[must_use]
pub fn field_text(value: Option<&serde_json::Value>, lang: Lang) -> String {
    match value {
        None | Some(serde_json::Value::Null) => words::not_on_record(lang).into_string(),
        Some(serde_json::Value::String(text)) if text.trim().is_empty() => {
            words::not_on_record(lang).into_string()
        }
        Some(serde_json::Value::String(text)) => match text.parse::<jiff::civil::Date>() {
            Ok(date) => format::date_long(lang, date).into_string(),
            Err(_) => text.clone(),
        },
        Some(serde_json::Value::Number(number)) => format::number(lang, &number.to_string()),
        Some(serde_json::Value::Bool(true)) => words::yes(lang).into_string(),
        Some(serde_json::Value::Bool(false)) => words::no(lang).into_string(),
        Some(other) => other.to_string(),
    }
}

fn say_files(known: &Known, question: &str, lang: Lang) -> String {
    match known.files.get(question).map(Vec::as_slice) {
        None | Some([]) => words::no_answer(lang).into_string(),
        Some(files) => files
            .iter()
            .map(|file| file.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn say_raw(raw: &Raw, lang: Lang) -> String {
    if raw.is_blank() {
        return words::no_answer(lang).into_string();
    }
    match raw {
        Raw::Text(text) => text.clone(),
        Raw::Several(values) => values.join(", "),
        Raw::Parts(parts) => parts
            .values()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" "),
    }
}
