//! How easily a Spanish text reads: the Szigriszt-Pazos index on the INFLESZ scale.
//!
//! Source: F. Szigriszt Pazos, *Sistemas predictivos de legibilidad del mensaje escrito* (1993), and I. M. Barrio
//! Cantalejo, *Legibilidad y salud* (2008), for the bands. It counts syllables, words and sentences; it cannot
//! tell whether a text is right or kind. There is no such measure for Guaraní.

/// How a text reads, in the bands of the INFLESZ scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ease {
    /// Under 40: scientific papers.
    VeryHard,
    /// 40 to 55: specialised press, most official prose.
    SomewhatHard,
    /// 55 to 65: newspapers.
    Normal,
    /// 65 to 80: bestsellers.
    FairlyEasy,
    /// Over 80: comics, primary school.
    VeryEasy,
}

impl Ease {
    /// The band of a value of [`inflesz`].
    #[must_use]
    pub fn of(index: f64) -> Self {
        match index {
            index if index < 40.0 => Self::VeryHard,
            index if index < 55.0 => Self::SomewhatHard,
            index if index < 65.0 => Self::Normal,
            index if index < 80.0 => Self::FairlyEasy,
            _ => Self::VeryEasy,
        }
    }
}

/// The Szigriszt-Pazos index: `206.835 − 62.3 × syllables/words − words/sentences`. Higher is easier.
///
/// A sentence ends at `.`, `!`, `?` or `…`, and at the end of a line. Figures do not count as words. A text
/// without words is 100: nothing in it is hard.
#[must_use]
pub fn inflesz(text: &str) -> f64 {
    let mut words = 0_u32;
    let mut syllables_all = 0_u32;
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.contains(char::is_alphabetic))
    {
        words = words.saturating_add(1);
        syllables_all = syllables_all.saturating_add(syllables(word));
    }
    if words == 0 {
        return 100.0;
    }
    let (words, sentences) = (f64::from(words), f64::from(sentences(text).max(1)));
    206.835 - 62.3 * f64::from(syllables_all) / words - words / sentences
}

/// The syllables of a Spanish word; at least one.
///
/// An h between vowels parts them, as in the division at the end of a line.
///
/// ```
/// assert_eq!(text::readability::syllables("línea"), 3);
/// assert_eq!(text::readability::syllables("cuáles"), 2);
/// ```
#[must_use]
pub fn syllables(word: &str) -> u32 {
    let mut count = 0_u32;
    let mut before = Sound::Consonant;
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    for (index, &letter) in letters.iter().enumerate() {
        let previous = index
            .checked_sub(1)
            .and_then(|index| letters.get(index))
            .copied();
        let sound = Sound::of(previous, letter, letters.get(index + 1).copied());
        if sound.opens_after(before) {
            count = count.saturating_add(1);
        }
        before = sound;
    }
    count.max(1)
}

/// What a letter is to the syllable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Consonant,
    /// A e o, with or without an accent.
    Strong,
    /// I and u without an accent: they join their neighbours.
    Weak,
    /// Í and ú: they stand apart from a strong neighbour.
    Stressed,
}

impl Sound {
    fn of(previous: Option<char>, letter: char, next: Option<char>) -> Self {
        match letter {
            'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'ã' | 'ẽ' | 'õ' => Self::Strong,
            'í' | 'ú' => Self::Stressed,
            // The u of "que" and "gui" is silent.
            'u' if matches!(previous, Some('q' | 'g'))
                && matches!(next, Some('e' | 'i' | 'é' | 'í')) =>
            {
                Self::Consonant
            }
            'i' | 'u' | 'ü' => Self::Weak,
            // "ley", "y", but not "yo".
            'y' if next.is_none_or(|next| !is_vowel(next)) => Self::Weak,
            _ => Self::Consonant,
        }
    }

    /// Whether a vowel starts a syllable of its own after the sound before it.
    fn opens_after(self, before: Self) -> bool {
        match (before, self) {
            (_, Self::Consonant) => false,
            (Self::Consonant, _)
            | (Self::Strong, Self::Strong | Self::Stressed)
            | (Self::Stressed, Self::Strong | Self::Stressed) => true,
            _ => false,
        }
    }
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'e' | 'i' | 'o' | 'u' | 'á' | 'é' | 'í' | 'ó' | 'ú' | 'ü'
    )
}

/// Ends of sentences: a mark before a space or the end, unless the text goes on in lower case or figures, as
/// after an abbreviation ("art. 8"); and ends of lines with words in them.
fn sentences(text: &str) -> u32 {
    let mut count = 0_u32;
    for line in text.lines() {
        let mut open = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            open |= c.is_alphabetic();
            let ends = matches!(c, '.' | '!' | '?' | '…')
                && chars.peek().is_none_or(|next| !next.is_alphanumeric());
            let goes_on = || {
                let next = chars.clone().find(|next| next.is_alphanumeric());
                c == '.' && next.is_some_and(|next| next.is_lowercase() || next.is_numeric())
            };
            if ends && open && !goes_on() {
                count = count.saturating_add(1);
                open = false;
            }
        }
        count = count.saturating_add(u32::from(open));
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn syllables_of_words_that_dictionaries_of_hyphens_get_wrong() {
        let words = [
            ("guía", 2),
            ("leía", 3),
            ("aéreo", 4),
            ("línea", 3),
            ("trámite", 3),
            ("cigüeña", 3),
            ("guerra", 2),
            ("quién", 1),
            ("ciudad", 2),
            ("Paraguay", 3),
            ("averiguáis", 4),
            ("oído", 3),
            ("construcción", 3),
            ("rey", 1),
            ("yo", 1),
            ("y", 1),
            ("km", 1),
            ("huir", 1),
            ("prohibir", 3),
            ("área", 3),
            ("país", 2),
            ("expediente", 4),
            ("municipalidad", 6),
            ("día", 2),
            ("leyes", 2),
            ("queso", 2),
        ];
        for (word, expected) in words {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }

    #[test]
    fn plain_words_read_easily_and_legalese_does_not() {
        let plain = "Pide permiso para abrir tu local. Es gratis. Tarda quince días. Si falta un papel, te avisamos.";
        let legalese = "El otorgamiento de la habilitación precedentemente referida quedará supeditado al cumplimiento \
            de los requisitos establecidos reglamentariamente por la administración competente, sin perjuicio de la \
            responsabilidad administrativa derivada de la presentación extemporánea de la documentación respaldatoria.";
        assert!(
            Ease::of(inflesz(plain)) >= Ease::FairlyEasy,
            "{}",
            inflesz(plain)
        );
        assert_eq!(
            Ease::of(inflesz(legalese)),
            Ease::VeryHard,
            "{}",
            inflesz(legalese)
        );
    }

    #[test]
    fn the_formula_is_the_published_one() {
        // 4 words, 6 syllables, 2 sentences.
        let expected = 206.835 - 62.3 * 6.0 / 4.0 - 2.0;
        assert!((inflesz("La casa. Es grande.") - expected).abs() < 1e-9);
    }

    #[test]
    fn abbreviations_and_figures_do_not_end_a_sentence() {
        assert_eq!(sentences("El art. 8 manda. Son 3.000 m². ¿Sí? ¡No!"), 4);
        assert_eq!(sentences("Requisitos\nUna foto\n\nUn plano."), 3);
    }

    #[test]
    fn a_text_without_words_is_not_hard() {
        assert!((inflesz(" 12… ") - 100.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn any_text_has_a_finite_index(text in any::<String>()) {
            prop_assert!(inflesz(&text).is_finite());
        }
    }
}
