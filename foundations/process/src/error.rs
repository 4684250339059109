//! Why a process is not sound.

use std::fmt;

use text::{Lang, Localized};

/// Why a process is not sound: where, what, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The stage, or another name that stands in the file.
    pub at: Option<String>,
    /// The line of the file, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do, in Spanish and English.
    pub says: Localized,
}

impl Error {
    pub(crate) fn new(at: &str, es: impl fmt::Display, en: impl fmt::Display) -> Self {
        Self {
            at: Some(at.to_owned()),
            line: None,
            says: Localized::spanish(format!("«{at}»: {es}"))
                .with(Lang::En, format!("«{at}»: {en}")),
        }
    }

    /// Not the YAML that is read.
    pub(crate) fn syntax(error: &serde_saphyr::Error) -> Self {
        let (line, says) = text::yaml::fault(error);
        Self {
            at: None,
            line,
            says,
        }
    }

    /// The same, with the line on which its name begins an entry.
    pub(crate) fn in_file(mut self, yaml: &str) -> Self {
        if let (None, Some(at)) = (self.line, &self.at) {
            let begins = |line: &str| {
                let line = line.trim_start().trim_start_matches("- ");
                line.strip_prefix(at.as_str())
                    .is_some_and(|rest| rest.starts_with(':'))
            };
            let names = |line: &str| line.contains(&format!("{at}:"));
            let found = yaml.lines().position(begins);
            let found = found.or_else(|| yaml.lines().position(names));
            self.line = found.map(|found| found + 1);
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.says.as_str(Lang::En)),
            None => f.write_str(self.says.as_str(Lang::En)),
        }
    }
}

impl std::error::Error for Error {}
