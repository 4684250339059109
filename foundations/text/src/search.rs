//! The analyser of searches: one for what is indexed and for what is asked, on every database.
//!
//! People type without accents, in the singular or the plural, and with a slip of a finger. So words are
//! folded (accents off, ñ kept, Guaraní nasals and puso evened out), stop words are dropped, and a light
//! stemmer takes off the plural and the final vowel. Snowball's Spanish stemmer does worse here, because its
//! rules need the accents that people leave out.

mod distance;
mod stem;

pub use distance::distance_within_one;

use crate::letters::{bare, is_accent, is_puso};

/// Longer words are cut: nobody searches for them, and an index must not grow by nonsense.
const WORD_CHARS_MAX: usize = 40;

/// The search terms of a text, in order: folded, without stop words, stemmed.
///
/// ```
/// use text::search::analyse;
/// assert_eq!(analyse("¿Cómo es la renovación de licencias?"), analyse("renovaciones licencia"));
/// ```
#[must_use]
pub fn analyse(text: &str) -> Vec<String> {
    words(text)
        .into_iter()
        .filter(|word| !is_stop_word(word))
        .map(|word| stem::stem(&word).into_owned())
        .collect()
}

/// The words of a text in lower case and without accents; ñ stays, and a puso inside a word leaves no gap.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut length = 0;
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\u{303}' if word.ends_with('n') => {
                word.pop();
                word.push('ñ');
            }
            c if is_accent(c) || is_puso(c) => {}
            c if c.is_alphanumeric() => {
                length += 1;
                if length <= WORD_CHARS_MAX {
                    word.push(bare(c));
                }
            }
            _ => {
                keep(&mut words, &mut word);
                length = 0;
            }
        }
    }
    keep(&mut words, &mut word);
    words
}

/// A text folded into its words with single spaces between them, for comparing names.
#[must_use]
pub fn fold(text: &str) -> String {
    words(text).join(" ")
}

/// Whether a word that was asked for may mean a word that is there: equal, the beginning of it, or one slip
/// apart. Short words must be spelt rightly, or "pan" would find "plan".
#[must_use]
pub fn alike(asked: &str, there: &str) -> bool {
    /// From this length on a word is told by its other letters when one is wrong.
    const SLIP_CHARS_MIN: usize = 5;
    /// Shorter beginnings find half of the dictionary.
    const PREFIX_CHARS_MIN: usize = 3;
    let length = asked.chars().count();
    asked == there
        || (length >= PREFIX_CHARS_MIN && there.starts_with(asked))
        || (length >= SLIP_CHARS_MIN && distance_within_one(asked, there))
}

fn keep(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// Whether a folded word says nothing about what is sought.
fn is_stop_word(word: &str) -> bool {
    const STOP_WORDS: [&str; 96] = [
        "a", "al", "algo", "alguna", "algunas", "alguno", "algunos", "ante", "antes", "aquel",
        "aqui", "asi", "cada", "como", "con", "contra", "cual", "cuales", "cuando", "de", "del",
        "desde", "donde", "durante", "e", "el", "ella", "ellas", "ellos", "en", "entre", "era",
        "es", "esa", "esas", "ese", "eso", "esos", "esta", "estas", "este", "esto", "estos", "ha",
        "hacer", "hacia", "han", "hasta", "hay", "he", "la", "las", "le", "les", "lo", "los",
        "mas", "me", "mi", "mis", "mucho", "muy", "ni", "no", "nos", "o", "otra", "otro", "para",
        "pero", "por", "porque", "pues", "que", "quien", "quiero", "necesito", "se", "ser", "si",
        "sin", "sobre", "son", "su", "sus", "te", "tu", "tus", "u", "un", "una", "unas", "uno",
        "unos", "y", "ya",
    ];
    STOP_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(a: &str, b: &str) {
        assert_eq!(analyse(a), analyse(b), "{a} and {b} should find each other");
    }

    #[test]
    fn what_people_type_finds_what_is_written() {
        let pairs = [
            ("renovacion", "renovaciones"),
            ("renovacion", "renovación"),
            ("autorización", "autorizaciones"),
            ("luz", "luces"),
            ("tramite", "trámites"),
            ("licencia", "LICENCIAS"),
            ("pais", "países"),
            ("mes", "meses"),
            ("base", "bases"),
            ("calle", "calles"),
            ("ley", "leyes"),
            ("nacido", "nacidas"),
            ("hija", "hijo"),
            ("certificado", "certificados"),
            ("pin\u{303}a", "piña"),
            ("red", "redes"),
            ("inmueble", "inmuebles"),
            ("carné", "carnés"),
        ];
        for (a, b) in pairs {
            same(a, b);
        }
    }

    #[test]
    fn n_and_ñ_are_different_letters() {
        assert_ne!(analyse("ano"), analyse("año"));
    }

    #[test]
    fn guarani_is_found_with_or_without_its_marks() {
        same("Avañe'ẽ", "avañe’e");
        same("mba\u{2bc}e", "mbae");
        same("g\u{303}uahe\u{303}", "guahe");
        same("kuñakarai", "KUÑAKARAI");
    }

    #[test]
    fn words_that_say_nothing_are_dropped() {
        assert_eq!(analyse("¿Cómo saco mi cédula?"), ["sac", "cedul"]);
        assert!(analyse("¿y para qué es?").is_empty());
        assert_eq!(analyse("Ordenanza 12/2024"), ["ordenanz", "12", "2024"]);
    }

    #[test]
    fn a_slip_of_the_finger_is_forgiven_in_long_words_only() {
        assert!(alike("liscenci", "licenci"));
        assert!(alike("certficad", "certificad"));
        assert!(alike("lic", "licenci"));
        assert!(!alike("pan", "plan"));
        assert!(!alike("li", "licenci"));
    }

    proptest! {
        #[test]
        fn any_text_gives_short_folded_words(text in any::<String>()) {
            for word in analyse(&text) {
                prop_assert!(!word.is_empty() && word.chars().count() <= WORD_CHARS_MAX);
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[a-zA-ZáéíóúñÑüẽ’' ,.0-9]{0,60}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
