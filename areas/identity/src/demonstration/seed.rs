//! Writes the people of the demonstration into an empty State.

use std::collections::BTreeMap;

use jiff::Timestamp;
use store::{Db, Error, Tx};

use crate::accounts::{self, LoginName, NewAccount};
use crate::passwords::{self, HashError, Password, PasswordHash};
use crate::people::{self, Assurance, Email, Kind, Name, NationalId, NewPerson};
use crate::{AccountId, AgencyId, PersonId, agencies};

use super::accounts::{ACCOUNTS, DemonstrationAccount};
use super::invent::{self, Invented};

/// The people and the hashed passwords, ready to be written.
#[derive(Debug, Clone)]
pub struct Prepared {
    people: Vec<Invented>,
    accounts: Vec<(DemonstrationAccount, PasswordHash)>,
}

/// What was written.
#[derive(Debug, Clone)]
pub struct Seeded {
    /// Every person with their key, in the order of [`people`](super::people).
    pub people: Vec<(PersonId, Invented)>,
    /// The key of each agency by its slug.
    pub agencies: BTreeMap<String, AgencyId>,
    /// The key of each account by its short login.
    pub accounts: BTreeMap<&'static str, AccountId>,
}

/// Invents the people and hashes the passwords, which are public.
///
/// # Errors
/// When the machine lacks randomness or memory.
pub fn prepare() -> Result<Prepared, HashError> {
    let accounts = ACCOUNTS
        .iter()
        .map(|account| {
            let password = Password::choose(account.password, &[]).map_err(HashError::weak)?;
            Ok((*account, passwords::hash_public(&password)?))
        })
        .collect::<Result<_, _>>()?;
    Ok(Prepared {
        people: invent::people(),
        accounts,
    })
}

/// Whether the demonstration has been written already.
///
/// # Errors
/// Those of the store.
pub fn is_seeded(db: &mut Db) -> Result<bool, Error> {
    Ok(agencies::by_slug(db, super::MUNICIPALITY)?.is_some())
}

/// Writes agencies, people, accounts and posts.
///
/// # Errors
/// [`Error::Unique`] when they are there already; else those of the store.
pub fn seed(tx: &mut Tx, prepared: &Prepared, now: Timestamp) -> Result<Seeded, Error> {
    let agencies = seed_agencies(tx, now)?;
    let mut people = Vec::with_capacity(prepared.people.len());
    for (at, invented) in prepared.people.iter().enumerate() {
        let login = ACCOUNTS
            .iter()
            .find(|account| account.person == at)
            .map(|account| account.login);
        let id = people::create(tx, &new_person(invented, login)?, now)?;
        people.push((id, invented.clone()));
    }
    let mut accounts = BTreeMap::new();
    for (demonstration, password) in &prepared.accounts {
        let (person, invented) = people.get(demonstration.person).ok_or(Error::Missing)?;
        let logins = [
            demonstration.login,
            &email(demonstration.login),
            &invented.national_id,
        ];
        let new = NewAccount {
            person: *person,
            logins: logins.into_iter().filter_map(LoginName::parse).collect(),
            password: Some(password.clone()),
        };
        let account = accounts::create(tx, &new, now)?;
        if let Some((slug, roles)) = demonstration.post {
            let agency = agencies.get(slug).ok_or(Error::Missing)?;
            accounts::appoint(tx, account, *agency, roles)?;
        }
        accounts.insert(demonstration.login, account);
    }
    Ok(Seeded {
        people,
        agencies,
        accounts,
    })
}

fn seed_agencies(tx: &mut Tx, now: Timestamp) -> Result<BTreeMap<String, AgencyId>, Error> {
    let mut keys: BTreeMap<String, AgencyId> = BTreeMap::new();
    for (mut agency, parent) in super::agencies() {
        agency.parent = parent.and_then(|slug| keys.get(slug).copied());
        let id = agencies::create(tx, &agency, now)?;
        keys.insert(agency.slug, id);
    }
    Ok(keys)
}

fn new_person(invented: &Invented, login: Option<&str>) -> Result<NewPerson, Error> {
    let name = Name::parse(&invented.name).map_err(|error| Error::Value(error.to_string()))?;
    Ok(NewPerson {
        kind: Kind::Natural,
        name,
        national_id: NationalId::parse(&invented.national_id),
        email: login.and_then(|login| Email::parse(&email(login))),
        phone: None,
        born_on: Some(invented.born_on),
        assurance: Assurance::Substantial,
    })
}

/// An address under a domain that can never exist (RFC 2606).
fn email(login: &str) -> String {
    format!("{login}@correo.example")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accounts_belong_to_the_people_they_name() {
        let people = invent::people();
        for account in ACCOUNTS {
            assert_eq!(people[account.person].name, account.name);
        }
    }
}
