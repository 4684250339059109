//! `civil.persona`: who each person is.

use identity::PersonId;
use identity::demonstration::{Invented, Sex};
use serde_json::json;

use super::fields;
use crate::{Dataset, Link, NewRecord};

pub(super) fn records(people: &[(PersonId, Invented)]) -> Vec<NewRecord> {
    people
        .iter()
        .map(|(id, person)| record(*id, person))
        .collect()
}

fn record(id: PersonId, person: &Invented) -> NewRecord {
    NewRecord {
        dataset: Dataset::PERSONA,
        key: person.national_id.clone(),
        fields: fields([
            ("nombre", json!(person.name)),
            ("cedula", json!(person.national_id)),
            ("sexo", json!(sex(person.sex))),
            ("fecha_nacimiento", json!(person.born_on)),
            ("lugar_nacimiento", json!(person.born_in)),
        ]),
        links: vec![Link::new(id, "titular")],
        valid_from: person.born_on,
        valid_to: None,
        source: None,
    }
}

/// The letter that the books write.
pub(super) const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
    }
}
