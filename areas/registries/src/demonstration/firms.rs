//! `comercio.empresa`: firms with their owners.

use identity::PersonId;
use identity::demonstration::{ACCOUNTS, Invented, Sequence};
use identity::people::{Assurance, Kind, Name, NationalId, NewPerson};
use jiff::civil::Date;
use serde_json::json;
use store::Error;

use super::fields;
use crate::{Dataset, Link, NewRecord};

const SEED: u64 = 0x4649_524D_4153_0001;
const FIRMS: usize = 80;

/// What a firm does, and how its name begins.
const TRADES: [(&str, &str); 14] = [
    ("Panadería", "Elaboración y venta de pan"),
    ("Despensa", "Venta de alimentos al por menor"),
    ("Farmacia", "Venta de medicamentos"),
    ("Ferretería", "Venta de artículos de ferretería"),
    ("Peluquería", "Servicios de peluquería"),
    ("Taller", "Reparación de vehículos"),
    ("Heladería", "Elaboración y venta de helados"),
    ("Librería", "Venta de libros y útiles"),
    ("Comedor", "Servicio de comidas"),
    ("Carpintería", "Fabricación de muebles"),
    ("Costurería", "Confección de prendas de vestir"),
    ("Vivero", "Venta de plantas"),
    ("Hospedaje", "Servicio de alojamiento"),
    ("Yuyería", "Venta de plantas medicinales"),
];

const NAMES: [&str; 20] = [
    "Ñanduti",
    "Mainumby",
    "Kuarahy",
    "Arasunu",
    "Jasy Ratĩ",
    "Ysyry",
    "Tajy Poty",
    "Ka’a Porã",
    "Guyra Hovy",
    "Yvytu Pyahu",
    "La Esquina",
    "San Blas",
    "Santa Lucía",
    "El Lapacho",
    "La Estrella",
    "Don Ramón",
    "Doña Petrona",
    "El Puente",
    "Los Hermanos",
    "La Plaza",
];

const STREETS: [&str; 12] = [
    "Mariscal López",
    "14 de Mayo",
    "Teniente Fariña",
    "Yegros",
    "Palma",
    "Mcal. Estigarribia",
    "Cerro Corá",
    "Tupã Renda",
    "Carlos A. López",
    "Independencia",
    "Ñemby",
    "Ypacaraí",
];

/// A firm before it has a key.
pub(super) struct Firm {
    tax_number: String,
    name: String,
    activity: String,
    address: String,
    owners: Vec<PersonId>,
    since: Date,
}

impl Firm {
    /// The firm as the legal person it is.
    pub(super) fn as_person(&self) -> Result<NewPerson, Error> {
        Ok(NewPerson {
            kind: Kind::Legal,
            name: Name::parse(&self.name).map_err(|error| Error::Value(error.to_string()))?,
            national_id: NationalId::parse(&self.tax_number),
            email: None,
            phone: None,
            born_on: Some(self.since),
            assurance: Assurance::Substantial,
        })
    }

    /// The firm as the registry of commerce has it.
    pub(super) fn record(&self, person: PersonId) -> NewRecord {
        let owners = self
            .owners
            .iter()
            .map(|owner| Link::new(*owner, "propietario"));
        NewRecord {
            dataset: Dataset::EMPRESA,
            key: self.tax_number.clone(),
            fields: fields([
                ("ruc", json!(self.tax_number)),
                ("razon_social", json!(self.name)),
                ("actividad", json!(self.activity)),
                ("direccion", json!(self.address)),
                ("ciudad", json!("San Roque")),
                ("fecha_inicio", json!(self.since)),
            ]),
            links: [Link::new(person, "empresa")]
                .into_iter()
                .chain(owners)
                .collect(),
            valid_from: self.since,
            valid_to: None,
            source: None,
        }
    }
}

/// The firms, the same every time: Ana's bakery, Beto's two, and those of other grown-ups.
pub(super) fn firms(people: &[(PersonId, Invented)]) -> Vec<Firm> {
    let mut sequence = Sequence::new(SEED);
    let mut firms = known(people);
    let adults: Vec<PersonId> = people
        .iter()
        .skip(known_people())
        .filter(|(_, person)| person.born_on.year() < 2000)
        .map(|(id, _)| *id)
        .collect();
    while firms.len() < FIRMS && !adults.is_empty() {
        let (trade, activity) = sequence.one_of(&TRADES).copied().unwrap_or_default();
        let name = sequence.one_of(&NAMES).copied().unwrap_or_default();
        let partners = if sequence.below(5) == 0 { 2 } else { 1 };
        let mut owners: Vec<PersonId> = (0..partners)
            .filter_map(|_| sequence.one_of(&adults).copied())
            .collect();
        owners.dedup();
        let year = i16::try_from(sequence.between(1998, 2025)).unwrap_or(2020);
        firms.push(Firm {
            tax_number: tax_number(firms.len()),
            name: format!("{trade} {name}"),
            activity: activity.to_owned(),
            address: address(&mut sequence),
            owners,
            since: Date::new(year, 1 + i8::try_from(sequence.below(12)).unwrap_or(0), 1)
                .unwrap_or_default(),
        });
    }
    firms
}

/// Those with a part in the demonstration stand first in the list of people.
const fn known_people() -> usize {
    9
}

/// The person behind a demonstration account.
pub(super) fn behind(people: &[(PersonId, Invented)], login: &str) -> Option<PersonId> {
    let account = ACCOUNTS.iter().find(|account| account.login == login)?;
    people
        .iter()
        .find(|(_, person)| person.name == account.name)
        .map(|(id, _)| *id)
}

fn known(people: &[(PersonId, Invented)]) -> Vec<Firm> {
    let known = [
        (
            "ana",
            "Panadería El Sol",
            "Elaboración y venta de pan",
            "Mariscal López 245",
            2019,
        ),
        (
            "beto",
            "Ferretería Ñamandú",
            "Venta de artículos de ferretería",
            "Yegros 118",
            2016,
        ),
        (
            "beto",
            "Heladería Tupãʼi",
            "Elaboración y venta de helados",
            "14 de Mayo 77",
            2022,
        ),
    ];
    known
        .into_iter()
        .enumerate()
        .map(|(at, (login, name, activity, address, year))| Firm {
            tax_number: tax_number(at),
            name: name.to_owned(),
            activity: activity.to_owned(),
            address: address.to_owned(),
            owners: behind(people, login).into_iter().collect(),
            since: Date::new(year, 3, 1).unwrap_or_default(),
        })
        .collect()
}

/// A number and a street of the town.
pub(super) fn address(sequence: &mut Sequence) -> String {
    let street = sequence.one_of(&STREETS).copied().unwrap_or_default();
    format!("{street} {}", sequence.between(20, 1_900))
}

/// A tax number with its check digit: weights 2, 3, 4… from the right, modulo 11.
fn tax_number(at: usize) -> String {
    let number = 80_010_001 + at * 743;
    let (mut rest, mut weight, mut total) = (number, 2, 0);
    while rest > 0 {
        total += rest % 10 * weight;
        rest /= 10;
        weight += 1;
    }
    let digit = match total % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    };
    format!("{number}-{digit}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn people() -> Vec<(PersonId, Invented)> {
        let now = jiff::Timestamp::UNIX_EPOCH;
        identity::demonstration::people()
            .into_iter()
            .map(|person| (PersonId::new(now), person))
            .collect()
    }

    #[test]
    fn eighty_firms_have_owners_and_numbers_of_their_own() {
        let firms = firms(&people());
        assert_eq!(firms.len(), FIRMS);
        assert!(
            firms
                .iter()
                .all(|firm| !firm.owners.is_empty() && firm.as_person().is_ok())
        );
        let numbers: BTreeSet<_> = firms.iter().map(|firm| firm.tax_number.as_str()).collect();
        assert_eq!(numbers.len(), FIRMS);
    }

    #[test]
    fn check_digits_follow_the_weights() {
        // 80010001: 1·2 + 0 + 0 + 0 + 1·6 + 0 + 0 + 8·9 = 80; 80 mod 11 = 3; 11 − 3 = 8.
        assert_eq!(tax_number(0), "80010001-8");
    }

    #[test]
    fn the_demonstration_accounts_own_what_their_page_says() {
        let people = people();
        let firms = firms(&people);
        let owned = |login| {
            let owner = behind(&people, login).unwrap();
            firms
                .iter()
                .filter(|firm| firm.owners.contains(&owner))
                .count()
        };
        assert_eq!((owned("ana"), owned("beto")), (1, 2));
    }
}
