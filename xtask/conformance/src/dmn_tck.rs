//! The Technology Compatibility Kit of DMN: models beside files of cases (`*-test-NN.xml`).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use roxmltree::{Document, Node};
use rules::dmn::Model;
use rules::{Context, Expression, Number, Value};

use crate::{Failure, Report};

/// How far a number may be from the expected one: the kit's cases round to about this.
const TOLERANCE: &str = "0.00000001";

/// Runs every file of cases under a folder.
///
/// # Errors
/// When the folder or a file of cases cannot be read. A model that cannot be read fails its cases.
pub fn run(folder: &Path) -> anyhow::Result<Report> {
    let mut files = Vec::new();
    find(folder, &mut files)?;
    files.sort();
    let mut report = Report::default();
    for file in files {
        run_file(&file, &mut report).with_context(|| format!("{}", file.display()))?;
    }
    Ok(report)
}

/// The files of cases under a folder.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if is_cases(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_cases(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.contains("-test-") && name.ends_with(".xml"))
}

fn run_file(file: &Path, report: &mut Report) -> anyhow::Result<()> {
    let text = fs::read_to_string(file)?;
    let document = Document::parse(&text)?;
    let root = document.root_element();
    let model_name = child(root, "modelName").and_then(|node| node.text());
    let folder = file.parent().unwrap_or(Path::new("."));
    let model = read_model(folder, model_name.unwrap_or_default().trim());
    for case in children(root, "testCase") {
        let id = case.attribute("id").unwrap_or_default();
        for result in children(case, "resultNode") {
            let name = result.attribute("name").unwrap_or_default();
            let said = match &model {
                Ok(model) => check(model, case, result),
                Err(error) => Err(format!("the model cannot be read: {error}")),
            };
            match said {
                Ok(()) => report.passed += 1,
                Err(why) => {
                    let file = file.file_name().unwrap_or_default().to_string_lossy();
                    report.failures.push(Failure {
                        file: file.into_owned(),
                        case: id.to_owned(),
                        asked: name.to_owned(),
                        why,
                    });
                }
            }
        }
    }
    Ok(())
}

/// Reads a model with those it imports, which lie beside it.
fn read_model(folder: &Path, name: &str) -> anyhow::Result<Model> {
    let mut others: Vec<(PathBuf, String)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_model = path.extension().is_some_and(|end| end == "dmn");
        if is_model && !path.ends_with(name) {
            others.push((path.clone(), fs::read_to_string(&path)?));
        }
    }
    // Models may import one another: as many rounds as there are models bring each its imports.
    let mut known: Vec<Model> = Vec::new();
    for _ in 0..others.len() {
        let mut next = Vec::new();
        for (_, xml) in &others {
            next.push(Model::read(xml, &known)?);
        }
        known = next;
    }
    let xml = fs::read_to_string(folder.join(name))?;
    Ok(Model::read(&xml, &known)?)
}

fn check(model: &Model, case: Node<'_, '_>, result: Node<'_, '_>) -> Result<(), String> {
    let mut inputs = Context::new();
    for input in children(case, "inputNode") {
        let name = input.attribute("name").unwrap_or_default();
        let value = value(input).ok_or_else(|| format!("the input «{name}» is not understood"))?;
        inputs.insert(name, value);
    }
    let name = result.attribute("name").unwrap_or_default();
    let invocable = case.attribute("invocableName").unwrap_or_default();
    let found = match case.attribute("type") {
        Some("decisionService" | "bkm") => model.call(invocable, &inputs).map(|value| {
            // A service with several outputs gives them by name.
            match &value {
                Value::Context(outputs) => outputs.get(name).cloned().unwrap_or(value),
                _ => value,
            }
        }),
        _ => model.decide(name, &on_some_day(inputs)),
    };
    let wants_error = result.attribute("errorResult") == Some("true");
    let expected = match child(result, "expected") {
        Some(node) => value(node).ok_or("the expected value is not understood")?,
        None => Value::Null,
    };
    match found {
        Err(_) if wants_error => Ok(()),
        Ok(found) if same(&expected, &found) => Ok(()),
        Ok(found) => {
            let problems = model.problems().iter();
            let why: Vec<&str> = problems
                .filter(|problem| problem.starts_with(&format!("{name}:")))
                .map(String::as_str)
                .collect();
            Err(format!(
                "expected {expected}, found {found} {}",
                why.join("; ")
            ))
        }
        Err(error) => Err(format!("expected {expected}, found an error: {error}")),
    }
}

/// Models ask no clock; any day will do.
fn on_some_day(inputs: Context) -> Context {
    let day = made("date(x)", "2026-11-23").unwrap_or_default();
    let instant = made("date and time(x)", "2026-11-23T10:00:00Z").unwrap_or_default();
    inputs.with("today", day).with("now", instant)
}

/// The value that an element holds: one value, components by name, or a list.
fn value(node: Node<'_, '_>) -> Option<Value> {
    if is_nil(node) {
        return Some(Value::Null);
    }
    if let Some(list) = child(node, "list") {
        if is_nil(list) {
            return Some(Value::Null);
        }
        let items = children(list, "item").map(value);
        return items.collect::<Option<Vec<_>>>().map(Value::List);
    }
    if let Some(single) = child(node, "value") {
        return simple(single);
    }
    let mut context = Context::new();
    for component in children(node, "component") {
        context.insert(
            component.attribute("name").unwrap_or_default(),
            value(component)?,
        );
    }
    Some(Value::Context(context))
}

fn simple(node: Node<'_, '_>) -> Option<Value> {
    if is_nil(node) {
        return Some(Value::Null);
    }
    let text = node.text().unwrap_or_default();
    let kind = attribute(node, "type").unwrap_or("xsd:string");
    let expression = match kind.rsplit_once(':').map_or(kind, |(_, kind)| kind) {
        "string" => return Some(Value::from(text)),
        "boolean" => return Some(Value::from(text.trim() == "true")),
        "decimal" | "double" | "integer" | "float" | "int" | "long" => "number(x)",
        "date" => "date(x)",
        "time" => "time(x)",
        "dateTime" => "date and time(x)",
        "duration" | "dayTimeDuration" | "yearMonthDuration" => "duration(x)",
        _ => return None,
    };
    made(expression, text)
}

/// What an expression makes of a text under the name `x`.
fn made(expression: &str, text: &str) -> Option<Value> {
    let facts = Context::new().with("x", text.trim());
    let made = Expression::parse(expression).ok()?.evaluate(&facts).ok()?;
    (!made.is_null()).then_some(made)
}

fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(one), Value::Number(other)) => near(one, other),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Context(one), Value::Context(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        _ => expected == found,
    }
}

fn near(one: &Number, other: &Number) -> bool {
    let facts = Context::new()
        .with("a", Value::Number(*one))
        .with("b", Value::Number(*other));
    let test = format!("a = b or abs(a - b) <= {TOLERANCE} or abs(a - b) <= abs(a) * {TOLERANCE}");
    Expression::parse(&test)
        .ok()
        .and_then(|test| test.holds(&facts).ok())
        .unwrap_or_default()
}

fn is_nil(node: Node<'_, '_>) -> bool {
    attribute(node, "nil") == Some("true")
}

/// An attribute whatever its namespace.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name() == name)
        .map(|attribute| attribute.value())
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |child| child.tag_name().name() == name)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}
