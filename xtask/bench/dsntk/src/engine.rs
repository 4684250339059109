//! What an engine must be able to do, so that the same case can be put to both.

use std::panic::{AssertUnwindSafe, catch_unwind};

use roxmltree::Node;

use crate::cases::{Case, Set, attribute, child, children};

/// An engine with a model in it.
pub(crate) trait Engine: Sized {
    type Value;
    type Inputs;

    fn load(set: &Set<'_, '_>) -> Option<Self>;
    fn null() -> Self::Value;
    fn list(items: Vec<Self::Value>) -> Self::Value;
    fn context(entries: Vec<(&str, Self::Value)>) -> Self::Value;
    /// A value of a kind of XML Schema.
    fn simple(kind: &str, text: &str) -> Option<Self::Value>;
    fn inputs(entries: Vec<(&str, Self::Value)>) -> Self::Inputs;
    fn evaluate(&self, case: &Case<'_, '_>, inputs: &Self::Inputs) -> Option<Self::Value>;
    fn agree(case: &Case<'_, '_>, expected: &Self::Value, found: &Self::Value) -> bool;
}

/// What came of a case.
pub(crate) enum Outcome<'e> {
    /// The engine gives what the kit expects, again and again.
    Agrees(Box<dyn Fn() + 'e>),
    OursDiffers,
    TheirsDiffers,
    Differs,
}

/// Puts a case to an engine, and looks whether it gives what is expected.
pub(crate) fn prepare<'e, E: Engine>(engine: &'e E, case: &'e Case<'_, '_>) -> Outcome<'e> {
    let ready = guarded(|| {
        let mut inputs = Vec::new();
        for input in children(case.node, "inputNode") {
            inputs.push((input.attribute("name")?, value::<E>(input)?));
        }
        let inputs = E::inputs(inputs);
        let expected = match child(case.result, "expected") {
            Some(node) => value::<E>(node)?,
            None => E::null(),
        };
        let found = engine.evaluate(case, &inputs)?;
        E::agree(case, &expected, &found).then_some(inputs)
    });
    match ready.flatten() {
        Some(inputs) => Outcome::Agrees(Box::new(move || {
            std::hint::black_box(engine.evaluate(case, &inputs));
        })),
        None => Outcome::Differs,
    }
}

/// What a function gives, unless it panics.
pub(crate) fn guarded<T>(body: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(body)).ok()
}

/// The value that an element of the kit holds.
fn value<E: Engine>(node: Node<'_, '_>) -> Option<E::Value> {
    let is_nil = |node: Node<'_, '_>| attribute(node, "nil") == Some("true");
    if is_nil(node) {
        return Some(E::null());
    }
    if let Some(list) = child(node, "list") {
        if is_nil(list) {
            return Some(E::null());
        }
        let items = children(list, "item").map(value::<E>);
        return items.collect::<Option<Vec<_>>>().map(E::list);
    }
    if let Some(single) = child(node, "value") {
        if is_nil(single) {
            return Some(E::null());
        }
        let kind = attribute(single, "type").unwrap_or("xsd:string");
        let kind = kind.rsplit_once(':').map_or(kind, |(_, kind)| kind);
        return E::simple(kind, single.text().unwrap_or_default());
    }
    let mut entries = Vec::new();
    for component in children(node, "component") {
        entries.push((component.attribute("name")?, value::<E>(component)?));
    }
    Some(E::context(entries))
}
