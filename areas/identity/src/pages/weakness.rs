//! Why a password cannot be chosen, in words.

use text::{Lang, Text};

use crate::passwords::{self, Weakness};
use crate::words;

/// What the page says beside the field.
pub(super) fn words(lang: Lang, weakness: Weakness) -> Text {
    match weakness {
        Weakness::Short => words::register_password_short(lang, passwords::CHARS_MIN),
        Weakness::Long => words::register_password_long(lang, passwords::CHARS_MAX),
        Weakness::Common => words::register_password_common(lang),
        Weakness::Personal => words::register_password_personal(lang),
    }
}
