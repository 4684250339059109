//! Small steps through the words and signs.

use super::ParseError;
use super::lexer::{Kind, Token};
use super::parser::{KEYWORDS, Parsed, Parser};

impl Parser {
    pub(super) fn peek(&self) -> &Token {
        const END: Token = Token {
            at: 0,
            kind: Kind::End,
        };
        self.tokens.get(self.next).unwrap_or(&END)
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek().kind, Kind::Sign(found) if found == sign)
    }

    pub(super) fn sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.next += usize::from(found);
        found
    }

    pub(super) fn either_sign(&mut self, first: &str, second: &str) -> Option<bool> {
        if self.sign(first) {
            Some(true)
        } else {
            self.sign(second).then_some(false)
        }
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(&self.peek().kind, Kind::Word(found) if found == word)
    }

    pub(super) fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }

    /// Whether the next two are this word and this sign.
    pub(super) fn is_call_of(&self, word: &str) -> bool {
        self.is_word(word)
            && self
                .tokens
                .get(self.next + 1)
                .is_some_and(|token| token.kind == Kind::Sign("("))
    }

    pub(super) fn step(&mut self) {
        self.next += 1;
    }

    pub(super) fn step_back(&mut self) {
        self.next = self.next.saturating_sub(1);
    }

    pub(super) fn is_end(&self) -> bool {
        self.peek().kind == Kind::End
    }

    pub(super) fn skip(&mut self, count: usize) {
        self.next += count;
    }

    /// The known name that stands here, the longest of them.
    pub(super) fn known_name(&mut self) -> Option<String> {
        let ahead = self.tokens.get(self.next..)?;
        let (name, count) = self.names.at(ahead)?;
        let name = name.to_owned();
        self.next += count;
        Some(name)
    }

    /// The words and signs before a sign, as one name, and the sign after them.
    pub(super) fn words_before(&mut self, sign: &str) -> Parsed<String> {
        let name = self.name_until(|kind| matches!(kind, Kind::Sign(found) if *found == sign))?;
        self.expect(sign)?;
        Ok(name)
    }

    /// The words and signs before a keyword, as one name, and the keyword after them.
    pub(super) fn words_before_word(&mut self, word: &str) -> Parsed<String> {
        let name = self.name_until(|kind| matches!(kind, Kind::Word(found) if found == word))?;
        self.expect_word(word)?;
        Ok(name)
    }

    pub(super) fn name_until(&mut self, is_end: impl Fn(&Kind) -> bool) -> Parsed<String> {
        /// Parts of one name: more than anybody reads.
        const PARTS_MAX: usize = 30;
        let mut name = String::new();
        let mut after_word = false;
        for _ in 0..PARTS_MAX {
            let kind = self.peek().kind.clone();
            if is_end(&kind) {
                break;
            }
            match kind {
                Kind::Word(word) if name.is_empty() && KEYWORDS.contains(&word.as_str()) => {
                    return Err(self.error("a name is missing here"));
                }
                Kind::Word(word) => {
                    if after_word {
                        name.push(' ');
                    }
                    name.push_str(&word);
                    after_word = true;
                }
                Kind::Number(number) if !name.is_empty() => {
                    if after_word {
                        name.push(' ');
                    }
                    name.push_str(&number.to_string());
                    after_word = true;
                }
                Kind::Sign(sign @ ("-" | "+" | "*" | "/" | ".")) if !name.is_empty() => {
                    name.push_str(sign);
                    after_word = false;
                }
                _ => break,
            }
            self.next += 1;
        }
        if name.is_empty() {
            return Err(self.error("a name is missing here"));
        }
        Ok(name)
    }

    /// The name after a point: of an entry, or of a part of a value.
    pub(super) fn property(&mut self) -> Parsed<String> {
        const TWO_WORDS: [(&str, &str); 3] = [
            ("start", "included"),
            ("end", "included"),
            ("time", "offset"),
        ];
        if let Some(name) = self.known_name() {
            return Ok(name);
        }
        for (first, second) in TWO_WORDS {
            let follows = self
                .tokens
                .get(self.next + 1)
                .is_some_and(|token| matches!(&token.kind, Kind::Word(word) if word == second));
            if follows && self.word(first) {
                self.next += 1;
                return Ok(format!("{first} {second}"));
            }
        }
        match &self.peek().kind {
            Kind::Word(word) => {
                let word = word.clone();
                self.next += 1;
                Ok(word)
            }
            _ => Err(self.error("a name is missing here")),
        }
    }

    pub(super) fn name(&mut self) -> Parsed<String> {
        match &self.peek().kind {
            Kind::Word(word) if !KEYWORDS.contains(&word.as_str()) => {
                let word = word.clone();
                self.next += 1;
                Ok(word)
            }
            _ => Err(self.error("a name is missing here")),
        }
    }

    pub(super) fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.error(&format!("`{sign}` is missing here")))
        }
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.word(word) {
            Ok(())
        } else {
            Err(self.error(&format!("`{word}` is missing here")))
        }
    }

    pub(super) fn end(&self) -> Parsed<()> {
        if self.is_end() {
            Ok(())
        } else {
            Err(self.error("the expression should have ended here"))
        }
    }

    pub(super) fn error(&self, message: &str) -> ParseError {
        ParseError {
            at: self.peek().at,
            message: message.to_owned(),
        }
    }
}
