//! Names that are known beforehand, because they have spaces or signs in them: `Monthly Income`, `a-b`.

use super::lexer::{Kind, Token, tokens};
use crate::kind::Kind as ValueKind;

/// Names that an expression may use besides plain words, and kinds of values that a model defines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    known: Vec<Known>,
    kinds: Vec<(String, ValueKind)>,
}

#[derive(Clone, Debug)]
struct Known {
    parts: Vec<Kind>,
    name: String,
}

impl Names {
    /// These names; what cannot be read as words and signs cannot be used, and is left out.
    pub(crate) fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut known = Self::default();
        for name in names {
            known.add(name);
        }
        known
    }

    /// The kinds of values that may be named too.
    pub(crate) fn with_kinds(mut self, kinds: &[(String, ValueKind)]) -> Self {
        self.kinds = kinds.to_vec();
        self
    }

    /// The kind of that name.
    pub(super) fn kind(&self, name: &str) -> Option<ValueKind> {
        let mut kinds = self.kinds.iter();
        let found = kinds.find(|(known, _)| known == name);
        found.map(|(_, kind)| kind.clone())
    }

    pub(crate) fn add(&mut self, name: &str) {
        let Ok(mut parts) = tokens(name) else { return };
        parts.pop();
        if parts.is_empty() || self.known.iter().any(|known| known.name == name) {
            return;
        }
        self.known.push(Known {
            parts: parts.into_iter().map(|token| token.kind).collect(),
            name: name.to_owned(),
        });
    }

    /// The longest name that stands at the beginning of these tokens, and how many of them it takes.
    pub(super) fn at(&self, ahead: &[Token]) -> Option<(&str, usize)> {
        let stands = |known: &&Known| {
            known.parts.len() <= ahead.len()
                && known
                    .parts
                    .iter()
                    .zip(ahead)
                    .all(|(part, token)| *part == token.kind)
        };
        self.known
            .iter()
            .filter(stands)
            .max_by_key(|known| known.parts.len())
            .map(|known| (known.name.as_str(), known.parts.len()))
    }
}
