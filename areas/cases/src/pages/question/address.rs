//! An address: street and number, and the district as the question knows it. Long tables of places are not sent to a
//! telephone: the name is typed, the server finds it, and says what may be meant where it does not.

use design::{Choice, Field, Select, Width};
use forms::{Places, Table};
use maud::{Markup, html};
use text::Text;

use super::{Shown, is_wrong, labelled};
use crate::words;

/// The boxes of an address.
pub(super) fn fields(id: &str, line: String, places: &Places, shown: &Shown<'_>) -> Markup {
    let lang = shown.lang;
    let district = Part::of(id, "distrito", shown);
    let street = Field::text(id, words::address_line(lang))
        .value(line)
        .autocomplete("street-address")
        .marked_wrong(is_wrong(id, shown));
    html! {
        (street.render(lang))
        @match places {
            Places::Any => { (district.field(words::address_district(lang)).optional().render(lang)) }
            Places::Listed(districts) => {
                (district.select(words::address_district(lang), districts.iter().map(|choice| labelled(choice, lang))).render(lang))
            }
            Places::Table(table) => { (of_table(id, table, &district, shown)) }
        }
    }
}

/// Department and district of a table; the district alone where its list is short. The quarter where the table knows
/// any.
fn of_table(id: &str, table: &Table, district: &Part, shown: &Shown<'_>) -> Markup {
    let lang = shown.lang;
    let within = table.within.as_deref();
    let listed = table.gazetteer.listed(within);
    let has_localities = table.gazetteer.has_localities(within);
    html! {
        @match listed {
            Some(listed) => {
                (district.chosen_of(table, shown).select(words::address_town(lang), listed.iter().map(|(department, district)| {
                    let name = match within {
                        Some(_) => district.name().to_owned(),
                        None => format!("{} ({})", district.name(), department.name()),
                    };
                    Choice::new(district.key(), name)
                })).render(lang))
            }
            None => {
                (Part::of(id, "departamento", shown).select(words::address_department(lang), table.gazetteer.departments().iter().map(|department| {
                    Choice::new(department.code(), department.name().to_owned())
                })).render(lang))
                (district.field(words::address_town(lang)).hint(words::address_town_hint(lang)).render(lang))
            }
        }
        @if has_localities { (Part::of(id, "localidad", shown).field(words::address_locality(lang)).optional().render(lang)) }
    }
}

/// One box besides the first.
struct Part {
    name: String,
    typed: String,
    is_wrong: bool,
}

impl Part {
    fn of(id: &str, part: &str, shown: &Shown<'_>) -> Self {
        let name = format!("{id}.{part}");
        Self {
            typed: shown.answers.typed_part(id, part).to_owned(),
            is_wrong: is_wrong(&name, shown),
            name,
        }
    }

    /// The same, where what was typed elsewhere is a name of the list.
    fn chosen_of(&self, table: &Table, shown: &Shown<'_>) -> Self {
        let id = self.name.trim_end_matches(".distrito");
        let department = shown.answers.typed_part(id, "departamento");
        let within = table.within.as_deref();
        let found = table.gazetteer.find(within, department, &self.typed);
        Self {
            name: self.name.clone(),
            typed: found.map_or_else(|_| self.typed.clone(), |(_, one)| one.key().to_owned()),
            is_wrong: self.is_wrong,
        }
    }

    fn field(&self, label: Text) -> Field {
        Field::text(self.name.clone(), label)
            .value(self.typed.clone())
            .width(Width::Medium)
            .marked_wrong(self.is_wrong)
    }

    fn select(&self, label: Text, choices: impl Iterator<Item = Choice>) -> Select {
        Select::new(self.name.clone(), label)
            .choices(choices)
            .chosen(self.typed.clone())
            .marked_wrong(self.is_wrong)
    }
}
