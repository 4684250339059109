//! Names that are known beforehand, because they have spaces or signs in them: `Monthly Income`, `a-b`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::lexer::{Kind, Token, tokens};
use crate::kind::Kind as ValueKind;

/// Names that an expression may use besides plain words, and kinds of values that a model defines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// Those of the model, which all its expressions share.
    shared: Arc<Tree>,
    /// Those that the expression itself has brought so far.
    own: Tree,
    kinds: Arc<HashMap<String, ValueKind>>,
}

/// Names by their words and signs, each of which leads on to the next.
#[derive(Clone, Debug, Default)]
struct Tree {
    /// The name that ends here.
    name: Option<String>,
    next: HashMap<String, Tree>,
}

impl Names {
    /// These names; what cannot be read as words and signs cannot be used, and is left out.
    pub(crate) fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut shared = Tree::default();
        for name in names {
            shared.add(name);
        }
        Self {
            shared: Arc::new(shared),
            ..Self::default()
        }
    }

    /// The kinds of values that may be named too.
    pub(crate) fn with_kinds(mut self, kinds: &Arc<HashMap<String, ValueKind>>) -> Self {
        self.kinds = Arc::clone(kinds);
        self
    }

    /// The kind of that name.
    pub(super) fn kind(&self, name: &str) -> Option<ValueKind> {
        self.kinds.get(name).cloned()
    }

    pub(super) fn add(&mut self, name: &str) {
        self.own.add(name);
    }

    /// The longest name that stands at the beginning of these tokens, and how many of them it takes.
    pub(super) fn at(&self, ahead: &[Token]) -> Option<(&str, usize)> {
        let found = [self.shared.at(ahead), self.own.at(ahead)];
        found.into_iter().flatten().max_by_key(|(_, count)| *count)
    }
}

impl Tree {
    fn add(&mut self, name: &str) {
        let Ok(parts) = tokens(name) else { return };
        // A name has as many words as a person still reads; the trees are as deep as that.
        if parts.len() < 2 || parts.len() > PARTS_MAX {
            return;
        }
        let mut at = self;
        for part in parts.iter().take(parts.len() - 1) {
            at = at.next.entry(key(&part.kind).into_owned()).or_default();
        }
        at.name = Some(name.to_owned());
    }

    fn at(&self, ahead: &[Token]) -> Option<(&str, usize)> {
        let mut found = None;
        let mut at = self;
        for (index, token) in ahead.iter().enumerate() {
            if at.next.is_empty() {
                break;
            }
            let Some(next) = at.next.get(key(&token.kind).as_ref()) else {
                break;
            };
            at = next;
            if let Some(name) = &at.name {
                found = Some((name.as_str(), index + 1));
            }
        }
        found
    }
}

/// Words and signs of one name.
const PARTS_MAX: usize = 100;

/// What stands for a token: no two that differ have the same.
fn key(kind: &Kind) -> Cow<'_, str> {
    match kind {
        Kind::Word(word) => word.into(),
        Kind::Sign(sign) => (*sign).into(),
        Kind::Number(number) => number.to_string().into(),
        Kind::String(text) => format!("\"{text}").into(),
        Kind::At(text) => format!("@\"{text}").into(),
        Kind::End => "".into(),
    }
}
