//! Gazetteers: the departments of a State, their districts and, where they are known, the localities, each with its
//! official number.
//!
//! A table is CSV of four columns, a place after the one it lies in. Lines that begin with `#` say where it comes from.
//!
//! ```
//! use forms::Gazetteer;
//! let table = Gazetteer::parse("departamento,distrito,localidad,nombre\n11,,,Central\n11,07,,Lambaré\n").unwrap();
//! let (department, district) = table.find(None, "", "lambare").unwrap();
//! assert_eq!((department.name(), district.code()), ("Central", "1107"));
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use text::search::{alike, fold, words};
use text::{Lang, Localized};

use crate::Error;

/// Lines of one table: the localities of a large country are a register of their own.
const LINES_MAX: usize = 20_000;
/// Names that are offered to somebody who wrote one that is not there.
const NEAR_MAX: usize = 4;
/// Districts that are chosen from a list; among more, their name is typed.
const LISTED_MAX: usize = 40;
/// The first line of a table.
const HEAD: &str = "departamento,distrito,localidad,nombre";
/// Stands for the number of a district that has none yet.
const NO_NUMBER: &str = "-";

/// The tables that ship, by name.
const SHIPPED: [(&str, &str); 2] = [
    (
        "lapacho",
        include_str!("../../../definitions/gazetteers/lapacho.csv"),
    ),
    ("py", include_str!("../../../definitions/gazetteers/py.csv")),
];

/// Tables by the names that questions call them.
pub type Gazetteers = BTreeMap<String, Arc<Gazetteer>>;

/// The places of a State.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gazetteer {
    departments: Vec<Department>,
}

/// A department, province or region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    at: Named,
    districts: Vec<District>,
}

/// A district or municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    at: Named,
    localities: Vec<Named>,
}

/// A place with its official number, which is empty where it has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its number together with those of the places it lies in: `1107`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What it is called.
    pub name: String,
}

/// Where an address is, as its table had it when it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The department.
    pub department: Named,
    /// The district.
    pub district: Named,
    /// The locality or quarter, where one was told. Without a number it is as it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locality: Option<Named>,
}

/// Why no district was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFound {
    /// None has this name. Those that may be meant.
    Unknown(Vec<String>),
    /// Several have it, in these departments.
    Several(Vec<String>),
}

impl Department {
    /// Its official number.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.at.code
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.at.name
    }

    fn is(&self, asked: &str) -> bool {
        self.at.code == asked.trim() || fold(&self.at.name) == fold(asked)
    }
}

impl District {
    /// Its official number with that of its department; empty where it has none yet.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.at.code
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.at.name
    }

    /// What stands for it among others: its number, else its name.
    #[must_use]
    pub fn key(&self) -> &str {
        match self.at.code.as_str() {
            "" => &self.at.name,
            code => code,
        }
    }

    /// A locality of it by name or number; as it was typed where the table has none such.
    #[must_use]
    pub fn locality(&self, typed: &str) -> Option<Named> {
        if typed.is_empty() {
            return None;
        }
        let is_it = |known: &&Named| known.code == typed || fold(&known.name) == fold(typed);
        let known = self.localities.iter().find(is_it).cloned();
        Some(known.unwrap_or_else(|| Named {
            code: String::new(),
            name: typed.to_owned(),
        }))
    }

    fn is(&self, asked: &str) -> bool {
        (!self.at.code.is_empty() && self.at.code == asked.trim())
            || fold(&self.at.name) == fold(asked)
    }
}

impl Gazetteer {
    /// A table that ships with the platform.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, table) = SHIPPED.iter().find(|(known, _)| *known == name)?;
        // A test reads all of them, so that this cannot fail.
        Self::parse(table).ok()
    }

    /// The names of [`Gazetteer::shipped`].
    pub fn shipped_names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// Reads a table.
    ///
    /// # Errors
    /// The first line that is no place, or that stands before the place it lies in.
    pub fn parse(csv: &str) -> Result<Self, Error> {
        let mut table = Self::default();
        let mut lines = (1..)
            .zip(csv.lines())
            .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        match lines.next() {
            Some((_, HEAD)) => {}
            first => {
                return Err(wrong(
                    first.map_or(1, |(at, _)| at),
                    &format!("la primera línea de una tabla de lugares es {HEAD}"),
                    &format!("the first line of a gazetteer is {HEAD}"),
                ));
            }
        }
        for (at, line) in lines {
            if at > LINES_MAX {
                return Err(wrong(
                    at,
                    &format!("una tabla de lugares tiene hasta {LINES_MAX} líneas; divídela"),
                    &format!("a gazetteer has up to {LINES_MAX} lines; split it"),
                ));
            }
            table.add(line).map_err(|(es, en)| wrong(at, es, en))?;
        }
        let is_empty = table.districts(None).next().is_none();
        match is_empty {
            false => Ok(table),
            true => Err(wrong(
                1,
                "la tabla de lugares no tiene distritos; agrega uno",
                "the gazetteer has no districts; add one",
            )),
        }
    }

    fn add(&mut self, line: &str) -> Result<(), (&'static str, &'static str)> {
        let columns: Vec<&str> = line.split(',').map(str::trim).collect();
        let [department, district, locality, name] = columns.as_slice() else {
            return Err((
                "la línea lleva cuatro columnas: departamento, distrito, localidad y nombre",
                "the line takes four columns: department, district, locality and name",
            ));
        };
        let is_number = |code: &str| code.bytes().all(|sign| sign.is_ascii_alphanumeric());
        let are_numbers = is_number(department)
            && is_number(locality)
            && (is_number(district) || *district == NO_NUMBER);
        if name.is_empty() || department.is_empty() || !are_numbers {
            return Err((
                "la línea lleva números y un nombre, como 11,07,,Lambaré",
                "the line takes numbers and a name, such as 11,07,,Lambaré",
            ));
        }
        let named = |code: String| Named {
            code,
            name: (*name).to_owned(),
        };
        let is_known = self
            .departments
            .iter()
            .any(|one| one.at.code == *department);
        let last = self.departments.last_mut();
        let above = last.filter(|last| last.at.code == *department);
        match (above, *district, *locality) {
            (None, "", "") if !is_known => {
                self.departments.push(Department {
                    at: named((*department).to_owned()),
                    districts: Vec::new(),
                });
                Ok(())
            }
            (Some(above), NO_NUMBER, "") => {
                above.take(named(String::new()));
                Ok(())
            }
            (Some(above), district, "") if !district.is_empty() => {
                let code = format!("{department}{district}");
                match above.districts.iter().any(|one| one.at.code == code) {
                    true => Err((
                        "este número de distrito ya está; cambia uno",
                        "this number of a district is there already; change one",
                    )),
                    false => {
                        above.take(named(code));
                        Ok(())
                    }
                }
            }
            (Some(above), district, locality) if !district.is_empty() => {
                let code = format!("{department}{district}");
                match above
                    .districts
                    .last_mut()
                    .filter(|last| last.at.code == code)
                {
                    Some(district) => {
                        district.localities.push(named(format!("{code}{locality}")));
                        Ok(())
                    }
                    None => Err(OUT_OF_PLACE),
                }
            }
            _ => Err(OUT_OF_PLACE),
        }
    }

    /// The departments, in the order of the table.
    #[must_use]
    pub fn departments(&self) -> &[Department] {
        &self.departments
    }

    /// Whether a department has this number.
    #[must_use]
    pub fn has(&self, department: &str) -> bool {
        self.departments.iter().any(|one| one.at.code == department)
    }

    /// The districts with their departments, or those of one department.
    pub fn districts<'g>(
        &'g self,
        within: Option<&'g str>,
    ) -> impl Iterator<Item = (&'g Department, &'g District)> {
        let is_there = move |one: &&Department| within.is_none_or(|code| one.at.code == code);
        let departments = self.departments.iter().filter(is_there);
        departments.flat_map(|one| one.districts.iter().map(move |district| (one, district)))
    }

    /// Whether any district has localities.
    #[must_use]
    pub fn has_localities(&self, within: Option<&str>) -> bool {
        self.districts(within)
            .any(|(_, district)| !district.localities.is_empty())
    }

    /// The districts to be chosen from, where they are few enough for a list.
    #[must_use]
    pub fn listed(&self, within: Option<&str>) -> Option<Vec<(&Department, &District)>> {
        let all: Vec<_> = self
            .departments
            .iter()
            .filter(|one| within.is_none_or(|code| one.at.code == code))
            .flat_map(|one| one.districts.iter().map(move |district| (one, district)))
            .collect();
        (all.len() <= LISTED_MAX).then_some(all)
    }

    /// The district that is meant by its name or number, without regard to accents and capitals. The department, by
    /// name or number too, is needed only where several districts have the name.
    ///
    /// # Errors
    /// [`NotFound`], with what may be meant.
    pub fn find(
        &self,
        within: Option<&str>,
        department: &str,
        district: &str,
    ) -> Result<(&Department, &District), NotFound> {
        let departments = self
            .departments
            .iter()
            .filter(|one| within.is_none_or(|code| one.at.code == code));
        let all: Vec<(&Department, &District)> = departments
            .flat_map(|one| one.districts.iter().map(move |district| (one, district)))
            .collect();
        let is_chosen = |one: &Department| department.trim().is_empty() || one.is(department);
        let of_name: Vec<_> = all.iter().filter(|(_, one)| one.is(district)).collect();
        let found: Vec<_> = of_name.iter().filter(|(of, _)| is_chosen(of)).collect();
        match (found.as_slice(), of_name.as_slice()) {
            ([one], _) => Ok(***one),
            ([], []) => {
                let asked: Vec<_> = all
                    .iter()
                    .filter(|(of, _)| is_chosen(of))
                    .copied()
                    .collect();
                let near = near(&asked, district);
                // In the wrong department perhaps, and with a slip besides.
                let near = match near.is_empty() {
                    true => self::near(&all, district),
                    false => near,
                };
                Err(NotFound::Unknown(near))
            }
            ([], elsewhere) => Err(NotFound::Unknown(
                elsewhere.iter().map(|(of, one)| full(of, one)).collect(),
            )),
            (several, _) => Err(NotFound::Several(
                several.iter().map(|(of, _)| of.at.name.clone()).collect(),
            )),
        }
    }
}

impl Department {
    fn take(&mut self, at: Named) {
        self.districts.push(District {
            at,
            localities: Vec::new(),
        });
    }
}

const OUT_OF_PLACE: (&str, &str) = (
    "cada lugar va después del que lo contiene, y una sola vez; muévelo",
    "each place stands after the one it lies in, and once; move it",
);

fn wrong(line: usize, es: &str, en: &str) -> Error {
    Error {
        line: Some(line),
        says: Localized::spanish(es).with(Lang::En, en),
    }
}

fn full(department: &Department, district: &District) -> String {
    format!("{} ({})", district.at.name, department.at.name)
}

/// The districts whose words are most like those that were typed.
fn near(among: &[(&Department, &District)], typed: &str) -> Vec<String> {
    let asked = words(typed);
    let score = |district: &District| {
        let there = words(&district.at.name);
        let is_there = |word: &&String| there.iter().any(|known| alike(word, known));
        asked.iter().filter(is_there).map(|word| word.len()).sum()
    };
    let mut scored: Vec<(usize, &(&Department, &District))> = among
        .iter()
        .map(|place| (score(place.1), place))
        .filter(|(score, _)| *score > 2)
        .collect();
    // The sort is stable: what is equally near keeps the order of the table.
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let best = scored.into_iter().take(NEAR_MAX);
    best.map(|(_, (of, one))| full(of, one)).collect()
}
