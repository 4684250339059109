//! From text to words and signs.

use super::ParseError;
use crate::Number;
use crate::limits::SOURCE_CHARS_MAX;

/// A word or sign with its place, counted in characters from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Number(Number),
    String(String),
    /// A name or a keyword.
    Word(String),
    /// `@"…"`: a date, time or duration.
    At(String),
    /// Anything else: `(`, `<=`, `..` and so on.
    Sign(&'static str),
    End,
}

/// Longer signs come first.
const SIGNS: [&str; 26] = [
    "..", "**", "!=", "<=", ">=", "->", "(", ")", "[", "]", "{", "}", ",", ":", ".", "+", "-", "*",
    "/", "=", "<", ">", "?", ";", "@", "|",
];

/// Every token, with [`Kind::End`] at last.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, ParseError> {
    if source.chars().count() > SOURCE_CHARS_MAX {
        return Err(ParseError {
            at: SOURCE_CHARS_MAX,
            message: format!("longer than {SOURCE_CHARS_MAX} characters"),
        });
    }
    let mut lexer = Lexer {
        rest: source,
        at: 1,
    };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next()? {
        tokens.push(token);
    }
    tokens.push(Token {
        at: lexer.at,
        kind: Kind::End,
    });
    Ok(tokens)
}

struct Lexer<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Result<Option<Token>, ParseError> {
        self.skip_blank();
        let at = self.at;
        let Some(first) = self.rest.chars().next() else {
            return Ok(None);
        };
        let kind = if first.is_ascii_digit()
            || (first == '.' && self.second().is_some_and(|c| c.is_ascii_digit()))
        {
            self.number()?
        } else if first == '"' {
            Kind::String(self.string()?)
        } else if is_name_start(first) {
            Kind::Word(self.take_while(is_name_part).to_owned())
        } else if self.rest.starts_with("@\"") {
            self.advance(1);
            Kind::At(self.string()?)
        } else {
            let sign = SIGNS.iter().find(|sign| self.rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| ParseError {
                at,
                message: format!("`{first}` means nothing here"),
            })?;
            self.advance(sign.len());
            Kind::Sign(sign)
        };
        Ok(Some(Token { at, kind }))
    }

    fn second(&self) -> Option<char> {
        self.rest.chars().nth(1)
    }

    /// Moves on by bytes, which must end at a character.
    fn advance(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.at += taken.chars().count();
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        self.advance(end)
    }

    fn skip_blank(&mut self) {
        loop {
            self.take_while(char::is_whitespace);
            if self.rest.starts_with("//") {
                self.take_while(|c| c != '\n');
            } else if self.rest.starts_with("/*") {
                let end = self.rest.find("*/").map_or(self.rest.len(), |end| end + 2);
                self.advance(end);
            } else {
                return;
            }
        }
    }

    fn number(&mut self) -> Result<Kind, ParseError> {
        let at = self.at;
        let mut written = self.take_while(|c| c.is_ascii_digit()).to_owned();
        // In `1..5` the points are a sign of their own.
        if self.rest.starts_with('.') && self.second().is_some_and(|c| c.is_ascii_digit()) {
            written.push_str(self.advance(1));
            written.push_str(self.take_while(|c| c.is_ascii_digit()));
        }
        let mut ahead = self.rest.chars();
        let exponent = matches!(ahead.next(), Some('e' | 'E')) && {
            let after_sign = ahead.clone().next().filter(|c| matches!(c, '+' | '-'));
            let mut digits = ahead.skip(usize::from(after_sign.is_some()));
            digits.next().is_some_and(|c| c.is_ascii_digit())
        };
        if exponent {
            written.push_str(self.advance(2));
            written.push_str(self.take_while(|c| c.is_ascii_digit()));
        }
        let number = written.parse().map_err(|_| ParseError {
            at,
            message: format!("`{written}` has too many digits"),
        })?;
        Ok(Kind::Number(number))
    }

    fn string(&mut self) -> Result<String, ParseError> {
        let at = self.at;
        self.advance(1);
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|c| c != '"' && c != '\\'));
            let mut ahead = self.rest.chars();
            match (ahead.next(), ahead.next()) {
                (Some('"'), _) => {
                    self.advance(1);
                    return Ok(text);
                }
                (Some(_), Some(escaped)) => {
                    let at = self.at;
                    self.advance(1 + escaped.len_utf8());
                    match self.escaped(escaped) {
                        Some(letter) => text.push(letter),
                        None if matches!(escaped, 'u' | 'U') => {
                            return Err(ParseError {
                                at,
                                message: format!("`\\{escaped}` wants the number of a letter"),
                            });
                        }
                        // A backslash before anything else stands for itself, as patterns want it.
                        None => {
                            text.push('\\');
                            text.push(escaped);
                        }
                    }
                }
                _ => {
                    return Err(ParseError {
                        at,
                        message: "the text is not closed; a \" is missing".into(),
                    });
                }
            }
        }
    }

    fn escaped(&mut self, escaped: char) -> Option<char> {
        let digits = match escaped {
            '"' | '\\' | '\'' | '/' => return Some(escaped),
            'n' => return Some('\n'),
            't' => return Some('\t'),
            'r' => return Some('\r'),
            'u' => 4,
            'U' => 6,
            _ => return None,
        };
        let code = self.rest.get(..digits)?;
        let letter = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        self.advance(digits);
        Some(letter)
    }
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\'' | '’' | 'ʼ' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Vec<Kind> {
        tokens(source)
            .unwrap()
            .into_iter()
            .map(|token| token.kind)
            .collect()
    }

    #[test]
    fn points_are_told_apart() {
        let n = |written: &str| Kind::Number(written.parse().unwrap());
        assert_eq!(kinds("1..5"), [n("1"), Kind::Sign(".."), n("5"), Kind::End]);
        assert_eq!(kinds("1.5"), [n("1.5"), Kind::End]);
        assert_eq!(kinds(".5 2e3"), [n("0.5"), n("2000"), Kind::End]);
        assert_eq!(
            kinds("a.b"),
            [
                Kind::Word("a".into()),
                Kind::Sign("."),
                Kind::Word("b".into()),
                Kind::End
            ]
        );
    }

    #[test]
    fn names_may_be_spanish_or_guarani() {
        assert_eq!(
            kinds("año_1 mba’e"),
            [
                Kind::Word("año_1".into()),
                Kind::Word("mba’e".into()),
                Kind::End
            ]
        );
    }

    #[test]
    fn texts_have_escapes_and_comments_are_skipped() {
        assert_eq!(
            kinds(r#""a\"\n\u00f1" // rest"#),
            [Kind::String("a\"\nñ".into()), Kind::End]
        );
        assert_eq!(
            kinds("/* x */ @\"P1D\""),
            [Kind::At("P1D".into()), Kind::End]
        );
        assert_eq!(kinds("/* open"), [Kind::End]);
    }

    #[test]
    fn mistakes_have_a_place() {
        assert_eq!(tokens("año # 1").unwrap_err().at, 5);
        assert_eq!(tokens("x = \"abc").unwrap_err().at, 5);
        assert!(tokens("\"\\u12\"").is_err());
        assert!(tokens(&format!("1e{}", 9000)).is_err());
        assert!(tokens(&" ".repeat(SOURCE_CHARS_MAX + 1)).is_err());
    }
}
