use super::*;
use crate::dmn::Model;

/// A fee that stands on a category, which a function with a table of its own helps to find.
const MODEL: &str = r##"<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:tasa" name="tasa">
  <inputData id="s" name="Superficie"><variable name="Superficie" typeRef="number"/></inputData>
  <inputData id="d" name="Desde"><variable name="Desde" typeRef="date"/></inputData>
  <businessKnowledgeModel id="r" name="Recargo">
    <variable name="Recargo"/>
    <encapsulatedLogic>
      <formalParameter name="m" typeRef="number"/>
      <decisionTable hitPolicy="COLLECT" aggregation="SUM">
        <input><inputExpression><text>m</text></inputExpression></input>
        <output/>
        <rule><inputEntry><text>&gt; 10</text></inputEntry><outputEntry><text>0.1</text></outputEntry></rule>
        <rule><inputEntry><text>&gt; 100</text></inputEntry><outputEntry><text>1 / 3</text></outputEntry></rule>
      </decisionTable>
    </encapsulatedLogic>
  </businessKnowledgeModel>
  <decision id="c" name="Categoría">
    <variable name="Categoría" typeRef="string"/>
    <informationRequirement><requiredInput href="#s"/></informationRequirement>
    <informationRequirement><requiredInput href="#d"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression><text>Superficie</text></inputExpression><inputValues><text>&gt;= 0</text></inputValues></input>
      <input><inputExpression><text>Desde</text></inputExpression></input>
      <output/>
      <annotation name="porque"/><annotation name="because"/>
      <rule>
        <inputEntry><text>&lt;= 50</text></inputEntry><inputEntry><text>-</text></inputEntry>
        <outputEntry><text>"A"</text></outputEntry>
        <annotationEntry><text>local pequeño, art. 3</text></annotationEntry>
        <annotationEntry><text>small shop, art. 3</text></annotationEntry>
      </rule>
      <rule>
        <inputEntry/><inputEntry><text>&gt;= date("2020-01-01")</text></inputEntry>
        <outputEntry><text>"B"</text></outputEntry>
        <annotationEntry><text>local nuevo, art. 4</text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
  <decision id="t" name="Tasa">
    <variable name="Tasa" typeRef="number"/>
    <informationRequirement><requiredDecision href="#c"/></informationRequirement>
    <informationRequirement><requiredInput href="#s"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#r"/></knowledgeRequirement>
    <context>
      <contextEntry><variable name="base"/><literalExpression><text>if Categoría = "A" then 10 else 20</text></literalExpression></contextEntry>
      <contextEntry><literalExpression><text>base * (1 + Recargo(Superficie))</text></literalExpression></contextEntry>
    </context>
  </decision>
  <decision id="v" name="Vueltas">
    <variable name="Vueltas"/>
    <knowledgeRequirement><requiredKnowledge href="#r"/></knowledgeRequirement>
    <literalExpression><text>sum(for i in 1..5000 return Recargo(i))</text></literalExpression>
  </decision>
  <decisionService id="e" name="Servicio">
    <variable name="Servicio"/>
    <outputDecision href="#c"/>
    <inputData href="#s"/><inputData href="#d"/>
  </decisionService>
</definitions>"##;

fn model() -> Model {
    let model = Model::read(MODEL, &[]).unwrap();
    assert_eq!(model.problems(), &[] as &[String]);
    model
}

fn inputs() -> Context {
    Context::new()
        .with("Superficie", 120)
        .with("Desde", jiff::civil::date(2026, 11, 23))
}

fn asked(name: &str) -> Asked {
    Asked::Decision(name.to_owned())
}

#[test]
fn a_trail_tells_every_step_and_its_rules() {
    let trail = model().explain(asked("Tasa"), &inputs()).unwrap();
    let names: Vec<&str> = trail.steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["Categoría", "Tasa"]);
    assert_eq!(trail.value(), &model().decide("Tasa", &inputs()).unwrap());
    let [category, fee] = trail.steps.as_slice() else {
        unreachable!("two steps")
    };
    let [table] = category.tables.as_slice() else {
        unreachable!("one table")
    };
    let rules: Vec<usize> = table.rules.iter().map(|rule| rule.rule).collect();
    assert_eq!(rules, [2]);
    assert_eq!(table.rules[0].tests, ["-", r#">= date("2020-01-01")"#]);
    assert_eq!(table.inputs[0].value, Value::from(120));
    assert_eq!(fee.found, [Fact::new("base", &Value::from(20))]);
    assert_eq!(fee.tables[0].table, "Recargo");
    assert_eq!(fee.tables[0].rules.len(), 2);
    assert!(fee.from.iter().all(|fact| fact.name != "Recargo"));
}

#[test]
fn a_trail_is_kept_and_gone_again() {
    let trail = model().explain(asked("Tasa"), &inputs()).unwrap();
    let kept = serde_json::to_string(&trail).unwrap();
    let read: Trail = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, trail);
    let again = model().replay(&read).unwrap();
    assert_eq!(again, read);
    assert_eq!(serde_json::to_string(&again).unwrap(), kept);

    let changed = Model::read(&MODEL.replace("1 / 3", "1 / 4"), &[]).unwrap();
    assert_ne!(changed.replay(&read).unwrap(), read);
}

#[test]
fn a_trail_is_said_in_words() {
    let trail = model().explain(asked("Categoría"), &inputs()).unwrap();
    let said: Vec<String> = trail
        .say(Lang::Es)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        said,
        [
            "«Categoría» es B.",
            "Dato: «Superficie» es 120.",
            "Dato: «Desde» es lunes 23 de noviembre de 2026.",
            "Se aplicó la regla 2 de la tabla «Categoría»: local nuevo, art. 4.",
            "«Desde» es lunes 23 de noviembre de 2026; la regla pide >= date(\"2020-01-01\").",
        ]
    );
    let small = inputs().with("Superficie", 20);
    let trail = model().explain(asked("Categoría"), &small).unwrap();
    let said = trail.say(Lang::En)[3].to_string();
    assert_eq!(
        said,
        "Rule 1 of the table “Categoría” applied: small shop, art. 3."
    );
}

#[test]
fn a_value_that_a_table_does_not_take_is_named() {
    let negative = inputs().with("Superficie", -1);
    let trail = model().explain(asked("Categoría"), &negative).unwrap();
    let table = &trail.steps[0].tables[0];
    assert_eq!(trail.value(), &Value::Null);
    assert_eq!((table.inputs.len(), table.inputs[0].taken), (1, false));
    let said = table.say(Lang::Es)[0].to_string();
    assert_eq!(
        said,
        "La tabla «Categoría» no admite que «Superficie» sea «-1»."
    );
}

#[test]
fn a_service_tells_the_decisions_within() {
    let asked = Asked::Function("Servicio".to_owned());
    let trail = model().explain(asked, &inputs()).unwrap();
    let step = trail.steps.last().unwrap();
    assert_eq!(trail.value(), &Value::from("B"));
    assert_eq!(step.found, [Fact::new("Categoría", &Value::from("B"))]);
    assert_eq!(step.tables.len(), 1);
    assert_eq!(model().replay(&trail).unwrap(), trail);
}

#[test]
fn what_loops_go_through_is_counted_where_it_is_not_kept() {
    let trail = model().explain(asked("Vueltas"), &inputs()).unwrap();
    let step = trail.steps.last().unwrap();
    assert!(step.left_out > 0);
    assert_eq!(step.tables.len() + step.left_out, 5000);
    assert_eq!(model().replay(&trail).unwrap(), trail);
}
