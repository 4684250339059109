//! The clock of the law for one case, out of its history: from when it runs, when it stood still, whether the agency
//! has given itself more time.

use calendar::{Deadline, Suspension};
use jiff::Timestamp;
use jiff::civil::Date;
use services::Definition;
use store::Tx;

use crate::case::{self, Case};
use crate::event::{self, CaseEvent, Recorded};
use crate::jurisdiction::Jurisdiction;
use crate::{Error, job, task};

/// What the history of a case says about its term.
#[derive(Debug)]
pub(crate) struct Clock {
    /// When the agency's time began: with the filing, or when the case was taken up again.
    pub(crate) from: Timestamp,
    /// When it stood still since.
    pub(crate) stops: Vec<Suspension>,
    /// Whether it was extended since.
    pub(crate) is_extended: bool,
}

impl Clock {
    /// Reads the history, oldest first.
    pub(crate) fn of(case: &Case, history: &[Recorded], place: &Jurisdiction) -> Self {
        let begun = Self {
            from: case.filed_at,
            stops: Vec::new(),
            is_extended: false,
        };
        history.iter().fold(begun, |clock, recorded| {
            clock.after(recorded, recorded.at.to_zoned(place.zone().clone()).date())
        })
    }

    fn after(mut self, recorded: &Recorded, on: Date) -> Self {
        match (&recorded.event, self.stops.last_mut()) {
            (CaseEvent::Reopened { .. }, _) => {
                return Self {
                    from: recorded.at,
                    stops: Vec::new(),
                    is_extended: false,
                };
            }
            (CaseEvent::TermExtended { .. }, _) => self.is_extended = true,
            (CaseEvent::ClockStopped, _) => self.stops.push(Suspension {
                from: on,
                to: None,
                law: None,
            }),
            (CaseEvent::ClockResumed, Some(open)) if open.to.is_none() => open.to = Some(on),
            _ => {}
        }
        self
    }

    /// The end of the agency's time with everything that led there; none where the law sets no term, or it stands
    /// still.
    pub(crate) fn deadline(
        &self,
        definition: &Definition,
        place: &Jurisdiction,
    ) -> Option<Deadline> {
        let term = match self.is_extended {
            true => definition.extended_term()?,
            false => definition.term()?,
        };
        place.deadline(self.from, &term, &self.stops)
    }
}

/// Counts the term of a case anew from its history, and sets the alarm for its end.
pub(crate) fn set(
    tx: &mut Tx,
    case: &mut Case,
    definition: &Definition,
    place: &Jurisdiction,
) -> Result<(), Error> {
    let history = event::history(tx, case.id)?;
    let deadline = Clock::of(case, &history, place).deadline(definition, place);
    let due = deadline.map(|deadline| (deadline.on, deadline.ends_at(place.zone())));
    case::resume_clock(tx, case.id, due)?;
    case.stopped_at = None;
    case.due_on = due.map(|(on, _)| on);
    case.due_at = due.map(|(_, at)| at);
    task::hurry(tx, case.id, case.due_at)?;
    job::set_silence_timer(tx, case)
}
