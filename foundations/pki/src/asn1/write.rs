//! Writing DER: small functions that nest like the structures they write.

use const_oid::ObjectIdentifier;
use jiff::{Timestamp, tz::TimeZone};

use super::tag;

/// One element: tag, length in its shortest form, content.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len().saturating_add(6));
    out.push(tag);
    let length = content.len();
    if let Ok(short @ 0..=0x7f) = u8::try_from(length) {
        out.push(short);
    } else {
        let bytes = length.to_be_bytes();
        let significant = bytes.iter().skip_while(|byte| **byte == 0);
        let count = significant.clone().count();
        // A length of 64 bits has at most eight significant bytes.
        out.push(0x80 | u8::try_from(count).unwrap_or(8));
        out.extend(significant);
    }
    out.extend_from_slice(content);
    out
}

/// A SEQUENCE of elements already written.
pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(tag::SEQUENCE, &parts.concat())
}

/// A SET OF: DER wants the members in ascending order of their encoding.
pub(crate) fn set_of(parts: Vec<Vec<u8>>) -> Vec<u8> {
    element(tag::SET, &sorted(parts))
}

/// The content of a SET OF, for sets whose tag is replaced by an implicit one.
pub(crate) fn sorted(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    parts.concat()
}

/// `[n]` around elements already written: an EXPLICIT tag, or an IMPLICIT one over a constructed type.
pub(crate) fn tagged(number: u8, content: &[u8]) -> Vec<u8> {
    element(tag::constructed(number), content)
}

/// `[n]` IMPLICIT over a primitive type.
pub(crate) fn tagged_bytes(number: u8, content: &[u8]) -> Vec<u8> {
    element(tag::primitive(number), content)
}

/// An OBJECT IDENTIFIER.
pub(crate) fn oid(identifier: &ObjectIdentifier) -> Vec<u8> {
    element(tag::OID, identifier.as_bytes())
}

/// A non-negative INTEGER from its big-endian bytes.
pub(crate) fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let significant: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect();
    let needs_zero = significant.first().is_none_or(|first| first & 0x80 != 0);
    let mut content = Vec::with_capacity(significant.len().saturating_add(1));
    if needs_zero {
        content.push(0);
    }
    content.extend(significant);
    element(tag::INTEGER, &content)
}

/// A BOOLEAN that is true; a false one is a default and is left out.
pub(crate) fn yes() -> Vec<u8> {
    element(tag::BOOLEAN, &[0xff])
}

/// An OCTET STRING.
pub(crate) fn octets(content: &[u8]) -> Vec<u8> {
    element(tag::OCTET_STRING, content)
}

/// A BIT STRING of whole bytes.
pub(crate) fn bits(content: &[u8]) -> Vec<u8> {
    element(tag::BIT_STRING, &[&[0], content].concat())
}

/// A BIT STRING of named flags in one byte, bit 0 being the highest, as KeyUsage is written: without its
/// trailing zero bits.
pub(crate) fn flags(byte: u8) -> Vec<u8> {
    // At most 8, so it fits.
    let unused = u8::try_from(byte.trailing_zeros().min(7)).unwrap_or(7);
    element(tag::BIT_STRING, &[unused, byte])
}

/// A UTF8String.
pub(crate) fn utf8(text: &str) -> Vec<u8> {
    element(tag::UTF8_STRING, text.as_bytes())
}

/// A time as RFC 5280 §4.1.2.5 wants it: UTCTime through 2049, GeneralizedTime from then on, in seconds.
pub(crate) fn time(at: Timestamp) -> Vec<u8> {
    let civil = at.to_zoned(TimeZone::UTC);
    if (1950..2050).contains(&civil.year()) {
        let text = civil.strftime("%y%m%d%H%M%SZ").to_string();
        element(tag::UTC_TIME, text.as_bytes())
    } else {
        let text = civil.strftime("%Y%m%d%H%M%SZ").to_string();
        element(tag::GENERALIZED_TIME, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_take_their_shortest_form() {
        assert_eq!(element(4, &[7; 127])[..2], [4, 127]);
        assert_eq!(element(4, &[7; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[7; 300])[..4], [4, 0x82, 1, 44]);
    }

    #[test]
    fn integers_stay_positive_and_minimal() {
        assert_eq!(unsigned(&[0]), [2, 1, 0]);
        assert_eq!(unsigned(&[0, 0, 5]), [2, 1, 5]);
        assert_eq!(unsigned(&[0x80]), [2, 2, 0, 0x80]);
    }

    #[test]
    fn times_change_their_form_in_2050() {
        let before: Timestamp = "2049-12-31T23:59:59Z".parse().unwrap();
        let after: Timestamp = "2050-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(&time(before)[2..], b"491231235959Z");
        assert_eq!(&time(after)[2..], b"20500101000000Z");
    }
}
