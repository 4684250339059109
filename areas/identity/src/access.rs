//! Who looked at my data: what belongs to a person stays sealed until a look is written down.
//!
//! [`Personal`] wraps whatever tells something about a person. It opens for that person, or for a
//! [`Look`], and the only way to a look is [`look`], which writes the entry that the person reads at
//! `/mi/datos` in the same transaction. So reading somebody's data without leaving a line does not
//! compile:
//!
//! ```compile_fail,E0616
//! fn peek(sealed: &identity::Personal<String>) -> &String {
//!     &sealed.value
//! }
//! ```
//!
//! ```compile_fail,E0451
//! fn forge(person: identity::PersonId, entry: identity::AccessId) -> identity::Look {
//!     identity::Look { person, entry }
//! }
//! ```
//!
//! ```compile_fail,E0639
//! fn pretend(account: identity::AccountId, person: identity::PersonId) -> identity::Citizen {
//!     let (name, assurance) = (String::new(), identity::people::Assurance::High);
//!     identity::Citizen { account, person, name, assurance }
//! }
//! ```
//!
//! ```compile_fail,E0599
//! fn print(sealed: &identity::Personal<String>) -> String {
//!     sealed.to_string()
//! }
//! ```
//!
//! With a look it does:
//!
//! ```
//! use identity::{Official, Personal, PersonId, Purpose, Reason, access};
//!
//! fn name(tx: &mut store::Tx, official: &Official, sealed: &Personal<String>, now: jiff::Timestamp) -> Result<String, store::Error> {
//!     let purpose = Purpose::new(Reason::Review).for_case("LIC-7K4P-2MQX");
//!     let look = access::look(tx, official, sealed.subject(), purpose, now)?;
//!     Ok(sealed.open(&look)?.clone())
//! }
//! ```

use std::fmt;

use jiff::Timestamp;
use store::{Db, Error, Json, Row, Tx, params};
use text::{Lang, Localized, Text};

use crate::accounts::AccountId;
use crate::agencies::AgencyId;
use crate::people::PersonId;
use crate::{Actor, Citizen, Official, words};

store::statements! {
    /// Writes a look down.
    INSERT = "insert into identity_access (id, person, at, account, agency, reason, words, case_number, dataset) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The looks at one person, newest first, after a given one.
    ENTRIES = "select e.id, e.at, w.name, g.name, e.reason, e.words, e.case_number, e.dataset from identity_access e left join identity_account a on a.id = e.account left join identity_person w on w.id = a.person left join identity_agency g on g.id = e.agency where e.person = $1 and e.id < $2 order by e.id desc limit $3";
    /// The newest looks at one person.
    NEWEST = "select e.id, e.at, w.name, g.name, e.reason, e.words, e.case_number, e.dataset from identity_access e left join identity_account a on a.id = e.account left join identity_person w on w.id = a.person left join identity_agency g on g.id = e.agency where e.person = $1 order by e.id desc limit $2";
}

store::id! {
    /// One line of the record of looks.
    AccessId
}

/// Longest reason an official may state in their own words, in characters: two sentences.
pub const WORDS_CHARS_MAX: usize = 300;

/// Entries read at once at most.
pub const ENTRIES_MAX: i64 = 200;

/// Why somebody looks at another person's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// To review what the person applied for.
    Review,
    /// To decide and sign it.
    Decide,
    /// To make the document that the person asked for.
    Issue,
    /// To write an act into a registry.
    Register,
    /// To attend the person at a counter or on the phone.
    Attend,
    /// Something else, said in the official's own words.
    Stated(String),
}

impl Reason {
    const fn code(&self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Decide => "decide",
            Self::Issue => "issue",
            Self::Register => "register",
            Self::Attend => "attend",
            Self::Stated(_) => "stated",
        }
    }

    fn words(&self) -> Option<String> {
        match self {
            Self::Stated(words) => Some(words.chars().take(WORDS_CHARS_MAX).collect()),
            _ => None,
        }
    }

    fn from_columns(code: &str, words: Option<String>) -> Self {
        match code {
            "review" => Self::Review,
            "decide" => Self::Decide,
            "issue" => Self::Issue,
            "register" => Self::Register,
            "attend" => Self::Attend,
            _ => Self::Stated(words.unwrap_or_default()),
        }
    }

    /// The reason in the reader's language; an official's own words stay as they were written.
    #[must_use]
    pub fn label(&self, lang: Lang) -> Text {
        match self {
            Self::Review => words::reason_review(lang),
            Self::Decide => words::reason_decide(lang),
            Self::Issue => words::reason_issue(lang),
            Self::Register => words::reason_register(lang),
            Self::Attend => words::reason_attend(lang),
            Self::Stated(words) => words::reason_stated(lang, words),
        }
    }
}

/// What a look is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// Why.
    pub reason: Reason,
    /// The number of the case it serves.
    pub case: Option<String>,
    /// What is read, as `registry.kind`; nothing for what the person wrote in the case itself.
    pub dataset: Option<String>,
}

impl Purpose {
    /// A purpose that serves no case.
    #[must_use]
    pub const fn new(reason: Reason) -> Self {
        Self {
            reason,
            case: None,
            dataset: None,
        }
    }

    /// Names the case.
    #[must_use]
    pub fn for_case(mut self, number: impl Into<String>) -> Self {
        self.case = Some(number.into());
        self
    }

    /// Names what is read, such as `civil.nacimiento`.
    #[must_use]
    pub fn reading(mut self, dataset: impl Into<String>) -> Self {
        self.dataset = Some(dataset.into());
        self
    }
}

/// The account and agency that look.
#[derive(Debug, Clone, Copy)]
pub struct Eyes {
    account: Option<AccountId>,
    agency: Option<AgencyId>,
}

/// Whoever can be held to account for a look.
pub trait Looker {
    /// Their account and agency, or nothing for a stranger.
    fn eyes(&self) -> Option<Eyes>;
}

impl Looker for Official {
    fn eyes(&self) -> Option<Eyes> {
        Some(Eyes {
            account: Some(self.account),
            agency: Some(self.agency),
        })
    }
}

impl Looker for Citizen {
    fn eyes(&self) -> Option<Eyes> {
        Some(Eyes {
            account: Some(self.account),
            agency: None,
        })
    }
}

impl Looker for Actor {
    fn eyes(&self) -> Option<Eyes> {
        match self {
            Self::Anonymous => None,
            Self::Citizen(citizen) => citizen.eyes(),
            Self::Official(official) => official.eyes(),
        }
    }
}

/// An agency's automatic process: a decision table, the maker of a certificate.
#[derive(Debug, Clone, Copy)]
pub struct Automatic(
    /// The agency that answers for it.
    pub AgencyId,
);

impl Looker for Automatic {
    fn eyes(&self) -> Option<Eyes> {
        Some(Eyes {
            account: None,
            agency: Some(self.0),
        })
    }
}

/// Leave to read one person's data, given by having written it down.
#[derive(Debug, Clone)]
pub struct Look {
    person: PersonId,
    entry: AccessId,
}

impl Look {
    /// The line it left.
    #[must_use]
    pub const fn entry(&self) -> AccessId {
        self.entry
    }
}

/// Writes a look down and gives leave to read.
///
/// # Errors
/// [`Error::Missing`] for a stranger, who has no eyes here; else those of the store.
pub fn look(
    tx: &mut Tx,
    who: &impl Looker,
    person: PersonId,
    purpose: Purpose,
    now: Timestamp,
) -> Result<Look, Error> {
    let eyes = who.eyes().ok_or(Error::Missing)?;
    let entry = AccessId::new(now);
    let Purpose {
        reason,
        case,
        dataset,
    } = purpose;
    tx.exec(
        &INSERT,
        params![
            entry,
            person,
            now,
            eyes.account,
            eyes.agency,
            reason.code(),
            reason.words(),
            case,
            dataset
        ],
    )?;
    Ok(Look { person, entry })
}

/// Something about a person, sealed.
#[derive(Clone)]
pub struct Personal<T> {
    subject: PersonId,
    value: T,
}

impl<T> Personal<T> {
    /// Seals something about a person.
    pub const fn about(subject: PersonId, value: T) -> Self {
        Self { subject, value }
    }

    /// Whom it is about.
    pub const fn subject(&self) -> PersonId {
        self.subject
    }

    /// Opens it for a look at this person.
    ///
    /// # Errors
    /// [`Error::Missing`] when the look was at somebody else.
    pub fn open(&self, look: &Look) -> Result<&T, Error> {
        if look.person == self.subject {
            Ok(&self.value)
        } else {
            Err(Error::Missing)
        }
    }

    /// Opens it for the person themself.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is about somebody else.
    pub fn own(&self, citizen: &Citizen) -> Result<&T, Error> {
        if citizen.person == self.subject {
            Ok(&self.value)
        } else {
            Err(Error::Missing)
        }
    }
}

impl<T> fmt::Debug for Personal<T> {
    /// Prints nothing of what is sealed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}

/// One look, as the person it was at reads it.
#[derive(Debug, Clone)]
pub struct AccessEntry {
    /// Its key; later looks have greater keys.
    pub id: AccessId,
    /// When.
    pub at: Timestamp,
    /// The name of whoever looked; nobody when an automatic process did.
    pub by: Option<String>,
    /// The agency they looked for; none when it was another citizen.
    pub agency: Option<Localized>,
    /// Why.
    pub reason: Reason,
    /// For which case.
    pub case: Option<String>,
    /// What was read, as `registry.kind`.
    pub dataset: Option<String>,
}

/// The looks at a citizen's own data, newest first, at most `limit` (and [`ENTRIES_MAX`]), older
/// than `before` when given. The list tells things about a person too, so only that person reads it.
///
/// # Errors
/// Those of the store.
pub fn entries(
    db: &mut Db,
    of: &Citizen,
    limit: i64,
    before: Option<AccessId>,
) -> Result<Vec<AccessEntry>, Error> {
    let limit = limit.clamp(1, ENTRIES_MAX);
    match before {
        Some(before) => db.rows(&ENTRIES, params![of.person, before, limit], entry),
        None => db.rows(&NEWEST, params![of.person, limit], entry),
    }
}

fn entry(row: &Row) -> Result<AccessEntry, Error> {
    let code: String = row.get(4)?;
    Ok(AccessEntry {
        id: row.get(0)?,
        at: row.get(1)?,
        by: row.get(2)?,
        agency: row.get::<Option<Json<Localized>>>(3)?.map(|name| name.0),
        reason: Reason::from_columns(&code, row.get(5)?),
        case: row.get(6)?,
        dataset: row.get(7)?,
    })
}
