//! The five kinds of value that both databases share, and how Rust types become them.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::Error;

/// A value on its way into or out of the database.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// `bigint`: numbers, booleans as 0 and 1, instants as microseconds since 1970 UTC, money in minor units.
    Int(i64),
    /// `double precision`.
    Real(f64),
    /// `text`: words, JSON, civil dates as `2026-11-23`.
    Text(Cow<'a, str>),
    /// `bytea`: ids as 16 bytes, hashes, small binary values.
    Bytes(Cow<'a, [u8]>),
}

impl<'a> Value<'a> {
    /// The same value, holding what it had borrowed.
    #[must_use]
    pub(crate) fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(number),
            Self::Real(number) => Value::Real(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }

    /// The number, or [`Error::Value`] if this is something else.
    pub fn int(&self) -> Result<i64, Error> {
        match self {
            Self::Int(number) => Ok(*number),
            other => Err(other.unlike("a number")),
        }
    }

    /// The text, or [`Error::Value`] if this is something else.
    pub fn text(&self) -> Result<&str, Error> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(other.unlike("a text")),
        }
    }

    /// The bytes, or [`Error::Value`] if this is something else.
    pub fn bytes(&self) -> Result<&[u8], Error> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            other => Err(other.unlike("bytes")),
        }
    }

    /// The error for a value of another kind than the one wanted. Names kinds, never contents.
    fn unlike(&self, wanted: &str) -> Error {
        let found = match self {
            Self::Null => "null",
            Self::Int(_) => "a number",
            Self::Real(_) => "a fraction",
            Self::Text(_) => "a text",
            Self::Bytes(_) => "bytes",
        };
        Error::Value(format!("expected {wanted}, found {found}"))
    }

    /// Refuses what one of the two databases could not keep, so that both refuse alike.
    pub(crate) fn check(self) -> Result<Self, Error> {
        match &self {
            Self::Text(text) if text.contains('\0') => {
                Err(Error::Value("a text holds a zero byte".to_owned()))
            }
            Self::Real(number) if number.is_nan() => Err(Error::Value("not a number".to_owned())),
            _ => Ok(self),
        }
    }
}

/// A type that can be stored. Types of an area delegate: `self.as_str().to_value()`.
pub trait ToValue {
    /// The value as the database keeps it, or [`Error::Value`] if it cannot be kept.
    fn to_value(&self) -> Result<Value<'_>, Error>;
}

/// A type that can be read back.
pub trait FromValue: Sized {
    /// Reads what the database kept, or [`Error::Value`] if it is something else.
    fn from_value(value: Value<'_>) -> Result<Self, Error>;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.as_ref().map_or(Ok(Value::Null), ToValue::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl ToValue for Value<'_> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(match self {
            Value::Null => Value::Null,
            Value::Int(number) => Value::Int(*number),
            Value::Real(number) => Value::Real(*number),
            Value::Text(text) => Value::Text(Cow::Borrowed(text)),
            Value::Bytes(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
        })
    }
}

macro_rules! whole_numbers {
    ($($kind:ty),*) => {$(
        impl ToValue for $kind {
            fn to_value(&self) -> Result<Value<'_>, Error> {
                i64::try_from(*self)
                    .map(Value::Int)
                    .map_err(|_| Error::Value("a number is too large".to_owned()))
            }
        }
        impl FromValue for $kind {
            fn from_value(value: Value<'_>) -> Result<Self, Error> {
                Self::try_from(value.int()?)
                    .map_err(|_| Error::Value(concat!("a number does not fit ", stringify!($kind)).to_owned()))
            }
        }
    )*};
}

whole_numbers!(i64, i32, i16, u64, u32, u16, u8, usize);

impl ToValue for bool {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Int(i64::from(*self)))
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        match value.int()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Error::Value("expected 0 or 1".to_owned())),
        }
    }
}

impl ToValue for f64 {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Real(*self))
    }
}

impl FromValue for f64 {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Real(number) => Ok(number),
            other => Err(other.unlike("a fraction")),
        }
    }
}

impl ToValue for str {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Text(Cow::Borrowed(self)))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.as_str().to_value()
    }
}

impl ToValue for Cow<'_, str> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.as_ref().to_value()
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Text(text) => Ok(text.into_owned()),
            other => Err(other.unlike("a text")),
        }
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Bytes(Cow::Borrowed(self)))
    }
}

impl ToValue for Vec<u8> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.as_slice().to_value()
    }
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.as_slice().to_value()
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.into_owned()),
            other => Err(other.unlike("bytes")),
        }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        Self::try_from(value.bytes()?).map_err(|_| Error::Value(format!("expected {N} bytes")))
    }
}

/// Instants are kept as whole microseconds UTC; what is finer is cut off.
impl ToValue for Timestamp {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Int(self.as_microsecond()))
    }
}

impl FromValue for Timestamp {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        Self::from_microsecond(value.int()?).map_err(|_| Error::Value("not an instant".to_owned()))
    }
}

/// Civil dates are kept as ISO 8601 text, which sorts by time.
impl ToValue for Date {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Text(Cow::Owned(self.to_string())))
    }
}

impl FromValue for Date {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        value
            .text()?
            .parse()
            .map_err(|_| Error::Value("not a date".to_owned()))
    }
}

impl ToValue for Uuid {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.as_bytes().as_slice().to_value()
    }
}

impl FromValue for Uuid {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        Self::from_slice(value.bytes()?).map_err(|_| Error::Value("expected 16 bytes".to_owned()))
    }
}
