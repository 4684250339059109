//! The catalogue, read again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use oxjsonld::JsonLdParser;
use oxrdf::{NamedNodeRef, Term, Triple};
use oxttl::TurtleParser;

use super::{definitions, site};
use crate::export::cpsv::{Error, Format, write};
use crate::export::vocabulary::{self as names, class};
use crate::tests::library;
use crate::{Definition, Library};

fn written(format: Format) -> String {
    let definitions = definitions();
    let all: Vec<&Definition> = definitions.iter().collect();
    write(&all, &library(), &site(), format).unwrap()
}

fn turtle(text: &str) -> Vec<Triple> {
    let read: Result<Vec<Triple>, _> = TurtleParser::new().for_slice(text).collect();
    read.unwrap()
}

/// How many things have a class.
fn count(triples: &[Triple], class: NamedNodeRef<'_>) -> usize {
    let class = Term::from(class.into_owned());
    triples
        .iter()
        .filter(|triple| triple.predicate == oxrdf::vocab::rdf::TYPE && triple.object == class)
        .count()
}

/// What is said of a service.
fn said(triples: &[Triple], service: &str, property: NamedNodeRef<'_>) -> Vec<String> {
    let subject = format!("<https://tramites.gob.example/servicios/{service}>");
    let is_it = |triple: &&Triple| {
        triple.subject.to_string() == subject && triple.predicate.as_ref() == property
    };
    let objects = triples.iter().filter(is_it);
    objects.map(|triple| triple.object.to_string()).collect()
}

#[test]
fn the_catalogue_is_turtle_and_json_ld_and_says_the_same_in_both() {
    let text = written(Format::Turtle);
    assert_eq!(text, written(Format::Turtle), "the same makes the same");
    let triples = turtle(&text);
    let json = written(Format::JsonLd);
    let quads: Result<Vec<_>, _> = JsonLdParser::new().for_slice(&json).collect();
    let as_text = |triple: Triple| triple.to_string();
    let from_json: BTreeSet<String> = quads
        .unwrap()
        .into_iter()
        .map(|quad| as_text(quad.into()))
        .collect();
    let from_turtle: BTreeSet<String> = triples.iter().cloned().map(as_text).collect();
    assert_eq!(from_turtle.len(), triples.len(), "nothing is said twice");
    assert_eq!(from_turtle, from_json);
}

#[test]
fn every_service_is_there_with_what_its_ficha_says() {
    let triples = turtle(&written(Format::Turtle));
    let definitions = definitions();
    assert_eq!(count(&triples, class::PUBLIC_SERVICE), definitions.len());
    assert_eq!(count(&triples, class::COST), definitions.len());
    let needs: usize = definitions.iter().map(|one| one.ficha.needs.len()).sum();
    assert_eq!(count(&triples, class::EVIDENCE), needs);
    let licence = "licencia-de-funcionamiento";
    for (property, says) in [
        (names::TITLE, "\"Licencia de funcionamiento\"@es"),
        (names::TITLE, "\"Business licence\"@en"),
        (
            names::PROCESSING_TIME,
            "\"P21D\"^^<http://www.w3.org/2001/XMLSchema#duration>",
        ),
        (
            names::COMPETENT_AUTHORITY,
            "<https://tramites.gob.example/api/v1/catalogue.ttl#institucion-municipalidad-de-san-roque>",
        ),
        (
            names::HAS_INPUT,
            "<https://tramites.gob.example/servicios/licencia-de-funcionamiento#documento-plano>",
        ),
        (
            names::GROUPED_BY,
            "<https://tramites.gob.example/momentos/voy-a-abrir-un-negocio>",
        ),
    ] {
        let objects = said(&triples, licence, property);
        assert!(objects.iter().any(|object| object == says), "{objects:?}");
    }
}

#[test]
fn whatever_is_spoken_of_is_described() {
    let triples = turtle(&written(Format::Turtle));
    let known: BTreeSet<String> = triples
        .iter()
        .map(|triple| triple.subject.to_string())
        .collect();
    for triple in &triples {
        let object = triple.object.to_string();
        let is_ours = object.starts_with("<https://tramites.gob.example");
        assert!(!is_ours || known.contains(&object), "{triple}");
    }
}

#[test]
fn odd_signs_and_unknown_agencies_are_written_all_the_same() {
    let mut definition = definitions().remove(0);
    definition.ficha.title = text::Localized::spanish("\"Una\" <b>\\ línea\n y otra\u{1}");
    definition.ficha.agency = "nadie la conoce".to_owned();
    let text = write(&[&definition], &Library::default(), &site(), Format::Turtle).unwrap();
    let triples = turtle(&text);
    let title = said(&triples, &definition.ficha.service, names::TITLE);
    assert_eq!(title.len(), 1);
    assert_eq!(count(&triples, class::PUBLIC_ORGANISATION), 1);
}

#[test]
fn an_address_that_names_cannot_begin_with_is_refused() {
    for wrong in [
        "tramites.gob.example",
        "",
        "https://a b",
        "https://a.example/?x",
    ] {
        let mut site = site();
        site.base_url = wrong.to_owned();
        let refused = write(&[], &Library::default(), &site, Format::Turtle);
        assert!(matches!(refused, Err(Error::BaseUrl(_))), "{wrong}");
    }
}

/// SEMIC's own shapes, by a validator of others, where both are there.
#[test]
fn the_shapes_of_cpsv_ap_hold() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    let folder = std::env::var_os("VENTANILLA_CONFORMANCE").map_or(beside, PathBuf::from);
    let shapes = folder.join("cpsv-ap/cpsv-ap-SHACL.ttl");
    let validator = Command::new("pyshacl").arg("--version").output();
    if !shapes.exists() || validator.is_err() {
        println!(
            "skipped: pyshacl, or cpsv-ap/cpsv-ap-SHACL.ttl (SEMICeu/CPSV-AP, releases/3.2.0) under the folder that VENTANILLA_CONFORMANCE names, is not there"
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, kind, format) in [
        ("catalogue.ttl", "turtle", Format::Turtle),
        ("catalogue.jsonld", "json-ld", Format::JsonLd),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, written(format)).unwrap();
        let judged = Command::new("pyshacl")
            .args(["--data-file-format", kind, "--shacl"])
            .arg(&shapes)
            .arg(&file)
            .output()
            .unwrap();
        let report = String::from_utf8_lossy(&judged.stdout);
        assert!(judged.status.success(), "{name}: {report}");
    }
}
