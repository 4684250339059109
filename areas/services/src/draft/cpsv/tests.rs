use calendar::Term;
use text::Lang;

use super::*;
use crate::draft::draft;
use crate::export::cpsv::{Format, write};
use crate::tests::{files, library, shipped};
use crate::{Definition, Fee};

/// As a neighbour's catalogue says it, invented: another language, names left out, a requirement with its paper.
const FOREIGN: &str = r#"
@prefix cpsv: <http://purl.org/vocab/cpsv#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<servico/7> a cpsv:PublicService ;
    dct:title "Registro de colmeias"@pt , "Registration of beehives"@en ;
    dct:description "Regista colmeias."@pt ;
    cv:hasCompetentAuthority <https://gov.example/abelhas> ;
    cv:processingTime "P30D"^^xsd:duration ;
    cv:hasCost [ a cv:Cost ; cv:hasValue "12.5"^^xsd:double ; cv:currency <https://moeda.example/EUR> ] ;
    cv:hasLegalResource <https://lei.example/77> ;
    cv:holdsRequirement [ a cv:Requirement ; cv:hasSupportingEvidence [ dct:title "Planta do terreno"@pt ] ] .
"#;

fn exported(format: Format) -> (Vec<Definition>, String) {
    let parsed = |service: &String| Definition::parse(&files(service)).unwrap();
    let definitions: Vec<Definition> = shipped().iter().map(parsed).collect();
    let all: Vec<&Definition> = definitions.iter().collect();
    let site = crate::export::tests::site();
    let text = write(&all, &library(), &site, format).unwrap();
    (definitions, text)
}

#[test]
fn what_our_catalogue_says_comes_back() {
    for format in [Format::Turtle, Format::JsonLd] {
        let (definitions, text) = exported(format);
        for definition in &definitions {
            let ficha = &definition.ficha;
            let source = read(&text, Some(&ficha.service)).unwrap();
            assert_eq!(source.id, ficha.service);
            assert_eq!(source.title, ficha.title.as_str(Lang::Es));
            assert_eq!(source.summary, ficha.summary.as_str(Lang::Es));
            assert_eq!(source.synonyms, ficha.synonyms);
            let agency = library().agency(&ficha.agency).unwrap().name.clone();
            assert_eq!(source.agency, agency.as_str(Lang::Es));
            let papers = ficha.needs.iter().filter(|need| need.held_by.is_none());
            let papers: Vec<&str> = papers.map(|need| need.title.as_str(Lang::Es)).collect();
            assert_eq!(source.needs, papers);
            let term = source.term.unwrap();
            assert_eq!(term.parse::<Term>().ok(), definition.term(), "{term}");
            assert_eq!(source.silence, definition.silence());
            let is_free = matches!(ficha.fee, Fee::Free { .. });
            assert_eq!(source.fees == Some(Vec::new()), is_free);
            for (law, known) in source.laws.iter().zip(ficha.law.values()) {
                assert_eq!(law.title, known.title.as_str(Lang::Es));
                let articles: Vec<&String> = known.articles.keys().collect();
                assert_eq!(law.articles.iter().collect::<Vec<_>>(), articles);
            }
            assert_eq!(source.laws.len(), ficha.law.len());
        }
    }
}

#[test]
fn a_record_becomes_a_draft_that_can_be_read() {
    let (_, text) = exported(Format::Turtle);
    let draft = draft("catalogue", &text, Some("licencia-de-funcionamiento")).unwrap();
    assert_eq!(
        draft.folder,
        "municipalidad-de-san-roque/licencia-de-funcionamiento"
    );
    let definition = Definition::parse(&draft.files).unwrap();
    assert_eq!(definition.term(), Some(Term::Working(15)));
    let ficha = draft.files.get("service.yaml").unwrap();
    assert!(ficha.contains("document: [pdf, jpg, png]"), "{ficha}");
    assert!(
        draft
            .open
            .iter()
            .any(|point| point.contains("comercio.empresa")),
        "{:?}",
        draft.open
    );
}

#[test]
fn a_service_at_once_and_free_is_drafted_too() {
    let (definitions, text) = exported(Format::JsonLd);
    for definition in &definitions {
        let draft = draft("catalogue", &text, Some(&definition.ficha.service)).unwrap();
        let parsed = Definition::parse(&draft.files);
        assert!(parsed.is_ok(), "{}: {parsed:?}", definition.ficha.service);
    }
}

#[test]
fn a_neighbours_record_is_taken_with_what_must_be_translated() {
    let source = read(FOREIGN, None).unwrap();
    assert_eq!(source.title, "Registration of beehives");
    assert_eq!(source.id, "servico/7");
    assert_eq!(source.agency, "");
    assert_eq!(source.term.as_deref(), Some("30 days"));
    assert_eq!(source.needs, ["Planta do terreno"]);
    assert_eq!(
        source.fees,
        Some(vec![(String::new(), "12.5 EUR".to_owned())])
    );
    assert_eq!(source.laws[0].title, "https://lei.example/77");
    for says in [
        "(en): traducirlo",
        "(pt): traducirlo",
        "https://gov.example/abelhas",
    ] {
        assert!(
            source.remarks.iter().any(|remark| remark.contains(says)),
            "{:?}",
            source.remarks
        );
    }
    assert!(Definition::parse(&draft("f", FOREIGN, Some("7")).unwrap().files).is_ok());
}

#[test]
fn the_known_context_is_understood_and_others_are_not_fetched() {
    let json = |context: &str| {
        format!(
            r#"{{"@context": "{context}", "@id": "https://a.example/s", "@type": "PublicService",
                "PublicService.identifier": "s", "PublicService.name": [{{"@language": "es", "@value": "Título"}}],
                "PublicService.hasCost": {{"Cost.hasValue": 0}}}}"#
        )
    };
    let known = "https://semiceu.github.io/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld";
    let source = read(&json(known), None).unwrap();
    assert_eq!(source.title, "Título");
    assert_eq!(source.fees, Some(Vec::new()));
    let refused = read(&json("https://elsewhere.example/context"), None);
    assert!(matches!(refused, Err(Error::Rdf(why)) if why.contains("not fetched")));
}

#[test]
fn what_cannot_be_read_is_said() {
    let deep = format!(r#"{{"@id": {}1{}}}"#, "[".repeat(9000), "]".repeat(9000));
    let nested = format!(
        "<http://purl.org/vocab/cpsv#> <b> {}",
        "[ <b> ".repeat(90_000)
    );
    for wrong in [
        &nested,
        "@prefix cpsv: <http://purl.org/vocab/cpsv#> . <a> a cpsv:PublicService",
        "@prefix cpsv: <http://purl.org/vocab/cpsv#> . <a> a <b> .",
        r#"{"@context": 7, "@id": "a"}"#,
        &deep,
    ] {
        assert!(matches!(draft("x", wrong, None), Err(Error::Rdf(_))));
    }
    let (_, text) = exported(Format::Turtle);
    assert!(matches!(read(&text, None), Err(Error::Choose { .. })));
    assert!(matches!(
        read(&text, Some("nada")),
        Err(Error::Choose { .. })
    ));
}

proptest::proptest! {
    /// Whatever comes in, the reader answers.
    #[test]
    fn nothing_that_comes_in_ends_the_reader(
        cut in 0_usize..4000,
        noise in "\\PC{0,40}",
    ) {
        let cut = FOREIGN.char_indices().nth(cut % FOREIGN.len()).map_or(0, |(at, _)| at);
        let (before, after) = FOREIGN.split_at(cut);
        let _ = draft("x", &format!("{before}{noise}{after}"), None);
        let _ = draft("x", &format!(r#"{{"@id": "{noise}", "@context": {before:?}}}"#), None);
    }
}
