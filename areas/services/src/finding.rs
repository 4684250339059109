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
        let line = error
            .location()
            .and_then(|location| usize::try_from(location.line()).ok());
        let message = error.without_snippet().to_string();
        let (es, en) = hint(&message);
        Self::new(
            file,
            format!("no se entiende: {message}{es}"),
            format!("this cannot be read: {message}{en}"),
        )
        .at(line)
    }
}

/// What to do about the slip that everybody makes: a comma ends a text in braces.
fn hint(message: &str) -> (&'static str, &'static str) {
    if message.contains("expected one of es, en") {
        (
            "; un texto con coma va entre comillas",
            "; a text with a comma goes in quotes",
        )
    } else {
        ("", "")
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
