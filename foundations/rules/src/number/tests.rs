use super::*;

fn n(written: &str) -> Number {
    written.parse().unwrap()
}

#[test]
fn tenths_are_exact() {
    assert_eq!(n("0.1").add(n("0.2")), Some(n("0.3")));
    assert_eq!(n("1.50").to_string(), "1.5");
    assert_eq!(n("1.5e3").to_string(), "1500");
}

#[test]
fn thirty_four_digits_are_kept_and_the_next_is_rounded() {
    assert_eq!(
        n("1").divide(n("3")).unwrap().to_string(),
        format!("0.{}", "3".repeat(34))
    );
    assert_eq!(n(&"9".repeat(34)).to_string(), "9".repeat(34));
    assert_eq!(n(&"9".repeat(35)), n("1e35"));
    assert_eq!(
        n("2").square_root().unwrap().to_string(),
        "1.414213562373095048801688724209698"
    );
    assert_eq!(
        n("1").exponential().unwrap().to_string(),
        "2.718281828459045235360287471352662"
    );
}

#[test]
fn equal_numbers_are_one_key() {
    let keys: std::collections::HashSet<Number> = ["1.50", "1.5", "15e-1"].map(n).into();
    assert_eq!(keys.len(), 1);
    assert_eq!(n("-1").multiply(Number::ZERO).unwrap().to_string(), "0");
    assert_eq!(Number::ZERO.negate().to_string(), "0");
}

#[test]
fn money_goes_in_and_out_exactly() {
    assert_eq!(Number::from_minor(1250, 2), Some(n("12.5")));
    assert_eq!(n("12.5").to_minor(2), Some(1250));
    assert_eq!(n("12.505").to_minor(2), None, "half a cent is nobody's");
    assert_eq!(n("50000").to_minor(0), Some(50_000));
}

#[test]
fn rounding_follows_its_name() {
    let cases = [
        ("2.5", 0, Rounding::HalfEven, "2"),
        ("2.5", 0, Rounding::HalfUp, "3"),
        ("-2.5", 0, Rounding::HalfUp, "-3"),
        ("2.5", 0, Rounding::HalfDown, "2"),
        ("2.1", 0, Rounding::Up, "3"),
        ("-2.9", 0, Rounding::Down, "-2"),
        ("-2.1", 0, Rounding::Floor, "-3"),
        ("2.1", 0, Rounding::Ceiling, "3"),
        ("1250", -2, Rounding::HalfUp, "1300"),
    ];
    for (value, places, rounding, expected) in cases {
        assert_eq!(
            n(value).round(places, rounding),
            Some(n(expected)),
            "{value} {rounding:?}"
        );
    }
}

#[test]
fn the_exponent_is_read_as_it_is_stored() {
    let mut written = vec![
        "0".to_owned(),
        "9".repeat(34),
        format!("0.{}1", "0".repeat(33)),
    ];
    written.extend(
        (-6143..=6110)
            .step_by(97)
            .map(|power| format!("8.25e{power}")),
    );
    for written in written {
        assert_eq!(
            n(&written).exponent(),
            n(&written).0.exponent(),
            "{written}"
        );
    }
}

/// The library pads larger ones in memory that it has given back.
#[test]
fn numbers_near_the_end_of_the_format_are_none() {
    assert!("1e6111".parse::<Number>().is_err());
    assert!("1000e6108".parse::<Number>().is_err());
    let large = n("1e6110");
    assert_eq!(large.add(large), Some(n("2e6110")));
    assert_eq!(n("9e6110").add(large), None);
    assert_eq!(large.multiply(n("10")), None);
    assert_eq!(large.divide(n("0.1")), None);
    assert_eq!(large.divide(n("1e-30")), None);
    assert_eq!(n("1e6100").divide(n("5e-20")), None);
    assert_eq!(n("1e6100").divide(n("1e-5")), Some(n("1e6105")));
    assert_eq!(n("7").round(-6111, Rounding::Up), None);
    assert_eq!(n("7").round(i64::MIN, Rounding::Up), None);
    assert_eq!(large.to_string().len(), 6111);
    assert_eq!(n("1e-6176").divide(large), Some(Number::ZERO));
}

#[test]
fn what_cannot_be_kept_is_none() {
    assert_eq!(n("1").divide(Number::ZERO), None);
    assert_eq!(n("10").power(n("1000000")), None);
    assert_eq!(Number::from(2).power(n("-2")), Some(n("0.25")));
    assert_eq!(n("-5").modulo(n("3")), Some(n("1")));
    for wrong in ["", "x", "1_000", "--1", "1e6200", "1.2.3", "Infinity", "1e"] {
        assert!(wrong.parse::<Number>().is_err(), "{wrong}");
    }
}
