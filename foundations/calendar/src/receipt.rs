//! On which day something counts as received.

use jiff::civil::{Date, DateTime};

use crate::Calendar;
use crate::place::days_from;

/// The day of receipt, in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It came on a working day, in time: it counts as received that day.
    SameDay(Date),
    /// It came on a day without work: it counts as received at the first hour of the next working day.
    DayOff(Date),
    /// It came after the counter had closed: it counts as received on the next working day.
    AfterHours(Date),
}

impl Receipt {
    /// The day on which it counts as received.
    #[must_use]
    pub const fn on(&self) -> Date {
        match *self {
            Self::SameDay(date) | Self::DayOff(date) | Self::AfterHours(date) => date,
        }
    }
}

impl Calendar {
    /// On which day something counts as received that came at this local time.
    ///
    /// Without office hours in the calendar a working day lasts until midnight, as for electronic registers. What
    /// comes before the counter opens counts for that day.
    #[must_use]
    pub fn receipt(&self, came: DateTime) -> Receipt {
        let next = || {
            let later = days_from(came.date()).skip(1);
            later
                .take(crate::place::DAYS_MAX)
                .find(|day| self.is_working(*day))
                .unwrap_or(Date::MAX)
        };
        if !self.is_working(came.date()) {
            return Receipt::DayOff(next());
        }
        match self.office() {
            Some(office) if came.time() >= office.to => Receipt::AfterHours(next()),
            _ => Receipt::SameDay(came.date()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_electronic_register_is_open_until_midnight() {
        let spain = Calendar::shipped("es").unwrap();
        let monday = date(2026, 11, 23);
        assert_eq!(
            spain.receipt(monday.at(23, 59, 59, 0)),
            Receipt::SameDay(monday)
        );
        assert_eq!(
            spain.receipt(date(2026, 11, 21).at(9, 0, 0, 0)),
            Receipt::DayOff(monday)
        );
        assert_eq!(
            spain.receipt(date(2026, 12, 25).at(9, 0, 0, 0)).on(),
            date(2026, 12, 28)
        );
    }

    #[test]
    fn after_the_counter_has_closed_it_is_the_next_working_day() {
        let counter = "name = {es='Mesa de entrada'}\noffice = {from='07:00:00', to='13:00:00'}";
        let calendar = Calendar::parse(&[counter]).unwrap();
        let friday = date(2026, 11, 20);
        assert_eq!(
            calendar.receipt(friday.at(12, 59, 59, 0)),
            Receipt::SameDay(friday)
        );
        assert_eq!(
            calendar.receipt(friday.at(13, 0, 0, 0)),
            Receipt::AfterHours(date(2026, 11, 23))
        );
        assert_eq!(
            calendar.receipt(friday.at(5, 0, 0, 0)),
            Receipt::SameDay(friday)
        );
    }
}
