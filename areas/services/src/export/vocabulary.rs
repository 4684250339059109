//! The names that CPSV-AP 3.2 and the vocabularies it rests on give to things.

use oxrdf::NamedNodeRef;

/// A name that stands in this file, and is an IRI because we wrote it.
const fn name(iri: &'static str) -> NamedNodeRef<'static> {
    NamedNodeRef::new_unchecked(iri)
}

/// The prefixes that what is written uses, each with the IRI it stands for.
pub(crate) const PREFIXES: [(&str, &str); 14] = [
    ("cpsv", CPSV),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("locn", "http://www.w3.org/ns/locn#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    (
        "language",
        "http://publications.europa.eu/resource/authority/language/",
    ),
];

/// The vocabulary of public services.
pub(crate) const CPSV: &str = "http://purl.org/vocab/cpsv#";
/// The currencies of the Publications Office, by their ISO 4217 codes.
pub(crate) const CURRENCY: &str = "http://publications.europa.eu/resource/authority/currency/";
/// The languages of the Publications Office, by their ISO 639-3 codes.
pub(crate) const LANGUAGE: &str = "http://publications.europa.eu/resource/authority/language/";

macro_rules! names {
    ($($(#[$meta:meta])* $constant:ident = $iri:literal;)*) => {
        $($(#[$meta])* pub(crate) const $constant: NamedNodeRef<'static> = name($iri);)*
    };
}

/// What things are.
pub(crate) mod class {
    use super::{NamedNodeRef, name};

    names! {
        ADDRESS = "http://www.w3.org/ns/locn#Address";
        AGENT = "http://xmlns.com/foaf/0.1/Agent";
        BUSINESS_EVENT = "http://data.europa.eu/m8g/BusinessEvent";
        CHANNEL = "http://data.europa.eu/m8g/Channel";
        CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept";
        CONTACT_POINT = "http://data.europa.eu/m8g/ContactPoint";
        COST = "http://data.europa.eu/m8g/Cost";
        DATASET = "http://www.w3.org/ns/dcat#Dataset";
        DOCUMENT = "http://xmlns.com/foaf/0.1/Document";
        EVENT = "http://data.europa.eu/m8g/Event";
        EVIDENCE = "http://data.europa.eu/m8g/Evidence";
        EVIDENCE_TYPE = "http://data.europa.eu/m8g/EvidenceType";
        LEGAL_RESOURCE = "http://data.europa.eu/eli/ontology#LegalResource";
        LIFE_EVENT = "http://data.europa.eu/m8g/LifeEvent";
        LINGUISTIC_SYSTEM = "http://purl.org/dc/terms/LinguisticSystem";
        LOCATION = "http://purl.org/dc/terms/Location";
        ORGANIZATION = "http://www.w3.org/ns/org#Organization";
        OUTPUT = "http://data.europa.eu/m8g/Output";
        PUBLIC_ORGANISATION = "http://data.europa.eu/m8g/PublicOrganisation";
        PUBLIC_SERVICE = "http://purl.org/vocab/cpsv#PublicService";
        REQUIREMENT = "http://data.europa.eu/m8g/Requirement";
        RULE = "http://purl.org/vocab/cpsv#Rule";
        TEMPORAL_ENTITY = "http://www.w3.org/2006/time#TemporalEntity";
    }
}

names! {
    ADDRESS = "http://www.w3.org/ns/locn#address";
    AUDIENCE = "http://purl.org/dc/terms/audience";
    CLASSIFICATION = "http://data.europa.eu/m8g/evidenceTypeClassification";
    COMPETENT_AUTHORITY = "http://data.europa.eu/m8g/hasCompetentAuthority";
    CONFORMS_TO = "http://purl.org/dc/terms/conformsTo";
    CONTACT = "http://data.europa.eu/m8g/contactPoint";
    CURRENCY_OF = "http://data.europa.eu/m8g/currency";
    DEFINED_BY = "http://data.europa.eu/m8g/isDefinedBy";
    DESCRIPTION = "http://purl.org/dc/terms/description";
    FOLLOWS = "http://purl.org/vocab/cpsv#follows";
    FULL_ADDRESS = "http://www.w3.org/ns/locn#fullAddress";
    GROUPED_BY = "http://data.europa.eu/m8g/isGroupedBy";
    HAS_CHANNEL = "http://data.europa.eu/m8g/hasChannel";
    HAS_COST = "http://data.europa.eu/m8g/hasCost";
    HAS_INPUT = "http://purl.org/vocab/cpsv#hasInput";
    HAS_INPUT_TYPE = "http://data.europa.eu/m8g/hasInputType";
    HAS_LEGAL_RESOURCE = "http://data.europa.eu/m8g/hasLegalResource";
    HAS_PART = "http://purl.org/dc/terms/hasPart";
    HOLDS_REQUIREMENT = "http://data.europa.eu/m8g/holdsRequirement";
    IDENTIFIER = "http://purl.org/dc/terms/identifier";
    IMPLEMENTS = "http://purl.org/vocab/cpsv#implements";
    IS_PART_OF = "http://purl.org/dc/terms/isPartOf";
    KEYWORD = "http://www.w3.org/ns/dcat#keyword";
    LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
    LANDING_PAGE = "http://www.w3.org/ns/dcat#landingPage";
    LANGUAGE_OF = "http://purl.org/dc/terms/language";
    MODIFIED = "http://purl.org/dc/terms/modified";
    NAME = "http://xmlns.com/foaf/0.1/name";
    NOTATION = "http://www.w3.org/2004/02/skos/core#notation";
    OPENING_HOURS = "http://data.europa.eu/m8g/openingHours";
    OWNED_BY = "http://data.europa.eu/m8g/ownedBy";
    PAGE = "http://xmlns.com/foaf/0.1/page";
    PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";
    PROCESSING_TIME = "http://data.europa.eu/m8g/processingTime";
    PRODUCES = "http://purl.org/vocab/cpsv#produces";
    PUBLISHER = "http://purl.org/dc/terms/publisher";
    RELATED_SERVICE = "http://data.europa.eu/m8g/hasRelatedService";
    SPATIAL = "http://purl.org/dc/terms/spatial";
    SUB_ORGANIZATION_OF = "http://www.w3.org/ns/org#subOrganizationOf";
    SUPPORTING_EVIDENCE = "http://data.europa.eu/m8g/hasSupportingEvidence";
    SUPPORTS = "http://data.europa.eu/m8g/supportsRequirement";
    TELEPHONE = "http://data.europa.eu/m8g/telephone";
    TITLE = "http://purl.org/dc/terms/title";
    TYPE = "http://purl.org/dc/terms/type";
    VALUE = "http://data.europa.eu/m8g/hasValue";
}
