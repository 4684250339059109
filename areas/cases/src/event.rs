//! What happened to a case, in order. Nothing is ever changed or taken away.

use identity::AccountId;
use jiff::Timestamp;
use process::StageId;
use serde::{Deserialize, Serialize};
use store::{Db, Json, Tx, params};

use crate::CaseId;
use crate::change::Changes;

store::statements! {
    /// Adds what happened. Two with one revision cannot both be: the slower one is refused.
    ADD = "insert into case_event (case_id, revision, at, kind, account_id, detail, next_stage) values ($1, $2, $3, $4, $5, $6, $7)";
    /// Everything that happened to one case.
    OF_CASE = "select revision, at, kind, account_id, detail from case_event where case_id = $1 order by revision limit $2";
}

/// A case with more history than this shows its beginning; none of the shipped processes comes near.
const EVENTS_SHOWN_MAX: i64 = 1_000;

/// One thing that happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum CaseEvent {
    /// The application arrived.
    Filed,
    /// Whoever filed it did so for somebody else.
    FiledForAnother {
        /// In which capacity, by its name in the definition.
        capacity: String,
    },
    /// A clerk typed it in at the counter of an agency, for the person who stood there.
    TakenAtCounter {
        /// The agency.
        agency: text::Localized,
    },
    /// A fee was ordered.
    FeeOrdered {
        /// Minor units.
        amount: i64,
        /// ISO 4217.
        currency: String,
        /// Why this much, in words of the decision table.
        because: String,
    },
    /// The table gave no fee.
    NothingToPay,
    /// The fee was paid.
    FeePaid,
    /// An official finished a task.
    TaskCompleted {
        /// The task.
        task: String,
        /// What the official found.
        result: Option<String>,
    },
    /// Another agency was asked for its word.
    Consulted {
        /// The task.
        task: String,
        /// The agency.
        agency: text::Localized,
    },
    /// The day and time of a visit or a hearing was set.
    MeetingSet {
        /// The task it belongs to.
        task: String,
        /// When.
        at: Timestamp,
    },
    /// A task was late, and others may do it too.
    Escalated {
        /// The task.
        task: String,
    },
    /// The time for a task ran out, and the case goes on without it.
    TaskLapsed {
        /// The task.
        task: String,
    },
    /// A time that the process waits has passed.
    Waited {
        /// The stage that waited.
        stage: String,
    },
    /// The applicant was told what the process says.
    Told {
        /// The stage that tells.
        stage: String,
    },
    /// The applicant does not want it any more.
    Withdrawn,
    /// The applicant was asked to correct fields.
    CorrectionAsked {
        /// The marked questions.
        questions: Vec<String>,
        /// Until when.
        until: Timestamp,
    },
    /// The applicant corrected them.
    Corrected {
        /// The questions that had been marked.
        questions: Vec<String>,
        /// What stood there before, and what stands there now.
        #[serde(default)]
        changes: Changes,
    },
    /// The time for correcting ran out.
    CorrectionLapsed,
    /// The legal clock stands still.
    ClockStopped,
    /// The legal clock goes on, with a new last day.
    ClockResumed,
    /// It was decided how the case ends.
    Decided {
        /// How.
        outcome: process::Outcome,
    },
    /// The signed act is there.
    ActIssued,
    /// The act was taken back.
    ActRevoked,
    /// The agency has given itself more time, by a signed act.
    TermExtended {
        /// How much more, as the calendar's terms are written.
        by: calendar::Term,
    },
    /// The case had ended and was taken up again.
    Reopened {
        /// The outcome that no longer stands.
        outcome: process::Outcome,
    },
    /// Others were asked to sign the application.
    CosignersAsked {
        /// How many.
        count: i64,
        /// Until when.
        until: Timestamp,
    },
    /// One of them answered.
    CosignerAnswered {
        /// Whether they signed.
        signs: bool,
    },
    /// Everybody has signed who must.
    Cosigned,
    /// Somebody did not sign in time, does not want to, or is not known.
    NotCosigned,
    /// The other service that a stage asked for has ended, or did not take the answers.
    SubcaseEnded {
        /// The stage.
        stage: String,
        /// How: `granted`, `denied`, `abandoned` or `refused`.
        result: String,
    },
    /// A registry was asked.
    RegistryAsked {
        /// The stage.
        stage: String,
        /// How many records it holds.
        found: i64,
    },
    /// The system that a stage called has answered.
    SystemAnswered {
        /// The stage.
        stage: String,
    },
    /// It refused, or did not answer in time.
    SystemNotAnswered {
        /// The stage.
        stage: String,
    },
    /// The case goes on under another version of its service.
    Migrated {
        /// The version it was under.
        from: String,
        /// The version it is under.
        to: String,
    },
    /// The applicant appealed, and a case of its own was opened.
    Appealed {
        /// Its number.
        number: String,
    },
    /// What the act grants was entered in a registry.
    Registered {
        /// The registry and kind of record.
        dataset: String,
    },
    /// The agency's time ran out and the law gives its silence a meaning.
    Silence {
        /// What it means.
        outcome: process::Outcome,
    },
}

impl CaseEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::FiledForAnother { .. } => "filed-for-another",
            Self::TakenAtCounter { .. } => "taken-at-counter",
            Self::FeeOrdered { .. } => "fee-ordered",
            Self::NothingToPay => "nothing-to-pay",
            Self::FeePaid => "fee-paid",
            Self::TaskCompleted { .. } => "task-completed",
            Self::Consulted { .. } => "consulted",
            Self::MeetingSet { .. } => "meeting-set",
            Self::Escalated { .. } => "escalated",
            Self::TaskLapsed { .. } => "task-lapsed",
            Self::Waited { .. } => "waited",
            Self::Told { .. } => "told",
            Self::Withdrawn => "withdrawn",
            Self::CorrectionAsked { .. } => "correction-asked",
            Self::Corrected { .. } => "corrected",
            Self::CorrectionLapsed => "correction-lapsed",
            Self::ClockStopped => "clock-stopped",
            Self::ClockResumed => "clock-resumed",
            Self::Decided { .. } => "decided",
            Self::ActIssued => "act-issued",
            Self::ActRevoked => "act-revoked",
            Self::TermExtended { .. } => "term-extended",
            Self::Reopened { .. } => "reopened",
            Self::CosignersAsked { .. } => "cosigners-asked",
            Self::CosignerAnswered { .. } => "cosigner-answered",
            Self::Cosigned => "cosigned",
            Self::NotCosigned => "not-cosigned",
            Self::SubcaseEnded { .. } => "subcase-ended",
            Self::RegistryAsked { .. } => "registry-asked",
            Self::SystemAnswered { .. } => "system-answered",
            Self::SystemNotAnswered { .. } => "system-not-answered",
            Self::Migrated { .. } => "migrated",
            Self::Appealed { .. } => "appealed",
            Self::Registered { .. } => "registered",
            Self::Silence { .. } => "silence",
        }
    }
}

/// An event as it is kept.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Its place in the history.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// The official who did it; none for the applicant and for the clock.
    pub account: Option<AccountId>,
    /// What.
    pub event: CaseEvent,
}

/// Adds an event after the case's last one.
pub(crate) fn record(
    tx: &mut Tx,
    case: CaseId,
    revision: i64,
    event: &CaseEvent,
    account: Option<AccountId>,
    now: Timestamp,
) -> Result<(), store::Error> {
    record_step(tx, case, revision, event, None, account, now)
}

/// Adds an event after the case's last one, with the stage that the process chose to come next.
pub(crate) fn record_step(
    tx: &mut Tx,
    case: CaseId,
    revision: i64,
    event: &CaseEvent,
    next: Option<&StageId>,
    account: Option<AccountId>,
    now: Timestamp,
) -> Result<(), store::Error> {
    tx.put(
        &ADD,
        params![
            case,
            revision,
            now,
            event.kind(),
            account,
            Json(event),
            next.map(StageId::as_str)
        ],
    )
}

/// The history of a case, oldest first.
///
/// # Errors
/// When the store fails.
pub fn history(db: &mut Db, case: CaseId) -> Result<Vec<Recorded>, store::Error> {
    db.rows(&OF_CASE, params![case, EVENTS_SHOWN_MAX], |row| {
        let Json(event) = row.get::<Json<CaseEvent>>(4)?;
        Ok(Recorded {
            revision: row.get(0)?,
            at: row.get(1)?,
            account: row.get(3)?,
            event,
        })
    })
}
