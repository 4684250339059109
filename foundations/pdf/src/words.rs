//! Makes any text fit to be set: what people typed may hold what no font has, or words without end.
//!
//! PDF/A forbids a character without a glyph, so an emoji in an answer would otherwise cost the
//! whole receipt. It is shown as an empty square instead; the case keeps what was typed.

use serde_json::Value;

use crate::fonts::FONTS;

/// Stands for a character that our fonts do not have.
const UNKNOWN: char = '□';

/// A run of letters and digits longer than this is no word, address or hash, and wider than a page …
const RUN_MAX: usize = 64;

/// … and may then be broken every so many letters. Shorter runs stay whole, so that they can be copied
/// out of the document; the house style breaks them in narrow columns.
const PIECE: usize = 32;

/// Where a line may break without a hyphen (ZERO WIDTH SPACE).
const MAY_BREAK: char = '\u{200B}';

/// The same data with every text in it fit to be set. Keys stay as they are.
pub(crate) fn printable(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(printable_text(text)),
        Value::Array(items) => Value::Array(items.iter().map(printable).collect()),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, value)| (key.clone(), printable(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// The text without characters that cannot be drawn, and with places to break in words without end.
pub(crate) fn printable_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for run in text.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
        let endless = run.chars().count() > RUN_MAX;
        for (place, letter) in run.chars().enumerate() {
            if endless && place > 0 && place % PIECE == 0 {
                out.push(MAY_BREAK);
            }
            out.extend(drawable(letter));
        }
    }
    out
}

/// The letter itself, nothing for invisible marks, or the sign for an unknown one.
fn drawable(letter: char) -> Option<char> {
    match letter {
        '\n' => Some('\n'),
        _ if letter.is_whitespace() => Some(' '),
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{00AD}' => None,
        _ if letter.is_control() => None,
        _ if FONTS.has(letter) => Some(letter),
        _ => Some(UNKNOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guarani_spanish_and_currency_stay_as_typed() {
        let text = "Avañeʼẽ, g\u{303}uahẽ, ĩ õ ũ ỹ, ¿Cómo? ₲ 50.000 «sí» €";
        assert_eq!(printable_text(text), text);
    }

    #[test]
    fn what_no_font_has_becomes_a_square_and_invisible_marks_go() {
        assert_eq!(printable_text("sol 🌞 中\u{202E}x\u{0}"), "sol □ □x");
    }

    #[test]
    fn a_word_without_end_may_break_and_what_people_copy_may_not() {
        assert_eq!(
            printable_text(&"a".repeat(100)).matches(MAY_BREAK).count(),
            3
        );
        for whole in [
            "electroencefalografista",
            "https://ventanilla.example/verificar/V4T9-QX2M-88LC?idioma=es&desde=comprobante-de-la-solicitud",
            &"9f".repeat(32),
        ] {
            assert_eq!(printable_text(whole), whole);
        }
    }
}
