//! One id type for each noun, so that a case's id cannot stand where a person's belongs.

/// Defines id types over UUID version 7 (RFC 9562), which sorts by time of creation.
///
/// ```
/// store::id! {
///     /// A person.
///     PersonId
/// }
/// let id = PersonId::new(jiff::Timestamp::UNIX_EPOCH);
/// assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
/// ```
#[macro_export]
macro_rules! id {
    ($($(#[$meta:meta])* $name:ident);+ $(;)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::private::Uuid);

        impl $name {
            /// A fresh id of the given moment; its other bits are random.
            pub fn new(now: $crate::private::Timestamp) -> Self {
                Self($crate::private::fresh(now))
            }

            /// The id with exactly this value.
            pub const fn from_uuid(uuid: $crate::private::Uuid) -> Self {
                Self(uuid)
            }

            /// The value itself.
            pub const fn uuid(&self) -> $crate::private::Uuid {
                self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::Error> {
                $crate::private::parse(text).map(Self)
            }
        }

        impl $crate::private::Serialize for $name {
            fn serialize<S: $crate::private::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::private::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> $crate::private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <$crate::private::Uuid as $crate::private::Deserialize<'de>>::deserialize(deserializer).map(Self)
            }
        }

        impl $crate::ToValue for $name {
            fn to_value(&self) -> ::std::result::Result<$crate::Value<'_>, $crate::Error> {
                $crate::ToValue::to_value(&self.0)
            }
        }

        impl $crate::FromValue for $name {
            fn from_value(value: $crate::Value<'_>) -> ::std::result::Result<Self, $crate::Error> {
                <$crate::private::Uuid as $crate::FromValue>::from_value(value).map(Self)
            }
        }
    )+};
}

/// What the macros of this crate need inside other crates; nothing to use by hand.
#[doc(hidden)]
pub mod private {
    pub use jiff::Timestamp;
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
    pub use uuid::Uuid;

    use crate::Error;

    /// A fresh UUID of version 7.
    pub fn fresh(now: Timestamp) -> Uuid {
        // Instants before 1970 have no version 7; they take its first moment.
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
        Uuid::new_v7(uuid::Timestamp::from_unix(
            uuid::NoContext,
            seconds,
            nanoseconds,
        ))
    }

    /// Reads the one canonical form: 36 characters, hyphenated, lower case.
    pub fn parse(text: &str) -> Result<Uuid, Error> {
        let not_an_id = || Error::Value("not an id".to_owned());
        let uuid = Uuid::try_parse(text).map_err(|_| not_an_id())?;
        let mut canonical = Uuid::encode_buffer();
        if text == uuid.hyphenated().encode_lower(&mut canonical) {
            Ok(uuid)
        } else {
            Err(not_an_id())
        }
    }
}
