//! Decision models in the XML of DMN 1.1 to 1.5 (OMG): what others have drawn, read and decided here.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use rules::{Context, dmn::Model};
//! let model = Model::read(&std::fs::read_to_string("tasa.dmn")?, &[])?;
//! let facts = Context::new().with("superficie", 120);
//! println!("{}", model.decide("tasa", &facts)?);
//! # Ok(()) }
//! ```
//!
//! [`Model::explain`] decides too, and tells how it came to it: a [`Trail`], which is kept with a case and can be
//! gone again years later.

mod boxed;
mod drawn;
mod elements;
mod engine;
mod items;
mod model;
mod read;
mod service;
mod table;
mod trail;

pub use model::Model;
pub(crate) use table::Table;
pub use trail::{Annotation, Asked, Fact, InputApplied, RuleFired, Step, TableApplied, Trail};

/// Why a model could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is no XML.
    #[error("not well-formed XML: {0}")]
    Xml(String),
    /// It is XML, and no decision model.
    #[error("the XML is no DMN model: {0}")]
    NotAModel(String),
    /// It is larger than a model may be.
    #[error("the model has more than {0} elements")]
    TooLarge(u32),
}

/// Why a model decided nothing. Values that do not fit are no error: they give null.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Undecided {
    /// The model has nothing of that name.
    #[error("the model has no decision, service or function «{0}»")]
    Unknown(String),
    /// A limit of work, size or depth was exceeded.
    #[error(transparent)]
    Limit(#[from] crate::Error),
    /// Decisions require one another in a circle, or in a longer chain than is followed.
    #[error("the decisions require one another in a circle, or too deeply")]
    Circle,
}
