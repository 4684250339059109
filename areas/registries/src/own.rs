//! One's own records: everything that registries hold about a citizen, in whatever role.

use identity::Citizen;
use identity::people::Assurance;
use store::{Db, Error, params};

use crate::read::{links, read_version};
use crate::{RECORDS_MAX, Record};

store::statements! {
    /// What holds now of all records that concern a person.
    ALL_OF_PERSON = "select r.id, r.dataset, r.record_key, r.version, r.fields, r.valid_from, r.valid_to, r.source, r.recorded_at from registry_record r where r.id in (select l.record from registry_link l where l.person = $1) and r.version = (select max(x.version) from registry_record x where x.dataset = r.dataset and x.record_key = r.record_key) order by r.dataset, r.valid_from, r.record_key limit $2";
}

/// What registries hold about the citizen, by kind, oldest first, at most [`RECORDS_MAX`]. Reading what
/// is one's own leaves no entry.
///
/// Whoever has only said who they are ([`Assurance::Low`]) gets nothing: their records are not theirs
/// until they prove it.
///
/// # Errors
/// Those of the store.
pub fn own(db: &mut Db, citizen: &Citizen) -> Result<Vec<Record>, Error> {
    if citizen.assurance < Assurance::Substantial {
        return Ok(Vec::new());
    }
    let mut records = db.rows(
        &ALL_OF_PERSON,
        params![citizen.person, RECORDS_MAX],
        read_version,
    )?;
    for record in &mut records {
        record.links = links(db, record.id)?;
    }
    Ok(records)
}
