//! The date of Easter.

use jiff::civil::Date;

/// Easter Sunday of a year in the Gregorian calendar (the anonymous algorithm of 1876, after Meeus).
#[must_use]
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let golden = y.rem_euclid(19);
    let (century, rest) = (y.div_euclid(100), y.rem_euclid(100));
    let moon_correction = (century + 8).div_euclid(25);
    let moon = (century - moon_correction + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - moon + 15).rem_euclid(30);
    let weekday =
        (32 + 2 * century.rem_euclid(4) + 2 * rest.div_euclid(4) - epact - rest.rem_euclid(4))
            .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let sum = epact + weekday - 7 * late + 114;
    // The sum is between 114 and 155, so that month and day are always valid; the fallback is never taken.
    let part = |value: i32| i8::try_from(value).unwrap_or(1);
    Date::new(year, part(sum.div_euclid(31)), part(sum.rem_euclid(31) + 1)).unwrap_or(Date::ZERO)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::*;

    #[test]
    fn easter_falls_where_the_almanacs_say() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1961, 4, 2),
            (2000, 4, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(year), date(year, month, day));
        }
    }

    #[test]
    fn easter_is_a_sunday_between_22_march_and_25_april() {
        for year in 1583..=9999 {
            let found = easter(year);
            assert_eq!(found.weekday(), Weekday::Sunday, "{year}");
            assert!(
                (date(year, 3, 22)..=date(year, 4, 25)).contains(&found),
                "{year}"
            );
        }
    }
}
