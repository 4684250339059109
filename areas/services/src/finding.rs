//! What is wrong with a definition, where, and what to do about it.

use std::fmt;

use text::{Lang, Localized};

/// One thing to mend in a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do, in Spanish and English.
    pub says: Localized,
}

impl Finding {
    /// A finding about a file.
    #[must_use]
    pub fn new(file: &str, es: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            says: Localized::spanish(es).with(Lang::En, en),
        }
    }

    /// The same, at a line.
    #[must_use]
    pub fn at(mut self, line: Option<usize>) -> Self {
        self.line = line;
        self
    }

    /// As one line for a terminal: `form.yaml:12: …`.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self.line {
            Some(line) => format!("{}:{line}: {}", self.file, self.says.as_str(lang)),
            None => format!("{}: {}", self.file, self.says.as_str(lang)),
        }
    }

    /// A file that is not the YAML we read.
    pub(crate) fn yaml(file: &str, error: &serde_saphyr::Error) -> Self {
        let (line, says) = text::yaml::fault(error);
        Self {
            file: file.to_owned(),
            line,
            says,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

/// Why a definition was not published.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not sound.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Unsound(Vec<Finding>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}
