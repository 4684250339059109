//! Agencies: the units of government, each at one of three levels.

use store::{Db, Error, Tx, params};
use text::Localized;

store::statements! {
    /// Adds an agency.
    INSERT = "insert into identity_agency (id, slug, name, level, parent) values ($1, $2, $3, $4, $5)";
    /// One agency by its slug.
    BY_SLUG = "select id, slug, name, level, parent from identity_agency where slug = $1";
    /// One agency by its id.
    BY_ID = "select id, slug, name, level, parent from identity_agency where id = $1";
    /// The agencies, nation first.
    LIST = "select id, slug, name, level, parent from identity_agency order by level, slug limit $1";
}

store::id! {
    /// An agency.
    AgencyId
}

/// Agencies listed at once: a country with all its municipalities fits.
const LIST_MAX: i64 = 5_000;

/// How far an agency's word reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The whole nation.
    National,
    /// A department, province or region.
    Regional,
    /// A municipality.
    Municipal,
}

impl Level {
    const fn to_column(self) -> i64 {
        match self {
            Self::National => 1,
            Self::Regional => 2,
            Self::Municipal => 3,
        }
    }

    const fn from_column(value: i64) -> Self {
        match value {
            1 => Self::National,
            2 => Self::Regional,
            _ => Self::Municipal,
        }
    }
}

/// A unit of government.
#[derive(Debug, Clone)]
pub struct Agency {
    /// Its key.
    pub id: AgencyId,
    /// Its name in addresses and definitions, such as `municipalidad-de-san-roque`.
    pub slug: String,
    /// Its name for people.
    pub name: Localized,
    /// How far its word reaches.
    pub level: Level,
    /// The agency above it.
    pub parent: Option<AgencyId>,
}

/// An agency to be created.
#[derive(Debug, Clone)]
pub struct NewAgency {
    /// See [`Agency::slug`]. Unique in the State.
    pub slug: String,
    /// See [`Agency::name`].
    pub name: Localized,
    /// See [`Agency::level`].
    pub level: Level,
    /// See [`Agency::parent`].
    pub parent: Option<AgencyId>,
}

/// Creates an agency.
///
/// # Errors
/// [`Error::Unique`] when the slug is taken.
pub fn create(tx: &mut Tx, new: &NewAgency, now: jiff::Timestamp) -> Result<AgencyId, Error> {
    let id = AgencyId::new(now);
    let name = store::Json(new.name.clone());
    tx.exec(
        &INSERT,
        params![
            id,
            new.slug.as_str(),
            name,
            new.level.to_column(),
            new.parent
        ],
    )?;
    Ok(id)
}

/// The agency with this slug.
///
/// # Errors
/// Those of the store.
pub fn by_slug(db: &mut Db, slug: &str) -> Result<Option<Agency>, Error> {
    db.row_opt(&BY_SLUG, params![slug], agency)
}

/// The agency with this id.
///
/// # Errors
/// Those of the store.
pub fn by_id(db: &mut Db, id: AgencyId) -> Result<Option<Agency>, Error> {
    db.row_opt(&BY_ID, params![id], agency)
}

/// All agencies, national ones first, by slug.
///
/// # Errors
/// Those of the store.
pub fn list(db: &mut Db) -> Result<Vec<Agency>, Error> {
    db.rows(&LIST, params![LIST_MAX], agency)
}

fn agency(row: &store::Row) -> Result<Agency, Error> {
    Ok(Agency {
        id: row.get(0)?,
        slug: row.get(1)?,
        name: row.get::<store::Json<Localized>>(2)?.0,
        level: Level::from_column(row.get(3)?),
        parent: row.get(4)?,
    })
}
