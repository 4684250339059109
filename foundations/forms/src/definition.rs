//! From `form.yaml` to a sound [`Form`]: everything that could be wrong is refused here.

mod idle;
mod prove;
mod raw;

use std::fmt;

use rules::{Expression, Number};
use text::{Lang, Localized};

use self::raw::{Figure, RawCheck, RawForm, RawQuestion, Unit};
use crate::limits::{
    ANY_TEXT_CHARACTERS_MAX, CHOICES_MAX, DECIMALS_DEFAULT, ENTRIES_MAX, FILES_DEFAULT, FILES_MAX,
    LONG_TEXT_CHARACTERS_MAX, TEXT_CHARACTERS_MAX,
};
use crate::{
    Bound, Check, Choice, FileKind, Form, Identifier, Kind, Needs, Question, Section, Shown,
};

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
        let raw: RawForm = serde_saphyr::from_str(yaml).map_err(|error| syntax(&error))?;
        let reader = Reader { yaml, needs };
        let mut sections = Vec::new();
        for section in raw.sections {
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
        let form = Self { sections, checks };
        reader.prove(&form)?;
        Ok(form)
    }
}

fn syntax(error: &serde_saphyr::Error) -> Error {
    let (line, says) = text::yaml::fault(error);
    Error { line, says }
}

/// Reads questions of one file.
struct Reader<'a> {
    yaml: &'a str,
    needs: &'a Needs,
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
            if matches!(
                question.kind,
                Kind::Group { .. } | Kind::Document { .. } | Kind::Registry { .. }
            ) {
                return Err(self.error(
                    &question.id,
                    "dentro de un grupo no van otro grupo, archivos ni registros; ponlo fuera",
                    "within a group there is no other group, file or registry; put it outside",
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

    fn group(&self, id: &str, raw: &RawQuestion) -> Result<Kind, Error> {
        let each = raw.each.clone().ok_or_else(|| {
            self.error(
                id,
                "falta cómo se llama cada uno: agrega each: { es: … }",
                "what each is called is missing: add each: { es: … }",
            )
        })?;
        let figure = |figure: Option<&Figure>, default: usize| match figure {
            None => Some(default),
            Some(figure) => figure.text().parse().ok(),
        };
        let default = if raw.optional { 0 } else { 1 };
        let ends = (
            figure(raw.from.as_ref(), default),
            figure(raw.to.as_ref(), ENTRIES_MAX),
        );
        match ends {
            (Some(min), Some(max)) if min <= max && (1..=ENTRIES_MAX).contains(&max) => {
                Ok(Kind::Group { each, min, max })
            }
            _ => Err(self.error(
                id,
                format!("from y to van de 0 a {ENTRIES_MAX}"),
                format!("from and to go from 0 to {ENTRIES_MAX}"),
            )),
        }
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

    fn kind(&self, id: &str, raw: &RawQuestion, need: Option<&crate::Need>) -> Result<Kind, Error> {
        let word = match (&raw.kind, &raw.registry, need) {
            (Some(word), _, _) => word.as_str(),
            (None, Some(_), _) => "registry",
            (None, None, Some(need)) if !need.kinds.is_empty() => "document",
            _ => {
                return Err(self.error(
                    id,
                    "falta el tipo: agrega type, registry o need",
                    "the type is missing: add type, registry or need",
                ));
            }
        };
        let characters = |default: usize| match raw.max {
            Some(max) if !(1..=ANY_TEXT_CHARACTERS_MAX).contains(&max) => Err(self.error(
                id,
                format!("max va de 1 a {ANY_TEXT_CHARACTERS_MAX}"),
                format!("max goes from 1 to {ANY_TEXT_CHARACTERS_MAX}"),
            )),
            max => Ok(max.unwrap_or(default)),
        };
        Ok(match word {
            "text" => Kind::Text {
                characters_max: characters(TEXT_CHARACTERS_MAX)?,
            },
            "long_text" => Kind::LongText {
                characters_max: characters(LONG_TEXT_CHARACTERS_MAX)?,
            },
            "number" => Kind::Number {
                unit: raw.unit.as_ref().map(|unit| match unit {
                    Unit::Plain(unit) => Localized::spanish(unit.as_str())
                        .with(Lang::En, unit.as_str())
                        .with(Lang::Gn, unit.as_str()),
                    Unit::Worded(unit) => unit.clone(),
                }),
                from: self.figure(id, raw.from.as_ref())?,
                to: self.figure(id, raw.to.as_ref())?,
                decimals: raw.decimals.unwrap_or(DECIMALS_DEFAULT),
            },
            "money" => Kind::Money {
                currency: raw.currency.clone().ok_or_else(|| {
                    self.error(
                        id,
                        "falta la moneda: agrega currency, por ejemplo PYG",
                        "the currency is missing: add currency, such as PYG",
                    )
                })?,
                from: self.figure(id, raw.from.as_ref())?,
                to: self.figure(id, raw.to.as_ref())?,
            },
            "date" => Kind::Date {
                from: self.bound(id, raw.from.as_ref())?,
                to: self.bound(id, raw.to.as_ref())?,
            },
            "yes_no" => Kind::YesNo,
            "one_of" => Kind::OneOf(self.choices(id, raw)?),
            "many_of" => Kind::ManyOf(self.choices(id, raw)?),
            "email" => Kind::Email,
            "phone" => Kind::Phone,
            "address" => Kind::Address {
                districts: match raw.options.0.is_empty() {
                    true => Vec::new(),
                    false => self.choices(id, raw)?,
                },
            },
            "time" => Kind::Time,
            "map_point" => Kind::MapPoint,
            "group" => self.group(id, raw)?,
            "national_id" => Kind::NationalId {
                of: self.identifier(id, raw)?,
            },
            "document" => self.document(id, raw, need)?,
            "declaration" => Kind::Declaration,
            "registry" => self.registry(id, raw)?,
            other => {
                return Err(self.error(
                    id,
                    format!("el tipo «{other}» no existe"),
                    format!("there is no type «{other}»"),
                ));
            }
        })
    }

    fn identifier(&self, id: &str, raw: &RawQuestion) -> Result<Option<Identifier>, Error> {
        let Some(word) = &raw.of else {
            return Ok(None);
        };
        let known = Identifier::from_word(word);
        known.map(Some).ok_or_else(|| {
            let words = Identifier::words().collect::<Vec<_>>().join(", ");
            self.error(
                id,
                format!("of nombra un número de un país: {words}"),
                format!("of names a number of a country: {words}"),
            )
        })
    }

    fn figure(&self, id: &str, figure: Option<&Figure>) -> Result<Option<Number>, Error> {
        let parse = |figure: &Figure| figure.text().parse::<Number>();
        figure
            .map(parse)
            .transpose()
            .map_err(|_| self.error(id, "from y to son números", "from and to are numbers"))
    }

    fn bound(&self, id: &str, figure: Option<&Figure>) -> Result<Option<Bound>, Error> {
        let parse = |figure: &Figure| match figure.text().as_str() {
            "today" => Ok(Bound::Today),
            text => text.parse().map(Bound::On),
        };
        figure.map(parse).transpose().map_err(|_| {
            self.error(
                id,
                "from y to son fechas como 2026-01-31, o today",
                "from and to are dates such as 2026-01-31, or today",
            )
        })
    }

    fn choices(&self, id: &str, raw: &RawQuestion) -> Result<Vec<Choice>, Error> {
        let choices: Vec<Choice> = raw
            .options
            .0
            .iter()
            .map(|(id, label)| Choice {
                id: id.clone(),
                label: label.clone(),
            })
            .collect();
        if !(2..=CHOICES_MAX).contains(&choices.len()) {
            return Err(self.error(
                id,
                format!("options lleva de 2 a {CHOICES_MAX} respuestas"),
                format!("options takes from 2 to {CHOICES_MAX} answers"),
            ));
        }
        match choices.iter().find(|choice| !is_name(&choice.id)) {
            Some(wrong) => Err(self.error(
                id,
                format!(
                    "la opción «{}» lleva letras minúsculas sin acento",
                    wrong.id
                ),
                format!("the option «{}» takes small plain letters", wrong.id),
            )),
            None => Ok(choices),
        }
    }

    fn document(
        &self,
        id: &str,
        raw: &RawQuestion,
        need: Option<&crate::Need>,
    ) -> Result<Kind, Error> {
        let kinds = match (&raw.accepts, need) {
            (Some(words), _) => words
                .iter()
                .map(|word| FileKind::from_word(word))
                .collect::<Option<Vec<_>>>(),
            (None, Some(need)) => Some(need.kinds.clone()),
            (None, None) => None,
        };
        let kinds = kinds.filter(|kinds| !kinds.is_empty()).ok_or_else(|| {
            self.error(
                id,
                "accepts lleva pdf, jpg, png o csv",
                "accepts takes pdf, jpg, png or csv",
            )
        })?;
        let files_max = raw.files.unwrap_or(FILES_DEFAULT);
        if !(1..=FILES_MAX).contains(&files_max) {
            return Err(self.error(
                id,
                format!("files va de 1 a {FILES_MAX}"),
                format!("files goes from 1 to {FILES_MAX}"),
            ));
        }
        Ok(Kind::Document { kinds, files_max })
    }

    fn registry(&self, id: &str, raw: &RawQuestion) -> Result<Kind, Error> {
        let dataset = raw
            .registry
            .clone()
            .filter(|dataset| dataset.split('.').count() == 2);
        let dataset = dataset.ok_or_else(|| {
            self.error(
                id,
                "registry es registro.tipo, por ejemplo civil.nacimiento",
                "registry is registry.kind, such as civil.nacimiento",
            )
        })?;
        let shows: Vec<Shown> = raw
            .shows
            .0
            .iter()
            .map(|(field, label)| Shown {
                field: field.clone(),
                label: label.clone(),
            })
            .collect();
        if shows.is_empty() {
            return Err(self.error(
                id,
                "falta shows: qué datos del registro se muestran",
                "shows is missing: which fields of the record are shown",
            ));
        }
        Ok(Kind::Registry { dataset, shows })
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
