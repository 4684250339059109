//! What is done after a transaction, each at least once and with no effect the second time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Tx, jobs};

use crate::case::Case;
use crate::task::TaskId;
use crate::{CaseId, Error};

/// Makes and seals the act of a case that was decided.
pub(crate) const ISSUE: &str = "cases.issue-act";
/// The time for correcting is over.
pub(crate) const LAPSE: &str = "cases.correction-lapses";
/// The time for others to sign is over.
pub(crate) const COSIGNING_LAPSES: &str = "cases.cosigning-lapses";
/// The time for a task is over.
pub(crate) const LATE: &str = "cases.task-is-late";
/// A task was not done for some time, and others shall see it.
pub(crate) const ESCALATE: &str = "cases.escalate-task";
/// A time that the process waits has passed.
pub(crate) const WAITED: &str = "cases.waited";
/// A case asks for another service.
pub(crate) const SUBCASE: &str = "cases.open-subcase";
/// The other service that a case asked for has ended.
pub(crate) const SUBCASE_ENDED: &str = "cases.subcase-ended";
/// A case calls another system.
pub(crate) const CALL: &str = "cases.call-system";
/// The time for its answer is over.
pub(crate) const CALL_LATE: &str = "cases.system-is-late";
/// The agency's time is over.
pub(crate) const SILENCE: &str = "cases.silence";

/// Which case's act to make.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Issue {
    pub(crate) case: CaseId,
}

/// Which correction may have lapsed: the one asked at this place of the history.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Lapse {
    pub(crate) case: CaseId,
    pub(crate) revision: i64,
}

/// Which task is late, if it is still open.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Late {
    pub(crate) task: TaskId,
}

/// Which stage has waited long enough.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Waited {
    pub(crate) case: CaseId,
    pub(crate) stage: String,
}

/// Which stage of which case asks for another service.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SubcaseOpened {
    pub(crate) case: CaseId,
    pub(crate) stage: String,
    /// The step that asked: a stage that is come to again asks again.
    pub(crate) revision: i64,
}

/// Which stage of which case waited for it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SubcaseEnded {
    pub(crate) case: CaseId,
    pub(crate) stage: String,
}

/// Which stage of which case calls, and what it sends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Called {
    pub(crate) case: CaseId,
    pub(crate) stage: String,
    /// The step that called: a stage that is come to again calls again.
    pub(crate) revision: i64,
    pub(crate) sends: serde_json::Map<String, serde_json::Value>,
}

/// Which call may be late, if its answer has not come.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CallLate {
    pub(crate) case: CaseId,
    pub(crate) stage: String,
    pub(crate) revision: i64,
}

/// Which term may have ended, if it still ends then.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Silence {
    pub(crate) case: CaseId,
    pub(crate) due_at: Timestamp,
}

/// Sets the alarm for the end of the agency's time, unless it stands still. Each end has its own; one that
/// was moved finds nothing to do.
pub(crate) fn set_silence_timer(tx: &mut Tx, case: &Case) -> Result<(), Error> {
    if let (Some(due_at), None) = (case.due_at, case.stopped_at) {
        let key = format!("{}:{}", case.id, due_at.as_microsecond());
        jobs::enqueue(
            tx,
            SILENCE,
            &key,
            &Silence {
                case: case.id,
                due_at,
            },
            due_at,
        )?;
    }
    Ok(())
}
