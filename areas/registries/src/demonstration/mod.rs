//! The registries of the demonstration State: the same people as identity's, with their births,
//! firms and land.

mod births;
mod firms;
mod parcels;
mod persons;

use identity::demonstration::{REGISTRY, Seeded};
use jiff::Timestamp;
use serde_json::Value;
use store::{Error, Tx};

use crate::{Fields, holders};

/// Who holds which registry in the demonstration.
const HOLDERS: [(&str, &str); 3] = [
    ("civil", REGISTRY),
    ("comercio", "direccion-de-comercio"),
    ("catastro", "direccion-de-catastro"),
];

/// Writes persons, births, firms and parcels for the people that identity has just written.
///
/// # Errors
/// [`Error::Unique`] when they are there already; else those of the store.
pub fn seed(tx: &mut Tx, seeded: &Seeded, now: Timestamp) -> Result<(), Error> {
    for (registry, slug) in HOLDERS {
        let agency = seeded.agencies.get(slug).ok_or(Error::Missing)?;
        holders::hold(tx, registry, *agency)?;
    }
    for record in persons::records(&seeded.people)
        .into_iter()
        .chain(births::records(&seeded.people))
    {
        crate::register(tx, &record, now)?;
    }
    for firm in firms::firms(&seeded.people) {
        let person = identity::people::create(tx, &firm.as_person()?, now)?;
        crate::register(tx, &firm.record(person), now)?;
    }
    for record in parcels::records(&seeded.people) {
        crate::register(tx, &record, now)?;
    }
    Ok(())
}

/// Fields from their names and texts.
fn fields<const N: usize>(pairs: [(&str, Value); N]) -> Fields {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
