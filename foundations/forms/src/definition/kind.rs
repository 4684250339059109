//! The kind of answer of a question, as `form.yaml` says it.

use std::sync::Arc;

use rules::Number;
use text::{Lang, Localized};

use super::raw::{Correctable, Figure, RawQuestion, Unit};
use super::{Error, Reader, is_name};
use crate::limits::{
    ANY_TEXT_CHARACTERS_MAX, CHOICES_MAX, DECIMALS_DEFAULT, ENTRIES_MAX, FILES_DEFAULT, FILES_MAX,
    LONG_TEXT_CHARACTERS_MAX, TEXT_CHARACTERS_MAX,
};
use crate::{
    Bound, Choice, Department, FileKind, Gazetteer, Identifier, Kind, Places, Shown, Table,
};

impl Reader<'_> {
    pub(super) fn kind(
        &self,
        id: &str,
        raw: &RawQuestion,
        need: Option<&crate::Need>,
    ) -> Result<Kind, Error> {
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
                places: self.places(id, raw)?,
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

    /// The districts of an address: its own list, those of a table, or any.
    fn places(&self, id: &str, raw: &RawQuestion) -> Result<Places, Error> {
        let Some(name) = &raw.gazetteer else {
            return match (raw.options.0.is_empty(), &raw.within) {
                (_, Some(_)) => Err(self.error(
                    id,
                    "within va con gazetteer; agrégalo o quítalo",
                    "within goes with gazetteer; add it or remove within",
                )),
                (true, None) => Ok(Places::Any),
                (false, None) => Ok(Places::Listed(self.choices(id, raw)?)),
            };
        };
        if !raw.options.0.is_empty() {
            return Err(self.error(
                id,
                "los distritos salen de options o de gazetteer; quita uno",
                "the districts come from options or from gazetteer; remove one",
            ));
        }
        let own = self.tables.get(name).cloned();
        let table = own.or_else(|| Gazetteer::shipped(name).map(Arc::new));
        let gazetteer = table.ok_or_else(|| {
            let known: Vec<&str> = Gazetteer::shipped_names().collect();
            let known = known.join(", ");
            self.error(
                id,
                format!("no hay una tabla de lugares «{name}»; usa una de {known}, o agrega {name}.csv a la carpeta"),
                format!("there is no gazetteer «{name}»; use one of {known}, or add {name}.csv to the folder"),
            )
        })?;
        let within = raw.within.as_ref().map(Figure::text);
        match within {
            Some(code) if !gazetteer.has(&code) => {
                let known = gazetteer.departments().iter();
                let known: Vec<&str> = known.map(Department::code).collect();
                let known = known.join(", ");
                Err(self.error(
                    id,
                    format!("«{name}» no tiene un departamento «{code}»; within lleva uno de estos números entre comillas: {known}"),
                    format!("«{name}» has no department «{code}»; within takes one of these numbers in quotes: {known}"),
                ))
            }
            within => Ok(Places::Table(Table {
                name: name.clone(),
                gazetteer,
                within,
            })),
        }
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
        if !(self.choices_min..=CHOICES_MAX).contains(&choices.len()) {
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
                correctable: raw.correctable.as_ref().is_some_and(|all| all.has(field)),
            })
            .collect();
        if let Some(Correctable::Named(named)) = &raw.correctable
            && let Some(name) = named
                .iter()
                .find(|name| !shows.iter().any(|shown| shown.field == **name))
        {
            return Err(self.error(
                id,
                format!("correctable nombra «{name}», que no está en shows; agrégalo o quítalo"),
                format!("correctable names «{name}», which is not in shows; add it or remove it"),
            ));
        }
        if shows.is_empty() {
            return Err(self.error(
                id,
                "falta shows: qué datos del registro se muestran",
                "shows is missing: which fields of the record are shown",
            ));
        }
        Ok(Kind::Registry { dataset, shows })
    }
}
