//! Whoever makes a request: a stranger, a citizen, an official.

use jiff::Timestamp;
use store::{Db, Error, Json, Row, params};
use text::Localized;

use crate::accounts::AccountId;
use crate::agencies::AgencyId;
use crate::people::{Assurance, PersonId};
use crate::sessions::{self, SessionId};

store::statements! {
    /// Whose session this is, with one row for each role.
    BY_SESSION = "select a.id, p.id, p.name, p.assurance, g.id, g.slug, g.name, r.role, s.id, s.seen_at from identity_session s join identity_account a on a.id = s.account join identity_person p on p.id = a.person left join identity_official o on o.account = a.id left join identity_agency g on g.id = o.agency left join identity_role r on r.account = o.account where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and a.disabled_at is null order by r.role";
    /// Whose bearer token this is.
    BY_TOKEN = "select a.id, p.id, p.name, p.assurance, g.id, g.slug, g.name, r.role from identity_token t join identity_account a on a.id = t.account join identity_person p on p.id = a.person left join identity_official o on o.account = a.id left join identity_agency g on g.id = o.agency left join identity_role r on r.account = o.account where t.token_hash = $1 and t.expires_at > $2 and a.disabled_at is null order by r.role";
    /// Who an account belongs to.
    BY_ACCOUNT = "select a.id, p.id, p.name, p.assurance, g.id, g.slug, g.name, r.role from identity_account a join identity_person p on p.id = a.person left join identity_official o on o.account = a.id left join identity_agency g on g.id = o.agency left join identity_role r on r.account = o.account where a.id = $1 and a.disabled_at is null order by r.role";
}

/// A person acting for themself, or attended by a clerk at a [`counter`](crate::counter). Made only from a session, a
/// token, an account or there, never by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Citizen {
    /// The account they came in with.
    pub account: AccountId,
    /// The person it belongs to.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// How sure the State is of who they are.
    pub assurance: Assurance,
}

/// A person acting for an agency. Made only from a session, a token or an account, never by hand.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Official {
    /// The account they came in with.
    pub account: AccountId,
    /// The person it belongs to.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// How sure the State is of who they are.
    pub assurance: Assurance,
    /// The agency they act for.
    pub agency: AgencyId,
    /// Its slug.
    pub agency_slug: String,
    /// Its name.
    pub agency_name: Localized,
    /// What they may do there, such as `revisor`, sorted.
    pub roles: Vec<String>,
}

impl Official {
    /// Whether they hold a role in their agency.
    #[must_use]
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|held| held == role)
    }

    /// The official as the private person they also are.
    #[must_use]
    pub fn as_citizen(&self) -> Citizen {
        Citizen {
            account: self.account,
            person: self.person,
            name: self.name.clone(),
            assurance: self.assurance,
        }
    }
}

/// Whoever makes a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Actor {
    /// Nobody we know.
    Anonymous,
    /// A person acting for themself.
    Citizen(Citizen),
    /// A person acting for an agency.
    Official(Official),
}

impl Actor {
    /// The private person behind the request. An official is one too.
    #[must_use]
    pub fn citizen(&self) -> Option<Citizen> {
        match self {
            Self::Anonymous => None,
            Self::Citizen(citizen) => Some(citizen.clone()),
            Self::Official(official) => Some(official.as_citizen()),
        }
    }

    /// The official behind the request.
    #[must_use]
    pub const fn official(&self) -> Option<&Official> {
        match self {
            Self::Official(official) => Some(official),
            _ => None,
        }
    }

    /// The key of the person behind the request.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Anonymous => None,
            Self::Citizen(citizen) => Some(citizen.person),
            Self::Official(official) => Some(official.person),
        }
    }

    /// The account behind the request.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Anonymous => None,
            Self::Citizen(citizen) => Some(citizen.account),
            Self::Official(official) => Some(official.account),
        }
    }

    /// The actor that an account stands for, for commands and tests that have no request.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of_account(db: &mut Db, account: AccountId) -> Result<Option<Self>, Error> {
        Ok(join(db.rows(&BY_ACCOUNT, params![account], line)?))
    }
}

/// A session that is still open, and who opened it.
#[derive(Debug, Clone)]
pub(crate) struct OpenSession {
    pub(crate) id: SessionId,
    pub(crate) seen_at: Timestamp,
    pub(crate) actor: Actor,
}

/// Whose session a cookie belongs to, while it is open.
pub(crate) fn by_session(
    db: &mut Db,
    token_hash: &[u8],
    now: Timestamp,
) -> Result<Option<OpenSession>, Error> {
    let rows = db.rows(
        &BY_SESSION,
        params![token_hash, now, sessions::idle_since(now)],
        |row| {
            Ok((
                row.get::<SessionId>(8)?,
                row.get::<Timestamp>(9)?,
                line(row)?,
            ))
        },
    )?;
    let Some((id, seen_at)) = rows.first().map(|(id, seen_at, _)| (*id, *seen_at)) else {
        return Ok(None);
    };
    let actor = join(rows.into_iter().map(|(_, _, line)| line).collect());
    Ok(actor.map(|actor| OpenSession { id, seen_at, actor }))
}

/// Whose token this is, while it is valid.
pub(crate) fn by_token(
    db: &mut Db,
    token_hash: &[u8],
    now: Timestamp,
) -> Result<Option<Actor>, Error> {
    Ok(join(db.rows(&BY_TOKEN, params![token_hash, now], line)?))
}

/// One row of the three queries: the person, the post they may hold, one of its roles.
struct Line {
    citizen: Citizen,
    post: Option<(AgencyId, String, Localized)>,
    role: Option<String>,
}

fn line(row: &Row) -> Result<Line, Error> {
    let citizen = Citizen {
        account: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        assurance: Assurance::from_column(row.get(3)?),
    };
    let post = match row.get::<Option<AgencyId>>(4)? {
        Some(agency) => Some((agency, row.get(5)?, row.get::<Json<Localized>>(6)?.0)),
        None => None,
    };
    Ok(Line {
        citizen,
        post,
        role: row.get(7)?,
    })
}

/// Puts the rows of one account together.
fn join(lines: Vec<Line>) -> Option<Actor> {
    let roles = lines.iter().filter_map(|line| line.role.clone()).collect();
    let Line { citizen, post, .. } = lines.into_iter().next()?;
    Some(match post {
        None => Actor::Citizen(citizen),
        Some((agency, agency_slug, agency_name)) => Actor::Official(Official {
            account: citizen.account,
            person: citizen.person,
            name: citizen.name,
            assurance: citizen.assurance,
            agency,
            agency_slug,
            agency_name,
            roles,
        }),
    })
}
