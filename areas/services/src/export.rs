//! What others read of the catalogue, in the standards they read it in: [`cpsv`] for what the State offers,
//! [`bpmn`] for how a case of it is handled.

pub mod bpmn;
pub mod cpsv;
pub(crate) mod vocabulary;

use calendar::Term;

/// Working days in a week, and all its days.
const WORKING_DAYS: u16 = 5;
const DAYS: u16 = 7;

/// A term as a duration of ISO 8601, which knows no working days: these are said as the calendar days that they
/// take without holidays, so that `15 working days` is `P21D`.
pub(crate) fn duration(term: Term) -> String {
    match term {
        Term::Working(days) => {
            let days = u32::from(days / WORKING_DAYS * DAYS + days % WORKING_DAYS);
            format!("P{days}D")
        }
        Term::Calendar(days) => format!("P{days}D"),
        Term::Hours(hours) => format!("PT{hours}H"),
        Term::Months(months) if months.is_multiple_of(12) => format!("P{}Y", months / 12),
        Term::Months(months) => format!("P{months}M"),
    }
}

#[cfg(test)]
pub(crate) mod tests;
