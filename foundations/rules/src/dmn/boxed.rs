//! Boxed expressions as trees: each is what could have been written as one expression.

use std::cell::{Cell, RefCell};

use roxmltree::Node;

use super::model::Parts;
use super::read::{attribute, child, children, parameters, text_of};
use crate::Value;
use crate::limits::NESTING_MAX;
use crate::syntax::{
    Arguments, Binding, Expr, Lambda, Names, Quantifier, Test, parse_expression_of_depth,
    parse_tests_of_depth,
};

/// Reads the expressions of a model.
pub(super) struct Reader<'p> {
    parts: &'p Parts,
    names: Names,
    problems: RefCell<Vec<String>>,
    depth: usize,
    /// How deep the trees are that were read since somebody began to ask.
    deepest: Cell<usize>,
}

/// What a box adds to the depth of a tree: itself, the kind of its value, and the kind of the name it is given.
/// A table adds no more, with what it calls to look at its cells.
const BOX_DEPTH: usize = 4;

/// Problems kept of one model: the first ones tell enough.
const PROBLEMS_MAX: usize = 200;

impl<'p> Reader<'p> {
    pub(super) fn new(parts: &'p Parts) -> Self {
        Self {
            parts,
            names: Names::new(parts.names.iter().map(String::as_str)).with_kinds(&parts.kinds),
            problems: RefCell::default(),
            depth: 0,
            deepest: Cell::default(),
        }
    }

    pub(super) const fn parts(&self) -> &'p Parts {
        self.parts
    }

    pub(super) fn problems(self) -> Vec<String> {
        self.problems.into_inner()
    }

    /// The expression that stands within an element.
    pub(super) fn within(&mut self, node: Node<'_, '_>) -> Option<Expr> {
        let mut expressions = node.children().filter(is_expression);
        expressions.next().map(|found| self.expression(found))
    }

    /// What a reading reads, with how deep its tree is.
    pub(super) fn measured<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, usize) {
        let above = BOX_DEPTH * self.depth;
        let around = self.deepest.replace(above);
        let found = read(self);
        let deepest = self.deepest.get();
        self.deepest.set(around.max(deepest));
        (found, deepest - above)
    }

    /// A tree of this depth stands within the boxes that are being read.
    fn deep(&self, depth: usize) {
        let depth = BOX_DEPTH * self.depth + depth;
        self.deepest.set(self.deepest.get().max(depth));
    }

    /// The body of a function; of another language's, null.
    pub(super) fn function_body(&mut self, node: Node<'_, '_>) -> Expr {
        let language = attribute(node, "kind");
        if !matches!(language.as_str(), "" | "FEEL") {
            return null();
        }
        self.within(node).unwrap_or_else(null)
    }

    fn expression(&mut self, node: Node<'_, '_>) -> Expr {
        if self.depth >= NESTING_MAX {
            self.problem(node, "nested too deeply");
            return null();
        }
        self.depth += 1;
        self.deep(0);
        let expr = self.boxed(node);
        self.depth -= 1;
        let reference = attribute(node, "typeRef");
        if reference.is_empty() || node.tag_name().name() == "functionDefinition" {
            return expr;
        }
        Expr::Typed(expr.into(), self.parts.kind(&reference))
    }

    fn boxed(&mut self, node: Node<'_, '_>) -> Expr {
        match node.tag_name().name() {
            "literalExpression" => self.literal(node),
            "context" => self.context(node),
            "decisionTable" => Expr::Table(self.table(node).into()),
            "invocation" => self.invocation(node),
            "functionDefinition" => {
                let (body, depth) = self.measured(|reader| reader.function_body(node));
                let lambda = Lambda::new(parameters(node, self.parts), body, depth);
                Expr::Function(lambda.into())
            }
            "list" => {
                let items: Vec<_> = node.children().filter(is_expression).collect();
                Expr::List(
                    items
                        .into_iter()
                        .map(|item| self.expression(item))
                        .collect(),
                )
            }
            "relation" => self.relation(node),
            "conditional" => Expr::If(
                self.part(node, "if").into(),
                self.part(node, "then").into(),
                self.part(node, "else").into(),
            ),
            "filter" => Expr::Filter(
                self.part(node, "in").into(),
                self.part(node, "match").into(),
            ),
            "for" => {
                let binding = self.binding(node);
                Expr::each(vec![binding], self.part(node, "return"))
            }
            "some" => self.quantified(Quantifier::Some, node),
            "every" => self.quantified(Quantifier::Every, node),
            _ => null(),
        }
    }

    pub(super) fn literal(&self, node: Node<'_, '_>) -> Expr {
        match child(node, "text") {
            Some(text) => self.parsed(node, &text_of(text)),
            None => null(),
        }
    }

    pub(super) fn parsed(&self, node: Node<'_, '_>, text: &str) -> Expr {
        if text.is_empty() {
            return null();
        }
        match parse_expression_of_depth(text, &self.names) {
            Ok((expr, depth)) => {
                self.deep(depth);
                expr
            }
            Err(error) => {
                self.problem(node, &format!("`{text}`: {error}"));
                null()
            }
        }
    }

    pub(super) fn tests(&self, node: Node<'_, '_>) -> Option<Vec<Test>> {
        let text = text_of(child(node, "text")?);
        if text.is_empty() {
            return None;
        }
        match parse_tests_of_depth(&text, &self.names) {
            Ok((tests, depth)) => {
                self.deep(depth);
                Some(tests)
            }
            Err(error) => {
                self.problem(node, &format!("`{text}`: {error}"));
                // What cannot be read is passed by nothing.
                Some(Vec::new())
            }
        }
    }

    fn part(&mut self, node: Node<'_, '_>, name: &'static str) -> Expr {
        child(node, name)
            .and_then(|part| self.within(part))
            .unwrap_or_else(null)
    }

    fn context(&mut self, node: Node<'_, '_>) -> Expr {
        let mut entries = Vec::new();
        let mut result = None;
        for entry in children(node, "contextEntry") {
            let value = self.within(entry).unwrap_or_else(null);
            match child(entry, "variable") {
                Some(variable) => {
                    let reference = attribute(variable, "typeRef");
                    let value = if reference.is_empty() {
                        value
                    } else {
                        Expr::Typed(value.into(), self.parts.kind(&reference))
                    };
                    entries.push((attribute(variable, "name"), value));
                }
                None => result = Some(value),
            }
        }
        match result {
            Some(result) => Expr::Let(entries, result.into()),
            None => Expr::Context(entries),
        }
    }

    fn invocation(&mut self, node: Node<'_, '_>) -> Expr {
        let function = self.within(node).unwrap_or_else(null);
        let bindings: Vec<(String, Expr)> = children(node, "binding")
            .map(|binding| {
                let name =
                    child(binding, "parameter").map(|parameter| attribute(parameter, "name"));
                let value = self.within(binding).unwrap_or_else(null);
                (name.unwrap_or_default(), value)
            })
            .collect();
        Expr::Invoke(function.into(), Arguments::Named(bindings))
    }

    fn relation(&mut self, node: Node<'_, '_>) -> Expr {
        let columns: Vec<String> = children(node, "column")
            .map(|column| attribute(column, "name"))
            .collect();
        let rows: Vec<_> = children(node, "row").collect();
        let row = |row: Node<'_, '_>| {
            let cells: Vec<_> = row.children().filter(is_expression).collect();
            let cells = cells.into_iter().map(|cell| self.expression(cell));
            Expr::Context(columns.iter().cloned().zip(cells).collect())
        };
        Expr::List(rows.into_iter().map(row).collect())
    }

    fn binding(&mut self, node: Node<'_, '_>) -> Binding {
        Binding {
            name: attribute(node, "iteratorVariable"),
            over: self.part(node, "in"),
            to: None,
        }
    }

    fn quantified(&mut self, quantifier: Quantifier, node: Node<'_, '_>) -> Expr {
        let binding = self.binding(node);
        let body = self.part(node, "satisfies");
        Expr::Quantified(quantifier, vec![binding], body.into())
    }

    fn problem(&self, node: Node<'_, '_>, what: &str) {
        let owner = owner(node);
        let mut problems = self.problems.borrow_mut();
        if problems.len() < PROBLEMS_MAX {
            problems.push(format!("{owner}: {what}"));
        }
    }
}

/// The name of the decision or function in which something stands.
pub(super) fn owner(node: Node<'_, '_>) -> String {
    let mut around = node.ancestors();
    let owner = around.find(|node| {
        matches!(
            node.tag_name().name(),
            "decision" | "businessKnowledgeModel"
        )
    });
    owner
        .map(|owner| attribute(owner, "name"))
        .unwrap_or_default()
}

pub(super) fn null() -> Expr {
    Expr::Literal(Value::Null)
}

fn is_expression(node: &Node<'_, '_>) -> bool {
    matches!(
        node.tag_name().name(),
        "literalExpression"
            | "context"
            | "decisionTable"
            | "invocation"
            | "functionDefinition"
            | "list"
            | "relation"
            | "conditional"
            | "filter"
            | "for"
            | "some"
            | "every"
    )
}
