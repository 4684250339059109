//! What a file of linked data says, by what it says it of.

use std::collections::HashMap;

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;
use text::Lang;

use super::{Error, TITLE_MAX, one_line};
use crate::export::vocabulary::{self as names, CPSV, class};

/// Octets of a source that are read, and what they may say: far above the catalogue of a nation.
const BYTES_MAX: usize = 32 * 1024 * 1024;
const TRIPLES_MAX: usize = 400_000;
/// What relative names in a file begin with: RFC 2606 keeps the domain free.
const BASE: &str = "https://registro.invalid/";
/// The vocabulary in which CPSV-AP names what CPSV does not.
const CORE: &str = "http://data.europa.eu/m8g/";
/// The class as some catalogues name it.
const SERVICE_OF_CORE: &str = "http://data.europa.eu/m8g/PublicService";
/// The end of the address of the context that SEMIC publishes: the one that is known without fetching it.
const CONTEXT: &str = "/context/cpsv-ap.jsonld";
/// What of it is read here: names that SEMIC gives (CC BY 4.0), with what they stand for.
const CONTEXT_KNOWN: &str = include_str!("context.json");

/// Whether a source is JSON-LD 1.1, and no other JSON.
pub(in crate::draft) fn is_json_ld(source: &str) -> bool {
    source.trim_start().starts_with(['{', '['])
        && (source.contains("\"@context\"") || source.contains("\"@id\""))
}

/// Whether a source is Turtle that speaks of public services.
pub(in crate::draft) fn is_turtle(source: &str) -> bool {
    source.contains(&format!("<{CPSV}")) || source.contains(&format!("<{CORE}"))
}

/// Words, with the BCP 47 tag of their language where it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) words: String,
    pub(super) tag: Option<String>,
}

impl Words {
    pub(super) fn is_spanish(&self) -> bool {
        match &self.tag {
            Some(tag) => Lang::from_tag(tag) == Some(Lang::Es),
            None => true,
        }
    }

    /// How gladly it is read: Spanish first, then without a language, then English.
    fn rank(&self) -> u8 {
        match &self.tag {
            Some(_) if self.is_spanish() => 0,
            None => 1,
            Some(tag) if Lang::from_tag(tag) == Some(Lang::En) => 2,
            Some(_) => 3,
        }
    }
}

/// Everything that is said, by what it is said of.
pub(super) struct Facts {
    of: HashMap<NamedOrBlankNode, Vec<(NamedNode, Term)>>,
    /// What it is said of, in the order of the file.
    order: Vec<NamedOrBlankNode>,
    count: usize,
}

impl Facts {
    pub(super) fn read(source: &str) -> Result<Self, Error> {
        if source.len() > BYTES_MAX {
            return Err(Error::Rdf(format!(
                "it has more than {BYTES_MAX} octets; cut out the record"
            )));
        }
        let mut facts = Self {
            of: HashMap::new(),
            order: Vec::new(),
            count: 0,
        };
        match is_json_ld(source) {
            true => facts.read_json_ld(source)?,
            false => facts.read_turtle(source)?,
        }
        Ok(facts)
    }

    fn read_turtle(&mut self, source: &str) -> Result<(), Error> {
        let parser = TurtleParser::new()
            .with_base_iri(BASE)
            .map_err(|error| wrong(&error))?;
        for triple in parser.for_slice(source) {
            self.add(triple.map_err(|error| wrong(&error))?)?;
        }
        Ok(())
    }

    fn read_json_ld(&mut self, source: &str) -> Result<(), Error> {
        // Refuses what is nested too deep before anything follows it down.
        serde_json::from_str::<serde::de::IgnoredAny>(source).map_err(|error| wrong(&error))?;
        let parser = JsonLdParser::new()
            .with_base_iri(BASE)
            .map_err(|error| wrong(&error))?;
        let parser = parser
            .for_slice(source)
            .with_load_document_callback(|url, _| match url.ends_with(CONTEXT) {
                true => Ok(JsonLdRemoteDocument {
                    document: CONTEXT_KNOWN.as_bytes().to_vec(),
                    document_url: url.to_owned(),
                }),
                false => {
                    Err(format!("the context {url} is not fetched; put it into the file").into())
                }
            });
        for quad in parser {
            let quad = quad.map_err(|error| wrong(&error))?;
            if quad.graph_name == GraphName::DefaultGraph {
                self.add(quad.into())?;
            }
        }
        Ok(())
    }

    fn add(&mut self, triple: Triple) -> Result<(), Error> {
        let Triple {
            subject,
            predicate,
            object,
        } = triple;
        if !self.of.contains_key(&subject) {
            self.order.push(subject.clone());
        }
        self.of
            .entry(subject)
            .or_default()
            .push((predicate, object));
        self.count += 1;
        if self.count > TRIPLES_MAX {
            return Err(Error::Rdf(format!(
                "it says more than {TRIPLES_MAX} things; cut out the record"
            )));
        }
        Ok(())
    }

    /// Every public service, in the order of the file.
    pub(super) fn services(&self) -> Vec<NamedOrBlankNode> {
        let core = NamedNodeRef::new_unchecked(SERVICE_OF_CORE);
        let is_service = |node: &&NamedOrBlankNode| {
            self.is_a(node, class::PUBLIC_SERVICE) || self.is_a(node, core)
        };
        self.order.iter().filter(is_service).cloned().collect()
    }

    pub(super) fn is_a(&self, node: &NamedOrBlankNode, class: NamedNodeRef<'_>) -> bool {
        self.terms(node, rdf::TYPE)
            .any(|term| matches!(term, Term::NamedNode(known) if known.as_ref() == class))
    }

    /// The things that a property leads to.
    pub(super) fn things(
        &self,
        node: &NamedOrBlankNode,
        property: NamedNodeRef<'_>,
    ) -> Vec<NamedOrBlankNode> {
        let thing = |term: &Term| match term {
            Term::NamedNode(node) => Some(node.clone().into()),
            Term::BlankNode(node) => Some(node.clone().into()),
            Term::Literal(_) => None,
        };
        self.terms(node, property).filter_map(thing).collect()
    }

    /// The things from which a property leads to this one.
    pub(super) fn leading_to(
        &self,
        node: &NamedOrBlankNode,
        property: NamedNodeRef<'_>,
    ) -> Vec<NamedOrBlankNode> {
        let wanted = Term::from(node.clone());
        let leads =
            |other: &&NamedOrBlankNode| self.terms(other, property).any(|term| *term == wanted);
        self.order.iter().filter(leads).cloned().collect()
    }

    /// A value, whatever its type; for one given as an address, the address.
    pub(super) fn plain(
        &self,
        node: &NamedOrBlankNode,
        property: NamedNodeRef<'_>,
    ) -> Option<String> {
        self.terms(node, property).find_map(|term| match term {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::BlankNode(_) => None,
        })
    }

    /// Every text of a property that is in the best language it has.
    pub(super) fn all_words(
        &self,
        node: &NamedOrBlankNode,
        property: NamedNodeRef<'_>,
    ) -> Vec<Words> {
        let words = |term: &Term| match term {
            Term::Literal(literal) => Some(Words {
                words: literal.value().to_owned(),
                tag: literal.language().map(str::to_owned),
            }),
            Term::NamedNode(_) | Term::BlankNode(_) => None,
        };
        let all: Vec<Words> = self.terms(node, property).filter_map(words).collect();
        let best = all.iter().map(Words::rank).min();
        all.into_iter()
            .filter(|words| Some(words.rank()) == best)
            .collect()
    }

    /// The text of a property, in the best language it has.
    pub(super) fn words(
        &self,
        node: &NamedOrBlankNode,
        property: NamedNodeRef<'_>,
    ) -> Option<Words> {
        self.all_words(node, property).into_iter().next()
    }

    /// What a thing is called, by whichever of the names that vocabularies have for names.
    pub(super) fn name_of(&self, node: &NamedOrBlankNode) -> Option<Words> {
        [names::PREF_LABEL, names::TITLE, names::NAME, names::LABEL]
            .into_iter()
            .find_map(|property| self.words(node, property))
    }

    fn terms<'f>(
        &'f self,
        node: &NamedOrBlankNode,
        property: NamedNodeRef<'f>,
    ) -> impl Iterator<Item = &'f Term> {
        let said = self.of.get(node).map_or(&[][..], Vec::as_slice);
        said.iter()
            .filter(move |(known, _)| known.as_ref() == property)
            .map(|(_, term)| term)
    }
}

/// The address of a thing; a thing without one has a label that means nothing elsewhere.
pub(super) fn address(node: &NamedOrBlankNode) -> &str {
    match node {
        NamedOrBlankNode::NamedNode(node) => {
            node.as_str().strip_prefix(BASE).unwrap_or(node.as_str())
        }
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

fn wrong(error: &dyn std::fmt::Display) -> Error {
    Error::Rdf(one_line(&error.to_string(), 2 * TITLE_MAX))
}
