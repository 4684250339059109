//! Decimal numbers, exact where binary ones are not.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use dec::{Context, Decimal, Decimal128};

pub(crate) use dec::Rounding;

/// A decimal number of 34 digits, the decimal128 of IEEE 754 that DMN asks for; never infinite, never "not a
/// number", and zero has no sign.
#[derive(Clone, Copy, Debug)]
pub struct Number(Decimal128);

/// A text that is no number, or one of 10⁶¹¹¹ or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number that can be kept")]
pub struct NumberError;

/// What the functions of logarithms and powers work on: as wide as a number, in a form that they know.
type Wide = Decimal<12>;

const DIGITS: usize = 34;
const EXPONENT_MAX: isize = 6144;
/// More places than these change no number.
const PLACES_MAX: i64 = 6176;
/// What an exponent is counted from as it is stored.
const BIAS: i32 = 6176;
/// Numbers stay below ten to this. Above it only numbers with zeros at the end can be stored, and the library
/// pads them in memory that it has already given back.
const POWER_MAX: i32 = 6111;

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(Decimal128::ZERO);

    /// One.
    pub const ONE: Self = Self(Decimal128::ONE);

    /// An amount of minor units as a number of whole units: 1250 with two places is 12.5.
    #[must_use]
    pub fn from_minor(minor: i64, places: u32) -> Option<Self> {
        Self::from(minor).shifted(-i64::from(places))
    }

    /// The whole number this is, if it is one within 64 bits.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        let reduced = context().reduce(self.0);
        let places = u32::try_from(reduced.exponent()).ok()?;
        let whole = reduced
            .coefficient()
            .checked_mul(10_i128.checked_pow(places)?)?;
        i64::try_from(whole).ok()
    }

    /// The number in minor units of so many places, if it has no more places than that.
    #[must_use]
    pub fn to_minor(self, places: u32) -> Option<i64> {
        self.shifted(places.into())?.to_i64()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    pub(crate) fn add(self, other: Self) -> Option<Self> {
        Self::kept(context().add(self.0, other.0))
    }

    pub(crate) fn subtract(self, other: Self) -> Option<Self> {
        Self::kept(context().sub(self.0, other.0))
    }

    pub(crate) fn multiply(self, other: Self) -> Option<Self> {
        // That much is beyond what is kept, whatever the digits.
        if self.exponent() + other.exponent() > POWER_MAX {
            return None;
        }
        Self::kept(context().mul(self.0, other.0))
    }

    /// None for a division by zero.
    pub(crate) fn divide(self, other: Self) -> Option<Self> {
        if self.exponent() - other.exponent() > POWER_MAX {
            return self.worked_out(|context, number| context.div(number, &Wide::from(other.0)));
        }
        Self::kept(context().div(self.0, other.0))
    }

    /// The remainder with the sign of the divisor, as FEEL has it.
    pub(crate) fn modulo(self, divisor: Self) -> Option<Self> {
        let rest = Self::kept(context().rem(self.0, divisor.0))?;
        if rest == Self::ZERO || rest.is_negative() == divisor.is_negative() {
            Some(rest)
        } else {
            rest.add(divisor)
        }
    }

    pub(crate) fn negate(self) -> Self {
        Self(context().minus(self.0))
    }

    pub(crate) fn abs(self) -> Self {
        Self(context().abs(self.0))
    }

    /// A power; an exact one where it has no more digits than are kept.
    pub(crate) fn power(self, exponent: Self) -> Option<Self> {
        self.worked_out(|context, number| context.pow(number, &Wide::from(exponent.0)))
    }

    /// The square root.
    pub(crate) fn square_root(self) -> Option<Self> {
        self.worked_out(|context, number| context.sqrt(number))
    }

    /// The power of Euler's number.
    pub(crate) fn exponential(self) -> Option<Self> {
        self.worked_out(Context::exp)
    }

    /// The natural logarithm.
    pub(crate) fn logarithm(self) -> Option<Self> {
        self.worked_out(Context::ln)
    }

    /// Rounds to so many places; negative places round to tens, hundreds and so on.
    pub(crate) fn round(self, places: i64, rounding: Rounding) -> Option<Self> {
        if places > PLACES_MAX || places >= -i64::from(self.exponent()) {
            return Some(self);
        }
        let mut context = context();
        context.set_rounding(rounding);
        Self::kept(context.quantize(self.0, Self::ONE.shifted(places.checked_neg()?)?.0))
    }

    /// The number with its point moved to the right, or to the left by negative places.
    fn shifted(self, places: i64) -> Option<Self> {
        let places = i32::try_from(places).ok()?;
        if self.exponent().checked_add(places)? > POWER_MAX {
            return None;
        }
        Self::kept(context().scaleb(self.0, places.into()))
    }

    fn worked_out(self, work: impl Fn(&mut Context<Wide>, &mut Wide)) -> Option<Self> {
        let mut wide = wide()?;
        let mut number = Wide::from(self.0);
        work(&mut wide, &mut number);
        Self::kept(context().from_decimal(&number))
    }

    /// What came out of an operation, unless it is no number.
    fn kept(result: Decimal128) -> Option<Self> {
        let exponent = exponent(result)?;
        if result.is_zero() {
            return Some(Self::ZERO);
        }
        let places = i32::try_from(DIGITS).ok()?;
        let is_near_the_end = exponent > POWER_MAX - places;
        let digits = i32::try_from(result.digits()).ok()?;
        (!is_near_the_end || exponent + digits <= POWER_MAX).then_some(Self(result))
    }

    /// The power of ten of its last digit.
    fn exponent(self) -> i32 {
        exponent(self.0).unwrap_or_default()
    }
}

/// The exponent as the standard stores it, in two parts; none for what is no number. Reading it here saves a
/// call for each number that is worked out.
fn exponent(number: Decimal128) -> Option<i32> {
    let bits = u128::from_ne_bytes(number.to_ne_bytes());
    let combination = (bits >> 122) & 0x1f;
    let high = match combination >> 3 {
        3 => (combination >> 1) & 3,
        high => high,
    };
    let low = (bits >> 110) & 0xfff;
    let stored = i32::try_from((high << 12) | low).ok()?;
    (combination < 0x1e).then_some(stored - BIAS)
}

/// The form that knows logarithms and powers, with as many digits as are kept.
fn wide() -> Option<Context<Wide>> {
    let mut wide = Context::<Wide>::default();
    wide.set_precision(DIGITS).ok()?;
    wide.set_max_exponent(EXPONENT_MAX).ok()?;
    wide.set_min_exponent(1 - EXPONENT_MAX).ok()?;
    Some(wide)
}

fn context() -> Context<Decimal128> {
    Context::default()
}

impl Default for Number {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        // Only what is no number has no order, and none is kept.
        context()
            .partial_cmp(self.0, other.0)
            .unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By value: 1.50 is 1.5.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        context().reduce(self.0).to_ne_bytes().hash(state);
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Decimal128::from(value))
    }
}

impl FromStr for Number {
    type Err = NumberError;

    /// Digits with a point, optionally a sign and an exponent: `12`, `-0.5`, `1.5e3`. From the 35th digit
    /// on they are rounded away.
    fn from_str(written: &str) -> Result<Self, NumberError> {
        let plain = written.strip_prefix(['+', '-']).unwrap_or(written);
        if !plain.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return Err(NumberError);
        }
        let is_plain = plain.len() <= DIGITS;
        let parsed = if is_plain && !plain.contains(['e', 'E']) {
            context().parse(written).map_err(|_| NumberError)?
        } else {
            let mut wide = wide().ok_or(NumberError)?;
            let number: Wide = wide.parse(written).map_err(|_| NumberError)?;
            context().from_decimal(&number)
        };
        Self::kept(parsed).ok_or(NumberError)
    }
}

/// Without an exponent and without zeros at the end: `50000`, `0.1`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&context().reduce(self.0).to_standard_notation_string())
    }
}

#[cfg(test)]
mod tests;
