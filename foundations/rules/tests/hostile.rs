//! Models and expressions that were made to hold a server up, or to bring it down: each ends soon, in a value or
//! an error.
#![expect(clippy::unwrap_used, reason = "a test that fails should say where")]

use std::fmt::Write as _;

use rules::dmn::{Asked, Model, Trail, Undecided};
use rules::{Context, Error, Expression, Value};
use text::Lang;

fn model(body: &str) -> Model {
    let xml = format!(
        r#"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:h">{body}</definitions>"#
    );
    Model::read(&xml, &[]).unwrap()
}

fn evaluated(source: &str) -> Result<Value, Error> {
    Expression::parse(source).unwrap().evaluate(&Context::new())
}

/// Each level stands ten times in the one before: ten to the twentieth, if they were written out.
#[test]
fn definitions_that_stand_in_themselves_are_read_soon() {
    let components: String = (0..10)
        .map(|at| format!(r#"<itemComponent name="c{at}"><typeRef>t</typeRef></itemComponent>"#))
        .collect();
    let function = r#"<itemDefinition name="f"><functionItem outputTypeRef="t"><parameters name="x" typeRef="t"/></functionItem></itemDefinition>
        <itemDefinition name="g"><functionItem outputTypeRef="u"><parameters name="x" typeRef="u"/></functionItem></itemDefinition>"#;
    let model = model(&format!(
        r##"<itemDefinition name="t">{components}</itemDefinition>
        <itemDefinition name="u">{}</itemDefinition>{function}
        <businessKnowledgeModel id="k" name="k"><variable name="k" typeRef="f"/><encapsulatedLogic>
          <formalParameter name="x" typeRef="t"/><literalExpression typeRef="t"><text>x</text></literalExpression>
        </encapsulatedLogic></businessKnowledgeModel>
        <decision id="d" name="d"><variable name="d" typeRef="g"/>
          <knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
          <literalExpression><text>k</text></literalExpression></decision>"##,
        components.replace("<typeRef>t<", "<typeRef>u<"),
    ));
    assert_eq!(model.decide("d", &Context::new()), Ok(Value::Null));
}

/// Each function requires the two before it, twice.
#[test]
fn functions_that_require_functions_are_made_once() {
    let mut body = String::new();
    for level in 0..30 {
        for side in ["a", "b"] {
            let below = level - 1;
            let requires = if level == 0 {
                String::new()
            } else {
                format!(
                    r##"<knowledgeRequirement><requiredKnowledge href="#a{below}"/></knowledgeRequirement>
                    <knowledgeRequirement><requiredKnowledge href="#b{below}"/></knowledgeRequirement>"##
                )
            };
            write!(
                body,
                r#"<businessKnowledgeModel id="{side}{level}" name="{side}{level}"><variable name="{side}{level}"/>
                <encapsulatedLogic><literalExpression><text>1</text></literalExpression></encapsulatedLogic>{requires}</businessKnowledgeModel>"#
            )
            .unwrap();
        }
    }
    body.push_str(
        r##"<decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#a29"/></knowledgeRequirement>
        <literalExpression><text>[a29(), a29 = a29]</text></literalExpression></decision>"##,
    );
    let both = Value::List(vec![Value::from(1), Value::from(true)]);
    assert_eq!(model(&body).decide("d", &Context::new()), Ok(both));
}

/// Functions as values that hold two functions each.
#[test]
fn functions_that_hold_functions_are_compared_and_told_soon() {
    let mut source = "{a0: function() 1, b0: function() 2".to_owned();
    for at in 1..40 {
        let below = at - 1;
        for side in ["a", "b"] {
            write!(source, ", {side}{at}: function() [a{below}, b{below}]").unwrap();
        }
    }
    source.push_str(", r: a39 = b39 or a39 = a39}.r");
    assert_eq!(evaluated(&source), Ok(Value::from(true)));
}

/// All decisions together have an allowance, not only each of them.
#[test]
fn many_decisions_that_work_hard_are_stopped() {
    let mut body = String::new();
    let mut requires = String::new();
    for at in 0..400 {
        write!(
            body,
            r#"<decision id="d{at}" name="d{at}"><literalExpression><text>count(for i in 1..9000, j in 1..5 return i)</text></literalExpression></decision>"#
        )
        .unwrap();
        write!(
            requires,
            r##"<informationRequirement><requiredDecision href="#d{at}"/></informationRequirement>"##
        )
        .unwrap();
    }
    write!(
        body,
        r#"<decision id="all" name="all">{requires}<literalExpression><text>1</text></literalExpression></decision>"#
    )
    .unwrap();
    let stopped = model(&body).decide("all", &Context::new());
    assert!(matches!(stopped, Err(Undecided::Limit(_))), "{stopped:?}");
}

/// Every expression is read beside every name.
#[test]
fn many_names_beside_many_expressions_are_read_soon() {
    let mut body = String::new();
    for at in 0..15_000 {
        write!(
            body,
            r##"<inputData id="i{at}" name="a {at}"/><decision id="d{at}" name="d {at}">
            <informationRequirement><requiredInput href="#i{at}"/></informationRequirement>
            <literalExpression><text>a {at}</text></literalExpression></decision>"##
        )
        .unwrap();
    }
    let inputs = Context::new().with("a 14999", 7);
    assert_eq!(model(&body).decide("d 14999", &inputs), Ok(Value::from(7)));
}

#[test]
fn names_are_not_made_longer_than_a_thread_can_forget() {
    let name = "a ".repeat(4_000);
    let model = model(&format!(
        r#"<inputData id="i" name="{name}"/><decision id="d" name="d"><literalExpression><text>1</text></literalExpression></decision>"#
    ));
    assert_eq!(model.decide("d", &Context::new()), Ok(Value::from(1)));
}

#[test]
fn elements_in_one_another_do_not_end_the_stack() {
    let deep = format!("{}{}", "<list>".repeat(40_000), "</list>".repeat(40_000));
    let xml = format!(r#"<definitions><decision name="d">{deep}</decision></definitions>"#);
    if let Ok(model) = Model::read(&xml, &[]) {
        let _ = model.decide("d", &Context::new());
    }
    let entries = "<context><contextEntry><variable name=\"a\"/>";
    let deep = format!(
        "{}{}",
        entries.repeat(40_000),
        "</contextEntry></context>".repeat(40_000)
    );
    let xml = format!(r#"<definitions><decision name="d">{deep}</decision></definitions>"#);
    if let Ok(model) = Model::read(&xml, &[]) {
        let _ = model.decide("d", &Context::new());
    }
}

#[test]
fn values_in_one_another_do_not_end_the_stack() {
    let keys = evaluated(r#"context put({}, for i in 1..9999 return "a", 1)"#);
    assert_eq!(keys, Err(Error::TooLarge));
    // As deep as loops and functions get within their allowance.
    for source in [
        "for i in 1..600 return [partial[-1]]",
        "{f: function(x, n) if n = 0 then x else f([x], n - 1), r: for i in 1..300 return f(partial[-1], 60)}.r",
        "{f: function(x, n) if n = 0 then x else f({a: x}, n - 1), r: f(f(f(f(f(1, 60), 60), 60), 60), 60)}.r",
    ] {
        if let Ok(value) = evaluated(source) {
            let _ = (value.to_string(), value == value.clone());
            let _ = serde_json::to_string(&value);
        }
    }
}

/// Each decision puts what the one before gave into more lists and contexts.
#[test]
fn values_that_grow_from_decision_to_decision_do_not_end_the_stack() {
    let mut body = r#"<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="x"/>
        <literalExpression><text>[{a: [[[[[[[[[[x]]]]]]]]]]}]</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
        <inputData id="d0" name="d0"/>"#
        .to_owned();
    for at in 1..40 {
        let below = at - 1;
        let kind = if at == 1 { "Input" } else { "Decision" };
        let calls = format!("{}d{below}{}", "f(".repeat(8), ")".repeat(8));
        write!(
            body,
            r##"<decision id="d{at}" name="d{at}">
            <informationRequirement><required{kind} href="#d{below}"/></informationRequirement>
            <knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
            <literalExpression><text>{calls}</text></literalExpression></decision>"##
        )
        .unwrap();
    }
    let model = model(&body);
    let mut deepest = 0;
    for at in 1..40 {
        let asked = Asked::Decision(format!("d{at}"));
        let Ok(trail) = model.explain(asked, &Context::new()) else {
            continue;
        };
        deepest = at;
        let kept = serde_json::to_string(&trail).unwrap();
        let _ = serde_json::from_str::<Trail>(&kept);
        let _ = (trail.say(Lang::Es), trail == trail.clone());
        let _ = serde_json::to_string(trail.value()).unwrap();
    }
    assert!(deepest < 39, "it is stopped somewhere");
}

/// The body of a function is drawn as boxes in boxes, and in the innermost stands a long chain that calls it.
#[test]
fn functions_that_are_deep_and_call_themselves_do_not_end_the_stack() {
    for (open, close) in [
        (r#"<list typeRef="Any">"#, "</list>"),
        (
            r#"<context typeRef="Any"><contextEntry typeRef="Any"><variable name="v" typeRef="Any"/>"#,
            "</contextEntry></context>",
        ),
        (
            r#"<context typeRef="Any"><contextEntry>"#,
            "</contextEntry></context>",
        ),
        (
            r#"<decisionTable hitPolicy="COLLECT"><output/><rule><outputEntry>"#,
            "</outputEntry></rule></decisionTable>",
        ),
    ] {
        let chain = format!("f(x + 1){}", " + 1".repeat(110));
        let is_table = open.contains("Table");
        let times = if is_table { 1 } else { 40 };
        let text = if is_table {
            format!("<text>{chain}</text>")
        } else {
            format!("<literalExpression><text>{chain}</text></literalExpression>")
        };
        let logic = format!("{}{text}{}", open.repeat(times), close.repeat(times));
        let model = model(&format!(
            r##"<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="x"/>{logic}</encapsulatedLogic></businessKnowledgeModel>
            <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>{}</decision>
            <decisionService id="s" name="s"><outputDecision href="#d"/></decisionService>
            <decision id="e" name="e"><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>
            <literalExpression><text>s()</text></literalExpression></decision>"##,
            logic.replace("x + 1", "1")
        ));
        assert_eq!(model.problems(), &[] as &[String]);
        for decision in ["d", "e"] {
            let stopped = model.decide(decision, &Context::new());
            assert!(matches!(stopped, Err(Undecided::Limit(_))), "{stopped:?}");
        }
    }
}

#[test]
fn rounding_to_any_place_is_a_number_or_null() {
    assert_eq!(
        evaluated("decimal(1, -9223372036854775808)"),
        Ok(Value::Null)
    );
    assert_eq!(evaluated("round up(1, -6111)"), Ok(Value::Null));
}

/// A pattern costs more to read than to use: it is read once, and not many of them.
#[test]
fn many_patterns_are_stopped() {
    let one = evaluated(r#"count(for i in 1..9000 return matches("a", "\w{2}"))"#);
    assert_eq!(one, Ok(Value::from(9000)));
    let many = evaluated(r#"count(for i in 1..9000 return matches("a", "\w{2}" + string(i)))"#);
    assert_eq!(many, Err(Error::TooMuchWork));
}

/// A context looks for a name among all that it holds.
#[test]
fn large_contexts_are_stopped() {
    let entries: String = (0..25_000)
        .map(|at| {
            format!(r#"<contextEntry><variable name="n{at}"/><literalExpression><text>1</text></literalExpression></contextEntry>"#)
        })
        .collect();
    let model = model(&format!(
        r#"<decision name="d"><context>{entries}</context></decision>"#
    ));
    let stopped = model.decide("d", &Context::new());
    assert!(matches!(stopped, Err(Undecided::Limit(_))), "{stopped:?}");
}
