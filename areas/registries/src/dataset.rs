//! The name of one kind of record in one registry.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use store::{Error, FromValue, ToValue, Value};

/// Longest name, in bytes.
const NAME_BYTES_MAX: usize = 60;

/// A kind of record in a registry, written `registry.kind` as definitions write it.
///
/// ```
/// use registries::Dataset;
/// let births: Dataset = "civil.nacimiento".parse().unwrap();
/// assert_eq!(births, Dataset::NACIMIENTO);
/// assert_eq!((births.registry(), births.kind()), ("civil", "nacimiento"));
/// assert!("civil".parse::<Dataset>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Dataset(Cow<'static, str>);

/// A text is not the name of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a dataset is named registry.kind in small letters, such as civil.nacimiento")]
pub struct BadDataset;

impl Dataset {
    /// Who a natural person is.
    pub const PERSONA: Self = Self(Cow::Borrowed("civil.persona"));
    /// A birth: child, mother, father, place, date, and where it is written.
    pub const NACIMIENTO: Self = Self(Cow::Borrowed("civil.nacimiento"));
    /// A firm: tax number, name, activity, owners.
    pub const EMPRESA: Self = Self(Cow::Borrowed("comercio.empresa"));
    /// A licence to open a place of business.
    pub const LICENCIA: Self = Self(Cow::Borrowed("comercio.licencia"));
    /// A parcel of land: address, surface, owner.
    pub const INMUEBLE: Self = Self(Cow::Borrowed("catastro.inmueble"));

    /// The registry it is in.
    #[must_use]
    pub fn registry(&self) -> &str {
        self.0.split_once('.').map_or("", |(registry, _)| registry)
    }

    /// The kind of record.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.0.split_once('.').map_or("", |(_, kind)| kind)
    }

    /// The whole name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Dataset {
    type Err = BadDataset;

    fn from_str(name: &str) -> Result<Self, BadDataset> {
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        match name.split_once('.') {
            Some((registry, kind))
                if name.len() <= NAME_BYTES_MAX && is_word(registry) && is_word(kind) =>
            {
                Ok(Self(Cow::Owned(name.to_owned())))
            }
            _ => Err(BadDataset),
        }
    }
}

impl TryFrom<String> for Dataset {
    type Error = BadDataset;

    fn try_from(name: String) -> Result<Self, BadDataset> {
        name.parse()
    }
}

impl From<Dataset> for String {
    fn from(dataset: Dataset) -> Self {
        dataset.0.into_owned()
    }
}

impl fmt::Display for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToValue for Dataset {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.as_str().to_value()
    }
}

impl FromValue for Dataset {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        value
            .text()?
            .parse()
            .map_err(|error: BadDataset| Error::Value(error.to_string()))
    }
}

/// What base registries hold of people and firms, by dataset and field: what a form asks under these names, the
/// State already knows.
#[must_use]
pub fn base_fields() -> BTreeMap<String, BTreeSet<String>> {
    let fields = |dataset: &Dataset, names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        (dataset.as_str().to_owned(), names)
    };
    [
        fields(
            &Dataset::PERSONA,
            &[
                "nombre",
                "cedula",
                "sexo",
                "fecha_nacimiento",
                "lugar_nacimiento",
            ],
        ),
        fields(
            &Dataset::NACIMIENTO,
            &["madre", "padre", "libro", "folio", "acta"],
        ),
        fields(&Dataset::EMPRESA, &["razon_social", "ruc", "actividad"]),
        fields(&Dataset::INMUEBLE, &["cuenta_catastral"]),
    ]
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_plain_words_name_a_dataset() {
        assert_eq!("catastro.inmueble".parse(), Ok(Dataset::INMUEBLE));
        for wrong in [
            "",
            "civil",
            "civil.",
            ".persona",
            "Civil.persona",
            "civil.persona.x",
            "civil.per sona",
            "1.x",
        ] {
            assert_eq!(wrong.parse::<Dataset>(), Err(BadDataset), "{wrong}");
        }
    }
}
