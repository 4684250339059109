//! Decimal numbers, exact where binary ones are not.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, MathematicalOps as _, RoundingStrategy};

/// A decimal number. Today it keeps 28 digits; DMN asks for 34, which can come without changing this face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Decimal);

/// A text that is no number, or one with more digits than can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number that can be kept exactly")]
pub struct NumberError;

/// How a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    HalfEven,
    HalfUp,
    HalfDown,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    Floor,
    Ceiling,
}

/// More places than a number has digits change nothing.
const PLACES_MAX: i64 = 28;

/// Places to which a power of Euler's number is worked out.
const PLACES: u32 = 20;

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// One.
    pub const ONE: Self = Self(Decimal::ONE);

    /// An amount of minor units as a number of whole units: 1250 with two places is 12.5.
    #[must_use]
    pub fn from_minor(minor: i64, places: u32) -> Option<Self> {
        Decimal::try_new(minor, places).ok().map(Self)
    }

    /// The whole number this is, if it is one within 64 bits.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        if self.0.fract().is_zero() {
            i64::try_from(self.0.trunc()).ok()
        } else {
            None
        }
    }

    /// The number in minor units of so many places, if it has no more places than that.
    #[must_use]
    pub fn to_minor(self, places: u32) -> Option<i64> {
        let scale = Self::power_of_ten(places.into())?;
        self.multiply(scale)?.to_i64()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < Decimal::ZERO
    }

    pub(crate) fn add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    pub(crate) fn subtract(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    pub(crate) fn multiply(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(Self)
    }

    /// None for a division by zero.
    pub(crate) fn divide(self, other: Self) -> Option<Self> {
        self.0.checked_div(other.0).map(Self)
    }

    /// The remainder with the sign of the divisor, as FEEL has it.
    pub(crate) fn modulo(self, divisor: Self) -> Option<Self> {
        let whole = self.divide(divisor)?.round(0, Rounding::Floor)?;
        self.subtract(divisor.multiply(whole)?)
    }

    pub(crate) fn negate(self) -> Self {
        Self(-self.0)
    }

    pub(crate) fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// A power; an exact one where the exponent is whole.
    pub(crate) fn power(self, exponent: Self) -> Option<Self> {
        let Some(exponent) = exponent.to_i64() else {
            return self.0.checked_powd(exponent.0).map(Self);
        };
        let mut left = u32::try_from(exponent.unsigned_abs()).ok()?;
        let (mut result, mut base) = (Self::ONE, self);
        while left > 0 {
            if left % 2 == 1 {
                result = result.multiply(base)?;
            }
            left /= 2;
            if left > 0 {
                base = base.multiply(base)?;
            }
        }
        if exponent < 0 {
            Self::ONE.divide(result)
        } else {
            Some(result)
        }
    }

    /// The square root, to as many digits as are kept.
    pub(crate) fn square_root(self) -> Option<Self> {
        self.0.sqrt().map(Self)
    }

    /// The power of Euler's number.
    pub(crate) fn exponential(self) -> Option<Self> {
        self.0
            .checked_exp_with_tolerance(Decimal::new(1, PLACES))
            .map(Self)
    }

    /// The natural logarithm.
    pub(crate) fn logarithm(self) -> Option<Self> {
        self.0.checked_ln().map(Self)
    }

    /// Rounds to so many places; negative places round to tens, hundreds and so on.
    pub(crate) fn round(self, places: i64, rounding: Rounding) -> Option<Self> {
        let strategy = match rounding {
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfDown => RoundingStrategy::MidpointTowardZero,
            Rounding::Up => RoundingStrategy::AwayFromZero,
            Rounding::Down => RoundingStrategy::ToZero,
            Rounding::Floor => RoundingStrategy::ToNegativeInfinity,
            Rounding::Ceiling => RoundingStrategy::ToPositiveInfinity,
        };
        match places {
            0.. => {
                let places = u32::try_from(places.min(PLACES_MAX)).ok()?;
                Some(Self(self.0.round_dp_with_strategy(places, strategy)))
            }
            _ => {
                let scale = Self::power_of_ten(places.checked_neg()?)?;
                self.divide(scale)?.round(0, rounding)?.multiply(scale)
            }
        }
    }

    fn power_of_ten(places: i64) -> Option<Self> {
        Self::from(10).power(Self::from(places))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Decimal::from(value))
    }
}

impl FromStr for Number {
    type Err = NumberError;

    /// Digits with a point, optionally a sign and an exponent: `12`, `-0.5`, `1.5e3`.
    fn from_str(written: &str) -> Result<Self, NumberError> {
        let plain = written.strip_prefix(['+', '-']).unwrap_or(written);
        if !plain.starts_with(|c: char| c.is_ascii_digit() || c == '.') || written.contains('_') {
            return Err(NumberError);
        }
        let parsed = if plain.contains(['e', 'E']) {
            Decimal::from_scientific(written)
        } else {
            Decimal::from_str_exact(written)
        };
        parsed.map(Self).map_err(|_| NumberError)
    }
}

/// Without zeros at the end: `50000`, `0.1`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(written: &str) -> Number {
        written.parse().unwrap()
    }

    #[test]
    fn tenths_are_exact() {
        assert_eq!(n("0.1").add(n("0.2")), Some(n("0.3")));
        assert_eq!(n("1.50").to_string(), "1.5");
        assert_eq!(n("1.5e3").to_string(), "1500");
    }

    #[test]
    fn money_goes_in_and_out_exactly() {
        assert_eq!(Number::from_minor(1250, 2), Some(n("12.5")));
        assert_eq!(n("12.5").to_minor(2), Some(1250));
        assert_eq!(n("12.505").to_minor(2), None, "half a cent is nobody's");
        assert_eq!(n("50000").to_minor(0), Some(50_000));
    }

    #[test]
    fn rounding_follows_its_name() {
        let cases = [
            ("2.5", 0, Rounding::HalfEven, "2"),
            ("2.5", 0, Rounding::HalfUp, "3"),
            ("-2.5", 0, Rounding::HalfUp, "-3"),
            ("2.5", 0, Rounding::HalfDown, "2"),
            ("2.1", 0, Rounding::Up, "3"),
            ("-2.9", 0, Rounding::Down, "-2"),
            ("-2.1", 0, Rounding::Floor, "-3"),
            ("2.1", 0, Rounding::Ceiling, "3"),
            ("1250", -2, Rounding::HalfUp, "1300"),
        ];
        for (value, places, rounding, expected) in cases {
            assert_eq!(
                n(value).round(places, rounding),
                Some(n(expected)),
                "{value} {rounding:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_kept_is_none() {
        assert_eq!(n("1").divide(Number::ZERO), None);
        assert_eq!(n("10").power(n("1000000")), None);
        assert_eq!(Number::from(2).power(n("-2")), Some(n("0.25")));
        assert_eq!(n("-5").modulo(n("3")), Some(n("1")));
        for wrong in ["", "x", "1_000", "--1", "9".repeat(40).as_str(), "1.2.3"] {
            assert!(wrong.parse::<Number>().is_err(), "{wrong}");
        }
    }
}
