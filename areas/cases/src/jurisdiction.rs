//! Where a case is handled: the calendar and zone in which its terms run, the currency of its fees.

use calendar::{Calendar, Deadline, Running, StartRule, Suspension, Term};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The calendar, zone and currency of a place.
#[derive(Debug, Clone)]
pub struct Jurisdiction {
    calendar: Calendar,
    zone: TimeZone,
    currency: String,
}

impl Jurisdiction {
    /// A place.
    #[must_use]
    pub const fn new(calendar: Calendar, zone: TimeZone, currency: String) -> Self {
        Self {
            calendar,
            zone,
            currency,
        }
    }

    /// ISO 4217 code of the currency fees are in.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// Working days from one day to another, negative when the other has passed.
    #[must_use]
    pub fn working_days_left(&self, now: Timestamp, on: Date) -> i64 {
        let today = now.to_zoned(self.zone.clone()).date();
        if on >= today {
            i64::from(self.calendar.working_days_between(today, on))
        } else {
            -i64::from(self.calendar.working_days_between(on, today))
        }
    }

    /// The zone in which days are counted.
    #[must_use]
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The day and the instant a term ends that began when something was received. Nothing while it
    /// stands still.
    #[must_use]
    pub fn due(
        &self,
        received_at: Timestamp,
        term: &Term,
        stops: &[Suspension],
    ) -> Option<(Date, Timestamp)> {
        let deadline = self.deadline(received_at, term, stops)?;
        Some((deadline.on, deadline.ends_at(&self.zone)))
    }

    /// The end of a term that began when something was received, with everything that led there. Nothing while
    /// it stands still.
    #[must_use]
    pub fn deadline(
        &self,
        received_at: Timestamp,
        term: &Term,
        stops: &[Suspension],
    ) -> Option<Deadline> {
        let came = received_at.to_zoned(self.zone.clone()).datetime();
        match self
            .calendar
            .running_from(came, term, StartRule::DayAfter, stops)
        {
            Running::Ends(deadline) => Some(deadline),
            Running::Stopped { .. } => None,
        }
    }
}
