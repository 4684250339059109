//! Who of a role gets a task.

use std::collections::BTreeMap;

use identity::{AccountId, absences};
use jiff::civil::Date;
use process::{Assigned, HumanTask};
use store::{Db, params};

use crate::case::Case;
use crate::{Error, task};

store::statements! {
    /// Who of a role was given the newest task.
    LAST_GIVEN = "select assigned_to from case_task where agency_slug = $1 and role = $2 and assigned_to is not null
                  order by opened_at desc, id desc limit 1";
    /// How many open tasks each official of an agency has in hand.
    LOADS = "select assigned_to, count(*) from case_task
             where agency_slug = $1 and completed_at is null and assigned_to is not null group by assigned_to";
}

/// Who gets a task; none where whoever comes may take it, or nobody who may do it is there.
pub(crate) fn to_whom(
    db: &mut Db,
    case: &Case,
    agency: &str,
    human: &HumanTask,
    today: Date,
) -> Result<Option<AccountId>, Error> {
    if human.assigned == Assigned::Pool {
        return Ok(None);
    }
    let mut able = absences::present(db, agency, &human.role, today)?;
    if let Some(other) = &human.not_same_as {
        let other = task::done_by(db, case.id, other)?;
        able.retain(|account| Some(*account) != other);
    }
    for person in case.person.into_iter().chain(case.holder) {
        let own = identity::accounts::of_person(db, person)?;
        able.retain(|account| Some(*account) != own);
    }
    match human.assigned {
        Assigned::ByLoad => {
            let loads: BTreeMap<AccountId, i64> = db
                .rows(&LOADS, params![agency], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?
                .into_iter()
                .collect();
            let load = |account: &AccountId| loads.get(account).copied().unwrap_or_default();
            Ok(able.into_iter().min_by_key(load))
        }
        _ => {
            let last: Option<AccountId> =
                db.row_opt(&LAST_GIVEN, params![agency, human.role], |row| row.get(0))?;
            let next = able.iter().find(|account| Some(**account) > last);
            Ok(next.or(able.first()).copied())
        }
    }
}
