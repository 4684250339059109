//! For whom an application is, where somebody files it for another: recorded as it was declared, never checked
//! against a mandate.
//!
//! What is declared stands in the answers (see [`services::for_another`]); a case names besides in which capacity its
//! applicant acts, and who the other is where the State knows them.

use forms::{Answers, FieldError};
use identity::people::{self, NationalId};
use identity::{Citizen, PersonId};
use services::for_another::{self, IDENTIFIER, Represented};
use services::{Definition, Published};
use store::Db;
use text::Lang;

use crate::Error;

/// Whose a case is, where it is not its applicant's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Whose {
    /// In which capacity its applicant acts.
    pub(crate) capacity: Option<String>,
    /// The other, where the State knows who has that number.
    pub(crate) holder: Option<PersonId>,
}

impl Whose {
    /// Whose answers are. A number that nobody has proved to be theirs is nobody's yet.
    pub(crate) fn of(db: &mut Db, service: &Published, answers: &Answers) -> Result<Self, Error> {
        let Some(other) = for_another::represented(&service.definition, answers) else {
            return Ok(Self::default());
        };
        let holder = match NationalId::parse(&other.identifier) {
            Some(number) => people::find(db, &number)?,
            None => None,
        };
        Ok(Self {
            capacity: Some(other.capacity),
            holder,
        })
    }
}

/// Whoever registries may be read for: the applicant, while they file for themselves.
pub(crate) fn for_themself<W>(
    definition: &Definition,
    answers: &Answers,
    who: Option<W>,
) -> Option<W> {
    who.filter(|_| !for_another::is_for_another(definition, answers))
}

/// The applicant's own number, where the service asks for whom it is.
pub(crate) fn own_number(
    db: &mut Db,
    service: &Published,
    who: Option<&Citizen>,
) -> Result<Option<String>, Error> {
    let (Some(_), Some(citizen)) = (&service.definition.ficha.for_another, who) else {
        return Ok(None);
    };
    let Some(sealed) = people::by_id(db, citizen.person)? else {
        return Ok(None);
    };
    Ok(sealed.own(citizen)?.national_id.clone())
}

/// Nobody is another for themselves.
pub(crate) fn oneself(
    definition: &Definition,
    answers: &Answers,
    own: Option<&str>,
) -> Option<FieldError> {
    let other = for_another::represented(definition, answers)?;
    let question = definition.form.question(IDENTIFIER)?;
    let is_same = bare(&other.identifier) == bare(own?);
    is_same.then(|| FieldError::refused(question, for_another::is_oneself()))
}

/// A number without marks.
fn bare(number: &str) -> String {
    let signs = number.chars().filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_uppercase).collect()
}

/// What a capacity is called.
pub(crate) fn capacity(definition: &Definition, id: &str, lang: Lang) -> String {
    let another = definition.ficha.for_another.as_ref();
    let title = another.and_then(|another| another.title(id));
    title.map_or_else(|| id.to_owned(), |title| title.as_str(lang).to_owned())
}

/// The other with their number, as papers and pages name them.
pub(crate) fn named(other: &Represented) -> String {
    format!("{}, {}", other.name(), other.identifier)
}

#[cfg(test)]
mod tests {
    use forms::Known;
    use serde_json::json;

    use super::*;

    #[test]
    fn registries_are_read_for_whoever_files_for_themselves_alone() {
        let another = "open_to: signed-in\nfor_another: { capacities: [ { id: tutela, title: { es: Tutora, en: Guardian } } ] }";
        let ficha = include_str!("../tests/cases/service/service.yaml");
        let files = [
            ("service.yaml", ficha.replace("open_to: anyone", another)),
            (
                "form.yaml",
                include_str!("../tests/cases/service/form.yaml").to_owned(),
            ),
            (
                "process.yaml",
                include_str!("../tests/cases/service/process.yaml").to_owned(),
            ),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text));
        let definition = Definition::parse(&files.into()).unwrap();
        let read = |whom: &str| {
            let said = json!({ "para_quien": whom });
            let known = Known::on(jiff::civil::date(2026, 11, 23));
            let form = &definition.form;
            let answers = form.understand_json(said.as_object().unwrap(), &known);
            for_themself(&definition, &answers, Some(()))
        };
        assert_eq!(read("mi"), Some(()));
        assert_eq!(read("otra"), None);
    }
}
