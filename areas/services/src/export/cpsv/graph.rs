//! Statements about things, in the order in which the things are first spoken of.

use std::collections::{BTreeSet, HashMap};

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Triple};
use text::Localized;

use super::Error;
use crate::export::vocabulary as names;

/// Where the catalogue itself is found; fragments of it name what has no page.
const CATALOGUE: &str = "/api/v1/catalogue.ttl";

/// What is said, and under which address names begin.
pub(super) struct Graph {
    base: String,
    triples: Vec<Triple>,
    declared: BTreeSet<String>,
}

impl Graph {
    pub(super) fn new(base: &str) -> Result<Self, Error> {
        let wrong = || Error::BaseUrl(base.to_owned());
        NamedNode::new(format!("{base}/")).map_err(|_| wrong())?;
        if base.contains(['#', '?']) {
            return Err(wrong());
        }
        Ok(Self {
            base: base.to_owned(),
            triples: Vec::new(),
            declared: BTreeSet::new(),
        })
    }

    /// A page of the portal.
    pub(super) fn page(&self, folder: &str, name: &str) -> NamedNode {
        let between = if name.is_empty() { "" } else { "/" };
        let name = plain(name);
        NamedNode::new_unchecked(format!("{}/{folder}{between}{name}", self.base))
    }

    /// Something the catalogue speaks of that has no page.
    pub(super) fn thing(&self, kind: &str, name: &str) -> NamedNode {
        let between = if name.is_empty() { "" } else { "-" };
        NamedNode::new_unchecked(format!(
            "{}{CATALOGUE}#{kind}{between}{}",
            self.base,
            plain(name)
        ))
    }

    /// A part of something that has a page.
    pub(super) fn part(&self, whole: &NamedNode, kind: &str, name: &str) -> NamedNode {
        let between = if name.is_empty() { "" } else { "-" };
        let name = plain(name);
        NamedNode::new_unchecked(format!("{}#{kind}{between}{name}", whole.as_str()))
    }

    /// The catalogue itself.
    pub(super) fn catalogue(&self) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{CATALOGUE}", self.base))
    }

    /// Says what a thing is. False where that was said before, and with it everything else.
    pub(super) fn declare(&mut self, thing: &NamedNode, classes: &[NamedNodeRef<'_>]) -> bool {
        let is_new = self.declared.insert(thing.as_str().to_owned());
        if is_new {
            for class in classes {
                self.link(thing, rdf::TYPE, &class.into_owned());
            }
        }
        is_new
    }

    /// One thing leads to another.
    pub(super) fn link(
        &mut self,
        thing: &NamedNode,
        property: NamedNodeRef<'_>,
        other: &NamedNode,
    ) {
        self.triples.push(Triple::new(
            thing.clone(),
            property.into_owned(),
            other.clone(),
        ));
    }

    /// A text in every language it is written in.
    pub(super) fn text(
        &mut self,
        thing: &NamedNode,
        property: NamedNodeRef<'_>,
        words: &Localized,
    ) {
        for (lang, words) in words.iter() {
            self.words(thing, property, lang.tag(), words);
        }
    }

    /// Words in one language, by its BCP 47 tag.
    pub(super) fn words(
        &mut self,
        thing: &NamedNode,
        property: NamedNodeRef<'_>,
        tag: &str,
        words: &str,
    ) {
        let literal = Literal::new_language_tagged_literal_unchecked(words, tag);
        self.triples
            .push(Triple::new(thing.clone(), property.into_owned(), literal));
    }

    /// A text that is in no language.
    pub(super) fn plain(&mut self, thing: &NamedNode, property: NamedNodeRef<'_>, value: &str) {
        self.typed(thing, property, value, xsd::STRING);
    }

    /// A value of a type of XML Schema.
    pub(super) fn typed(
        &mut self,
        thing: &NamedNode,
        property: NamedNodeRef<'_>,
        value: &str,
        kind: NamedNodeRef<'_>,
    ) {
        let literal = Literal::new_typed_literal(value, kind);
        self.triples
            .push(Triple::new(thing.clone(), property.into_owned(), literal));
    }

    /// A concept of ours or of a list of others, said once.
    pub(super) fn concept(&mut self, concept: &NamedNode, label: &Localized) {
        if self.declare(concept, &[names::class::CONCEPT]) {
            self.text(concept, names::PREF_LABEL, label);
        }
    }

    /// Everything that was said, one thing after the other.
    pub(super) fn by_subject(&self) -> Vec<&Triple> {
        let mut first: HashMap<&NamedOrBlankNode, usize> = HashMap::new();
        for (at, triple) in self.triples.iter().enumerate() {
            first.entry(&triple.subject).or_insert(at);
        }
        let mut sorted: Vec<&Triple> = self.triples.iter().collect();
        sorted.sort_by_key(|triple| first.get(&triple.subject).copied());
        sorted
    }
}

/// A name as a part of an address: letters and figures stay, every other octet is written as RFC 3986 has it.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                plain.push(char::from(byte));
            }
            other => plain.push_str(&format!("%{other:02X}")),
        }
    }
    plain
}
