//! A few hundred invented people in families of three generations.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::Sequence;
use super::names::{MEN, SURNAMES, TOWNS, WOMEN};

/// What the civil registry writes down of a newborn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Written with an F.
    Female,
    /// Written with an M.
    Male,
}

/// An invented person. Parents are places in the list of [`people`], always earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invented {
    /// The name in full: given names, the father's first surname, the mother's.
    pub name: String,
    /// As registered at birth.
    pub sex: Sex,
    /// Their national number, without dots.
    pub national_id: String,
    /// When they were born.
    pub born_on: Date,
    /// Where.
    pub born_in: &'static str,
    /// Their mother, if she is in the list.
    pub mother: Option<usize>,
    /// Their father, if he is in the list.
    pub father: Option<usize>,
}

const SEED: u64 = 0x5A4E_524F_5155_4501;
/// Couples of the eldest generation.
const COUPLES: usize = 60;
/// Children of the middle generation who found a family of their own.
const YOUNG_COUPLES: usize = 35;

/// The people, the same every time: those with a demonstration account first, then the others.
#[must_use]
pub fn people() -> Vec<Invented> {
    let mut sequence = Sequence::new(SEED);
    let mut people = Vec::with_capacity(400);
    for person in known() {
        push(&mut people, person);
    }
    let known = people.len();
    for _ in 0..COUPLES {
        found_family(&mut people, &mut sequence);
    }
    let adults: Vec<usize> = (known..people.len())
        .filter(|at| people.get(*at).is_some_and(is_young_adult))
        .collect();
    // Sorted by age, so that couples are of about the same one.
    let of_sex = |people: &[Invented], sex| -> Vec<usize> {
        let born = |at: &usize| people.get(*at).map(|person| person.born_on);
        let mut found: Vec<usize> = adults
            .iter()
            .copied()
            .filter(|at| people.get(*at).is_some_and(|person| person.sex == sex))
            .collect();
        found.sort_by_key(born);
        found
    };
    let (women, men) = (of_sex(&people, Sex::Female), of_sex(&people, Sex::Male));
    let couples = women
        .into_iter()
        .zip(men)
        .filter(|(her, him)| may_marry(&people, *her, *him));
    for couple in couples.take(YOUNG_COUPLES).collect::<Vec<_>>() {
        let children = sequence.between(1, 2);
        add_children(&mut people, &mut sequence, couple, children);
    }
    people
}

fn is_young_adult(person: &Invented) -> bool {
    person.mother.is_some() && person.born_on.year() < 1998
}

/// Whether two people are about the same age and have not grown up together.
fn may_marry(people: &[Invented], her: usize, him: usize) -> bool {
    people
        .get(her)
        .zip(people.get(him))
        .is_some_and(|(her, him)| {
            her.mother != him.mother && (her.born_on.year() - him.born_on.year()).abs() <= 5
        })
}

/// Those the demonstration needs: Ana with her parents and her daughter, Beto with his mother, three officials.
fn known() -> Vec<Invented> {
    use Sex::{Female, Male};
    let born = |name: &str, sex, born_on, mother, father| Invented {
        name: name.to_owned(),
        sex,
        national_id: String::new(),
        born_on,
        born_in: "San Roque",
        mother,
        father,
    };
    vec![
        born(
            "Teresa Kerana Duarte Rojas",
            Female,
            date(1961, 3, 9),
            None,
            None,
        ),
        born(
            "Ramón Kuarahy Benítez Acosta",
            Male,
            date(1958, 11, 30),
            None,
            None,
        ),
        born(
            "Ana Arami Benítez Duarte",
            Female,
            date(1988, 4, 17),
            Some(0),
            Some(1),
        ),
        born(
            "Ysapy Irupé Ayala Benítez",
            Female,
            date(2015, 9, 2),
            Some(2),
            None,
        ),
        born(
            "Nilda Yvoty Vera Franco",
            Female,
            date(1966, 7, 21),
            None,
            None,
        ),
        born(
            "Roberto Tupãʼi Ñamandú Vera",
            Male,
            date(1992, 1, 5),
            Some(4),
            None,
        ),
        born(
            "Rosa Panambi Villalba Ortiz",
            Female,
            date(1979, 6, 14),
            None,
            None,
        ),
        born(
            "Hugo Arandu Cáceres Núñez",
            Male,
            date(1971, 2, 28),
            None,
            None,
        ),
        born(
            "Celeste Jasy Ortiz Galeano",
            Female,
            date(1985, 10, 12),
            None,
            None,
        ),
        born(
            "Blas Karumbé Sosa Medina",
            Male,
            date(1983, 8, 24),
            None,
            None,
        ),
        born(
            "Delia Mainumby Franco Rivas",
            Female,
            date(1990, 5, 3),
            None,
            None,
        ),
        born(
            "Óscar Aguara Meza Cabral",
            Male,
            date(1976, 12, 19),
            None,
            None,
        ),
        born(
            "Miriam Yvapurũ Riquelme Sosa",
            Female,
            date(1981, 3, 27),
            None,
            None,
        ),
        born(
            "Nelson Tajy Ojeda Paredes",
            Male,
            date(1987, 9, 8),
            None,
            None,
        ),
        born(
            "Liz Kavara Ferreira Núñez",
            Female,
            date(1993, 1, 30),
            None,
            None,
        ),
        born(
            "Julio Pykasu Aquino Lezcano",
            Male,
            date(1969, 6, 6),
            None,
            None,
        ),
    ]
}

/// Adds a person and gives them their number: older people have lower ones, no two the same.
fn push(people: &mut Vec<Invented>, mut person: Invented) -> usize {
    let at = people.len();
    let age_part = i64::from(person.born_on.year() - 1930) * 90_000;
    let number = 300_000 + age_part + i64::try_from(at).unwrap_or(0) * 137;
    person.national_id = number.to_string();
    people.push(person);
    at
}

fn found_family(people: &mut Vec<Invented>, sequence: &mut Sequence) {
    let year = i16::try_from(sequence.between(1945, 1972)).unwrap_or(1950);
    let mother = elder(people, sequence, Sex::Female, year);
    let father = elder(people, sequence, Sex::Male, year - 2);
    let children = sequence.between(1, 4);
    add_children(people, sequence, (mother, father), children);
}

fn elder(people: &mut Vec<Invented>, sequence: &mut Sequence, sex: Sex, year: i16) -> usize {
    let surnames = format!("{} {}", pick(sequence, SURNAMES), pick(sequence, SURNAMES));
    let person = Invented {
        name: format!("{} {surnames}", given(sequence, sex)),
        sex,
        national_id: String::new(),
        born_on: day_in(sequence, year),
        born_in: pick(sequence, TOWNS),
        mother: None,
        father: None,
    };
    push(people, person)
}

/// Children are born from the mother's twentieth year on, two to four years apart.
fn add_children(
    people: &mut Vec<Invented>,
    sequence: &mut Sequence,
    (mother, father): (usize, usize),
    count: usize,
) {
    let Some((surnames, mut year)) =
        people
            .get(mother)
            .zip(people.get(father))
            .map(|(her, him)| {
                (
                    format!("{} {}", first_surname(&him.name), first_surname(&her.name)),
                    her.born_on.year() + 20,
                )
            })
    else {
        return;
    };
    for _ in 0..count {
        year += i16::try_from(sequence.between(2, 4)).unwrap_or(2);
        let sex = if sequence.below(2) == 0 {
            Sex::Female
        } else {
            Sex::Male
        };
        let child = Invented {
            name: format!("{} {surnames}", given(sequence, sex)),
            sex,
            national_id: String::new(),
            born_on: day_in(sequence, year.min(2024)),
            born_in: pick(sequence, TOWNS),
            mother: Some(mother),
            father: Some(father),
        };
        push(people, child);
    }
}

fn first_surname(name: &str) -> &str {
    name.rsplit(' ').nth(1).unwrap_or(name)
}

fn given(sequence: &mut Sequence, sex: Sex) -> String {
    let names = if sex == Sex::Female { WOMEN } else { MEN };
    let (first, second) = (pick(sequence, names), pick(sequence, names));
    if first == second {
        first.to_owned()
    } else {
        format!("{first} {second}")
    }
}

fn pick(sequence: &mut Sequence, list: &'static [&'static str]) -> &'static str {
    sequence.one_of(list).copied().unwrap_or_default()
}

fn day_in(sequence: &mut Sequence, year: i16) -> Date {
    let days = i64::try_from(sequence.below(365)).unwrap_or(0);
    let new_year = Date::new(year, 1, 1).unwrap_or_default();
    new_year.checked_add(days.days()).unwrap_or(new_year)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::people::{Name, NationalId};

    #[test]
    fn the_people_are_the_same_every_time() {
        assert_eq!(people(), people());
    }

    #[test]
    fn there_are_a_few_hundred_with_numbers_of_their_own() {
        let people = people();
        assert!((300..600).contains(&people.len()), "{}", people.len());
        let numbers: BTreeSet<_> = people
            .iter()
            .map(|person| person.national_id.as_str())
            .collect();
        assert_eq!(numbers.len(), people.len());
        for person in &people {
            assert_eq!(Name::parse(&person.name).unwrap().as_str(), person.name);
            assert!(NationalId::parse(&person.national_id).is_some());
        }
    }

    #[test]
    fn names_hold_every_letter_of_guarani() {
        let all: String = people().into_iter().map(|person| person.name).collect();
        for letter in ["g̃", "G̃", "ʼ", "ã", "ĩ", "ũ", "ñ", "Ñ"] {
            assert!(all.contains(letter), "{letter}");
        }
    }

    #[test]
    fn parents_are_older_and_give_their_surnames() {
        let people = people();
        for person in &people {
            for parent in [person.mother, person.father].into_iter().flatten() {
                let parent = &people[parent];
                assert!(
                    person.born_on.year() - parent.born_on.year() >= 15,
                    "{person:?} {parent:?}"
                );
                assert!(
                    person.name.contains(first_surname(&parent.name)),
                    "{person:?} {parent:?}"
                );
            }
        }
    }
}
