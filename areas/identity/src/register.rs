//! Making an account: a person says who they are and chooses a password.
//!
//! Anyone may say any name and number, so the person is known with [`Assurance::Low`] and nothing
//! that a registry holds is theirs until they prove it.

use jiff::Timestamp;
use store::{Error, Tx};

use crate::accounts::{self, AccountId, LoginName, NewAccount};
use crate::passwords::PasswordHash;
use crate::people::{self, Assurance, Email, Kind, Name, NationalId, NewPerson};

/// Somebody who makes an account, with what they said of themselves.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Their name.
    pub name: Name,
    /// How they will be called when they sign in.
    pub reach: Reach,
    /// The hash of the password they chose.
    pub password: PasswordHash,
}

/// What a person has to sign in with: at least one of the two.
#[derive(Debug, Clone)]
pub enum Reach {
    /// An e-mail address.
    Email(Email),
    /// A national number.
    Number(NationalId),
    /// Both.
    Both(Email, NationalId),
}

impl Reach {
    /// The address, if there is one.
    #[must_use]
    pub const fn email(&self) -> Option<&Email> {
        match self {
            Self::Email(email) | Self::Both(email, _) => Some(email),
            Self::Number(_) => None,
        }
    }

    /// The number, if there is one.
    #[must_use]
    pub const fn number(&self) -> Option<&NationalId> {
        match self {
            Self::Number(number) | Self::Both(_, number) => Some(number),
            Self::Email(_) => None,
        }
    }

    fn logins(&self) -> Vec<LoginName> {
        self.email()
            .map(LoginName::from)
            .into_iter()
            .chain(self.number().map(LoginName::from))
            .collect()
    }
}

/// Creates the person and their account.
///
/// # Errors
/// [`Error::Unique`] when an account answers to one of the names already.
pub fn register(tx: &mut Tx, new: &Registration, now: Timestamp) -> Result<AccountId, Error> {
    let person = NewPerson {
        kind: Kind::Natural,
        name: new.name.clone(),
        national_id: new.reach.number().cloned(),
        email: new.reach.email().cloned(),
        phone: None,
        born_on: None,
        assurance: Assurance::Low,
    };
    let person = people::create(tx, &person, now)?;
    let account = NewAccount {
        person,
        logins: new.reach.logins(),
        password: Some(new.password.clone()),
    };
    accounts::create(tx, &account, now)
}
