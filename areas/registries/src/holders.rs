//! Which agency holds a registry: it answers for what is in it, and its officials may search there.

use identity::AgencyId;
use store::{Db, Error, Tx, params};

store::statements! {
    /// Hands a registry to an agency.
    HOLD = "insert into registry_holder (registry, agency) values ($1, $2) on conflict (registry) do update set agency = excluded.agency";
    /// Who holds a registry.
    HOLDER = "select agency from registry_holder where registry = $1";
}

/// Hands a registry, such as `civil`, to an agency.
///
/// # Errors
/// Those of the store.
pub fn hold(tx: &mut Tx, registry: &str, agency: AgencyId) -> Result<(), Error> {
    tx.exec(&HOLD, params![registry, agency])?;
    Ok(())
}

/// The agency that holds a registry.
///
/// # Errors
/// Those of the store.
pub fn holder(db: &mut Db, registry: &str) -> Result<Option<AgencyId>, Error> {
    db.row_opt(&HOLDER, params![registry], |row| row.get(0))
}
