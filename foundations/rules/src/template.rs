//! Texts with expressions in braces.

use std::collections::BTreeSet;

use text::Lang;

use crate::limits::{SOURCE_CHARS_MAX, STRING_BYTES_MAX};
use crate::{Context, Error, Expression, ParseError};

/// A text with expressions in braces, read once: `Hola {solicitante.nombre}`. `{{` and `}}` are plain braces.
#[derive(Clone, Debug, PartialEq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Words(String),
    Value(Expression),
}

impl Template {
    /// Reads a text.
    ///
    /// # Errors
    /// With the place of the first mistake in the text, a brace or an expression.
    pub fn parse(source: &str) -> Result<Self, ParseError> {
        if source.chars().count() > SOURCE_CHARS_MAX {
            let message = format!("longer than {SOURCE_CHARS_MAX} characters");
            return Err(ParseError {
                at: SOURCE_CHARS_MAX,
                message,
            });
        }
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut chars = (1_usize..).zip(source.chars()).peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '{' | '}' if chars.peek().is_some_and(|(_, next)| *next == c) => {
                    chars.next();
                    words.push(c);
                }
                '{' => {
                    let inside = expression_source(&mut chars).ok_or_else(|| ParseError {
                        at,
                        message: "this brace is not closed".into(),
                    })?;
                    let expression = Expression::parse(&inside).map_err(|error| ParseError {
                        at: at + error.at,
                        ..error
                    })?;
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                    pieces.push(Piece::Value(expression));
                }
                '}' => {
                    return Err(ParseError {
                        at,
                        message: "this brace was not opened; a plain one is }}".into(),
                    });
                }
                c => words.push(c),
            }
        }
        pieces.push(Piece::Words(words));
        Ok(Self(pieces))
    }

    /// The text with its values, written for a reader of this language; null is nothing.
    ///
    /// # Errors
    /// When an expression exceeds a limit.
    pub fn fill(&self, facts: &Context, lang: Lang) -> Result<String, Error> {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Value(expression) => filled.push_str(&expression.evaluate(facts)?.say(lang)),
            }
            if filled.len() > STRING_BYTES_MAX {
                return Err(Error::TooLarge);
            }
        }
        Ok(filled)
    }

    /// The names its expressions take from the facts.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let expressions = self.0.iter().filter_map(|piece| match piece {
            Piece::Value(expression) => Some(expression),
            Piece::Words(_) => None,
        });
        expressions.flat_map(Expression::names).collect()
    }
}

/// The characters up to the brace that closes, past texts in quotes and braces of contexts.
fn expression_source(chars: &mut dyn Iterator<Item = (usize, char)>) -> Option<String> {
    let (mut source, mut open, mut quoted, mut escaped) = (String::new(), 0_usize, false, false);
    for (_, c) in chars {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' if !quoted => open += 1,
            '}' if !quoted && open == 0 => return Some(source),
            '}' if !quoted => open -= 1,
            _ => {}
        }
        source.push(c);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(source: &str) -> String {
        let facts = Context::new()
            .with("nombre", "Ana")
            .with("monto", 50_000)
            .with("mayor", true);
        Template::parse(source)
            .unwrap()
            .fill(&facts, Lang::Es)
            .unwrap()
    }

    #[test]
    fn values_take_their_place_in_the_text() {
        assert_eq!(fill("Hola {nombre}: {monto / 2}"), "Hola Ana: 25.000");
        assert_eq!(fill("{if mayor then \"sí, }\" else \"no\"}"), "sí, }");
        assert_eq!(fill("{{nombre}} {nadie}."), "{nombre} .");
        assert_eq!(fill("{ {a: 1}.a }"), "1");
        assert_eq!(fill("{mayor}"), "sí");
    }

    #[test]
    fn mistakes_have_their_place_in_the_text() {
        assert_eq!(Template::parse("Hola {nombre").unwrap_err().at, 6);
        assert_eq!(Template::parse("Hola }").unwrap_err().at, 6);
        assert_eq!(Template::parse("Hola {1 +}").unwrap_err().at, 10);
    }

    #[test]
    fn it_tells_what_it_needs() {
        let template = Template::parse("{a.b} y {c + a.d}").unwrap();
        assert_eq!(template.names().into_iter().collect::<Vec<_>>(), ["a", "c"]);
    }
}
