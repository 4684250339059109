//! Durations as ISO 8601 writes them, in the two kinds that FEEL keeps apart.

use jiff::SignedDuration;

use super::Value;

const DAY_SECONDS: i64 = 86_400;

/// Reads `P1Y2M` or `P3DT4H5M6.5S`; the two kinds do not mix.
pub(crate) fn parse(written: &str) -> Option<Value> {
    let (negative, rest) = written
        .strip_prefix('-')
        .map_or((false, written), |rest| (true, rest));
    let rest = rest.strip_prefix('P')?;
    let (days, time) = rest
        .split_once('T')
        .map_or((rest, None), |(days, time)| (days, Some(time)));
    if rest.is_empty() || time.is_some_and(str::is_empty) {
        return None;
    }
    let months = parts(days, &[('Y', 12), ('M', 1)]);
    match (months, time) {
        (Some(months), None) => Some(Value::Months(if negative {
            months.checked_neg()?
        } else {
            months
        })),
        _ => {
            let days = parts(days, &[('D', DAY_SECONDS)])?;
            let (whole, nanos) = seconds(time.unwrap_or_default())?;
            let length = SignedDuration::new(days.checked_add(whole)?, nanos);
            Some(Value::Duration(if negative {
                length.checked_neg()?
            } else {
                length
            }))
        }
    }
}

/// Figures, each with its letter, in this order; the sum of them times their worth.
fn parts(written: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut rest = written;
    let mut sum = 0_i64;
    for (letter, worth) in units {
        if let Some((figure, after)) = rest.split_once(*letter) {
            sum = sum.checked_add(figure_of(figure)?.checked_mul(*worth)?)?;
            rest = after;
        }
    }
    rest.is_empty().then_some(sum)
}

fn seconds(time: &str) -> Option<(i64, i32)> {
    let Some((before, fraction)) = time.strip_suffix('S').and_then(|time| time.split_once('.'))
    else {
        return Some((parts(time, &[('H', 3600), ('M', 60), ('S', 1)])?, 0));
    };
    let whole = parts(&format!("{before}S"), &[('H', 3600), ('M', 60), ('S', 1)])?;
    let digits = fraction.get(..fraction.len().min(9))?;
    figure_of(&format!("0{fraction}"))?;
    let nanos: i32 = format!("{digits:0<9}").parse().ok()?;
    Some((whole, nanos))
}

fn figure_of(figure: &str) -> Option<i64> {
    figure
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| figure.parse().ok())?
}

/// Writes whole months.
pub(super) fn write_months(months: i64) -> String {
    let sign = if months < 0 { "-" } else { "" };
    match (months.unsigned_abs() / 12, months.unsigned_abs() % 12) {
        (0, months) => format!("{sign}P{months}M"),
        (years, 0) => format!("{sign}P{years}Y"),
        (years, months) => format!("{sign}P{years}Y{months}M"),
    }
}

/// Writes an exact length.
pub(super) fn write_exact(length: SignedDuration) -> String {
    let sign = if length.is_negative() { "-" } else { "" };
    let seconds = length.as_secs().unsigned_abs();
    let day = DAY_SECONDS.unsigned_abs();
    let (days, hours, minutes, rest) = (
        seconds / day,
        seconds % day / 3600,
        seconds % 3600 / 60,
        seconds % 60,
    );
    let mut time = String::new();
    for (figure, letter) in [(hours, 'H'), (minutes, 'M')] {
        if figure > 0 {
            time.push_str(&format!("{figure}{letter}"));
        }
    }
    match (rest, length.subsec_nanos().unsigned_abs()) {
        (0, 0) => {}
        (rest, 0) => time.push_str(&format!("{rest}S")),
        (rest, nanos) => time.push_str(&format!(
            "{rest}.{}S",
            format!("{nanos:09}").trim_end_matches('0')
        )),
    }
    match (days, time.is_empty()) {
        (0, true) => "PT0S".to_owned(),
        (0, false) => format!("{sign}PT{time}"),
        (days, true) => format!("{sign}P{days}D"),
        (days, false) => format!("{sign}P{days}DT{time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_come_back_as_they_were_written() {
        for written in [
            "P1Y",
            "P2M",
            "P1Y2M",
            "-P5M",
            "P1D",
            "PT36M",
            "P1DT2H3M4.5S",
            "-P2DT1S",
            "PT0S",
            "PT0.001S",
        ] {
            assert_eq!(parse(written).unwrap().to_string(), written);
        }
        assert_eq!(parse("PT90M").unwrap().to_string(), "PT1H30M");
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for wrong in [
            "",
            "P",
            "PT",
            "P1",
            "1D",
            "P1D2H",
            "P1Y1D",
            "PxD",
            "P-1D",
            "PT1.xS",
            "P99999999999999999999D",
            "P1M1Y",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
