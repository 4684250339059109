//! Kinds of values that a model defines (item definitions).

use std::sync::Arc;

use roxmltree::Node;

use super::model::Parts;
use super::read::{attribute, child, children, text_of};
use crate::kind::Kind;
use crate::syntax::{Names, parse_tests};

/// How deep definitions may stand in one another.
const DEPTH_MAX: usize = 20;

/// The kind that an item definition or one of its components says.
pub(super) fn kind(item: Node<'_, '_>, definitions: Node<'_, '_>, parts: &Parts) -> Kind {
    within(item, definitions, parts, DEPTH_MAX)
}

fn within(item: Node<'_, '_>, definitions: Node<'_, '_>, parts: &Parts, depth: usize) -> Kind {
    let Some(depth) = depth.checked_sub(1) else {
        return Kind::Any;
    };
    let components: Vec<(String, Kind)> = children(item, "itemComponent")
        .map(|component| {
            let kind = within(component, definitions, parts, depth);
            (attribute(component, "name"), kind)
        })
        .collect();
    let base = if let Some(function) = child(item, "functionItem") {
        let named = |name: &str| of_name(name, definitions, parts, depth);
        let parameters = children(function, "parameters")
            .map(|parameter| named(&attribute(parameter, "typeRef")));
        let result = named(&attribute(function, "outputTypeRef"));
        Kind::Function(parameters.collect(), result.into())
    } else if components.is_empty() {
        let reference = child(item, "typeRef").map(text_of).unwrap_or_default();
        of_name(&reference, definitions, parts, depth)
    } else {
        Kind::Context(components)
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
fn of_name(name: &str, definitions: Node<'_, '_>, parts: &Parts, depth: usize) -> Kind {
    let plain = name
        .rsplit_once(':')
        .map_or(name, |(_, plain)| plain)
        .trim();
    let mut defined = children(definitions, "itemDefinition");
    match defined.find(|item| attribute(*item, "name") == plain) {
        Some(item) => within(item, definitions, parts, depth),
        None => parts.kind(name),
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
