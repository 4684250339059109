//! Kinds of values that a model defines (item definitions).

use std::collections::HashMap;
use std::sync::Arc;

use roxmltree::Node;

use super::model::Parts;
use super::read::{attribute, child, children, text_of};
use crate::kind::Kind;
use crate::syntax::{Names, parse_tests};

/// How deep definitions may stand in one another.
const DEPTH_MAX: usize = 20;

/// The definitions of a model, on the way to become kinds. They may stand in one another in any order, and in
/// themselves; each is worked out once for each depth at which it stands.
pub(super) struct Items<'p, 'a, 'i> {
    parts: &'p Parts,
    defined: HashMap<String, Node<'a, 'i>>,
    known: HashMap<(String, usize), Kind>,
}

impl<'p, 'a, 'i> Items<'p, 'a, 'i> {
    pub(super) fn new(definitions: Node<'a, 'i>, parts: &'p Parts) -> Self {
        let mut defined = HashMap::new();
        for item in children(definitions, "itemDefinition") {
            defined.entry(attribute(item, "name")).or_insert(item);
        }
        Self {
            parts,
            defined,
            known: HashMap::new(),
        }
    }

    /// The kind that an item definition or one of its components says.
    pub(super) fn kind(&mut self, item: Node<'a, 'i>) -> Kind {
        self.within(item, DEPTH_MAX)
    }

    fn within(&mut self, item: Node<'a, 'i>, depth: usize) -> Kind {
        let Some(depth) = depth.checked_sub(1) else {
            return Kind::Any;
        };
        let mut components: Vec<(String, Kind)> = Vec::new();
        for component in children(item, "itemComponent") {
            let kind = self.within(component, depth);
            components.push((attribute(component, "name"), kind));
        }
        let base = if let Some(function) = child(item, "functionItem") {
            let mut parameters = Vec::new();
            for parameter in children(function, "parameters") {
                parameters.push(self.of_name(&attribute(parameter, "typeRef"), depth));
            }
            let result = self.of_name(&attribute(function, "outputTypeRef"), depth);
            Kind::Function(parameters.into(), result.into())
        } else if components.is_empty() {
            let reference = child(item, "typeRef").map(text_of).unwrap_or_default();
            self.of_name(&reference, depth)
        } else {
            Kind::Context(components.into())
        };
        let is_list = attribute(item, "isCollection") == "true";
        let allowed = tests(item, "allowedValues");
        let of_whole = tests(item, "typeConstraint");
        let base = restricted(base, allowed);
        let kind = if is_list {
            Kind::List(base.into())
        } else {
            base
        };
        restricted(kind, of_whole)
    }

    /// The kind under a name, which may be defined later in the model.
    fn of_name(&mut self, name: &str, depth: usize) -> Kind {
        let plain = name
            .rsplit_once(':')
            .map_or(name, |(_, plain)| plain)
            .trim();
        let Some(item) = self.defined.get(plain).copied() else {
            return self.parts.kind(name);
        };
        let key = (plain.to_owned(), depth);
        if let Some(kind) = self.known.get(&key) {
            return kind.clone();
        }
        let kind = self.within(item, depth);
        self.known.insert(key, kind.clone());
        kind
    }
}

fn tests(item: Node<'_, '_>, name: &'static str) -> Option<Vec<crate::syntax::Test>> {
    let text = text_of(child(child(item, name)?, "text")?);
    parse_tests(&text, &Names::default()).ok()
}

fn restricted(kind: Kind, tests: Option<Vec<crate::syntax::Test>>) -> Kind {
    match tests {
        Some(tests) => Kind::Allowed(kind.into(), Arc::new(tests)),
        None => kind,
    }
}
