//! From `form.yaml` to a sound [`Form`]: everything that could be wrong is refused here.

mod idle;
mod kind;
mod prove;
mod raw;
mod short;

use std::fmt;

use rules::Expression;
use text::{Lang, Localized};

use self::raw::{RawCheck, RawForm, RawQuestion};
use crate::{Check, Form, Gazetteers, Kind, Layout, Needs, Question, Section};

/// Why a form is not sound: where, what, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The line of the file, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do, in Spanish and English.
    pub says: Localized,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.says.as_str(Lang::En)),
            None => f.write_str(self.says.as_str(Lang::En)),
        }
    }
}

impl std::error::Error for Error {}

impl Form {
    /// Reads a form and proves it sound. `needs` are those of the ficha, for questions that say `need`.
    ///
    /// # Errors
    /// The first [`Error`] found.
    pub fn parse(yaml: &str, needs: &Needs) -> Result<Self, Error> {
        Self::parse_with(yaml, needs, &Gazetteers::new())
    }

    /// Reads a form whose addresses may name tables of its own beside those that ship.
    ///
    /// # Errors
    /// As [`Form::parse`].
    pub fn parse_with(yaml: &str, needs: &Needs, tables: &Gazetteers) -> Result<Self, Error> {
        Self::parse_after(None, yaml, needs, tables)
    }

    /// Reads a form before which a part stands that its file does not write, itself written as a form. Such a form is
    /// never one page: what is answered first says what is asked afterwards.
    ///
    /// # Errors
    /// As [`Form::parse`].
    pub fn parse_after(
        first: Option<&str>,
        yaml: &str,
        needs: &Needs,
        tables: &Gazetteers,
    ) -> Result<Self, Error> {
        let raw: RawForm = serde_saphyr::from_str(yaml).map_err(|error| syntax(&error))?;
        let lead: Option<RawForm> = first
            .map(serde_saphyr::from_str)
            .transpose()
            .map_err(|error| syntax(&error))?;
        let reader = Reader {
            yaml,
            needs,
            tables,
            choices_min: CHOICES_MIN,
        };
        // In what comes before a form, choices may be as many as a ficha lists.
        let lead_reader = Reader {
            choices_min: 1,
            ..reader
        };
        let mut sections = Vec::new();
        let lead = lead.map_or_else(Vec::new, |lead| lead.sections);
        let is_led = !lead.is_empty();
        let lead = lead.into_iter().map(|section| (&lead_reader, section));
        let own = raw.sections.into_iter().map(|section| (&reader, section));
        for (reader, section) in lead.chain(own) {
            let mut questions = Vec::new();
            for entry in section.questions {
                for (id, question) in entry.0 {
                    questions.extend(reader.with_entries(id, question)?);
                }
            }
            sections.push(Section {
                id: section.id,
                title: section.title,
                intro: section.intro,
                questions,
            });
        }
        let checks = raw
            .checks
            .into_iter()
            .map(|check| reader.check(check))
            .collect::<Result<_, _>>()?;
        let asked = || sections.iter().flat_map(|section| &section.questions);
        let layout = match &raw.layout {
            None if is_led => Layout::Sections,
            None => Layout::fitting(asked()),
            Some(word) => reader.layout(word)?,
        };
        if is_led && layout == Layout::OnePage {
            return Err(reader.error(
                "layout",
                "primero se pregunta para quién es el trámite, en una página aparte; usa sections",
                "whom it is for is asked first, on a page of its own; use sections",
            ));
        }
        let form = Self {
            sections,
            checks,
            layout,
        };
        reader.prove(&form)?;
        Ok(form)
    }
}

fn syntax(error: &serde_saphyr::Error) -> Error {
    let (line, says) = text::yaml::fault(error);
    Error { line, says }
}

/// Fewer choices are none.
const CHOICES_MIN: usize = 2;

/// Reads questions of one file.
#[derive(Clone, Copy)]
struct Reader<'a> {
    yaml: &'a str,
    needs: &'a Needs,
    tables: &'a Gazetteers,
    /// Choices that a question has at least.
    choices_min: usize,
}

impl Reader<'_> {
    fn error(&self, name: &str, es: impl fmt::Display, en: impl fmt::Display) -> Error {
        let is_there = |line: &str| {
            line.trim_start()
                .trim_start_matches("- ")
                .trim_start()
                .starts_with(&format!("{name}:"))
        };
        let line = self.yaml.lines().position(is_there).map(|at| at + 1);
        Error {
            line,
            says: Localized::spanish(format!("«{name}»: {es}"))
                .with(Lang::En, format!("«{name}»: {en}")),
        }
    }

    /// A question; a group with its questions, once for each entry that there can be.
    fn with_entries(&self, id: String, mut raw: RawQuestion) -> Result<Vec<Question>, Error> {
        let inner = std::mem::take(&mut raw.questions);
        let head = self.question(id, raw)?;
        let Kind::Group { each, max, .. } = &head.kind else {
            if inner.is_empty() {
                return Ok(vec![head]);
            }
            return Err(self.error(
                &head.id,
                "solo type: group lleva questions",
                "only type: group takes questions",
            ));
        };
        let mut asked = Vec::new();
        for (id, raw) in inner.into_iter().flat_map(|entry| entry.0) {
            let question = self.question(id, raw)?;
            if matches!(question.kind, Kind::Group { .. }) {
                return Err(self.error(
                    &question.id,
                    "dentro de un grupo no va otro grupo; ponlo fuera",
                    "within a group there is no other group; put it outside",
                ));
            }
            asked.push(question);
        }
        if asked.is_empty() {
            return Err(self.error(
                &head.id,
                "al grupo le faltan questions",
                "the group lacks questions",
            ));
        }
        let (group, each, max) = (head.id.clone(), each.clone(), *max);
        let mut all = vec![head];
        for place in 1..=max {
            let of_entry = asked.iter().map(|one| one.in_entry(&group, &each, place));
            all.extend(of_entry);
        }
        Ok(all)
    }

    fn question(&self, id: String, raw: RawQuestion) -> Result<Question, Error> {
        if !is_name(&id) {
            return Err(self.error(
                &id,
                "usa letras minúsculas sin acento, cifras y guion bajo",
                "use small plain letters, figures and underscores",
            ));
        }
        let need = match &raw.need {
            Some(need) => Some(self.needs.get(need).ok_or_else(|| {
                self.error(
                    &id,
                    format!(
                        "la ficha no tiene el requisito «{need}»; agrégalo a needs en service.yaml"
                    ),
                    format!("the ficha has no need «{need}»; add it to needs in service.yaml"),
                )
            })?),
            None => None,
        };
        let kind = self.kind(&id, &raw, need)?;
        let when = raw
            .when
            .as_deref()
            .map(|when| self.expression(&id, when))
            .transpose()?;
        let computed = raw
            .computed
            .as_deref()
            .map(|formula| self.expression(&id, formula))
            .transpose()?;
        if computed.is_some() && !kind.can_be_computed() {
            return Err(self.error(
                &id,
                "computed va con text, number, money, date o yes_no",
                "computed goes with text, number, money, date or yes_no",
            ));
        }
        let ask = raw.ask.or_else(|| need.map(|need| need.title.clone()));
        let ask = ask.ok_or_else(|| {
            self.error(
                &id,
                "falta la pregunta: agrega ask: { es: … }",
                "the question is missing: add ask: { es: … }",
            )
        })?;
        Ok(Question {
            id,
            ask,
            hint: raw.hint,
            kind,
            optional: raw.optional,
            when,
            need: raw.need,
            example: raw.example,
            computed,
            entry: None,
        })
    }

    fn layout(&self, word: &str) -> Result<Layout, Error> {
        Layout::from_word(word).ok_or_else(|| {
            self.error(
                "layout",
                format!("«{word}» no es una forma de repartir; usa one_page o sections"),
                format!("«{word}» is no layout; use one_page or sections"),
            )
        })
    }

    fn expression(&self, id: &str, source: &str) -> Result<Expression, Error> {
        Expression::parse(source).map_err(|error| {
            let error = error.to_string();
            self.error(
                id,
                format!(
                    "la condición «{source}» no se entiende: {}",
                    rules::in_spanish(&error)
                ),
                format!("the condition «{source}» cannot be read: {error}"),
            )
        })
    }

    fn check(&self, raw: RawCheck) -> Result<Check, Error> {
        Ok(Check {
            that: self.expression("checks", &raw.that)?,
            say: raw.say,
            at: raw.at,
        })
    }
}

/// A name that conditions, addresses and JSON all take.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 60
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
