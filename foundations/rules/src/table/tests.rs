use proptest::prelude::*;
use text::Lang;

use super::*;
use crate::Value;

const FEE: &str = "
    superficie   | vende_comida || monto   | porque
    -------------|--------------||---------|-------
    [1..50]      | -            || 50000   | local pequeño
    (50..200]    | false        || 120000  | local mediano
    (50..200]    | true         || 180000  | local mediano con comida
    > 200        | -            || 300000  | local grande
";

fn fee() -> DecisionTable {
    DecisionTable::parse("tasa", HitPolicy::Unique, FEE).unwrap()
}

fn shop(surface: i64, food: bool) -> Context {
    Context::new()
        .with("superficie", surface)
        .with("vende_comida", food)
}

fn table(policy: HitPolicy, rows: &str) -> DecisionTable {
    DecisionTable::parse("t", policy, rows).unwrap()
}

#[test]
fn the_fee_of_the_law_comes_out() {
    for (surface, food, amount, rule) in [
        (1, true, 50_000, 1),
        (50, false, 50_000, 1),
        (51, false, 120_000, 2),
        (200, true, 180_000, 3),
        (201, true, 300_000, 4),
    ] {
        let decision = fee().decide(&shop(surface, food)).unwrap();
        assert_eq!(
            decision.outputs.get("monto"),
            Some(&Value::from(amount)),
            "{surface} {food}"
        );
        assert_eq!(decision.rule(), Some(rule));
    }
}

#[test]
fn a_decision_explains_itself() {
    let decision = fee().decide(&shop(120, false)).unwrap();
    let said: Vec<String> = decision
        .because
        .say(Lang::Es)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        said,
        [
            "Se aplicó la regla 2 de la tabla «tasa»: local mediano.",
            "«superficie» es 120; la regla pide (50..200].",
            "«vende_comida» es no; la regla pide false.",
        ]
    );
    let kept: Decision = serde_json::from_str(&serde_json::to_string(&decision).unwrap()).unwrap();
    assert_eq!(kept, decision);
}

#[test]
fn nothing_and_too_much_are_errors_where_one_rule_must_fit() {
    assert!(matches!(
        fee().decide(&shop(0, false)),
        Err(DecideError::NoRule { .. })
    ));
    assert!(matches!(
        fee().decide(&Context::new()),
        Err(DecideError::NoRule { .. })
    ));
    let overlap = table(HitPolicy::Unique, "a || b\n>= 1 || 1\n<= 1 || 2");
    assert_eq!(
        overlap.decide(&Context::new().with("a", 1)),
        Err(DecideError::SeveralRules {
            table: "t".into(),
            rules: vec![1, 2]
        })
    );
}

#[test]
fn every_hit_policy_puts_results_together_in_its_way() {
    let rows = "a || b\n>= 1 || 10\n>= 2 || 20\n>= 3 || 20";
    let result = |policy, a: i64| {
        table(policy, rows)
            .decide(&Context::new().with("a", a))
            .map(|decision| decision.outputs.get("b").cloned().unwrap())
    };
    let list =
        |values: &[i64]| Value::List(values.iter().map(|value| Value::from(*value)).collect());
    assert_eq!(result(HitPolicy::First, 3), Ok(10.into()));
    assert_eq!(result(HitPolicy::Collect, 3), Ok(list(&[10, 20, 20])));
    assert_eq!(result(HitPolicy::RuleOrder, 2), Ok(list(&[10, 20])));
    assert_eq!(result(HitPolicy::Sum, 3), Ok(50.into()));
    assert_eq!(result(HitPolicy::Min, 3), Ok(10.into()));
    assert_eq!(result(HitPolicy::Max, 3), Ok(20.into()));
    assert_eq!(result(HitPolicy::Count, 3), Ok(2.into()));
    assert_eq!(result(HitPolicy::Collect, 0), Ok(list(&[])));
    assert_eq!(result(HitPolicy::Sum, 0), Ok(0.into()));
    assert!(matches!(
        result(HitPolicy::Any, 2),
        Err(DecideError::SeveralRules { .. })
    ));
    let same = table(HitPolicy::Any, "a || b\n>= 1 || 10\n>= 2 || 5 + 5");
    assert_eq!(
        same.decide(&Context::new().with("a", 2)).unwrap().rules,
        [1]
    );
    let words = table(HitPolicy::Sum, "a || b\n- || \"x\"");
    assert!(matches!(
        words.decide(&Context::new()),
        Err(DecideError::Unfit { .. })
    ));
}

#[test]
fn cells_hold_tests_of_every_kind() {
    let rows = r#"
        tipo              | lista.x || sale
        "bar", "kiosco"   | -       || 1
        not("bar", "otro") | < 5    || 2
        null              | ? > 5 and ? < 7 || 3
        "a|b"             | [limite..9] || limite * 2
    "#;
    let decided = |kind: Option<&str>, x: i64| {
        let facts = Context::new()
            .with("tipo", kind)
            .with("lista", Context::new().with("x", x))
            .with("limite", 8);
        table(HitPolicy::First, rows)
            .decide(&facts)
            .ok()
            .and_then(|decision| decision.outputs.get("sale").cloned())
    };
    assert_eq!(decided(Some("kiosco"), 9), Some(1.into()));
    assert_eq!(decided(Some("x"), 4), Some(2.into()));
    assert_eq!(decided(None, 6), Some(3.into()));
    assert_eq!(decided(Some("a|b"), 8), Some(16.into()));
    assert_eq!(decided(Some("otro"), 4), None);
    let names = table(HitPolicy::First, rows);
    assert_eq!(
        names.names().into_iter().collect::<Vec<_>>(),
        ["limite", "lista", "tipo"]
    );
}

#[test]
fn reasons_come_in_several_languages() {
    let decision = table(
        HitPolicy::Unique,
        "a || b | porque | because\n- || 1 | \"sí, claro\" | of course",
    )
    .decide(&Context::new())
    .unwrap();
    let reason = decision
        .because
        .rules
        .first()
        .unwrap()
        .reason
        .clone()
        .unwrap();
    assert_eq!(
        (reason.as_str(Lang::Es), reason.as_str(Lang::En)),
        ("sí, claro", "of course")
    );
}

#[test]
fn mistakes_in_a_table_name_their_line() {
    let line = |rows: &str| {
        DecisionTable::parse("t", HitPolicy::Unique, rows)
            .unwrap_err()
            .line
    };
    assert_eq!(line(""), 1);
    assert_eq!(line("a || b"), 1);
    assert_eq!(line("a | b\n1 | 2"), 1);
    assert_eq!(line("\na || b\n1 || 2\n1 | 2 || 3"), 4);
    assert_eq!(line("a || b\n1 || 2 || 3"), 2);
    assert_eq!(line("a || b\n1 +  || 2"), 2);
    assert_eq!(line("a || b\n1 || "), 2);
    assert_eq!(line("a || b | b\n1 || 1 | 2"), 1);
    assert_eq!(line("a || porque\n1 || x"), 1);
    assert_eq!(line("a || b\n\"x || 2"), 2);
}

#[test]
fn hit_policies_have_letters_and_words() {
    for (letters, word, policy) in HitPolicy::LETTERS {
        assert_eq!(letters.parse(), Ok(policy));
        assert_eq!(word.parse(), Ok(policy));
        assert_eq!(String::from(policy), letters);
    }
    assert!(
        "P".parse::<HitPolicy>().is_err(),
        "priorities need an order of results, which a table has no place for"
    );
}

proptest! {
    #[test]
    fn any_text_is_a_table_or_a_mistake(source in "[-a|\" \\n<0-9.\\[\\]()]{0,80}") {
        if let Ok(table) = DecisionTable::parse("t", HitPolicy::First, &source) {
            let _ = table.decide(&shop(1, true));
        }
    }

    #[test]
    fn the_fee_never_falls_with_the_surface(surface in 1_i64..1000, food in any::<bool>()) {
        let amount = |surface| fee().decide(&shop(surface, food)).unwrap().outputs.get("monto").and_then(Value::as_number);
        prop_assert!(amount(surface) <= amount(surface + 1));
    }
}
