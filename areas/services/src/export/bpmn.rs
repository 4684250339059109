//! The process of a service in BPMN 2.0.2 (ISO/IEC 19510), as XML with its drawing (BPMN DI), so that other tools
//! open it and show it.
//!
//! A task is a user task whose potential owner is its role; a correction is one of the applicant. A fee is a
//! service task, a fork a pair of parallel gateways, several ways on an exclusive gateway whose conditions are
//! FEEL. The end of a term is a timer on the border of its task, a wait a timer of its own, a message a send task.
//! What BPMN has no word for (what stops the clock, who may not decide what they reviewed) stands in the
//! documentation. It is a description: the process is not marked as executable.

mod about;
mod layout;
mod model;
mod route;
mod xml;

use text::Lang;

use self::model::Diagram;
use crate::Definition;

/// Why a process was not written.
#[derive(Debug, thiserror::Error)]
#[error("the process could not be written: {0}")]
pub struct Error(String);

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// Writes the process of a definition as BPMN 2.0 XML, with names in a language. The same definition makes the
/// same text.
///
/// # Errors
/// [`Error`] when the writer refuses.
pub fn write(definition: &Definition, lang: Lang) -> Result<String, Error> {
    let diagram = Diagram::of(&definition.process, lang);
    let layout = layout::layout(&diagram);
    xml::write(definition, &diagram, &layout, lang)
}
