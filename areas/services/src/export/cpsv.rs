//! The catalogue as linked data after the Core Public Service Vocabulary Application Profile of the European
//! Union, CPSV-AP 3.2.0, in Turtle 1.1 or JSON-LD 1.1.
//!
//! A service is named by the address of its page, and so is a moment of life; what has no page of its own is named
//! by a fragment. Two things that CPSV-AP has no word for are said beside it: the term of the law as definitions
//! write it is the `skos:notation` of the rule it comes from, because `cv:processingTime` knows no working days;
//! a document that a registry already holds is evidence whose type is classified as a record.

mod graph;
mod library;
mod service;

use oxjsonld::JsonLdSerializer;
use oxrdf::GraphNameRef;
use oxttl::TurtleSerializer;
use platform::Site;

use self::graph::Graph;
use super::vocabulary::PREFIXES;
use crate::{Definition, Library};

/// The last part of the name of the kind of rule that sets a term.
pub(crate) const TERM_RULE: &str = "regla-plazo";
/// The last part of the name of the kind of rule that says what silence means.
pub(crate) const SILENCE_RULE: &str = "regla-silencio";
/// The last part of the name of the kind of evidence that a registry holds.
pub(crate) const RECORD: &str = "dato-de-registro";

/// How linked data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// W3C RDF 1.1 Turtle.
    Turtle,
    /// W3C JSON-LD 1.1.
    JsonLd,
}

impl Format {
    /// The media type it is sent under.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::JsonLd => "application/ld+json",
        }
    }
}

/// Why a catalogue was not written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The portal's address is none that names can begin with.
    #[error(
        "the address of the portal, {0}, is no absolute IRI; set base_url, such as https://tramites.gob.example"
    )]
    BaseUrl(String),
    /// The writer of the format refused.
    #[error("the catalogue could not be written: {0}")]
    Write(String),
}

/// Writes services and what they are ordered by as one dataset of CPSV-AP 3.2.0. The same services in the same
/// order make the same text.
///
/// # Errors
/// [`Error`], and nothing was written.
pub fn write(
    definitions: &[&Definition],
    library: &Library,
    site: &Site,
    format: Format,
) -> Result<String, Error> {
    let mut graph = Graph::new(&site.base_url)?;
    library::dataset(&mut graph, definitions, site);
    for definition in definitions {
        service::service(&mut graph, definition, library, site);
    }
    library::events(&mut graph, definitions, library);
    library::agencies(&mut graph, definitions, library, site);
    let failed = |error: &dyn std::fmt::Display| Error::Write(error.to_string());
    let bytes = match format {
        Format::Turtle => {
            let mut writer = TurtleSerializer::new();
            for (prefix, iri) in PREFIXES {
                writer = writer
                    .with_prefix(prefix, iri)
                    .map_err(|error| failed(&error))?;
            }
            let mut writer = writer.for_writer(Vec::new());
            for triple in graph.by_subject() {
                writer
                    .serialize_triple(triple)
                    .map_err(|error| failed(&error))?;
            }
            writer.finish().map_err(|error| failed(&error))?
        }
        Format::JsonLd => {
            let mut writer = JsonLdSerializer::new();
            for (prefix, iri) in PREFIXES {
                writer = writer
                    .with_prefix(prefix, iri)
                    .map_err(|error| failed(&error))?;
            }
            let mut writer = writer.for_writer(Vec::new());
            for triple in graph.by_subject() {
                writer
                    .serialize_quad(triple.as_ref().in_graph(GraphNameRef::DefaultGraph))
                    .map_err(|error| failed(&error))?;
            }
            writer.finish().map_err(|error| failed(&error))?
        }
    };
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    Ok(match format {
        Format::Turtle => prefixes_in_order(&text),
        Format::JsonLd => text,
    })
}

/// The writer says its prefixes first, each time in another order.
fn prefixes_in_order(turtle: &str) -> String {
    let count = turtle
        .lines()
        .take_while(|line| line.starts_with("@prefix "))
        .count();
    let mut lines: Vec<&str> = turtle.split_inclusive('\n').collect();
    if let Some(prefixes) = lines.get_mut(..count) {
        prefixes.sort_unstable();
    }
    lines.concat()
}
