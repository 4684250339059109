//! Accounts: how a person comes in, and the posts they hold.

use std::fmt;

use jiff::Timestamp;
use store::{Db, Error, Tx, params};

use crate::agencies::AgencyId;
use crate::passwords::PasswordHash;
use crate::people::{Email, NationalId, PersonId};
use crate::{sessions, tokens};

store::statements! {
    /// Adds an account.
    INSERT = "insert into identity_account (id, person, password, created_at) values ($1, $2, $3, $4)";
    /// Gives an account a name to sign in with.
    INSERT_LOGIN = "insert into identity_login (name, account) values ($1, $2)";
    /// The account behind a name.
    BY_LOGIN = "select account from identity_login where name = $1";
    /// The account of a person.
    BY_PERSON = "select id from identity_account where person = $1";
    /// What checking a password needs.
    CREDENTIAL = "select a.id, a.password from identity_login l join identity_account a on a.id = l.account where l.name = $1 and a.disabled_at is null";
    /// The password of an account.
    PASSWORD = "select password from identity_account where id = $1 and disabled_at is null";
    /// Changes a password.
    SET_PASSWORD = "update identity_account set password = $2 where id = $1";
    /// Shuts an account.
    DISABLE = "update identity_account set disabled_at = $2 where id = $1 and disabled_at is null";
    /// Gives an account a post in an agency, or moves it there.
    APPOINT = "insert into identity_official (account, agency) values ($1, $2) on conflict (account) do update set agency = excluded.agency";
    /// Takes every role away.
    CLEAR_ROLES = "delete from identity_role where account = $1";
    /// Gives a role.
    INSERT_ROLE = "insert into identity_role (account, role) values ($1, $2) on conflict (account, role) do nothing";
}

store::id! {
    /// An account.
    AccountId
}

/// Longest login name, in bytes: that of an e-mail address.
const LOGIN_BYTES_MAX: usize = crate::people::EMAIL_BYTES_MAX;

/// The name an account answers to: an e-mail address in lower case, a national number without dots,
/// or a short name given by whoever runs the State.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginName(String);

impl LoginName {
    /// Reads what somebody typed to sign in. Capitals, spaces around it and the dots of a number do
    /// not count.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if typed.is_empty() || typed.len() > LOGIN_BYTES_MAX || typed.chars().any(char::is_control)
        {
            return None;
        }
        let name = match NationalId::parse(typed) {
            Some(number) if !typed.contains('@') => number.as_str().to_lowercase(),
            _ => typed.to_lowercase(),
        };
        Some(Self(name))
    }

    /// The name as it is kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LoginName {
    /// Prints nothing: a log is no place for a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginName(…)")
    }
}

impl From<&Email> for LoginName {
    fn from(email: &Email) -> Self {
        Self(email.as_str().to_lowercase())
    }
}

impl From<&NationalId> for LoginName {
    fn from(number: &NationalId) -> Self {
        Self(number.as_str().to_lowercase())
    }
}

/// An account to be created.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Whose it is. A person has one account.
    pub person: PersonId,
    /// The names it answers to; at least one.
    pub logins: Vec<LoginName>,
    /// The password, already hashed: hashing inside a transaction would hold everybody up.
    pub password: Option<PasswordHash>,
}

/// Creates an account.
///
/// # Errors
/// [`Error::Unique`] when a name is taken or the person has an account.
pub fn create(tx: &mut Tx, new: &NewAccount, now: Timestamp) -> Result<AccountId, Error> {
    let id = AccountId::new(now);
    tx.exec(
        &INSERT,
        params![
            id,
            new.person,
            new.password.as_ref().map(PasswordHash::as_str),
            now
        ],
    )?;
    for login in &new.logins {
        tx.exec(&INSERT_LOGIN, params![login.as_str(), id])?;
    }
    Ok(id)
}

/// The account that answers to a name.
///
/// # Errors
/// Those of the store.
pub fn find(db: &mut Db, login: &LoginName) -> Result<Option<AccountId>, Error> {
    db.row_opt(&BY_LOGIN, params![login.as_str()], |row| row.get(0))
}

/// The account of a person, if they have one.
///
/// # Errors
/// Those of the store.
pub fn of_person(db: &mut Db, person: PersonId) -> Result<Option<AccountId>, Error> {
    db.row_opt(&BY_PERSON, params![person], |row| row.get(0))
}

/// What checking a password needs.
#[derive(Clone)]
pub(crate) struct Credential {
    pub(crate) account: AccountId,
    pub(crate) password: Option<PasswordHash>,
}

pub(crate) fn credential(db: &mut Db, login: &LoginName) -> Result<Option<Credential>, Error> {
    db.row_opt(&CREDENTIAL, params![login.as_str()], |row| {
        Ok(Credential {
            account: row.get(0)?,
            password: row.get::<Option<String>>(1)?.map(PasswordHash::from_column),
        })
    })
}

pub(crate) fn password(db: &mut Db, account: AccountId) -> Result<Option<PasswordHash>, Error> {
    let stored: Option<String> = db.row(&PASSWORD, params![account], |row| row.get(0))?;
    Ok(stored.map(PasswordHash::from_column))
}

/// Changes the password and ends every session and token of the account.
///
/// # Errors
/// Those of the store.
pub fn set_password(tx: &mut Tx, account: AccountId, password: &PasswordHash) -> Result<(), Error> {
    rehash(tx, account, password)?;
    sessions::end_all(tx, account)?;
    tokens::revoke_all(tx, account)?;
    Ok(())
}

/// Keeps the same password under newer parameters.
pub(crate) fn rehash(
    tx: &mut Tx,
    account: AccountId,
    password: &PasswordHash,
) -> Result<(), Error> {
    tx.exec(&SET_PASSWORD, params![account, password.as_str()])?;
    Ok(())
}

/// Shuts an account: its sessions and tokens end with it, and nobody signs in to it again.
///
/// # Errors
/// Those of the store.
pub fn disable(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), Error> {
    tx.exec(&DISABLE, params![account, now])?;
    sessions::end_all(tx, account)?;
    tokens::revoke_all(tx, account)?;
    Ok(())
}

/// Gives an account a post in an agency with exactly these roles. Its open sessions end, so that
/// nobody keeps working under the old ones.
///
/// # Errors
/// Those of the store.
pub fn appoint(
    tx: &mut Tx,
    account: AccountId,
    agency: AgencyId,
    roles: &[&str],
) -> Result<(), Error> {
    tx.exec(&APPOINT, params![account, agency])?;
    tx.exec(&CLEAR_ROLES, params![account])?;
    for role in roles {
        tx.exec(&INSERT_ROLE, params![account, *role])?;
    }
    sessions::end_all(tx, account)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_typed() {
        let name = |typed| LoginName::parse(typed).map(|name| name.as_str().to_owned());
        assert_eq!(name(" Ana@Correo.PY "), Some("ana@correo.py".into()));
        assert_eq!(name("4.217.903"), Some("4217903".into()));
        assert_eq!(name("4 217 903"), Some("4217903".into()));
        assert_eq!(name("Ana"), Some("ana".into()));
        assert_eq!(name("a.1234@correo.py"), Some("a.1234@correo.py".into()));
        assert_eq!(name("  "), None);
        assert_eq!(name(&"a".repeat(10_000)), None);
    }
}
