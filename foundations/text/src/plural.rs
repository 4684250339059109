//! Plural categories of whole numbers, as Unicode CLDR defines them for each language (cardinal rules).

use crate::Lang;

/// A plural category of CLDR, as far as our languages know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// "Queda 1 día".
    One,
    /// "Queda 1.000.000 de días": whole millions, in Spanish and Portuguese.
    Many,
    /// Everything else, and in Guaraní everything.
    Other,
}

impl Category {
    /// The name that CLDR and our catalogues give it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// The categories a language tells apart. The last one is always [`Category::Other`].
#[must_use]
pub const fn categories(lang: Lang) -> &'static [Category] {
    match lang {
        Lang::Es | Lang::Pt => &[Category::One, Category::Many, Category::Other],
        Lang::En => &[Category::One, Category::Other],
        Lang::Gn => &[Category::Other],
    }
}

/// The category of `n` things in a language.
#[must_use]
pub const fn category(lang: Lang, n: i64) -> Category {
    let size = n.unsigned_abs();
    match lang {
        Lang::Es | Lang::En if size == 1 => Category::One,
        Lang::Pt if size <= 1 => Category::One,
        Lang::Es | Lang::Pt if size != 0 && size.is_multiple_of(1_000_000) => Category::Many,
        _ => Category::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_follow_cldr() {
        let cases = [
            (Lang::Es, 0, Category::Other),
            (Lang::Es, 1, Category::One),
            (Lang::Es, -1, Category::One),
            (Lang::Es, 2, Category::Other),
            (Lang::Es, 1_000_000, Category::Many),
            (Lang::Es, 3_000_000, Category::Many),
            (Lang::Es, 1_000_001, Category::Other),
            (Lang::En, 1, Category::One),
            (Lang::En, 1_000_000, Category::Other),
            (Lang::Gn, 1, Category::Other),
            (Lang::Pt, 0, Category::One),
            (Lang::Pt, 2_000_000, Category::Many),
            (Lang::Es, i64::MIN, Category::Other),
        ];
        for (lang, n, expected) in cases {
            assert_eq!(category(lang, n), expected, "{lang:?} {n}");
        }
    }
}
