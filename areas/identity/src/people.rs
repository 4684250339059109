//! Persons, natural and legal, with what the State knows of who they are and how to reach them.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use store::{Db, Error, Row, Tx, params};

use crate::access::Personal;

store::statements! {
    /// Adds a person.
    INSERT = "insert into identity_person (id, kind, name, national_id, email, phone, born_on, assurance, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// One person.
    BY_ID = "select id, kind, name, national_id, email, phone, born_on, assurance from identity_person where id = $1";
    /// Who has proved that a national number is theirs.
    BY_NATIONAL_ID = "select id from identity_person where national_id = $1 and assurance >= 2";
    /// How to write to a person.
    CONTACT = "select name, email, phone from identity_person where id = $1";
}

store::id! {
    /// A person, natural or legal.
    PersonId
}

/// Longest name accepted, in characters. The longest names on record in the region have under 150.
pub const NAME_CHARS_MAX: usize = 200;

/// Longest e-mail address, in bytes (RFC 5321 §4.5.3.1.3 allows a path of 256 with its brackets).
pub const EMAIL_BYTES_MAX: usize = 254;

/// Longest national number, in characters, with room for those of neighbouring countries.
pub const NATIONAL_ID_CHARS_MAX: usize = 20;

/// Whether a person breathes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Natural,
    /// A firm, an association, a cooperative.
    Legal,
}

/// How sure the State is that a person is who they say, in the three levels of eIDAS
/// (Regulation (EU) 910/2014, article 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Assurance {
    /// They said so.
    Low,
    /// They showed it at a counter, or a registry vouches for it.
    Substantial,
    /// They proved it in person and hold a credential that cannot be copied.
    High,
}

impl Assurance {
    const fn to_column(self) -> i64 {
        match self {
            Self::Low => 1,
            Self::Substantial => 2,
            Self::High => 3,
        }
    }

    pub(crate) const fn from_column(value: i64) -> Self {
        match value {
            3 => Self::High,
            2 => Self::Substantial,
            _ => Self::Low,
        }
    }
}

/// A person as the State knows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Their key.
    pub id: PersonId,
    /// Natural or legal.
    pub kind: Kind,
    /// Their name as they write it.
    pub name: String,
    /// Their national number (cédula), or the tax number of a firm. Proven only from
    /// [`Assurance::Substantial`] on.
    pub national_id: Option<String>,
    /// Where to write to them.
    pub email: Option<String>,
    /// Where to call them.
    pub phone: Option<String>,
    /// When they were born or founded.
    pub born_on: Option<Date>,
    /// How sure the State is of all this.
    pub assurance: Assurance,
}

impl fmt::Debug for Person {
    /// Prints the key alone: a log is no place for a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A name, as people write names: any letters, marks, apostrophes, single names too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// What keeps a text from being a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is no letter in it.
    #[error("there is no letter in the name")]
    Empty,
    /// It is longer than [`NAME_CHARS_MAX`].
    #[error("the name is longer than {NAME_CHARS_MAX} characters")]
    Long,
    /// It holds a control character.
    #[error("the name holds a control character")]
    Control,
}

impl Name {
    /// Reads a typed name. Runs of spaces become one; nothing else is touched.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, NameError> {
        let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.chars().any(char::is_alphabetic) {
            return Err(NameError::Empty);
        }
        if name.chars().count() > NAME_CHARS_MAX {
            return Err(NameError::Long);
        }
        if name.chars().any(char::is_control) {
            return Err(NameError::Control);
        }
        Ok(Self(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A national or tax number without dots and spaces: `4.217.903` is `4217903`; `80012345-6` keeps its check digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationalId(String);

impl NationalId {
    /// Reads a typed number, or nothing when it is none.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let number: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '.')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let well_formed = number
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-')
            && number.chars().filter(char::is_ascii_digit).count() >= 4
            && number.len() <= NATIONAL_ID_CHARS_MAX;
        well_formed.then_some(Self(number))
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An address that mail can be sent to, as far as its form tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads a typed address, or nothing when no mail could reach it. The domain is lower-cased.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let (local, domain) = typed.rsplit_once('@')?;
        let well_formed = typed.len() <= EMAIL_BYTES_MAX
            && !local.is_empty()
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
            && !typed.chars().any(|c| {
                c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"')
            });
        well_formed.then(|| Self(format!("{local}@{}", domain.to_lowercase())))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person to be created.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Natural or legal.
    pub kind: Kind,
    /// Their name.
    pub name: Name,
    /// Their number, proven or said according to `assurance`.
    pub national_id: Option<NationalId>,
    /// Where to write to them.
    pub email: Option<Email>,
    /// Where to call them.
    pub phone: Option<String>,
    /// When they were born or founded.
    pub born_on: Option<Date>,
    /// How sure the State is of all this.
    pub assurance: Assurance,
}

/// Adds a person.
///
/// # Errors
/// [`Error::Unique`] when somebody else has proved that the number is theirs.
pub fn create(tx: &mut Tx, new: &NewPerson, now: Timestamp) -> Result<PersonId, Error> {
    let id = PersonId::new(now);
    let kind: i64 = match new.kind {
        Kind::Natural => 1,
        Kind::Legal => 2,
    };
    tx.exec(
        &INSERT,
        params![
            id,
            kind,
            new.name.as_str(),
            new.national_id.as_ref().map(NationalId::as_str),
            new.email.as_ref().map(Email::as_str),
            new.phone.as_deref(),
            new.born_on,
            new.assurance.to_column(),
            now
        ],
    )?;
    Ok(id)
}

/// A person's data, sealed: it opens for themselves or for a look that leaves its entry.
///
/// # Errors
/// Those of the store.
pub fn by_id(db: &mut Db, id: PersonId) -> Result<Option<Personal<Person>>, Error> {
    let person = db.row_opt(&BY_ID, params![id], person)?;
    Ok(person.map(|person| Personal::about(id, person)))
}

/// Who has proved that this number is theirs. Tells the key and nothing else.
///
/// # Errors
/// Those of the store.
pub fn find(db: &mut Db, number: &NationalId) -> Result<Option<PersonId>, Error> {
    db.row_opt(&BY_NATIONAL_ID, params![number.as_str()], |row| row.get(0))
}

/// How to address and reach a person, for machinery that writes **to that person**. Not for screens.
#[derive(Clone)]
pub struct Contact {
    /// Their name, for the salutation.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their phone number.
    pub phone: Option<String>,
}

/// The contact of a person, so that a message can be sent to them.
///
/// # Errors
/// Those of the store.
pub fn contact(db: &mut Db, id: PersonId) -> Result<Option<Contact>, Error> {
    db.row_opt(&CONTACT, params![id], |row| {
        Ok(Contact {
            name: row.get(0)?,
            email: row.get(1)?,
            phone: row.get(2)?,
        })
    })
}

fn person(row: &Row) -> Result<Person, Error> {
    let kind: i64 = row.get(1)?;
    Ok(Person {
        id: row.get(0)?,
        kind: if kind == 2 {
            Kind::Legal
        } else {
            Kind::Natural
        },
        name: row.get(2)?,
        national_id: row.get(3)?,
        email: row.get(4)?,
        phone: row.get(5)?,
        born_on: row.get(6)?,
        assurance: Assurance::from_column(row.get(7)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_region_are_names() {
        for name in [
            "Ana",
            "Mbo’ehára Karai",
            "Tomás Ñandutĩ",
            "Kuarahy Poty",
            "Arami G̃uyraʼi",
            "María de los Ángeles",
        ] {
            assert_eq!(Name::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(
            Name::parse("  Ana \t María ").unwrap().as_str(),
            "Ana María"
        );
        assert_eq!(Name::parse("  ’ "), Err(NameError::Empty));
        assert_eq!(Name::parse("Ana\u{0}Beto"), Err(NameError::Control));
        assert_eq!(Name::parse(&"a".repeat(10_000)), Err(NameError::Long));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(
            NationalId::parse(" 4.217.903 ").unwrap().as_str(),
            "4217903"
        );
        assert_eq!(
            NationalId::parse("80012345-6").unwrap().as_str(),
            "80012345-6"
        );
        for wrong in ["", "ana", "12", "4217903; drop", "11111111111111111111111"] {
            assert_eq!(NationalId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses_are_checked_only_as_far_as_their_form_tells() {
        assert_eq!(
            Email::parse(" Ana@Correo.PY ").unwrap().as_str(),
            "Ana@correo.py"
        );
        assert!(Email::parse("guaraní@dominio.org.py").is_some());
        for wrong in [
            "ana",
            "@correo.py",
            "ana@correo",
            "ana@.py",
            "a na@correo.py",
            "a@b.py,c@d.py",
        ] {
            assert_eq!(Email::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_person_in_a_log_is_a_key() {
        let person = Person {
            id: PersonId::new(Timestamp::UNIX_EPOCH),
            kind: Kind::Natural,
            name: "Ana Benítez".into(),
            national_id: Some("4217903".into()),
            email: None,
            phone: None,
            born_on: None,
            assurance: Assurance::Low,
        };
        let printed = format!("{person:?}");
        assert!(
            !printed.contains("Ana") && !printed.contains("4217903"),
            "{printed}"
        );
    }
}
