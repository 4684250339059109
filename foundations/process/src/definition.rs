//! What a process consists of, once it has been proved sound.

use std::collections::BTreeMap;
use std::fmt;

use rules::Expression;
use serde::{Deserialize, Serialize};
use text::Localized;

use crate::machine::{Call, Kept, Lookup};
use crate::position::Position;

/// Names a stage within its process. Only a process that was parsed gives these out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StageId(pub(crate) String);

impl StageId {
    /// The name as the definition writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A stage named in stored data. [`Process::stage`] says whether it exists.
    #[must_use]
    pub fn from_stored(name: impl Into<String>) -> Self {
        Self(name.into())
    }
}

impl fmt::Display for StageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A sound process: every stage exists, is reachable and leads to an end.
#[derive(Debug, Clone)]
pub struct Process {
    pub(crate) start: StageId,
    pub(crate) stages: BTreeMap<StageId, Stage>,
    pub(crate) order: Vec<StageId>,
    /// The fork in whose branches a stage stands.
    pub(crate) fork_of: BTreeMap<StageId, StageId>,
    pub(crate) withdrawal: Option<Ending>,
    pub(crate) reopening: Option<Reopening>,
}

impl Process {
    /// A stage by name.
    #[must_use]
    pub fn stage(&self, id: &StageId) -> Option<&Stage> {
        self.stages.get(id)
    }

    /// The stages in the order of the definition.
    pub fn stages(&self) -> impl Iterator<Item = &Stage> {
        self.order.iter().filter_map(|id| self.stages.get(id))
    }

    /// Where every case begins.
    #[must_use]
    pub fn first(&self) -> Position {
        Position::single(self.start.clone())
    }

    /// Every way this process can end, but the applicant's withdrawal.
    pub fn endings(&self) -> impl Iterator<Item = &Ending> {
        self.stages()
            .filter_map(|stage| match (&stage.kind, &stage.then) {
                (StageKind::End(ending), _) | (_, Then::End(ending)) => Some(ending),
                _ => None,
            })
    }

    /// Every human task.
    pub fn tasks(&self) -> impl Iterator<Item = &HumanTask> {
        self.stages().filter_map(|stage| match &stage.kind {
            StageKind::Task(task) => Some(task),
            _ => None,
        })
    }

    /// Every stage that asks for another service.
    pub fn subcases(&self) -> impl Iterator<Item = (&StageId, &Subcase)> {
        self.stages().filter_map(|stage| match &stage.kind {
            StageKind::Subcase(subcase) => Some((&stage.id, subcase)),
            _ => None,
        })
    }

    /// Every stage that asks a registry.
    pub fn lookups(&self) -> impl Iterator<Item = (&StageId, &Lookup)> {
        self.stages().filter_map(|stage| match &stage.kind {
            StageKind::Lookup(lookup) => Some((&stage.id, lookup)),
            _ => None,
        })
    }

    /// Every stage that calls another system.
    pub fn calls(&self) -> impl Iterator<Item = (&StageId, &Call)> {
        self.stages().filter_map(|stage| match &stage.kind {
            StageKind::Call(call) => Some((&stage.id, call)),
            _ => None,
        })
    }

    /// What each of these stages keeps.
    pub fn kept(&self) -> impl Iterator<Item = (&StageId, &[Kept])> {
        let lookups = self
            .lookups()
            .map(|(id, lookup)| (id, lookup.keeps.as_slice()));
        let calls = self.calls().map(|(id, call)| (id, call.keeps.as_slice()));
        lookups.chain(calls)
    }

    /// A human task by name.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<&HumanTask> {
        self.tasks().find(|task| task.id == id)
    }

    /// The decision tables that fees are computed with.
    pub fn fee_tables(&self) -> impl Iterator<Item = &str> {
        self.stages().filter_map(|stage| match &stage.kind {
            StageKind::Fee { table } => Some(table.as_str()),
            _ => None,
        })
    }

    /// How a case ends that the applicant does not want any more; none where the law wants it decided all the
    /// same.
    #[must_use]
    pub const fn withdrawal(&self) -> Option<&Ending> {
        self.withdrawal.as_ref()
    }

    /// How a case that ended is taken up again; none where it never is.
    #[must_use]
    pub const fn reopening(&self) -> Option<&Reopening> {
        self.reopening.as_ref()
    }
}

/// How a case that ended is taken up again (revisión de oficio): its act no longer stands, and it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// The role that may.
    pub role: String,
    /// The task it goes on with.
    pub to: StageId,
    /// How long after its end, as the calendar's terms are written.
    pub within: String,
}

/// One stage.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Its name.
    pub id: StageId,
    /// What the applicant reads about it.
    pub title: Localized,
    /// What happens in it.
    pub kind: StageKind,
    /// What follows.
    pub then: Then,
}

/// What happens in a stage.
#[derive(Debug, Clone)]
pub enum StageKind {
    /// A fee is computed by a decision table and must be paid. A fee of nothing is skipped.
    Fee {
        /// The decision table; its output `monto` is the amount in whole units of the currency.
        table: String,
    },
    /// An official does something.
    Task(HumanTask),
    /// The applicant corrects what was marked.
    Correction(Correction),
    /// Others sign the application too, before anybody looks at it.
    Cosigning(Cosigning),
    /// Several branches go on at once, each from one of these stages, until all have come to what follows.
    Fork {
        /// Where the branches begin.
        branches: Vec<StageId>,
    },
    /// Nothing happens for a time.
    Wait {
        /// How long, as the calendar's terms are written.
        term: String,
    },
    /// The applicant is told something.
    Notice {
        /// What, as a text with formulas in braces.
        say: Localized,
    },
    /// Another service is asked for, in a case of its own, and this one waits for how it ends.
    Subcase(Subcase),
    /// A registry is asked.
    Lookup(Lookup),
    /// Another system is called.
    Call(Call),
    /// The case ends here without anybody's hand.
    End(Ending),
}

/// A time in which others sign the application too.
#[derive(Debug, Clone)]
pub struct Cosigning {
    /// Who: their national numbers, as a list or one. None at all: there is nobody to wait for.
    pub who: Expression,
    /// How long, as the calendar's terms are written.
    pub within: String,
    /// Whether the legal clock stands still meanwhile.
    pub stops_clock: bool,
    /// Where it goes when somebody does not sign, or is not known.
    pub otherwise: StageId,
}

impl Cosigning {
    /// The national numbers that the formula names, as they were written.
    ///
    /// # Errors
    /// When the formula cannot be worked out.
    pub fn named(&self, facts: &rules::Context) -> Result<Vec<String>, rules::Error> {
        Ok(match self.who.evaluate(facts)? {
            rules::Value::List(numbers) => numbers
                .iter()
                .filter_map(|number| number.as_str().map(ToOwned::to_owned))
                .collect(),
            one => one.as_str().map(ToOwned::to_owned).into_iter().collect(),
        })
    }
}

/// Another service that is asked for within a case, in the applicant's name.
#[derive(Debug, Clone)]
pub struct Subcase {
    /// The service, by its short name.
    pub service: String,
    /// Its answers, each by a formula over the answers of this case.
    pub answers: Vec<(String, Expression)>,
}

/// What follows a stage.
#[derive(Debug, Clone)]
pub enum Then {
    /// The first choice whose condition holds. The last one has no condition.
    Choose(Vec<Choice>),
    /// The case ends, with the hand of whoever completed the task.
    End(Ending),
    /// Nothing: it is an end.
    Nothing,
}

/// One way on.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Where to.
    pub to: StageId,
    /// When. Without a condition: otherwise.
    pub when: Option<Expression>,
}

/// Work for a person of an agency.
#[derive(Debug, Clone)]
pub struct HumanTask {
    /// Its name.
    pub id: String,
    /// What the official reads.
    pub title: Localized,
    /// The role that may do it.
    pub role: String,
    /// Another agency that is asked for its word; none where the agency of the service does it.
    pub agency: Option<String>,
    /// How long it may take, as the calendar's terms are written («5 working days»).
    pub within: Option<String>,
    /// Where the case goes when nobody did it in time; none where it is waited for.
    pub otherwise: Option<StageId>,
    /// Whether the legal clock stands still until it is done, or until its time is over.
    pub stops_clock: bool,
    /// What the official may find. Empty: the task is simply done.
    pub results: Vec<TaskResult>,
    /// Files that may go with the decision; none where it is 0.
    pub files_max: u8,
    /// A task that must have been done by somebody else (four eyes).
    pub not_same_as: Option<String>,
    /// A day that the applicant is told beforehand.
    pub meeting: Option<Meeting>,
    /// Who of the role gets it.
    pub assigned: Assigned,
    /// Who gets it when it was not done after some time.
    pub escalation: Option<Escalation>,
}

/// A day on which an official and the applicant meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// An official comes to see.
    Visit,
    /// The applicant is heard.
    Hearing,
}

/// Who of a role gets a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Assigned {
    /// Whoever takes it.
    #[default]
    Pool,
    /// Each in turn, who is not absent.
    InTurn,
    /// Who has the fewest open tasks and is not absent.
    ByLoad,
}

/// Work that others get when it is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// After how long, as the calendar's terms are written.
    pub after: String,
    /// The role that may do it from then on too.
    pub role: String,
}

/// One thing an official may find.
#[derive(Debug, Clone)]
pub struct TaskResult {
    /// The value that conditions see as `resultado`.
    pub id: String,
    /// What the official reads.
    pub title: Localized,
    /// Whether reasons must be given.
    pub reasons_required: bool,
}

/// A time in which the applicant corrects.
#[derive(Debug, Clone)]
pub struct Correction {
    /// How long, as the calendar's terms are written.
    pub within: String,
    /// Whether the legal clock stands still meanwhile.
    pub stops_clock: bool,
    /// Where it goes when nobody corrects in time.
    pub otherwise: StageId,
}

/// How a case ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The act template's name: the case ends with this document.
    pub act: String,
    /// What the act means for the applicant.
    pub outcome: Outcome,
    /// How the applicant may appeal.
    pub appeal: Option<Appeal>,
    /// The role that may take the act back; without one nobody can.
    pub revoked_by: Option<String>,
}

/// How an end is appealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// How long the applicant may, as the calendar's terms are written.
    pub within: String,
    /// The service that an appeal is, by its short name; none where it is lodged elsewhere.
    pub service: Option<String>,
}

/// What the end means for the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Granted, in whole.
    Granted,
    /// Denied, with reasons.
    Denied,
    /// The applicant did not go on.
    Abandoned,
}

impl Outcome {
    /// The word kept in data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Denied => "denied",
            Self::Abandoned => "abandoned",
        }
    }

    /// The outcome of a word kept in data.
    #[must_use]
    pub fn from_stored(word: &str) -> Option<Self> {
        [Self::Granted, Self::Denied, Self::Abandoned]
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }
}
