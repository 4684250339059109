//! What must be mended before going on.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::words;

/// One thing to mend: where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    target: String,
    message: Text,
    beside: Option<Text>,
}

impl FieldError {
    /// An error of the control with this name. The words are the same as the control's own, unless
    /// [`FieldError::said_beside`] gives it others.
    #[must_use]
    pub fn new(name: impl Into<String>, message: impl Into<Text>) -> Self {
        Self {
            target: name.into(),
            message: message.into(),
            beside: None,
        }
    }

    /// What the control itself says, where its label makes a part of the message needless.
    #[must_use]
    pub fn said_beside(mut self, words: impl Into<Text>) -> Self {
        self.beside = Some(words.into());
        self
    }

    /// The name of the control.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// What to do.
    #[must_use]
    pub fn message(&self) -> &Text {
        &self.message
    }

    /// What to do, as the control says it.
    #[must_use]
    pub fn beside(&self) -> &Text {
        self.beside.as_ref().unwrap_or(&self.message)
    }

    /// The message for a control, for its builder's `error`.
    #[must_use]
    pub fn find(errors: &[Self], name: &str) -> Option<Text> {
        errors
            .iter()
            .find(|error| error.target == name)
            .map(|error| error.beside().clone())
    }
}

/// The list of what must be mended, each linked to its field; nothing when the list is empty.
///
/// [`crate::page::Page::errors`] puts it first in the page and marks the title.
#[must_use]
pub fn error_summary(lang: Lang, errors: &[FieldError]) -> Markup {
    if errors.is_empty() {
        return html! {};
    }
    let count = i64::try_from(errors.len()).unwrap_or(i64::MAX);
    html! {
        .errors id="errores" tabindex="-1" {
            h2 { (words::errors_title(lang, count)) }
            ul { @for error in errors { li { a href={ "#" (error.target) } { (error.message) } } } }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let errors = [
        FieldError::new(
            "g-metros",
            "Escribe la superficie con números, por ejemplo 40",
        ),
        FieldError::new("g-alcohol", "Elige sí o no"),
    ];
    vec![Example::new(
        words::state_error,
        error_summary(Lang::Es, &errors),
    )]
}
