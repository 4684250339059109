//! Decision tables as models draw them.

use roxmltree::Node;
use text::{Lang, Localized};

use super::boxed::{Reader, null, owner};
use super::read::{attribute, child, children, text_of};
use super::table::{Input, Output, Policy, Rule, Table};
use super::trail::Annotation;
use crate::syntax::Expr;
use crate::table::reason_language;

impl Reader<'_> {
    pub(super) fn table(&self, node: Node<'_, '_>) -> Table {
        let inputs = children(node, "input").map(|input| self.input(input));
        let inputs = inputs.collect();
        let outputs = children(node, "output").map(|output| Output {
            name: attribute(output, "name"),
            kind: self.parts().kind(&attribute(output, "typeRef")),
            values: child(output, "outputValues").map(|values| {
                let text = child(values, "text").map(text_of).unwrap_or_default();
                self.parsed(values, &format!("[{text}]"))
            }),
            default: child(output, "defaultOutputEntry").map(|entry| self.literal(entry)),
        });
        let outputs = outputs.collect();
        let columns = children(node, "annotation").map(|column| attribute(column, "name"));
        let columns: Vec<String> = columns.collect();
        let rules = children(node, "rule").map(|rule| self.rule(rule, &columns));
        Table {
            name: owner(node),
            policy: Policy::of(
                &attribute(node, "hitPolicy"),
                &attribute(node, "aggregation"),
            ),
            rules: rules.collect(),
            inputs,
            outputs,
        }
    }

    fn input(&self, node: Node<'_, '_>) -> Input {
        let expression = child(node, "inputExpression");
        let expr = expression.map_or_else(null, |expression| {
            let value = self.literal(expression);
            let reference = attribute(expression, "typeRef");
            if reference.is_empty() {
                value
            } else {
                Expr::Typed(value.into(), self.parts().kind(&reference))
            }
        });
        Input {
            source: expression.map(written).unwrap_or_default(),
            expr,
            values: child(node, "inputValues").and_then(|values| self.tests(values)),
        }
    }

    fn rule(&self, node: Node<'_, '_>, columns: &[String]) -> Rule {
        let annotations = children(node, "annotationEntry").enumerate();
        let annotations = annotations.map(|(index, entry)| Annotation {
            name: columns.get(index).cloned().unwrap_or_default(),
            text: written(entry),
        });
        let annotations: Vec<_> = annotations.filter(|one| !one.text.is_empty()).collect();
        let source = |entry| match written(entry) {
            nothing if nothing.is_empty() => "-".to_owned(),
            written => written,
        };
        Rule {
            tests: children(node, "inputEntry")
                .map(|entry| self.tests(entry))
                .collect(),
            outputs: children(node, "outputEntry")
                .map(|entry| self.literal(entry))
                .collect(),
            sources: children(node, "inputEntry").map(source).collect(),
            reason: reason(&annotations, language(node)),
            annotations,
        }
    }
}

/// The text of an element as it is written.
fn written(node: Node<'_, '_>) -> String {
    child(node, "text").map(text_of).unwrap_or_default()
}

/// The language the model says it is in; Spanish where it says none, or one that nobody here reads.
fn language(node: Node<'_, '_>) -> Lang {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    let mut around = node.ancestors();
    let said = around.find_map(|node| node.attribute((XML, "lang")));
    said.and_then(Lang::from_tag).unwrap_or_default()
}

/// The reason of a rule: columns that are named as those of our own tables each in its language; else all that
/// stands beside the rule.
fn reason(annotations: &[Annotation], lang: Lang) -> Option<Localized> {
    let named = annotations
        .iter()
        .filter_map(|one| Some((reason_language(&one.name)?, one.text.clone())));
    let all = || {
        let texts: Vec<&str> = annotations.iter().map(|one| one.text.as_str()).collect();
        (!texts.is_empty()).then(|| Localized::only(lang, texts.join("; ")))
    };
    named
        .fold(None, |reason: Option<Localized>, (lang, words)| {
            Some(match reason {
                Some(reason) => reason.with(lang, words),
                None => Localized::only(lang, words),
            })
        })
        .or_else(all)
}
