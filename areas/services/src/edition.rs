//! A definition being changed by the people of its agency, until another of them publishes it.

pub(crate) mod publication;
mod verbs;

use identity::{AccountId, Official};
use jiff::Timestamp;
use store::{Db, Json, Row, Tx, params};

pub(crate) use self::publication::{New, is_kept_by_people, record};
pub use self::publication::{Publication, publications};
pub use self::verbs::{
    BeginFrom, approve, begin, discard, propose, remove_file, save_file, send_back, undo,
};
use crate::definition::Files;

/// The role that prepares and publishes definitions.
pub const ANALYST: &str = "analista";

store::id! {
    /// A definition being changed.
    EditionId
}

store::statements! {
    /// Begins an edition.
    BEGIN = "insert into service_edition (id, slug, agency_slug, files, base_hash, begun_by, begun_at, updated_at, revision)
             values ($1, $2, $3, $4, $5, $6, $7, $7, 0)";
    /// An edition of this agency.
    OF_AGENCY = "select id, slug, files, base_hash, begun_by, begun_at, updated_at, revision, proposed_by, proposed_at, note, remark, outcome
                 from service_edition where id = $1 and agency_slug = $2";
    /// The editions of an agency that have not ended, the newest first.
    OPEN = "select id, slug, files, base_hash, begun_by, begun_at, updated_at, revision, proposed_by, proposed_at, note, remark, outcome
            from service_edition where agency_slug = $1 and outcome is null order by updated_at desc limit $2";
    /// Keeps what was written, unless somebody kept something else meanwhile.
    SAVE = "update service_edition set files = $3, slug = $4, updated_at = $5, revision = revision + 1
            where id = $1 and revision = $2 and proposed_at is null and outcome is null";
    /// Asks for it to be published.
    PROPOSE = "update service_edition set proposed_by = $2, proposed_at = $3, note = $4, remark = null
               where id = $1 and proposed_at is null and outcome is null";
    /// Gives it back to be written on.
    SEND_BACK = "update service_edition set proposed_by = null, proposed_at = null, remark = $2, updated_at = $3
                 where id = $1 and proposed_at is not null and outcome is null";
    /// Ends it.
    END = "update service_edition set outcome = $2, ended_by = $3, ended_at = $4 where id = $1 and outcome is null";
}

/// Editions of one agency shown at once.
const OPEN_MAX: i64 = 100;

/// A definition being changed. It is only ever loaded for an official of its agency.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// The service's name in addresses.
    pub slug: String,
    /// Its files as they stand, sound or not.
    pub files: Files,
    /// The version it began from; none for a new service.
    pub base_hash: Option<String>,
    /// Who began it.
    pub begun_by: AccountId,
    /// When.
    pub begun_at: Timestamp,
    /// When something was last kept.
    pub updated_at: Timestamp,
    /// How often something was kept.
    pub revision: i64,
    /// That it waits for another hand.
    pub proposal: Option<Proposal>,
    /// Why it was sent back last.
    pub remark: Option<String>,
    /// Whether it was published or discarded.
    pub has_ended: bool,
}

/// That somebody asks for an edition to be published.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// What it is for.
    pub note: String,
}

/// Why an edition could not be changed or published.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// There is none of that name in this agency, or this official may not.
    #[error("there is no such edition")]
    Unknown,
    /// Somebody kept, proposed or ended it meanwhile.
    #[error("the edition has moved on")]
    MovedOn,
    /// Another version was published since it began.
    #[error("another version was published meanwhile")]
    Stale,
    /// Whoever proposes does not publish.
    #[error("whoever proposed it must not publish it")]
    SameHands,
    /// What it is for was not said.
    #[error("it was not said what for")]
    NoteNeeded,
    /// A name that no file of a definition has, or too much of everything.
    #[error("the file is not taken")]
    FileNotTaken,
    /// It belongs to another agency by its own words.
    #[error("the definition names another agency")]
    OtherAgency,
    /// There is nothing to go back to.
    #[error("there is no version before")]
    NothingBefore,
    /// It is not sound.
    #[error("the definition is not sound")]
    Unsound(Vec<crate::Finding>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

fn read(row: &Row) -> Result<Edition, store::Error> {
    let outcome: Option<String> = row.get(12)?;
    let proposal = match (row.get::<Option<AccountId>>(8)?, row.get(9)?) {
        (Some(by), Some(at)) => Some(Proposal {
            by,
            at,
            note: row.get::<Option<String>>(10)?.unwrap_or_default(),
        }),
        _ => None,
    };
    Ok(Edition {
        id: row.get(0)?,
        slug: row.get(1)?,
        files: row.get::<Json<Files>>(2)?.0,
        base_hash: row.get(3)?,
        begun_by: row.get(4)?,
        begun_at: row.get(5)?,
        updated_at: row.get(6)?,
        revision: row.get(7)?,
        proposal,
        remark: row.get(11)?,
        has_ended: outcome.is_some(),
    })
}

/// An edition of this official's agency.
///
/// # Errors
/// [`EditionError::Unknown`] when there is none, or they are no analyst.
pub fn of_agency(db: &mut Db, id: EditionId, official: &Official) -> Result<Edition, EditionError> {
    if !official.has_role(ANALYST) {
        return Err(EditionError::Unknown);
    }
    db.row_opt(&OF_AGENCY, params![id, official.agency_slug], read)?
        .ok_or(EditionError::Unknown)
}

/// The editions of this official's agency that have not ended, the newest first.
///
/// # Errors
/// [`EditionError::Unknown`] when they are no analyst.
pub fn open(db: &mut Db, official: &Official) -> Result<Vec<Edition>, EditionError> {
    if !official.has_role(ANALYST) {
        return Err(EditionError::Unknown);
    }
    Ok(db.rows(&OPEN, params![official.agency_slug, OPEN_MAX], read)?)
}

fn insert(tx: &mut Tx, edition: &Edition, agency: &str) -> Result<(), store::Error> {
    tx.put(
        &BEGIN,
        params![
            edition.id,
            edition.slug.as_str(),
            agency,
            Json(edition.files.clone()),
            edition.base_hash.as_deref(),
            edition.begun_by,
            edition.begun_at
        ],
    )
}

fn save(tx: &mut Tx, edition: &Edition, seen: i64, now: Timestamp) -> Result<(), EditionError> {
    let files = Json(edition.files.clone());
    match tx.exec(
        &SAVE,
        params![edition.id, seen, files, edition.slug.as_str(), now],
    )? {
        0 => Err(EditionError::MovedOn),
        _ => Ok(()),
    }
}
