mod functions;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn facts() -> Context {
    let people = [("Ana", 30), ("Beto", 12), ("Cira", 45)];
    let people = people
        .map(|(name, age)| Value::from(Context::new().with("nombre", name).with("edad", age)));
    Context::new()
        .with("superficie", 120)
        .with("vende_comida", true)
        .with("actividad", "panadería")
        .with(
            "empresa",
            Context::new()
                .with("nombre", "El Sol")
                .with("socios", people.to_vec()),
        )
        .with(
            "lista",
            vec![Value::from(3), Value::from(1), Value::from(2)],
        )
        .with("nada", Value::Null)
        .with("today", date(2026, 11, 23))
}

/// Evaluates and writes the value as FEEL would.
fn feel(source: &str) -> String {
    let value = Expression::parse(source)
        .unwrap_or_else(|error| panic!("{source}: {error}"))
        .evaluate(&facts())
        .unwrap();
    Value::List(vec![value])
        .to_string()
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .unwrap()
        .to_owned()
}

fn check(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(feel(source), *expected, "{source}");
    }
}

#[test]
fn conditions_as_definitions_write_them() {
    check(&[
        ("superficie > 200 or vende_comida", "true"),
        ("superficie <= 3000 or actividad != \"bar\"", "true"),
        ("vende_comida and not(superficie < 100)", "true"),
        ("vende_comida and count(lista) = 3", "true"),
        ("empresa.nombre = \"El Sol\"", "true"),
        ("actividad in (\"bar\", \"panadería\")", "true"),
        ("superficie in [1..50]", "false"),
        ("superficie between 100 and 120", "true"),
        (
            "if superficie > 100 then \"grande\" else \"chico\"",
            "\"grande\"",
        ),
        ("desconocido.algo = 3", "false"),
        ("desconocido > 3", "null"),
    ]);
}

#[test]
fn arithmetic_is_decimal_and_has_the_usual_order() {
    check(&[
        ("0.1 + 0.2", "0.3"),
        ("2 + 3 * 4 - 6 / 4", "12.5"),
        ("(2 + 3) * 4", "20"),
        ("2 ** 3 ** 2", "64"),
        ("-3 ** 2", "9"),
        ("1 - -1", "2"),
        ("10 / 0", "null"),
        ("1 + \"a\"", "null"),
        ("\"a\" + \"b\"", "\"ab\""),
        ("1.0 = 1.00", "true"),
        ("1 + nada", "null"),
    ]);
}

#[test]
fn logic_has_three_values() {
    check(&[
        ("true or nada", "true"),
        ("nada or true", "true"),
        ("false or nada", "null"),
        ("false and nada", "false"),
        ("nada and false", "false"),
        ("true and nada", "null"),
        ("true and 1", "null"),
        ("not(nada)", "null"),
        ("nada = null", "true"),
        ("1 = null", "false"),
        ("1 != null", "true"),
        ("1 = \"1\"", "null"),
        ("if nada then 1 else 2", "2"),
    ]);
}

#[test]
fn intervals_and_tests() {
    check(&[
        ("5 in (5..10)", "false"),
        ("5 in [5..10)", "true"),
        ("10 in ]5..10]", "true"),
        ("10 in [5..10[", "false"),
        ("5 in (< 3, > 4)", "true"),
        ("5 in > 4", "true"),
        ("5 in lista", "false"),
        ("2 in lista and true", "true"),
        (
            "@\"2026-11-23\" in [@\"2026-11-01\"..@\"2026-11-30\"]",
            "true",
        ),
        ("[1..5].end", "5"),
        ("\"x\" in [1..5]", "null"),
        ("[1..\"a\"]", "null"),
    ]);
}

#[test]
fn lists_loops_and_contexts() {
    check(&[
        ("lista[1]", "3"),
        ("lista[-1]", "2"),
        ("lista[9]", "null"),
        ("lista[item > 1]", "[3, 2]"),
        ("empresa.socios[edad >= 18].nombre", "[\"Ana\", \"Cira\"]"),
        ("count(empresa.socios[edad < 18])", "1"),
        ("for x in lista return x * 2", "[6, 2, 4]"),
        (
            "for x in 1..3, y in [10, 20] return x + y",
            "[11, 21, 12, 22, 13, 23]",
        ),
        ("for x in 3..1 return x", "[3, 2, 1]"),
        ("some s in empresa.socios satisfies s.edad > 40", "true"),
        ("every s in empresa.socios satisfies s.edad > 40", "false"),
        ("every x in [] satisfies false", "true"),
        ("some x in [1, nada] satisfies x > 3", "null"),
        ("{a: 1, b: a + 1}.b", "2"),
        ("{\"un nombre\": 1}", "{un nombre: 1}"),
        ("[1, [2, 3]] = [1, [2, 3]]", "true"),
        ("1 + if true then 1 else 2", "2"),
    ]);
}

#[test]
fn dates_and_durations() {
    check(&[
        ("date(\"2026-11-23\") + duration(\"P10D\")", "2026-12-03"),
        ("@\"2026-01-31\" + @\"P1M\"", "2026-02-28"),
        ("@\"2026-11-23\" - @\"2026-11-02\"", "P21D"),
        ("(@\"2026-11-23\" - @\"2026-11-02\").days", "21"),
        ("date(2026, 2, 30)", "null"),
        (
            "date and time(\"2026-11-23T09:30:00\") + @\"PT90M\"",
            "2026-11-23T11:00:00",
        ),
        ("today().year - 18", "2008"),
        (
            "years and months duration(@\"2008-11-24\", today()).years",
            "17",
        ),
        ("day of week(today())", "\"Monday\""),
        ("time(\"23:30:00\") + @\"PT1H\"", "00:30:00"),
        ("@\"PT1H\" * 2.5", "PT2H30M"),
        ("@\"P1Y\" / @\"P6M\"", "2"),
        ("today() instance of date", "true"),
        ("today() instance of date and time", "false"),
    ]);
}

#[test]
fn functions_of_the_core_set() {
    check(&[
        ("string length(\"mañana\")", "6"),
        ("substring(\"foobar\", 3)", "\"obar\""),
        ("substring(\"foobar\", -2, 1)", "\"a\""),
        (
            "substring(string: \"foobar\", start position: 3, length: 2)",
            "\"ob\"",
        ),
        ("upper case(\"ñandú\")", "\"ÑANDÚ\""),
        ("contains(\"foobar\", \"of\")", "false"),
        (
            "starts with(\"foobar\", \"fo\") and ends with(\"foobar\", \"ar\")",
            "true",
        ),
        (
            "substring before(\"a@b\", \"@\") + substring after(\"a@b\", \"@\")",
            "\"ab\"",
        ),
        ("split(\"a;b\", \";\")", "[\"a\", \"b\"]"),
        ("string join([\"a\", null, \"b\"], \"-\")", "\"a-b\""),
        ("number(\"1.500,50\", \".\", \",\")", "1500.5"),
        ("string(1.50)", "\"1.5\""),
        ("floor(-1.5) + ceiling(1.2)", "0"),
        ("decimal(2.5, 0)", "2"),
        ("round half up(2.345, 2)", "2.35"),
        ("modulo(-5, 3)", "1"),
        ("min(3, 1, 2) + max([3, 1])", "4"),
        ("sum(lista) / count(lista)", "2"),
        ("mean(1, 2)", "1.5"),
        ("median([5, 1, 3, 2])", "2.5"),
        ("sum([])", "null"),
        ("all([true, true])", "true"),
        ("any(false, nada)", "null"),
        ("list contains(lista, 3)", "true"),
        ("distinct values([1, 2, 1])", "[1, 2]"),
        ("union([1], [2, 1])", "[1, 2]"),
        ("append([1], 2, 3)", "[1, 2, 3]"),
        ("concatenate([1], [2])", "[1, 2]"),
        ("flatten([1, [2, [3]]])", "[1, 2, 3]"),
        ("reverse([1, 2])", "[2, 1]"),
        ("index of([1, 2, 1], 1)", "[1, 3]"),
        ("sublist([1, 2, 3], 2, 1)", "[2]"),
        ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
        ("remove([1, 2], -1)", "[1]"),
        ("get value({a: 1}, \"a\")", "1"),
        ("get entries({a: 1})", "[{key: \"a\", value: 1}]"),
    ]);
}

#[test]
fn mistakes_are_told_with_their_place() {
    let mistake = |source: &str| Expression::parse(source).unwrap_err().to_string();
    assert_eq!(
        mistake("superficie >"),
        "at character 13: the expression ends too early"
    );
    assert_eq!(
        mistake("1 2"),
        "at character 3: the expression should have ended here"
    );
    assert_eq!(
        mistake("año == 1"),
        "at character 6: a value is missing here"
    );
    assert_eq!(
        mistake("cuenta(1)"),
        "at character 1: there is no function `cuenta`"
    );
    assert_eq!(
        mistake("count(1, 2)"),
        "at character 12: `count` takes 1 arguments (list)"
    );
    assert_eq!(
        mistake("substring(string: \"a\", from: 1)"),
        "at character 32: `substring` has no parameter `from`"
    );
    assert_eq!(
        mistake("@\"mañana\""),
        "at character 1: no date, time or duration; write for instance @\"2026-11-23\" or @\"P10D\""
    );
    assert!(Expression::parse("").is_err());
    assert!(Expression::parse("then").is_err());
    assert!(UnaryTests::parse("").is_err());
}

#[test]
fn an_expression_tells_which_facts_it_uses() {
    let names = |source: &str| {
        Expression::parse(source)
            .unwrap()
            .names()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names("a.b > c and count(d) in [1..e]"),
        ["a", "c", "d", "e"]
    );
    assert_eq!(names("for x in xs return x + y"), ["xs", "y"]);
    assert_eq!(names("{a: 1, b: a + z}"), ["z"]);
    assert_eq!(
        names("some x in xs satisfies x in (w, > v)"),
        ["v", "w", "xs"]
    );
}

#[test]
fn an_expression_survives_being_written() {
    let json = "\"superficie > 200 or vende_comida\"";
    let expression: Expression = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&expression).unwrap(), json);
    assert!(serde_json::from_str::<Expression>("\"1 +\"").is_err());
}

#[test]
fn what_would_run_long_or_grow_large_is_stopped() {
    let run = |source: &str| Expression::parse(source).unwrap().evaluate(&facts());
    assert_eq!(
        run("for a in 1..9999, b in 1..9999 return 1"),
        Err(Error::TooLarge)
    );
    assert_eq!(
        run("some a in 1..9999, b in 1..9999 satisfies false"),
        Err(Error::TooMuchWork)
    );
    assert_eq!(run("for a in 1..100000 return a"), Err(Error::TooLarge));
    let doubled = (0..20)
        .map(|n| format!("a{}: a{n} + a{n}", n + 1))
        .collect::<Vec<_>>()
        .join(", ");
    assert_eq!(
        run(&format!("{{a0: \"0123456789\", {doubled}}}")),
        Err(Error::TooLarge)
    );
}

#[test]
fn what_is_nested_or_chained_too_deeply_is_refused() {
    for source in [
        "(".repeat(5000),
        "[".repeat(5000),
        "{a:".repeat(3000),
        "-".repeat(9000) + "1",
        "not(".repeat(2000),
        "if ".repeat(3000),
    ] {
        assert!(Expression::parse(&source).is_err());
        assert!(UnaryTests::parse(&source).is_err());
    }
    let chain = "1".to_owned() + &"+1".repeat(4000);
    assert!(Expression::parse(&chain).is_err());
    let deepest_chain = "1".to_owned() + &"+1".repeat(crate::limits::DEPTH_MAX - 1);
    assert_eq!(
        Expression::parse(&deepest_chain)
            .unwrap()
            .evaluate(&Context::new()),
        Ok(Value::from(128))
    );
    let nested = "(".repeat(40) + "1" + &")".repeat(40);
    assert_eq!(
        Expression::parse(&nested)
            .unwrap()
            .evaluate(&Context::new()),
        Ok(Value::from(1))
    );
}

#[test]
fn cells_test_a_value() {
    let pass = |tests: &str, value: Value| {
        UnaryTests::parse(tests)
            .unwrap()
            .pass(&value, &facts())
            .unwrap()
    };
    assert!(pass("-", Value::Null));
    assert!(pass("-5", Value::from(-5)));
    assert!(pass("< 5, 10", Value::from(10)));
    assert!(pass("not(1, 2)", Value::from(3)));
    assert!(!pass("not(1, 2)", Value::from(2)));
    assert!(pass("superficie", Value::from(120)));
    assert!(pass("lista", Value::from(2)));
    assert!(pass("contains(?, \"sol\")", Value::from("girasol")));
    assert!(pass("true", Value::from(true)));
    assert!(!pass("> 3", Value::Null));
    assert!(
        !pass("not(> 3)", Value::Null),
        "unknown is not passed either way"
    );
}

/// Pieces of which anything may be built.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "1",
        "2.5",
        "-",
        "+",
        "*",
        "/",
        "**",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "a",
        "lista",
        "empresa",
        "?",
        "=",
        "<",
        ">=",
        "and",
        "or",
        "not(",
        "if",
        "then",
        "else",
        "for",
        "x",
        "in",
        "return",
        "some",
        "satisfies",
        "between",
        "null",
        "true",
        "\"s\"",
        "@\"P1D\"",
        "@\"2026-11-23\"",
        "@\"P999999999999Y\"",
        "date(",
        "sum(",
        "count(",
        "substring(",
        "9999999999999999999999999999",
        "duration(",
        "years and months duration(",
        "instance of",
        "number",
        "remove(",
        "insert before(",
    ]);
    prop::collection::vec(scrap, 0..24).prop_map(|scraps| scraps.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_an_expression_or_a_mistake(source in any::<String>()) {
        let _ = Expression::parse(&source).map(|expression| expression.evaluate(&facts()));
        let _ = UnaryTests::parse(&source).map(|tests| tests.pass(&Value::from(1), &facts()));
    }

    #[test]
    fn any_heap_of_words_and_signs_is_an_expression_or_a_mistake(source in scraps()) {
        let _ = Expression::parse(&source).map(|expression| expression.evaluate(&facts()).map(|value| value.to_string()));
        let _ = UnaryTests::parse(&source).map(|tests| tests.pass(&Value::from(1), &facts()));
        let _ = crate::Template::parse(&source).map(|template| template.fill(&facts(), text::Lang::Es));
    }

    #[test]
    fn sums_agree_with_whole_numbers(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000, c in 1_i64..1000) {
        let run = |source: String| Expression::parse(&source).unwrap().evaluate(&Context::new()).unwrap();
        prop_assert_eq!(run(format!("{a} + {b} * {c}")), Value::from(a + b * c));
        prop_assert_eq!(run(format!("modulo({a}, {c})")), Value::from(a.rem_euclid(c)));
        prop_assert_eq!(run(format!("floor({a} / {c})")), Value::from(a.div_euclid(c)));
        prop_assert_eq!(run(format!("{a} < {b}")), Value::from(a < b));
    }
}
