//! Kinds of values as expressions write them: `number`, `list<string>`, `context<a: number>`.

use super::parser::{Parsed, Parser};
use crate::kind::Kind;

impl Parser {
    /// A kind of value.
    pub(super) fn kind(&mut self) -> Parsed<Kind> {
        self.deeper()?;
        let kind = self.kind_within();
        self.shallower();
        kind
    }

    fn kind_within(&mut self) -> Parsed<Kind> {
        if self.word("list") {
            return Ok(Kind::List(self.one_kind()?.into()));
        }
        if self.word("range") {
            return Ok(Kind::Range(self.one_kind()?.into()));
        }
        if self.word("context") {
            return self.context_kind();
        }
        if self.word("function") {
            return self.function_kind();
        }
        let words = self.words_ahead();
        // The longest that fits: "date and time" before "date".
        for count in (1..=words.len()).rev() {
            let name = words.get(..count).unwrap_or_default().join(" ");
            if let Some(kind) = self.names.kind(&name).or_else(|| Kind::of_name(&name)) {
                self.skip(count);
                return Ok(kind);
            }
        }
        Err(self.error("this is no type"))
    }

    /// What stands between `<` and `>`; anything where nothing stands.
    fn one_kind(&mut self) -> Parsed<Kind> {
        if !self.sign("<") {
            return Ok(Kind::Any);
        }
        let kind = self.kind()?;
        self.expect(">")?;
        Ok(kind)
    }

    fn context_kind(&mut self) -> Parsed<Kind> {
        let mut entries = Vec::new();
        if self.sign("<") {
            while !self.sign(">") {
                if !entries.is_empty() {
                    self.expect(",")?;
                }
                let name = self.words_before(":")?;
                entries.push((name, self.kind()?));
            }
        }
        Ok(Kind::Context(entries.into()))
    }

    fn function_kind(&mut self) -> Parsed<Kind> {
        let mut parameters = Vec::new();
        self.expect("<")?;
        while !self.sign(">") {
            if !parameters.is_empty() {
                self.expect(",")?;
            }
            parameters.push(self.kind()?);
        }
        self.expect("->")?;
        let result = self.kind()?;
        Ok(Kind::Function(parameters.into(), result.into()))
    }
}
