//! The words of the platform: languages, texts that know their language, and what is done with words.
//!
//! - [`Lang`] is a language that people are answered in, [`Text`] is words together with the language they
//!   are really in, and [`Localized`] is a text as data, written in several languages.
//! - `catalogue` (feature `build`) turns `locales/*.toml` into one function per text while a crate is
//!   built, so that a text that is missing does not compile.
//! - [`mod@format`] writes dates, times, money and numbers; [`plural`] chooses "día" or "días".
//! - `yaml` (feature `yaml`) says why a YAML file could not be read.
//! - [`search`] makes "renovacion" find "renovaciones"; [`readability`] tells how easily a Spanish text reads.
//!
//! This crate knows nothing of government, and asks no clock: what is "today" is always handed in.

#[cfg(any(feature = "build", test))]
pub mod catalogue;
pub mod format;
mod lang;
mod letters;
mod localized;
pub mod plural;
pub mod readability;
pub mod search;
mod text;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use lang::Lang;
pub use letters::compose;
pub use localized::{Localized, NoLanguage};
pub use text::Text;
