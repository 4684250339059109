//! Durations of ISO 8601, as XML Schema writes them, as terms of the law.

use calendar::Term;

/// The term of a duration. None where it is one that no law gives, such as a negative one, or where it mixes units
/// that do not add up, such as months and days.
pub(super) fn of_duration(duration: &str) -> Option<String> {
    let (days, hours) = match duration.trim().strip_prefix('P')?.split_once('T') {
        Some((days, hours)) => (days, hours),
        None => (duration.trim().strip_prefix('P')?, ""),
    };
    if days.is_empty() && hours.is_empty() {
        return None;
    }
    let (mut months, mut count_of_days, mut minutes) = (0_u32, 0_u32, 0_u32);
    for (amount, unit) in parts(days)? {
        match unit {
            'Y' => months = months.checked_add(amount.checked_mul(12)?)?,
            'M' => months = months.checked_add(amount)?,
            'W' => count_of_days = count_of_days.checked_add(amount.checked_mul(7)?)?,
            'D' => count_of_days = count_of_days.checked_add(amount)?,
            _ => return None,
        }
    }
    for (amount, unit) in parts(hours)? {
        match unit {
            'H' => minutes = minutes.checked_add(amount.checked_mul(60)?)?,
            'M' => minutes = minutes.checked_add(amount)?,
            'S' => minutes = minutes.checked_add(amount.div_ceil(60))?,
            _ => return None,
        }
    }
    let term = match (months, count_of_days, minutes) {
        (0, 0, 0) => return Some("at once".to_owned()),
        (months, 0, 0) => Term::Months(u16::try_from(months).ok()?),
        (0, days, 0) => Term::Calendar(u16::try_from(days).ok()?),
        (0, 0, minutes) => Term::Hours(u16::try_from(minutes.div_ceil(60)).ok()?),
        _ => return None,
    };
    // Written and read again, so that what no law gives is refused as it is everywhere.
    let written = term.to_string();
    written.parse::<Term>().ok().map(|_| written)
}

/// Amounts with their units, in order.
fn parts(written: &str) -> Option<Vec<(u32, char)>> {
    let mut parts = Vec::new();
    let mut figures = String::new();
    for sign in written.chars() {
        if sign.is_ascii_digit() {
            figures.push(sign);
        } else {
            parts.push((figures.parse().ok()?, sign));
            figures.clear();
        }
    }
    figures.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_term_where_its_units_add_up() {
        for (duration, term) in [
            ("P21D", Some("21 days")),
            ("P2W", Some("14 days")),
            ("P1Y6M", Some("18 months")),
            ("PT24H", Some("24 hours")),
            ("PT90M", Some("2 hours")),
            ("PT0S", Some("at once")),
            ("P1M3D", None),
            ("-P1D", None),
            ("P1.5D", None),
            ("P", None),
            ("P99999999999D", None),
            ("P9999D", None),
            ("15 days", None),
        ] {
            assert_eq!(of_duration(duration).as_deref(), term, "{duration}");
        }
    }
}
