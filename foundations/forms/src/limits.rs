//! What no form and no answer may exceed.

/// Questions in one form, those of groups once for each entry: above this nobody finishes.
pub const QUESTIONS_MAX: usize = 600;
/// Entries of one group: more than these are a file to be handed in.
pub const ENTRIES_MAX: usize = 20;
/// Choices of one question: more than this is a search, not a list.
pub const CHOICES_MAX: usize = 300;
/// Characters of a short text where the definition says nothing. The longest names of people and firms fit twice.
pub const TEXT_CHARACTERS_MAX: usize = 200;
/// Characters of a long text where the definition says nothing: two pages.
pub const LONG_TEXT_CHARACTERS_MAX: usize = 5_000;
/// Characters that a definition may allow at most: a booklet.
pub const ANY_TEXT_CHARACTERS_MAX: usize = 50_000;
/// Octets of an e-mail address (RFC 5321 §4.5.3.1).
pub const EMAIL_OCTETS_MAX: usize = 254;
/// Digits of a telephone number (ITU-T E.164).
pub const PHONE_DIGITS_MAX: usize = 15;
/// Fewer digits reach nobody; short service numbers are not people's.
pub const PHONE_DIGITS_MIN: usize = 6;
/// Signs of a national identifier once dots and dashes are gone.
pub const NATIONAL_ID_SIGNS_MAX: usize = 15;
/// Shorter identifiers are slips.
pub const NATIONAL_ID_SIGNS_MIN: usize = 4;
/// Characters of an address on one line.
pub const ADDRESS_CHARACTERS_MAX: usize = 200;
/// Digits before the decimal mark: the wealth of nations fits.
pub const WHOLE_DIGITS_MAX: usize = 15;
/// Decimal places where the definition says nothing.
pub const DECIMALS_DEFAULT: u32 = 2;
/// Files for one question where the definition says nothing.
pub const FILES_DEFAULT: usize = 1;
/// Files for one question at most.
pub const FILES_MAX: usize = 10;
/// Files in one application: far above what any published service asks.
pub const FILES_IN_ALL_MAX: usize = 50;
/// Octets of one file: a photograph of a good telephone fits.
pub const FILE_BYTES_MAX: u64 = 10 * 1024 * 1024;
