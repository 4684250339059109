//! The shape of `form.yaml`, before anything is proved about it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use text::Localized;
use text::yaml::both;

use crate::ordered::Ordered;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForm {
    pub(super) sections: Vec<RawSection>,
    #[serde(default)]
    pub(super) checks: Vec<RawCheck>,
    /// Whether everything is asked on one page.
    pub(super) layout: Option<String>,
}

/// `{ local: { es: … }, intro: { … }, questions: [ … ] }`: the section's name stands where its title is.
pub(super) struct RawSection {
    pub(super) id: String,
    pub(super) title: Localized,
    pub(super) intro: Option<Localized>,
    pub(super) questions: Vec<Ordered<RawQuestion>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) that: String,
    pub(super) say: Localized,
    pub(super) at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuestion {
    pub(super) ask: Option<Localized>,
    pub(super) hint: Option<Localized>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) optional: bool,
    pub(super) when: Option<String>,
    pub(super) need: Option<String>,
    pub(super) max: Option<usize>,
    pub(super) unit: Option<Unit>,
    pub(super) from: Option<Figure>,
    pub(super) to: Option<Figure>,
    pub(super) decimals: Option<u32>,
    pub(super) currency: Option<String>,
    /// Which number of a State.
    pub(super) of: Option<String>,
    #[serde(default)]
    pub(super) options: Ordered<Localized>,
    /// The table of places of an address.
    pub(super) gazetteer: Option<String>,
    /// The only department of it.
    pub(super) within: Option<Figure>,
    pub(super) accepts: Option<Vec<String>>,
    pub(super) files: Option<usize>,
    pub(super) registry: Option<String>,
    #[serde(default)]
    pub(super) shows: Ordered<Localized>,
    pub(super) correctable: Option<Correctable>,
    pub(super) example: Option<serde_json::Value>,
    /// The formula that answers it.
    pub(super) computed: Option<String>,
    /// What one entry of a group is called.
    pub(super) each: Option<Localized>,
    /// The questions of a group.
    #[serde(default)]
    pub(super) questions: Vec<Ordered<RawQuestion>>,
}

/// A unit that all languages write alike, or one by language.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "escribe una unidad, o { es: …, en: … }\u{1f}write a unit, or { es: …, en: … }"
)]
pub(super) enum Unit {
    Plain(String),
    Worded(Localized),
}

/// Which fields of a record a person may correct: all that are shown, or those named.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "escribe true, o los datos que se corrigen: [direccion]\u{1f}write true, or the fields that are corrected: [direccion]"
)]
pub(super) enum Correctable {
    All(bool),
    Named(Vec<String>),
}

impl Correctable {
    pub(super) fn has(&self, field: &str) -> bool {
        match self {
            Self::All(all) => *all,
            Self::Named(named) => named.iter().any(|name| name == field),
        }
    }
}

/// A limit: a figure, a day, or `today`.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "escribe una cifra, una fecha o today\u{1f}write a figure, a date or today"
)]
pub(super) enum Figure {
    Whole(i64),
    Decimal(f64),
    Text(String),
}

impl Figure {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Whole(whole) => whole.to_string(),
            Self::Decimal(decimal) => decimal.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl<'de> Deserialize<'de> for RawSection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SectionVisitor)
    }
}

struct SectionVisitor;

impl<'de> Visitor<'de> for SectionVisitor {
    type Value = RawSection;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a section: its name with its title, and `questions`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawSection, A::Error> {
        let (mut named, mut intro, mut questions) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "questions" => questions = Some(map.next_value()?),
                "intro" => intro = Some(map.next_value()?),
                _ if named.is_none() => named = Some((key, map.next_value()?)),
                _ => {
                    return Err(serde::de::Error::custom(both(
                        &format!(
                            "«{key}» no se conoce aquí; una sección lleva un nombre, intro y questions"
                        ),
                        &format!(
                            "«{key}» is not known here; a section has one name, intro and questions"
                        ),
                    )));
                }
            }
        }
        let (id, title) = named.ok_or_else(|| {
            serde::de::Error::custom(both(
                "una sección necesita un nombre con su título, como local: { es: … }",
                "a section needs a name with its title, such as local: { es: … }",
            ))
        })?;
        let questions = questions.ok_or_else(|| serde::de::Error::missing_field("questions"))?;
        Ok(RawSection {
            id,
            title,
            intro,
            questions,
        })
    }
}
