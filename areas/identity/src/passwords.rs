//! Passwords: which are accepted and how they are kept.
//!
//! The rules are those of NIST SP 800-63B: length and a list of the common, no composition rules,
//! no expiry, paste allowed. Hashing is Argon2id (RFC 9106).

use std::fmt;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc};
use argon2::{Algorithm, Argon2, Params, Version};

/// Memory for one hash, in KiB. The first choice of OWASP's password storage guide that two cores
/// with many visitors can bear: 19 MiB, two passes, one lane; some 25 ms here.
pub const MEMORY_KIB: u32 = 19_456;
/// Passes over that memory.
pub const PASSES: u32 = 2;
/// Lanes computed side by side. One: a second core serves the next person instead.
pub const LANES: u32 = 1;

const SALT_BYTES: usize = 16;

/// Shortest password, in characters (NIST SP 800-63B).
pub const CHARS_MIN: usize = 8;
/// Longest password, in characters: room for any phrase, none for a megabyte to hash.
pub const CHARS_MAX: usize = 256;

/// A password chosen by somebody, found good enough. Prints nothing.
#[derive(Clone)]
pub struct Password(pub(crate) String);

/// What keeps a text from being a good password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Under [`CHARS_MIN`] characters.
    #[error("the password has under {CHARS_MIN} characters")]
    Short,
    /// Over [`CHARS_MAX`] characters.
    #[error("the password has over {CHARS_MAX} characters")]
    Long,
    /// Among the first that anybody tries.
    #[error("the password is among the first that anybody tries")]
    Common,
    /// Made of the person's own name or login.
    #[error("the password is the person's own name or login")]
    Personal,
}

impl Password {
    /// Judges a chosen password. `about` is what anybody could know: the name, the login.
    ///
    /// # Errors
    /// Says what is weak about it.
    pub fn choose(typed: &str, about: &[&str]) -> Result<Self, Weakness> {
        let chars = typed.chars().count();
        if chars < CHARS_MIN {
            return Err(Weakness::Short);
        }
        if chars > CHARS_MAX {
            return Err(Weakness::Long);
        }
        let lower = typed.to_lowercase();
        if is_common(&lower) {
            return Err(Weakness::Common);
        }
        if about
            .iter()
            .any(|known| is_made_of(&lower, &known.to_lowercase()))
        {
            return Err(Weakness::Personal);
        }
        Ok(Self(typed.to_owned()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// One entry a line, in lower case; what people of the region choose first.
const COMMON: &str = include_str!("common-passwords.txt");

/// Whether it is on the list, or a run of one or two characters, or a run along the alphabet.
fn is_common(lower: &str) -> bool {
    let stem =
        lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == '!' || c == '.' || c == '*');
    let listed = COMMON
        .lines()
        .any(|common| common == lower || (common == stem && stem.chars().count() >= 4));
    listed || distinct(lower) <= 2 || is_run(lower)
}

fn distinct(text: &str) -> usize {
    text.chars()
        .collect::<std::collections::BTreeSet<_>>()
        .len()
}

/// `12345678`, `abcdefgh`, `87654321`.
fn is_run(text: &str) -> bool {
    let steps: std::collections::BTreeSet<i64> = text
        .chars()
        .zip(text.chars().skip(1))
        .map(|(a, b)| i64::from(u32::from(b)) - i64::from(u32::from(a)))
        .collect();
    steps.len() == 1 && steps.iter().all(|step| step.abs() <= 1)
}

/// Whether a password is somebody's name or login with at most a few characters more.
fn is_made_of(password: &str, known: &str) -> bool {
    const EXTRA_CHARS_MAX: usize = 4;
    let parts = known
        .split(|c: char| c == '@' || c.is_whitespace())
        .chain([known]);
    let mut long_parts = parts.filter(|part| part.chars().count() >= 4);
    long_parts.any(|part| {
        password.contains(part)
            && password.chars().count() <= part.chars().count() + EXTRA_CHARS_MAX
    })
}

/// An Argon2id hash with its salt and parameters, as a PHC string. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    pub(crate) fn from_column(stored: String) -> Self {
        Self(stored)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it was made with other parameters than today's.
    pub(crate) fn is_outdated(&self) -> bool {
        !self.0.starts_with(&parameters_prefix())
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Hashing failed inside: no randomness or no memory.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
pub struct HashError(String);

impl HashError {
    pub(crate) fn weak(weakness: Weakness) -> Self {
        Self(weakness.to_string())
    }
}

/// Hashes a password, on this thread, in some 25 ms. For commands and seeds; requests use the bounded hasher of their area.
///
/// # Errors
/// When the machine lacks randomness or memory.
pub fn hash(password: &Password) -> Result<PasswordHash, HashError> {
    hash_with(&argon2()?, password)
}

/// Hashes a password that everybody knows, such as the demonstration's: quickly, as there is nothing to guard.
/// The first sign-in hashes it as any other.
pub(crate) fn hash_public(password: &Password) -> Result<PasswordHash, HashError> {
    let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, 1, None)
        .map_err(|error| HashError(error.to_string()))?;
    hash_with(
        &Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
        password,
    )
}

fn hash_with(argon2: &Argon2<'_>, password: &Password) -> Result<PasswordHash, HashError> {
    let mut salt = [0; SALT_BYTES];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| HashError("no randomness".into()))?;
    let hash: phc::PasswordHash = argon2
        .hash_password_with_salt(password.0.as_bytes(), &salt)
        .map_err(|error| HashError(error.to_string()))?;
    Ok(PasswordHash(hash.to_string()))
}

/// Whether a typed password is the hashed one, on this thread. With no hash it takes the same time
/// and the answer is no.
pub(crate) fn is_right(typed: &str, hash: Option<&PasswordHash>) -> bool {
    let too_long = typed.chars().count() > CHARS_MAX;
    let candidate = if too_long { "" } else { typed };
    let nobody = nobodys_hash();
    let stored = hash.map_or(nobody.as_str(), PasswordHash::as_str);
    let Ok(parsed) = phc::PasswordHash::new(stored) else {
        tracing::error!("a stored password hash cannot be read");
        return false;
    };
    let Ok(argon2) = argon2() else { return false };
    let matches = argon2
        .verify_password(candidate.as_bytes(), &parsed)
        .is_ok();
    matches && hash.is_some() && !too_long
}

fn argon2() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| HashError(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn parameters_prefix() -> String {
    format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$")
}

/// A hash that no password is known to have, with today's parameters, so that an account that does
/// not exist costs what one that does costs.
fn nobodys_hash() -> String {
    format!(
        "{}{}${}",
        parameters_prefix(),
        "A".repeat(22),
        "A".repeat(43)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_composition_does_not() {
        let judge = |typed: &str| {
            Password::choose(typed, &["Ana Benítez", "ana.benitez@correo.py"]).map(drop)
        };
        assert_eq!(judge("corto"), Err(Weakness::Short));
        assert_eq!(judge(&"largo".repeat(60)), Err(Weakness::Long));
        for good in [
            "tres tristes tigres",
            "ñandutĩ mborayhu",
            "lluvia en marzo",
            "xq7zKp2m",
        ] {
            assert_eq!(judge(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_anybody_would_try_is_refused() {
        let judge = |typed: &str| {
            Password::choose(typed, &["Ana Benítez", "ana.benitez@correo.py"]).map(drop)
        };
        for common in [
            "password",
            "Contraseña1",
            "12345678",
            "87654321",
            "abcdefgh",
            "aaaaaaaa",
            "paraguay2026",
            "qwertyuiop",
        ] {
            assert_eq!(judge(common), Err(Weakness::Common), "{common}");
        }
        for personal in ["ana.benitez", "Benítez99", "ana.benitez@correo.py"] {
            assert_eq!(judge(personal), Err(Weakness::Personal), "{personal}");
        }
    }

    #[test]
    fn a_hash_names_its_parameters_and_knows_its_password() {
        let password = Password::choose("tres tristes tigres", &[]).unwrap();
        let hash = hash(&password).unwrap();
        assert!(
            hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            hash.as_str()
        );
        assert!(!hash.is_outdated());
        assert!(is_right("tres tristes tigres", Some(&hash)));
        assert!(!is_right("tres tristes tigre", Some(&hash)));
        assert!(!is_right(&"a".repeat(1_000_000), Some(&hash)));
    }

    #[test]
    fn an_unknown_account_costs_a_whole_hash() {
        let parsed = phc::PasswordHash::new(&nobodys_hash()).unwrap();
        assert_eq!(Params::try_from(&parsed).unwrap().m_cost(), MEMORY_KIB);
        assert_eq!(Params::try_from(&parsed).unwrap().t_cost(), PASSES);
        assert!(!is_right("", None) && !is_right("anything", None));
    }

    #[test]
    fn passwords_print_nothing() {
        let password = Password::choose("tres tristes tigres", &[]).unwrap();
        assert!(!format!("{password:?}").contains("tigres"));
    }
}
