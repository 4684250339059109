//! Numbers that States give, in a form.

use jiff::civil::date;

use crate::{FieldError, Form, Known, Needs};

#[test]
fn a_number_of_a_country_is_checked_by_its_own_rule() {
    let form = |of: &str| {
        let yaml = format!(
            "sections:\n  - a: {{ es: A }}\n    questions:\n      - ruc: {{ ask: {{ es: RUC }}, type: national_id, of: {of} }}\n"
        );
        Form::parse(&yaml, &Needs::new())
    };
    let ruc = form("py.ruc").unwrap();
    let known = Known::on(date(2026, 11, 23));
    let codes = |typed: &str| {
        let answers = ruc.read(&[("ruc", typed)], &known);
        let found = ruc.validate(&answers, &known);
        found.iter().map(FieldError::code).collect::<Vec<_>>()
    };
    assert_eq!(codes("80.028.061-0"), [""; 0]);
    assert_eq!(codes("80028061-1"), ["forms.wrong-check-digit"]);
    assert_eq!(codes("no tengo"), ["forms.not-a-national-id"]);
    let error = form("py.ruk").unwrap_err();
    assert!(error.to_string().contains("py.ruc"), "{error}");
}
