use proptest::prelude::*;

use super::*;
use crate::{DecisionTable, Number, Values};

fn number(from: &str, to: Option<&str>, places: u32) -> Domain {
    Domain::always(Values::Number {
        from: Some(from.parse().unwrap()),
        to: to.map(|to| to.parse().unwrap()),
        places,
    })
}

fn domains(known: Vec<(&str, Domain)>) -> Domains {
    known
        .into_iter()
        .map(|(name, domain)| (name.to_owned(), domain))
        .collect()
}

fn faults(policy: HitPolicy, table: &str, known: Vec<(&str, Domain)>) -> Vec<TableFault> {
    DecisionTable::parse("tasa", policy, table)
        .unwrap()
        .faults(&domains(known))
}

fn says(example: &[(String, Value)]) -> String {
    let said = example
        .iter()
        .map(|(name, value)| format!("{name}={value:?}"));
    said.collect::<Vec<_>>().join(" ")
}

const FEE: &str = "
    superficie | comida || monto
    [1..50]    | -      || 50000
    (50..200]  | false  || 120000
    (50..200]  | true   || 180000
    > 200      | -      || 300000";

#[test]
fn a_complete_table_has_no_fault() {
    let found = faults(
        HitPolicy::Unique,
        FEE,
        vec![
            ("superficie", number("1", None, 2)),
            ("comida", Domain::always(Values::YesNo)),
        ],
    );
    assert_eq!(found, []);
}

#[test]
fn a_gap_comes_with_an_example() {
    let found = faults(
        HitPolicy::Unique,
        &FEE.replace("[1..50]", "[1..49]"),
        vec![
            ("superficie", number("1", None, 2)),
            ("comida", Domain::always(Values::YesNo)),
        ],
    );
    let [TableFault::Gap { example }, ..] = found.as_slice() else {
        panic!("{found:?}");
    };
    let (_, value) = &example[0];
    let value = value.as_number().unwrap();
    assert!(
        value > Number::from(49) && value <= Number::from(50),
        "{}",
        says(example)
    );
}

#[test]
fn between_two_whole_numbers_there_is_nothing() {
    let table = "
        personas || cupo
        <= 3     || 1
        >= 4     || 2";
    let known = |places| vec![("personas", number("0", None, places))];
    assert_eq!(faults(HitPolicy::Unique, table, known(0)), []);
    let found = faults(HitPolicy::Unique, table, known(1));
    assert!(
        matches!(found.as_slice(), [TableFault::Gap { .. }]),
        "{found:?}"
    );
}

#[test]
fn two_rules_for_one_case_are_named() {
    let table = FEE.replace("> 200 ", ">= 200");
    let known = || {
        vec![
            ("superficie", number("1", None, 0)),
            ("comida", Domain::always(Values::YesNo)),
        ]
    };
    let found = faults(HitPolicy::Unique, &table, known());
    let overlapping: Vec<&Vec<usize>> = found
        .iter()
        .filter_map(|fault| match fault {
            TableFault::Overlap { rules, .. } => Some(rules),
            _ => None,
        })
        .collect();
    assert_eq!(overlapping, [&vec![3, 4], &vec![2, 4]]);
    assert_eq!(faults(HitPolicy::First, &table, known()), []);
    let same = table
        .replace("120000", "300000")
        .replace("180000", "300000");
    assert_eq!(faults(HitPolicy::Any, &same, known()), []);
}

#[test]
fn a_table_that_looks_at_nothing_has_one_rule() {
    let one = " || monto | porque\n || 500 | tasa única";
    assert_eq!(faults(HitPolicy::Unique, one, vec![]), []);
    let table = DecisionTable::parse("tasa", HitPolicy::Unique, one).unwrap();
    let decided = table.decide(&Context::new()).unwrap();
    assert_eq!(decided.outputs.get("monto"), Some(&Value::from(500)));
    let two = format!("{one}\n || 600 | otra");
    let found = faults(HitPolicy::Unique, &two, vec![]);
    assert!(
        matches!(found.as_slice(), [TableFault::Overlap { .. }]),
        "{found:?}"
    );
}

#[test]
fn a_rule_that_nobody_reaches_is_idle() {
    let table = "
        edad  || tarifa
        < 18  || 1
        < 12  || 2
        -     || 3";
    let found = faults(
        HitPolicy::First,
        table,
        vec![("edad", number("0", Some("120"), 0))],
    );
    assert_eq!(found, [TableFault::Idle { rule: 2 }]);
}

#[test]
fn a_choice_that_is_misspelt_is_told() {
    let rubro = Domain::always(Values::OneOf(vec!["bar".into(), "kiosco".into()]));
    let table = "
        rubro    || monto
        \"bar\"    || 1
        \"kioskо\" || 2";
    let found = faults(HitPolicy::Unique, table, vec![("rubro", rubro)]);
    assert!(
        matches!(
            found.as_slice(),
            [
                TableFault::UnknownChoice { .. },
                TableFault::Gap { .. },
                TableFault::Idle { rule: 2 }
            ]
        ),
        "{found:?}"
    );
}

#[test]
fn what_is_not_asked_is_not_missing() {
    let people = Domain {
        when: Some("comida".parse().unwrap()),
        ..number("0", None, 0)
    };
    let known = || {
        vec![
            ("comida", Domain::always(Values::YesNo)),
            ("personas", people.clone()),
        ]
    };
    let table = "
        comida | personas || carnets
        true   | <= 3     || 1
        true   | > 3      || 2
        false  | -        || 0";
    assert_eq!(faults(HitPolicy::Unique, table, known()), []);
    let optional = Domain {
        optional: true,
        ..people.clone()
    };
    let mut missing = known();
    missing[1].1 = optional;
    let found = faults(HitPolicy::Unique, table, missing);
    assert!(
        matches!(found.as_slice(), [TableFault::Gap { example }] if example[1].1.is_null()),
        "{found:?}"
    );
}

#[test]
fn tests_that_look_elsewhere_cannot_be_told() {
    let table = "
        ingreso  || ayuda
        < minimo || 1
        -        || 0";
    let found = faults(HitPolicy::First, table, vec![]);
    assert_eq!(
        found,
        [TableFault::Undecided {
            input: "ingreso".into()
        }]
    );
}

/// A test of a column, as people write them, with the numbers of 0 to 6 that pass it.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("-".to_owned()),
        (0..6_i64).prop_map(|n| format!("{n}")),
        (0..6_i64).prop_map(|n| format!("< {n}")),
        (0..6_i64).prop_map(|n| format!(">= {n}")),
        (0..6_i64, 0..6_i64).prop_map(|(a, b)| format!("[{a}..{b})")),
        (0..6_i64, 0..6_i64).prop_map(|(a, b)| format!("{a}, {b}")),
        (0..6_i64).prop_map(|n| format!("not({n})")),
    ]
}

proptest! {
    /// The walk finds exactly what asking every combination finds.
    #[test]
    fn the_walk_agrees_with_asking_everything(
        rules in prop::collection::vec((cell(), cell()), 1..6),
    ) {
        let mut text = String::from("a | b || c\n");
        for (index, (a, b)) in rules.iter().enumerate() {
            text.push_str(&format!("{a} | {b} || {index}\n"));
        }
        let table = DecisionTable::parse("t", HitPolicy::Unique, &text).unwrap();
        let known = domains(vec![("a", number("0", Some("6"), 0)), ("b", number("0", Some("6"), 0))]);
        let found = table.faults(&known);
        let (mut gap, mut overlap) = (false, false);
        for a in 0..=6_i64 {
            for b in 0..=6_i64 {
                match table.decide(&Context::new().with("a", a).with("b", b)) {
                    Err(crate::DecideError::NoRule { .. }) => gap = true,
                    Err(crate::DecideError::SeveralRules { .. }) => overlap = true,
                    _ => {}
                }
            }
        }
        prop_assert_eq!(found.iter().any(|fault| matches!(fault, TableFault::Gap { .. })), gap);
        prop_assert_eq!(found.iter().any(|fault| matches!(fault, TableFault::Overlap { .. })), overlap);
        for fault in &found {
            let facts = |example: &[(String, Value)]| example.iter().cloned().collect::<Context>();
            match fault {
                TableFault::Gap { example } => {
                    let decided = table.decide(&facts(example));
                    let is_open = matches!(decided, Err(crate::DecideError::NoRule { .. }));
                    prop_assert!(is_open, "{}", says(example));
                }
                TableFault::Overlap { example, rules } => {
                    let decided = table.decide(&facts(example));
                    let clash = match decided {
                        Err(crate::DecideError::SeveralRules { rules: found, .. }) => found == *rules,
                        _ => false,
                    };
                    prop_assert!(clash, "{}", says(example));
                }
                _ => {}
            }
        }
    }
}
