//! The languages that people are answered in.

use serde::{Deserialize, Serialize};

/// A language that people are answered in. The order is the order of fallback: Spanish is always there.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Spanish, the language of reference: every text exists in it.
    #[default]
    Es,
    /// English, complete wherever the platform itself speaks.
    En,
    /// Guaraní, as far as it has been translated; what is missing is said in Spanish.
    Gn,
    /// Portuguese, as far as it has been translated; what is missing is said in Spanish.
    Pt,
}

impl Lang {
    /// Every language there is, in the order of fallback.
    pub const ALL: [Self; 4] = [Self::Es, Self::En, Self::Gn, Self::Pt];

    /// The languages that the platform's pages offer to everyone. Portuguese joins when its catalogue comes.
    pub const OFFERED: [Self; 3] = [Self::Es, Self::Gn, Self::En];

    /// The BCP 47 tag, for `<html lang>`, cookies and file names.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
            Self::Gn => "gn",
            Self::Pt => "pt",
        }
    }

    /// The language of a BCP 47 tag; the region is left aside (`es-PY` is Spanish). None when it is not ours.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        Self::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// How the language calls itself, for the choice of languages on every page.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Es => "Español",
            Self::En => "English",
            Self::Gn => "Avañe’ẽ",
            Self::Pt => "Português",
        }
    }

    /// Chooses among [`Lang::OFFERED`] what an `Accept-Language` header likes best (RFC 9110 §12.5.4).
    ///
    /// None when the header names none of them, so that the caller may take the site's own language.
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Option<Self> {
        accept_language
            .split(',')
            .take(PREFERENCES_MAX)
            .filter_map(preference)
            .filter(|(lang, quality)| Self::OFFERED.contains(lang) && *quality > 0)
            .fold(None, |best: Option<(Self, u32)>, next| match best {
                Some(found) if found.1 >= next.1 => Some(found),
                _ => Some(next),
            })
            .map(|(lang, _)| lang)
    }
}

/// A browser sends a handful of languages; whoever sends more is not a reader.
const PREFERENCES_MAX: usize = 20;

/// One entry of `Accept-Language`, with its quality in thousandths.
fn preference(entry: &str) -> Option<(Lang, u32)> {
    let mut parts = entry.split(';');
    let lang = Lang::from_tag(parts.next()?)?;
    let quality = parts
        .find_map(|part| part.trim().strip_prefix("q="))
        .map_or(Some(1.0_f32), |value| value.trim().parse().ok())?;
    let thousandths = (quality.clamp(0.0, 1.0) * 1000.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=1000 just above"
    )]
    let quality = thousandths as u32;
    Some((lang, quality))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_a_region_is_its_language() {
        assert_eq!(Lang::from_tag("es-PY"), Some(Lang::Es));
        assert_eq!(Lang::from_tag("GN"), Some(Lang::Gn));
        assert_eq!(Lang::from_tag("fr"), None);
        assert_eq!(Lang::from_tag(""), None);
    }

    #[test]
    fn the_reader_gets_the_language_they_like_best() {
        assert_eq!(
            Lang::negotiate("fr;q=1, en;q=0.5, gn;q=0.9"),
            Some(Lang::Gn)
        );
        assert_eq!(Lang::negotiate("en, es"), Some(Lang::En));
        assert_eq!(Lang::negotiate("de, fr"), None);
        assert_eq!(Lang::negotiate("en;q=0, es;q=0.1"), Some(Lang::Es));
        assert_eq!(Lang::negotiate("en;q=nonsense, es;q=0.1"), Some(Lang::Es));
        assert_eq!(
            Lang::negotiate("pt, es;q=0.3"),
            Some(Lang::Es),
            "Portuguese has no catalogue yet"
        );
    }
}
