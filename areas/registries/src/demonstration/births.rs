//! `civil.nacimiento`: the birth of each person, as the books have it.

use std::collections::BTreeMap;

use identity::PersonId;
use identity::demonstration::Invented;
use jiff::ToSpan as _;
use serde_json::json;

use super::{fields, persons};
use crate::{Dataset, Link, NewRecord};

/// Entries in one book: two to a leaf, of a hundred leaves.
const ENTRIES_PER_BOOK: usize = 200;

/// Days between a birth and its entry in the book.
const DAYS_TO_REGISTER: i64 = 12;

pub(super) fn records(people: &[(PersonId, Invented)]) -> Vec<NewRecord> {
    let mut entries_of_year: BTreeMap<i16, usize> = BTreeMap::new();
    people
        .iter()
        .map(|(id, person)| {
            let entry = entries_of_year.entry(person.born_on.year()).or_insert(0);
            *entry += 1;
            record(people, *id, person, *entry)
        })
        .collect()
}

fn record(
    people: &[(PersonId, Invented)],
    id: PersonId,
    person: &Invented,
    entry: usize,
) -> NewRecord {
    let parent = |place: Option<usize>| place.and_then(|place| people.get(place));
    let (mother, father) = (parent(person.mother), parent(person.father));
    let name =
        |parent: Option<&(PersonId, Invented)>| parent.map(|(_, parent)| parent.name.clone());
    let number = |parent: Option<&(PersonId, Invented)>| {
        parent.map(|(_, parent)| parent.national_id.clone())
    };
    let (year, book, leaf) = (
        person.born_on.year(),
        entry / ENTRIES_PER_BOOK + 1,
        entry % ENTRIES_PER_BOOK / 2 + 1,
    );
    let registered_on = person
        .born_on
        .checked_add(DAYS_TO_REGISTER.days())
        .unwrap_or(person.born_on);
    let titular = Link::new(id, "titular");
    let mothers = mother.map(|(id, _)| Link::new(*id, "madre"));
    let fathers = father.map(|(id, _)| Link::new(*id, "padre"));
    NewRecord {
        dataset: Dataset::NACIMIENTO,
        key: format!("{year}-{book}-{entry:04}"),
        fields: fields([
            ("nombre", json!(person.name)),
            ("cedula", json!(person.national_id)),
            ("sexo", json!(persons::sex(person.sex))),
            ("fecha_nacimiento", json!(person.born_on)),
            ("lugar_nacimiento", json!(person.born_in)),
            ("madre", json!(name(mother))),
            ("madre_cedula", json!(number(mother))),
            ("padre", json!(name(father))),
            ("padre_cedula", json!(number(father))),
            (
                "oficina",
                json!(format!("Registro Civil de {}", person.born_in)),
            ),
            ("libro", json!(book.to_string())),
            ("folio", json!(leaf.to_string())),
            ("acta", json!(entry.to_string())),
            ("fecha_inscripcion", json!(registered_on)),
        ]),
        links: [Some(titular), mothers, fathers]
            .into_iter()
            .flatten()
            .collect(),
        valid_from: person.born_on,
        valid_to: None,
        source: None,
    }
}
