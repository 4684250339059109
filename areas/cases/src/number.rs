//! Numbers and codes people read aloud and type: short, random, impossible to guess or to walk.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::rand;

/// Digits and letters that nobody confuses: no 0 and O, no 1, I and L, no U.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters before the dash of a case number, from the service's name.
const PREFIX_LENGTH: usize = 3;

/// Names a case: `LIC-7K4P-2MQX`. Eight random signs, 39 bits: it opens nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseNumber(String);

/// What anyone types to check a document: `7K4P-2MQX-9RTW`. Twelve random signs, 58 bits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VerificationCode(String);

/// What was typed is not such a number or code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number of ours")]
pub struct NotANumber;

impl CaseNumber {
    /// A fresh number for a service, with its first letters in front.
    #[must_use]
    pub fn draw(service_slug: &str) -> Self {
        let letters: String = service_slug
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|letter| letter.to_ascii_uppercase())
            .take(PREFIX_LENGTH)
            .collect();
        let prefix = format!("{letters:X<PREFIX_LENGTH$}");
        Self(format!("{prefix}-{}-{}", signs(4), signs(4)))
    }

    /// The number as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A number out of our own rows.
    pub(crate) fn from_stored(number: &str) -> Self {
        Self(number.to_owned())
    }
}

impl VerificationCode {
    /// A code out of our own rows.
    pub(crate) fn from_stored(code: &str) -> Self {
        Self(code.to_owned())
    }

    /// A fresh code.
    #[must_use]
    pub fn draw() -> Self {
        Self(format!("{}-{}-{}", signs(4), signs(4), signs(4)))
    }

    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Uniform signs: a random byte that would favour the first signs is drawn again.
fn signs(count: usize) -> String {
    let mut out = String::with_capacity(count);
    while out.len() < count {
        let mut bytes = [0_u8; 16];
        if rand::fill(&mut bytes).is_err() {
            // The system has no randomness to give: waiting is all one can do.
            std::thread::yield_now();
            continue;
        }
        let fair = bytes
            .iter()
            .map(|byte| usize::from(*byte))
            .filter(|byte| *byte < ALPHABET.len() * 8);
        let fair = fair.filter_map(|byte| ALPHABET.get(byte % ALPHABET.len()));
        out.extend(fair.map(|sign| char::from(*sign)).take(count - out.len()));
    }
    out
}

/// Reads what a person typed: spaces, dashes and lower case do not matter. What resembles a sign of ours
/// and is none finds nothing.
fn tidy(typed: &str) -> Option<String> {
    let mut out = String::new();
    for sign in typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '–' | '.'))
    {
        if out.len() >= 16 || !sign.is_ascii_alphanumeric() {
            return None;
        }
        out.push(sign.to_ascii_uppercase());
    }
    Some(out)
}

impl FromStr for CaseNumber {
    type Err = NotANumber;

    fn from_str(typed: &str) -> Result<Self, NotANumber> {
        let signs = tidy(typed)
            .filter(|signs| signs.len() == PREFIX_LENGTH + 8)
            .ok_or(NotANumber)?;
        let (prefix, rest) = signs.split_at(PREFIX_LENGTH);
        let (first, second) = rest.split_at(4);
        Ok(Self(format!("{prefix}-{first}-{second}")))
    }
}

impl FromStr for VerificationCode {
    type Err = NotANumber;

    fn from_str(typed: &str) -> Result<Self, NotANumber> {
        let signs = tidy(typed)
            .filter(|signs| signs.len() == 12)
            .ok_or(NotANumber)?;
        let (first, rest) = signs.split_at(4);
        let (second, third) = rest.split_at(4);
        Ok(Self(format!("{first}-{second}-{third}")))
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_carries_its_service_and_reads_back_however_it_is_typed() {
        let number = CaseNumber::draw("licencia-de-funcionamiento");
        assert!(number.as_str().starts_with("LIC-"), "{number}");
        let typed = format!(" {} ", number.as_str().to_lowercase().replace('-', " "));
        assert_eq!(typed.parse(), Ok(number));
        assert_eq!(CaseNumber::draw("a").as_str().len(), "AXX-7K4P-2MQX".len());
    }

    #[test]
    fn codes_are_drawn_without_repeating_and_strangers_are_refused() {
        let codes: std::collections::HashSet<_> =
            (0..2_000).map(|_| VerificationCode::draw()).collect();
        assert_eq!(codes.len(), 2_000);
        for wrong in [
            "",
            "7K4P",
            "7K4P-2MQX-9RT!",
            "7K4P-2MQX-9RTW-7K4P",
            "ñññññññññññ1",
        ] {
            assert_eq!(
                wrong.parse::<VerificationCode>(),
                Err(NotANumber),
                "{wrong}"
            );
        }
    }
}
