//! From XML to the parts of a model.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use roxmltree::{Document, Node, ParsingOptions};

use super::boxed::Reader;
use super::engine::CLOCK;
use super::model::{Decision, Href, Import, Input, Knowledge, Model, Parts, Service};
use super::{ReadError, items};
use crate::kind::Kind;
use crate::syntax::{Expr, Lambda, Parameter};

/// Elements of one model: far more than people draw.
const NODES_MAX: u32 = 200_000;

pub(super) fn model(xml: &str, imported: &[Model]) -> Result<Model, ReadError> {
    let options = ParsingOptions {
        nodes_limit: NODES_MAX,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(xml, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => ReadError::TooLarge(NODES_MAX),
        error => ReadError::Xml(error.to_string()),
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "definitions" {
        return Err(ReadError::NotAModel(format!(
            "it begins with «{}»",
            root.tag_name().name()
        )));
    }
    let mut parts = Parts {
        namespace: attribute(root, "namespace"),
        ..Parts::default()
    };
    parts.imports = children(root, "import")
        .filter_map(|import| {
            let namespace = attribute(import, "namespace");
            let model = imported
                .iter()
                .find(|model| model.namespace() == namespace)?;
            Some(Import {
                name: attribute(import, "name"),
                model: model.clone(),
            })
        })
        .collect();
    let mut texts = root.descendants().filter_map(|node| node.text());
    parts.asks_clock = texts.any(|text| CLOCK.into_iter().any(|word| text.contains(word)));
    parts.names = names(root, &parts.imports);
    let mut items = items::Items::new(root, &parts);
    let mut kinds = HashMap::new();
    for item in children(root, "itemDefinition") {
        let kind = items.kind(item);
        kinds.entry(attribute(item, "name")).or_insert(kind);
    }
    parts.kinds = Arc::new(kinds);
    let mut reader = Reader::new(&parts);
    let inputs = children(root, "inputData").map(|node| input(node, &parts));
    let inputs = inputs.collect();
    let decisions = children(root, "decision").map(|node| decision(node, &mut reader));
    let decisions = decisions.collect();
    let knowledge = children(root, "businessKnowledgeModel")
        .filter_map(|node| self::knowledge(node, &mut reader));
    let knowledge = knowledge.collect();
    let services = children(root, "decisionService").map(|node| service(node, &parts));
    let services = services.collect();
    let problems = reader.problems();
    let parts = Parts {
        inputs,
        decisions,
        knowledge,
        services,
        problems,
        ..parts
    };
    Ok(Model(Arc::new(parts.indexed())))
}

fn input(node: Node<'_, '_>, parts: &Parts) -> Input {
    Input {
        id: attribute(node, "id"),
        name: name_of(node),
        kind: kind_of_variable(node, parts),
    }
}

fn decision(node: Node<'_, '_>, reader: &mut Reader<'_>) -> Decision {
    let (logic, depth) = reader.measured(|reader| reader.within(node));
    Decision {
        id: attribute(node, "id"),
        name: name_of(node),
        kind: kind_of_variable(node, reader.parts()),
        requires: requirements(node),
        logic: logic.unwrap_or(Expr::Literal(crate::Value::Null)),
        depth,
    }
}

fn knowledge(node: Node<'_, '_>, reader: &mut Reader<'_>) -> Option<Knowledge> {
    let logic = child(node, "encapsulatedLogic")?;
    let (body, depth) = reader.measured(|reader| reader.function_body(logic));
    let parameters = parameters(logic, reader.parts());
    let lambda = Lambda::new(parameters, body, depth);
    let result = match kind_of_variable(node, reader.parts()) {
        // The variable of a function may say the kind of the function itself.
        Kind::Function(_, result) => Arc::unwrap_or_clone(result),
        kind => kind,
    };
    Some(Knowledge {
        id: attribute(node, "id"),
        name: name_of(node),
        result,
        requires: requirements(node),
        lambda: lambda.into(),
    })
}

pub(super) fn parameters(node: Node<'_, '_>, parts: &Parts) -> Vec<Parameter> {
    let read = |parameter: Node<'_, '_>| {
        let reference = attribute(parameter, "typeRef");
        Parameter {
            name: attribute(parameter, "name"),
            kind: (!reference.is_empty()).then(|| parts.kind(&reference)),
        }
    };
    children(node, "formalParameter").map(read).collect()
}

fn service(node: Node<'_, '_>, parts: &Parts) -> Service {
    let hrefs = |name: &'static str| children(node, name).map(href).collect();
    let result = match kind_of_variable(node, parts) {
        Kind::Function(_, result) => Arc::unwrap_or_clone(result),
        kind => kind,
    };
    Service {
        id: attribute(node, "id"),
        name: name_of(node),
        result,
        outputs: hrefs("outputDecision"),
        input_decisions: hrefs("inputDecision"),
        inputs: hrefs("inputData"),
        function: OnceLock::new(),
    }
}

/// What an element requires: inputs, decisions and functions.
fn requirements(node: Node<'_, '_>) -> Vec<Href> {
    let is_requirement = |node: &Node<'_, '_>| {
        matches!(
            node.tag_name().name(),
            "informationRequirement" | "knowledgeRequirement"
        )
    };
    node.children()
        .filter(is_requirement)
        .flat_map(|requirement| requirement.children().filter(Node::is_element))
        .filter(|node| node.has_attribute("href"))
        .map(href)
        .collect()
}

fn href(node: Node<'_, '_>) -> Href {
    let written = attribute(node, "href");
    let (namespace, id) = written.split_once('#').unwrap_or(("", &written));
    Href {
        namespace: (!namespace.is_empty()).then(|| namespace.to_owned()),
        id: id.to_owned(),
    }
}

/// The name that others see: of the variable where there is one.
fn name_of(node: Node<'_, '_>) -> String {
    let variable = child(node, "variable").map(|variable| attribute(variable, "name"));
    variable
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| attribute(node, "name"))
}

fn kind_of_variable(node: Node<'_, '_>, parts: &Parts) -> Kind {
    let reference = child(node, "variable").map(|variable| attribute(variable, "typeRef"));
    match reference.filter(|reference| !reference.is_empty()) {
        Some(reference) => parts.kind(&reference),
        None => Kind::Any,
    }
}

/// Every name of the model, and of those it imports.
fn names(root: Node<'_, '_>, imports: &[Import]) -> Vec<String> {
    let named = |node: &Node<'_, '_>| {
        matches!(
            node.tag_name().name(),
            "variable"
                | "inputData"
                | "decision"
                | "businessKnowledgeModel"
                | "decisionService"
                | "itemComponent"
                | "formalParameter"
                | "output"
                | "import"
                | "parameter"
                | "column"
        )
    };
    let own = root
        .descendants()
        .filter(named)
        .map(|node| attribute(node, "name"));
    let loops = root
        .descendants()
        .filter(|node| node.has_attribute("iteratorVariable"))
        .map(|node| attribute(node, "iteratorVariable"));
    let mut models = HashSet::new();
    let theirs = imports
        .iter()
        .filter(|import| models.insert(import.model.namespace()))
        .flat_map(|import| import.model.0.names.clone());
    let mut names: Vec<String> = own
        .chain(loops)
        .chain(theirs)
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

pub(super) fn attribute(node: Node<'_, '_>, name: &str) -> String {
    let value = node.attribute(name).unwrap_or_default();
    // A name is the same however many spaces stand between its words.
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn children<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |child| child.tag_name().name() == name)
}

pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

pub(super) fn text_of(node: Node<'_, '_>) -> String {
    let texts = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|node| node.text());
    texts.collect::<String>().trim().to_owned()
}
