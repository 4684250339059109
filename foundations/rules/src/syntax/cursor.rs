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
