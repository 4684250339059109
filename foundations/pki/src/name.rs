//! Distinguished names: of the State's authorities and of the legal persons that seal.

use crate::asn1::read::{Malformed, Reader};
use crate::asn1::{oid, tag, write};
use const_oid::ObjectIdentifier;

/// The longest common name and organisation name that X.520 allows, in characters.
pub(crate) const TEXT_CHARACTERS_MAX: usize = 64;

/// The parts of a name that this room reads; other parts are ignored when reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// `countryName`: two letters, ISO 3166-1.
    pub country: Option<String>,
    /// `organizationName`: the legal person, as registered.
    pub organisation: Option<String>,
    /// `organizationIdentifier`: its number in a register, as EN 319 412-1 §5.1.4 writes it
    /// (`NTRPY-80012345`).
    pub organisation_identifier: Option<String>,
    /// `commonName`: how it is known.
    pub common_name: Option<String>,
}

impl Name {
    /// The name of an authority of the State, or of a legal person, with its texts cut to what fits.
    pub(crate) fn new(country: &str, organisation: &str, common_name: &str) -> Self {
        Self {
            country: Some(country.to_owned()),
            organisation: Some(fitted(organisation)),
            organisation_identifier: None,
            common_name: Some(fitted(common_name)),
        }
    }

    /// The Name in DER, each part in a set of its own, in the order of EN 319 412-3.
    pub(crate) fn write(&self) -> Vec<u8> {
        let country = |text: &str| write::element(tag::PRINTABLE_STRING, text.as_bytes());
        let parts = [
            self.country
                .as_deref()
                .map(|text| (&oid::COUNTRY, country(text))),
            self.organisation
                .as_deref()
                .map(|text| (&oid::ORGANISATION, write::utf8(text))),
            self.organisation_identifier
                .as_deref()
                .map(|text| (&oid::ORGANISATION_IDENTIFIER, write::utf8(text))),
            self.common_name
                .as_deref()
                .map(|text| (&oid::COMMON_NAME, write::utf8(text))),
        ];
        let sets: Vec<Vec<u8>> = parts
            .into_iter()
            .flatten()
            .map(|(kind, value)| write::set_of(vec![write::sequence(&[write::oid(kind), value])]))
            .collect();
        write::sequence(&sets)
    }

    /// Reads a Name from the content of its SEQUENCE. Of a part that is repeated the first counts.
    pub(crate) fn read(content: &[u8]) -> Result<Self, Malformed> {
        let mut name = Self::default();
        let mut sets = Reader::new(content);
        while !sets.is_empty() {
            let mut set = sets.expect(tag::SET)?.inner();
            while !set.is_empty() {
                let mut pair = set.expect(tag::SEQUENCE)?.inner();
                let kind = pair.expect(tag::OID)?;
                let value = pair.next()?;
                pair.finish()?;
                let known: [(&ObjectIdentifier, &mut Option<String>); 4] = [
                    (&oid::COUNTRY, &mut name.country),
                    (&oid::ORGANISATION, &mut name.organisation),
                    (
                        &oid::ORGANISATION_IDENTIFIER,
                        &mut name.organisation_identifier,
                    ),
                    (&oid::COMMON_NAME, &mut name.common_name),
                ];
                for (identifier, place) in known {
                    if kind.is_oid(identifier) && place.is_none() {
                        *place = Some(value.text()?);
                    }
                }
            }
        }
        Ok(name)
    }
}

/// A text cut at a word to the length X.520 allows. What was cut shows by the ellipsis.
fn fitted(text: &str) -> String {
    if text.chars().count() <= TEXT_CHARACTERS_MAX {
        return text.to_owned();
    }
    let start: String = text
        .chars()
        .take(TEXT_CHARACTERS_MAX.saturating_sub(1))
        .collect();
    let whole = start
        .rsplit_once(' ')
        .map_or(start.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_what_it_wrote() {
        let mut name = Name::new(
            "PY",
            "Municipalidad de Ñemby",
            "Sello de la Municipalidad de Ñemby",
        );
        name.organisation_identifier = Some("NTRPY-80012345".to_owned());
        let bytes = name.write();
        let content = Reader::only(&bytes, tag::SEQUENCE).unwrap().body;
        assert_eq!(Name::read(content), Ok(name));
    }

    #[test]
    fn a_long_name_is_cut_at_a_word_and_says_so() {
        let long = "Ministerio de Tecnologías de la Información y de la Comunicación del Estado";
        let cut = fitted(long);
        assert_eq!(cut, "Ministerio de Tecnologías de la Información y de la…");
        assert!(fitted(&"ñ".repeat(200)).chars().count() <= TEXT_CHARACTERS_MAX);
    }
}
