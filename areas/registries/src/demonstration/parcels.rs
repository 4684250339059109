//! `catastro.inmueble`: parcels of land with their owners.

use identity::PersonId;
use identity::demonstration::{Invented, Sequence};
use jiff::civil::Date;
use serde_json::json;

use super::{fields, firms};
use crate::{Dataset, Link, NewRecord};

const SEED: u64 = 0x5041_5243_454C_0001;
const PARCELS: usize = 200;
/// Parcels on one block of the town.
const PER_BLOCK: usize = 12;

/// The parcels, the same every time: one each for Ana and Beto, the others for grown-ups by lot.
pub(super) fn records(people: &[(PersonId, Invented)]) -> Vec<NewRecord> {
    let mut sequence = Sequence::new(SEED);
    let adults: Vec<PersonId> = people
        .iter()
        .filter(|(_, person)| person.born_on.year() < 1998)
        .map(|(id, _)| *id)
        .collect();
    let first = ["ana", "beto"]
        .into_iter()
        .filter_map(|login| firms::behind(people, login));
    let mut owners: Vec<PersonId> = first.collect();
    while owners.len() < PARCELS {
        let Some(owner) = sequence.one_of(&adults) else {
            break;
        };
        owners.push(*owner);
    }
    owners
        .into_iter()
        .enumerate()
        .map(|(at, owner)| parcel(&mut sequence, at, owner))
        .collect()
}

fn parcel(sequence: &mut Sequence, at: usize, owner: PersonId) -> NewRecord {
    let account = format!("27-{:04}-{:02}", at / PER_BLOCK + 1, at % PER_BLOCK + 1);
    let year = i16::try_from(sequence.between(1985, 2024)).unwrap_or(2000);
    let square_metres = sequence.between(180, 1_400);
    NewRecord {
        dataset: Dataset::INMUEBLE,
        key: account.clone(),
        fields: fields([
            ("cuenta_catastral", json!(account)),
            ("direccion", json!(firms::address(sequence))),
            ("ciudad", json!("San Roque")),
            ("superficie", json!(square_metres)),
            (
                "uso",
                json!(if sequence.below(4) == 0 {
                    "comercial"
                } else {
                    "vivienda"
                }),
            ),
        ]),
        links: vec![Link::new(owner, "propietario")],
        valid_from: Date::new(year, 1, 1).unwrap_or_default(),
        valid_to: None,
        source: None,
    }
}
