//! Numbers that States give to people and firms, with the rule by which each checks itself.

/// A number of one country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identifier {
    /// Argentina: CUIT or CUIL of a person or firm.
    ArCuit,
    /// Argentina: documento nacional de identidad. It has no check digit.
    ArDni,
    /// Bolivia: cédula de identidad, with its complement where there is one. It has no check digit.
    BoCi,
    /// Chile: RUN of a person or RUT of a firm.
    ClRut,
    /// Spain: DNI, NIE or NIF of a person or firm.
    EsNif,
    /// Peru: documento nacional de identidad. Its check digit is not written with it.
    PeDni,
    /// Peru: registro único de contribuyentes.
    PeRuc,
    /// Paraguay: cédula de identidad. It has no check digit.
    PyCi,
    /// Paraguay: registro único del contribuyente.
    PyRuc,
    /// Uruguay: cédula de identidad.
    UyCi,
    /// Uruguay: registro único tributario.
    UyRut,
}

/// Why a text is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotOne {
    /// It has not the shape of one.
    Shape,
    /// Its check digit is another: a figure was mistyped.
    CheckDigit,
}

/// The letters by which a Spanish number checks itself (Orden EHA/451/2008 and Real Decreto 1553/2005).
const LETTERS_OF_PERSONS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
const LETTERS_OF_FIRMS: &[u8; 10] = b"JABCDEFGHI";

impl Identifier {
    /// The words of a definition: country and document.
    const WORDS: [(&'static str, Self); 11] = [
        ("ar.cuit", Self::ArCuit),
        ("ar.dni", Self::ArDni),
        ("bo.ci", Self::BoCi),
        ("cl.rut", Self::ClRut),
        ("es.nif", Self::EsNif),
        ("pe.dni", Self::PeDni),
        ("pe.ruc", Self::PeRuc),
        ("py.ci", Self::PyCi),
        ("py.ruc", Self::PyRuc),
        ("uy.ci", Self::UyCi),
        ("uy.rut", Self::UyRut),
    ];

    /// The number that a definition names: `py.ruc`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let mut known = Self::WORDS.into_iter();
        known
            .find(|(name, _)| *name == word)
            .map(|(_, found)| found)
    }

    /// Every word a definition may use.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::WORDS.into_iter().map(|(word, _)| word)
    }

    /// One that checks itself, for examples.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::ArCuit => "20-05536168-2",
            Self::ArDni => "30123456",
            Self::BoCi => "4123456",
            Self::ClRut => "76086428-5",
            Self::EsNif => "54362315K",
            Self::PeDni => "40123456",
            Self::PeRuc => "20512333797",
            Self::PyCi => "4123456",
            Self::PyRuc => "80028061-0",
            Self::UyCi => "1234567-2",
            Self::UyRut => "211003420017",
        }
    }

    /// Reads a number, with or without dots, dashes and blanks, and writes it as its country does.
    pub(crate) fn read(self, typed: &str) -> Result<String, NotOne> {
        let is_mark =
            |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '/' | '\u{2011}' | '–');
        let bare: String = typed
            .chars()
            .filter(|c| !is_mark(*c))
            .collect::<String>()
            .to_uppercase();
        if !bare.is_ascii() {
            return Err(NotOne::Shape);
        }
        match self {
            Self::ArDni => plain(&bare, 7..=8),
            Self::PeDni => plain(&bare, 8..=8),
            Self::PyCi => plain(&bare, 5..=8),
            Self::BoCi => bolivian(&bare),
            Self::EsNif => spanish(&bare),
            Self::PyRuc => {
                let (base, sign) = parted(&bare, 5..=8)?;
                let rest = weighed(&base, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
                let check = if rest > 1 { 11 - rest } else { 0 };
                dashed(&bare, check_is(sign, &check.to_string()))
            }
            Self::ClRut => {
                let (base, sign) = parted(&bare, 6..=8)?;
                let check = match 11 - weighed(&base, &[2, 3, 4, 5, 6, 7]) % 11 {
                    10 => "K".to_owned(),
                    11 => "0".to_owned(),
                    figure => figure.to_string(),
                };
                dashed(&bare, check_is(sign, &check))
            }
            Self::ArCuit => {
                let (base, sign) = parted(&bare, 10..=10)?;
                let check = 11 - weighed(&base, &[2, 3, 4, 5, 6, 7]) % 11;
                check_is(sign, &(check % 11).to_string())?;
                let (kind, rest) = bare.split_at(2);
                dashed(&format!("{kind}-{rest}"), Ok(()))
            }
            Self::PeRuc => {
                let (base, sign) = parted(&bare, 10..=10)?;
                let check = 11 - weighed(&base, &[2, 3, 4, 5, 6, 7]) % 11;
                check_is(sign, &(check % 10).to_string()).map(|()| bare.clone())
            }
            Self::UyRut => {
                let (base, sign) = parted(&bare, 11..=11)?;
                let check = 11 - weighed(&base, &[2, 3, 4, 5, 6, 7, 8, 9]) % 11;
                check_is(sign, &(check % 11).to_string()).map(|()| bare.clone())
            }
            Self::UyCi => {
                let (base, sign) = parted(&bare, 6..=7)?;
                let check = (10 - weighed(&base, &[4, 3, 6, 7, 8, 9, 2]) % 10) % 10;
                dashed(&bare, check_is(sign, &check.to_string()))
            }
        }
    }
}

/// Only figures, so many of them.
fn plain(bare: &str, figures: std::ops::RangeInclusive<usize>) -> Result<String, NotOne> {
    let is_number = bare.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && figures.contains(&bare.len()))
        .then(|| bare.to_owned())
        .ok_or(NotOne::Shape)
}

/// The figures before the check digit, of which there are so many, and the check digit.
fn parted(
    bare: &str,
    figures: std::ops::RangeInclusive<usize>,
) -> Result<(Vec<u32>, char), NotOne> {
    let sign = bare.chars().last().ok_or(NotOne::Shape)?;
    let base = bare.get(..bare.len() - 1).ok_or(NotOne::Shape)?;
    let base: Option<Vec<u32>> = base.chars().map(|c| c.to_digit(10)).collect();
    base.filter(|base| figures.contains(&base.len()))
        .map(|base| (base, sign))
        .ok_or(NotOne::Shape)
}

/// The sum of the figures, from the right, each by its weight; the weights begin again where they end.
fn weighed(base: &[u32], weights: &[u32]) -> u32 {
    let from_the_right = base.iter().rev().zip(weights.iter().cycle());
    from_the_right.map(|(figure, weight)| figure * weight).sum()
}

fn check_is(sign: char, check: &str) -> Result<(), NotOne> {
    match check.chars().eq([sign]) {
        true => Ok(()),
        false if sign.is_ascii_digit() || sign == 'K' => Err(NotOne::CheckDigit),
        false => Err(NotOne::Shape),
    }
}

/// With a dash before the check digit.
fn dashed(bare: &str, checked: Result<(), NotOne>) -> Result<String, NotOne> {
    checked?;
    let (base, sign) = bare.split_at(bare.len().saturating_sub(1));
    Ok(format!("{base}-{sign}"))
}

/// Figures, and a complement of a figure and a letter where two people had the same number.
fn bolivian(bare: &str) -> Result<String, NotOne> {
    let complement = bare
        .len()
        .checked_sub(2)
        .and_then(|at| bare.split_at_checked(at))
        .filter(|(_, rest)| {
            let mut signs = rest.chars();
            signs.next().is_some_and(|sign| sign.is_ascii_digit())
                && signs.next().is_some_and(|sign| sign.is_ascii_alphabetic())
        });
    match complement {
        Some((number, rest)) => plain(number, 5..=8).map(|number| format!("{number}-{rest}")),
        None => plain(bare, 5..=8),
    }
}

fn spanish(bare: &str) -> Result<String, NotOne> {
    let (base, sign) = match bare.len() {
        9 => bare.split_at(8),
        _ => return Err(NotOne::Shape),
    };
    let first = base.chars().next().ok_or(NotOne::Shape)?;
    let right = match first {
        '0'..='9' => letter_of_person(base)?,
        'X' => letter_of_person(&base.replacen('X', "0", 1))?,
        'Y' => letter_of_person(&base.replacen('Y', "1", 1))?,
        'Z' => letter_of_person(&base.replacen('Z', "2", 1))?,
        _ => return spanish_firm(bare, first, base, sign),
    };
    match sign.starts_with(right) {
        true => Ok(bare.to_owned()),
        false if sign.chars().all(|c| c.is_ascii_alphabetic()) => Err(NotOne::CheckDigit),
        false => Err(NotOne::Shape),
    }
}

fn letter_of_person(figures: &str) -> Result<char, NotOne> {
    let number: usize = plain(figures, 8..=8)?.parse().map_err(|_| NotOne::Shape)?;
    let letter = LETTERS_OF_PERSONS.get(number % LETTERS_OF_PERSONS.len());
    letter
        .map(|letter| char::from(*letter))
        .ok_or(NotOne::Shape)
}

/// A letter for the kind of firm, seven figures, and a figure or a letter that checks them: figures at even
/// places count once, those at odd places twice, with the figures of the double added up.
fn spanish_firm(bare: &str, kind: char, base: &str, sign: &str) -> Result<String, NotOne> {
    let figures = base.get(1..).ok_or(NotOne::Shape)?;
    plain(figures, 7..=7)?;
    if !"ABCDEFGHJKLMNPQRSUVW".contains(kind) {
        return Err(NotOne::Shape);
    }
    let sum: u32 = figures
        .chars()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, figure)| match place % 2 {
            0 => figure * 2 / 10 + figure * 2 % 10,
            _ => figure,
        })
        .sum();
    let check = (10 - sum % 10) % 10;
    let letter = usize::try_from(check)
        .ok()
        .and_then(|check| LETTERS_OF_FIRMS.get(check))
        .map(|letter| char::from(*letter));
    let is_right =
        sign == check.to_string() || letter.is_some_and(|letter| sign.starts_with(letter));
    match is_right {
        true => Ok(bare.to_owned()),
        false => Err(NotOne::CheckDigit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_check_themselves_are_read_in_any_dress() {
        for (word, typed, written) in [
            ("py.ruc", "80.028.061-0", "80028061-0"),
            ("py.ruc", "80010001 8", "80010001-8"),
            ("py.ci", "4.123.456", "4123456"),
            ("cl.rut", "76.086.428-5", "76086428-5"),
            ("cl.rut", "12.531.909-2", "12531909-2"),
            ("ar.cuit", "20-05536168-2", "20-05536168-2"),
            ("ar.cuit", "20267565393", "20-26756539-3"),
            ("ar.dni", "20.123.456", "20123456"),
            ("uy.rut", "21-100342-001-7", "211003420017"),
            ("uy.ci", "1.234.567-2", "1234567-2"),
            ("pe.ruc", "20512333797", "20512333797"),
            ("pe.dni", "10117410", "10117410"),
            ("bo.ci", "4123456-1a", "4123456-1A"),
            ("es.nif", "54362315-K", "54362315K"),
            ("es.nif", "x-2482300-w", "X2482300W"),
            ("es.nif", "B-58378431", "B58378431"),
        ] {
            let identifier = Identifier::from_word(word).unwrap();
            assert_eq!(
                identifier.read(typed).as_deref(),
                Ok(written),
                "{word} {typed}"
            );
        }
    }

    #[test]
    fn every_example_checks_itself() {
        for word in Identifier::words() {
            let identifier = Identifier::from_word(word).unwrap();
            let example = identifier.example();
            assert_eq!(identifier.read(example).as_deref(), Ok(example), "{word}");
        }
    }

    #[test]
    fn one_figure_mistyped_is_found() {
        for word in [
            "py.ruc", "cl.rut", "ar.cuit", "uy.rut", "uy.ci", "pe.ruc", "es.nif",
        ] {
            let identifier = Identifier::from_word(word).unwrap();
            let right: Vec<char> = identifier.example().chars().collect();
            for at in 0..right.len() {
                let Some(figure) = right[at].to_digit(10) else {
                    continue;
                };
                let mut wrong = right.clone();
                wrong[at] = char::from_digit((figure + 1) % 10, 10).unwrap();
                let typed: String = wrong.into_iter().collect();
                assert_eq!(
                    identifier.read(&typed),
                    Err(NotOne::CheckDigit),
                    "{word} {typed}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_number_is_told_from_what_is_mistyped() {
        for (word, typed) in [
            ("py.ruc", ""),
            ("py.ruc", "no tengo"),
            ("py.ci", "12"),
            ("cl.rut", "1234"),
            ("ar.cuit", "1234567890123"),
            ("pe.ruc", "ñandú"),
            ("es.nif", "12345678"),
            ("es.nif", "123456789"),
            ("bo.ci", "A1"),
        ] {
            let identifier = Identifier::from_word(word).unwrap();
            assert_eq!(identifier.read(typed), Err(NotOne::Shape), "{word} {typed}");
        }
    }
}
