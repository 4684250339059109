//! The letters of our languages, however a keyboard composes them.

/// Puts letters and their separate accents together, as Unicode's form NFC does, for the letters of Spanish,
/// Guaraní and Portuguese, and writes the Guaraní puso as ’ whichever apostrophe was typed inside a word.
///
/// So that a name typed on a telephone equals the same name typed on a computer. `g̃` has no single character
/// and stays as two.
///
/// ```
/// assert_eq!(text::compose("Itu\u{301}a\u{303}"), "Itúã");
/// assert_eq!(text::compose("Mba'e"), "Mba’e");
/// ```
#[must_use]
pub fn compose(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        match (written.chars().next_back(), c) {
            (Some(base), accent) if is_accent(accent) => match composed(base, accent) {
                Some(letter) => {
                    written.pop();
                    written.push(letter);
                }
                None => written.push(accent),
            },
            (Some(before), mark) if is_puso(mark) => {
                let inside = before.is_alphabetic() || is_accent(before);
                let inside = inside && chars.peek().is_some_and(|next| next.is_alphabetic());
                written.push(if inside { '’' } else { mark });
            }
            _ => written.push(c),
        }
    }
    written
}

/// Whether this is a combining accent, which belongs to the letter before it.
pub(crate) const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether this may be a puso, the glottal stop of Guaraní, as keyboards write it.
pub(crate) const fn is_puso(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '´' | '`' | '\u{2bd}')
}

/// The single letter that a letter and an accent make, if there is one among ours.
fn composed(base: char, accent: char) -> Option<char> {
    const TABLE: [(char, &str, &str); 6] = [
        ('\u{300}', "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        ('\u{301}', "aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ"),
        ('\u{302}', "aeiouyAEIOUY", "âêîôûŷÂÊÎÔÛŶ"),
        ('\u{303}', "aeiouynAEIOUYN", "ãẽĩõũỹñÃẼĨÕŨỸÑ"),
        ('\u{308}', "aeiouAEIOU", "äëïöüÄËÏÖÜ"),
        ('\u{327}', "cC", "çÇ"),
    ];
    let (_, bases, letters) = TABLE.iter().find(|(mark, ..)| *mark == accent)?;
    let index = bases.chars().position(|letter| letter == base)?;
    letters.chars().nth(index)
}

/// The letter without its accent; ñ is a letter of its own.
pub(crate) const fn bare(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ẽ' | 'ē' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ĩ' | 'ī' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ũ' | 'ū' => 'u',
        'ý' | 'ỹ' | 'ŷ' | 'ÿ' => 'y',
        'ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_typed_in_two_parts_become_one() {
        assert_eq!(compose("Pen\u{303}a e\u{303} u\u{308}"), "Peña ẽ ü");
        assert_eq!(
            compose("g\u{303}"),
            "g\u{303}",
            "this letter has no single character"
        );
        assert_eq!(compose("\u{301}a"), "\u{301}a");
        assert_eq!(compose("q\u{301}"), "q\u{301}");
    }

    #[test]
    fn only_an_apostrophe_inside_a_word_is_a_puso() {
        assert_eq!(compose("ka'aru 'hola' mba\u{2bc}e"), "ka’aru 'hola' mba’e");
        assert_eq!(compose("O'Higgins"), "O’Higgins");
    }
}
