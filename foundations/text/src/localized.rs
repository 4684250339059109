//! A text written in several languages, as definitions and registries hold it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Lang, Text};

/// A text as data: `{ es: Licencia de funcionamiento, en: Business licence }`.
///
/// It holds at least one language. Whoever asks for one that is missing gets Spanish, then English, then
/// whatever there is, as a [`Text`] that says so.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Lang, String>")]
pub struct Localized(BTreeMap<Lang, String>);

impl Localized {
    /// A text that is written in Spanish only, for now.
    #[must_use]
    pub fn spanish(words: impl Into<String>) -> Self {
        Self::only(Lang::Es, words)
    }

    /// A text that is written in one language only, for now.
    #[must_use]
    pub fn only(lang: Lang, words: impl Into<String>) -> Self {
        Self(BTreeMap::from([(lang, words.into())]))
    }

    /// The same text with its words in one more language.
    #[must_use]
    pub fn with(mut self, lang: Lang, words: impl Into<String>) -> Self {
        self.0.insert(lang, words.into());
        self
    }

    /// The words for a reader of `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> Text {
        let (found, words) = self.find(lang);
        let text = Text::from(words.to_owned());
        if found == lang {
            text
        } else {
            text.in_language(found)
        }
    }

    /// The words for a reader of `lang`, borrowed, whichever language they are in.
    #[must_use]
    pub fn as_str(&self, lang: Lang) -> &str {
        self.find(lang).1
    }

    /// The words in exactly this language, if they have been written.
    #[must_use]
    pub fn exactly(&self, lang: Lang) -> Option<&str> {
        self.0.get(&lang).map(String::as_str)
    }

    /// Every language this is written in, with its words, Spanish first.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        self.0.iter().map(|(lang, words)| (*lang, words.as_str()))
    }

    /// The same text with every language's words changed, for instance filled in.
    #[must_use]
    pub fn map(&self, change: impl Fn(Lang, &str) -> String) -> Self {
        Self(
            self.0
                .iter()
                .map(|(lang, words)| (*lang, change(*lang, words)))
                .collect(),
        )
    }

    fn find(&self, lang: Lang) -> (Lang, &str) {
        [lang]
            .into_iter()
            .chain(Lang::ALL)
            .find_map(|lang| Some((lang, self.exactly(lang)?)))
            .unwrap_or((lang, ""))
    }
}

/// A [`Localized`] text was written in no language at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLanguage;

impl fmt::Display for NoLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text needs words in at least one language, for instance { es: … }")
    }
}

impl std::error::Error for NoLanguage {}

impl TryFrom<BTreeMap<Lang, String>> for Localized {
    type Error = NoLanguage;

    fn try_from(words: BTreeMap<Lang, String>) -> Result<Self, NoLanguage> {
        if words.is_empty() {
            Err(NoLanguage)
        } else {
            Ok(Self(words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_is_told_which_language_they_got() {
        let title: Localized = serde_json::from_str(r#"{"en":"Licence","es":"Licencia"}"#).unwrap();
        assert_eq!(title.get(Lang::En), Text::from("Licence"));
        assert_eq!(
            title.get(Lang::Gn),
            Text::from("Licencia").in_language(Lang::Es)
        );
        assert_eq!(
            serde_json::to_string(&title).unwrap(),
            r#"{"es":"Licencia","en":"Licence"}"#
        );
    }

    #[test]
    fn what_exists_only_in_guarani_is_still_said() {
        let title: Localized = serde_json::from_str(r#"{"gn":"Mba’éichapa"}"#).unwrap();
        assert_eq!(
            title.get(Lang::Es),
            Text::from("Mba’éichapa").in_language(Lang::Gn)
        );
    }

    #[test]
    fn a_text_without_words_or_in_an_unknown_language_is_refused() {
        assert!(serde_json::from_str::<Localized>("{}").is_err());
        assert!(serde_json::from_str::<Localized>(r#"{"xx":"?"}"#).is_err());
    }
}
