//! What is exported, read again by readers that did not write it.

mod bpmn;
mod cpsv;

use platform::Site;
use text::Lang;

use super::duration;
use crate::Definition;
use crate::tests::{files, shipped};

/// Every service that ships.
fn definitions() -> Vec<Definition> {
    let parsed = |service: &String| Definition::parse(&files(service)).unwrap();
    shipped().iter().map(parsed).collect()
}

pub(crate) fn site() -> Site {
    Site {
        name: "Ventanilla".to_owned(),
        base_url: "https://tramites.gob.example".to_owned(),
        demonstration: false,
        time_zone: jiff::tz::TimeZone::UTC,
        currency: "PYG".to_owned(),
        help_phone: "147".to_owned(),
        default_lang: Lang::Es,
    }
}

#[test]
fn working_days_are_said_as_the_days_they_take() {
    for (term, said) in [
        ("15 working days", "P21D"),
        ("3 working days", "P3D"),
        ("7 working days", "P9D"),
        ("10 days", "P10D"),
        ("48 hours", "PT48H"),
        ("2 months", "P2M"),
        ("2 years", "P2Y"),
    ] {
        assert_eq!(duration(term.parse().unwrap()), said, "{term}");
    }
}
