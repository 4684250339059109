//! Times of day and moments, with the zone they are told in where that is said (DMN 1.5 §10.3.2.3.5).

use std::cmp::Ordering;
use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::TimeZone;

/// The zone a time is told in.
#[derive(Clone, Debug, PartialEq)]
pub enum Zone {
    /// So many seconds ahead of UTC.
    Offset(i32),
    /// By its IANA name.
    Named(TimeZone),
}

/// A time of day.
#[derive(Clone, Debug)]
pub struct Clock {
    /// What a clock on the wall shows.
    pub time: Time,
    /// Where that clock hangs, where it is said.
    pub zone: Option<Zone>,
}

/// A day and a time of day.
#[derive(Clone, Debug)]
pub struct Moment {
    /// What calendar and clock show.
    pub at: DateTime,
    /// Where they hang, where it is said.
    pub zone: Option<Zone>,
}

/// The widest offset that is read, in seconds: 18 hours, as java.time has it, for what others wrote.
const OFFSET_SECONDS_MAX: i32 = 18 * 3600;

/// The day on which a time of day with a named zone is looked at.
const ANY_DAY: Date = date(1970, 1, 1);

impl Zone {
    /// Reads `Z`, `+01:00`, `-02:45:55` or `@America/Asuncion`.
    fn parse(written: &str) -> Option<Self> {
        if written == "Z" || written == "z" {
            return Some(Self::Offset(0));
        }
        if let Some(name) = written.strip_prefix('@') {
            let zone = TimeZone::get(name).ok()?;
            return Some(Self::Named(zone));
        }
        let (sign, rest) = match written.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let mut parts = rest.split(':');
        let mut two = || -> Option<i32> { two_digits(parts.next()?) };
        let (hours, minutes) = (two()?, two()?);
        let seconds = match rest.len() {
            5 => 0,
            8 => two()?,
            _ => return None,
        };
        if minutes > 59 || seconds > 59 {
            return None;
        }
        Self::of_seconds(i64::from(sign * (hours * 3600 + minutes * 60 + seconds)))
    }

    /// So many seconds ahead of UTC, if any clock is.
    pub(crate) fn of_seconds(seconds: i64) -> Option<Self> {
        let seconds = i32::try_from(seconds).ok()?;
        (seconds.abs() <= OFFSET_SECONDS_MAX).then_some(Self::Offset(seconds))
    }

    /// How far ahead of UTC it is at a moment of its own.
    fn seconds_at(&self, at: DateTime) -> Option<i32> {
        match self {
            Self::Offset(seconds) => Some(*seconds),
            Self::Named(zone) => {
                let instant = zone.to_ambiguous_timestamp(at).compatible().ok()?;
                Some(zone.to_offset(instant).seconds())
            }
        }
    }

    /// Its name, where it has one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Offset(_) => None,
            Self::Named(zone) => zone.iana_name(),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(0) => f.write_str("Z"),
            Self::Offset(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                let seconds = seconds.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds % 3600 / 60)?;
                match seconds % 60 {
                    0 => Ok(()),
                    rest => write!(f, ":{rest:02}"),
                }
            }
            Self::Named(zone) => write!(f, "@{}", zone.iana_name().unwrap_or("Etc/Unknown")),
        }
    }
}

impl Clock {
    /// Reads `09:30:00`, with a fraction and a zone where they are said.
    pub(crate) fn parse(written: &str) -> Option<Self> {
        let ends = |c: char| matches!(c, 'Z' | 'z' | '+' | '-' | '@');
        let (time, zone) = written.split_at(written.find(ends).unwrap_or(written.len()));
        let zone = match zone {
            "" => None,
            zone => Some(Zone::parse(zone)?),
        };
        let (whole, fraction) = time.split_once('.').unwrap_or((time, ""));
        if time.ends_with('.') || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut parts = whole.split(':').map(two_digits);
        let mut part = || -> Option<i8> { i8::try_from(parts.next()??).ok() };
        let (hour, minute, second) = (part()?, part()?, part()?);
        if parts.next().is_some() {
            return None;
        }
        let nanos: i32 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
        let time = Time::new(hour, minute, second, nanos).ok()?;
        Some(Self { time, zone })
    }

    pub(crate) fn offset_seconds(&self) -> Option<i32> {
        self.zone
            .as_ref()?
            .seconds_at(ANY_DAY.to_datetime(self.time))
    }

    /// Nanoseconds since midnight in UTC, or on the wall where no zone is said.
    fn nanos(&self) -> Option<i64> {
        let since_midnight = self.time.duration_since(Time::midnight());
        let ahead = match &self.zone {
            Some(_) => i64::from(self.offset_seconds()?),
            None => 0,
        };
        let nanos = i64::try_from(since_midnight.as_nanos()).ok()?;
        nanos.checked_sub(ahead.checked_mul(1_000_000_000)?)
    }

    /// The exact time from another; none where only one of them says its zone.
    pub(crate) fn since(&self, other: &Self) -> Option<SignedDuration> {
        if self.zone.is_some() != other.zone.is_some() {
            return None;
        }
        Some(SignedDuration::from_nanos(
            self.nanos()?.checked_sub(other.nanos()?)?,
        ))
    }

    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        Some(self.since(other)?.cmp(&SignedDuration::ZERO))
    }
}

impl Moment {
    /// Reads `2026-11-23T09:30:00`, with a fraction and a zone where they are said.
    pub(crate) fn parse(written: &str) -> Option<Self> {
        let (day, clock) = written.split_once('T')?;
        let day = super::parse_date(day)?;
        // The end of a day is the beginning of the next.
        if let Some(rest) = clock.strip_prefix("24:00:00") {
            let clock = Clock::parse(&format!("00:00:00{rest}"))?;
            return Some(Self::of(day.tomorrow().ok()?, clock));
        }
        Some(Self::of(day, Clock::parse(clock)?))
    }

    /// A day at a time of day.
    pub(crate) fn of(day: Date, clock: Clock) -> Self {
        Self {
            at: day.to_datetime(clock.time),
            zone: clock.zone,
        }
    }

    pub(crate) fn clock(&self) -> Clock {
        Clock {
            time: self.at.time(),
            zone: self.zone.clone(),
        }
    }

    pub(crate) fn offset_seconds(&self) -> Option<i32> {
        self.zone.as_ref()?.seconds_at(self.at)
    }

    /// What the calendar shows in UTC, or where no zone is said on the wall.
    fn utc(&self) -> Option<DateTime> {
        match &self.zone {
            None => Some(self.at),
            Some(zone) => {
                let ahead = SignedDuration::from_secs(zone.seconds_at(self.at)?.into());
                self.at.checked_sub(ahead).ok()
            }
        }
    }

    /// The exact time from another; none where only one of them says its zone.
    pub(crate) fn since(&self, other: &Self) -> Option<SignedDuration> {
        if self.zone.is_some() != other.zone.is_some() {
            return None;
        }
        Some(self.utc()?.duration_since(other.utc()?))
    }

    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        Some(self.since(other)?.cmp(&SignedDuration::ZERO))
    }

    /// Some exact time later, told in the same zone.
    pub(crate) fn later(&self, length: SignedDuration) -> Option<Self> {
        let at = match &self.zone {
            Some(Zone::Named(zone)) => {
                let here = zone.to_ambiguous_zoned(self.at).compatible().ok()?;
                here.checked_add(length).ok()?.datetime()
            }
            _ => self.at.checked_add(length).ok()?,
        };
        Some(Self {
            at,
            zone: self.zone.clone(),
        })
    }
}

impl From<Time> for Clock {
    fn from(time: Time) -> Self {
        Self { time, zone: None }
    }
}

impl From<DateTime> for Moment {
    fn from(at: DateTime) -> Self {
        Self { at, zone: None }
    }
}

/// Two clocks that show the same instant are the same, wherever they hang.
impl PartialEq for Clock {
    fn eq(&self, other: &Self) -> bool {
        let is_written_alike = self.time == other.time && self.zone == other.zone;
        is_written_alike || self.order(other) == Some(Ordering::Equal)
    }
}

/// Two moments that are the same instant are the same, wherever they are told.
impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        let is_written_alike = self.at == other.at && self.zone == other.zone;
        is_written_alike || self.order(other) == Some(Ordering::Equal)
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.time)?;
        self.zone
            .as_ref()
            .map_or(Ok(()), |zone| write!(f, "{zone}"))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(self.at.date(), f)?;
        write!(f, "T{}", self.at.time())?;
        self.zone
            .as_ref()
            .map_or(Ok(()), |zone| write!(f, "{zone}"))
    }
}

/// Years before the first are written with a sign and four digits.
pub(super) fn write_date(date: Date, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if date.year() < 0 { "-" } else { "" };
    let year = date.year().unsigned_abs();
    write!(f, "{sign}{year:04}-{:02}-{:02}", date.month(), date.day())
}

/// Exactly two digits.
fn two_digits(written: &str) -> Option<i32> {
    let plain = written.len() == 2 && written.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| written.parse().ok())?
}
