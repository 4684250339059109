use super::*;
use crate::{Domain, HitPolicy};

fn domains() -> Domains {
    let number = |from: i64| Values::Number {
        from: Some(from.into()),
        to: None,
        places: 2,
    };
    [
        ("superficie", number(1)),
        ("empleados", number(0)),
        ("nombre", Values::Text),
        ("comida", Values::YesNo),
        (
            "apertura",
            Values::Date {
                from: None,
                to: None,
            },
        ),
        ("rubro", Values::OneOf(vec!["bar".into(), "kiosco".into()])),
        ("empresa.capital", number(0)),
        ("hijos", Values::Anything),
    ]
    .into_iter()
    .map(|(name, values)| (name.to_owned(), Domain::always(values)))
    .collect()
}

fn faults(source: &str, wants: Option<Sort>) -> Vec<ExpressionFault> {
    Expression::parse(source).unwrap().faults(&domains(), wants)
}

#[test]
fn what_makes_sense_is_left_alone() {
    for source in [
        "superficie > 50 and not(comida)",
        "if empleados > 0 then superficie / empleados else 0",
        "empleados / superficie",
        "apertura + duration(\"P30D\") > date(\"2026-01-01\")",
        "apertura - date(\"2026-01-01\") > duration(\"P1D\")",
        "rubro in (\"bar\", \"kiosco\")",
        "rubro = \"bar\" or rubro = \"kiosco\"",
        "sum(for hijo in hijos return hijo.edad) / 2 > 3",
        "some hijo in hijos satisfies hijo.edad < 18",
        "superficie between 1 and 50",
        "superficie in [1..50]",
        "nombre + \" y otros\"",
        "count(hijos[edad < 18]) * 100",
        "nombre = null",
        "desconocido > 3",
    ] {
        assert_eq!(faults(source, None), [], "{source}");
    }
}

#[test]
fn sorts_that_do_not_go_together_are_told() {
    for source in [
        "superficie > \"50\"",
        "superficie + nombre",
        "apertura > 3",
        "comida and superficie",
        "nombre between 1 and 2",
        "if superficie then 1 else 2",
        "superficie in [\"a\"..\"b\"]",
        "every hijo in hijos satisfies superficie",
        "empresa.capital = \"mucho\"",
        "(superficie + 1) > \"50\"",
    ] {
        let found = faults(source, None);
        assert!(
            matches!(
                found.as_slice(),
                [
                    ExpressionFault::Unlike { .. } | ExpressionFault::Unfit { .. },
                    ..
                ]
            ),
            "{source}: {found:?}"
        );
    }
}

#[test]
fn what_is_wanted_is_compared_with_what_comes() {
    let found = faults("superficie * 2", Some(Sort::YesNo));
    let [ExpressionFault::Unfit { is, wants, .. }] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((*is, *wants), (Sort::Number, Sort::YesNo));
    assert_eq!(faults("superficie > 2", Some(Sort::YesNo)), []);
}

#[test]
fn a_misspelt_choice_is_told() {
    let unknown = || ExpressionFault::UnknownChoice {
        fact: "rubro".into(),
        choice: "bra".into(),
    };
    for source in [
        "rubro = \"bra\"",
        "\"bra\" != rubro",
        "rubro in (\"bar\", \"bra\")",
    ] {
        assert_eq!(faults(source, None), [unknown()], "{source}");
    }
}

#[test]
fn a_division_by_what_may_be_zero_is_told() {
    for source in [
        "superficie / empleados",
        "superficie / 0",
        "1 / (empleados - 3)",
        "if comida then 1 / empleados else 0",
    ] {
        let found = faults(source, None);
        assert!(
            matches!(found.as_slice(), [ExpressionFault::DivisionByZero { .. }]),
            "{source}: {found:?}"
        );
    }
}

#[test]
fn a_table_is_read_cell_by_cell() {
    let table = "
        superficie  | rubro   || monto
        <= \"50\"   | \"bar\" || 1
        > 50        | -       || \"dos\"";
    let table = DecisionTable::parse("tasa", HitPolicy::Unique, table).unwrap();
    let wants = |output: &str| (output == "monto").then_some(Sort::Number);
    let found = table.cell_faults(&domains(), &wants);
    assert!(
        matches!(
            found.as_slice(),
            [
                (1, ExpressionFault::Unlike { .. }),
                (2, ExpressionFault::Unfit { .. })
            ]
        ),
        "{found:?}"
    );
}
