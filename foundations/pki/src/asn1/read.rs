//! Reading DER, and BER of indefinite length, from bytes nobody vouches for.
//!
//! Nothing is copied and nothing is re-encoded: an [`Element`] knows its content and its raw bytes. Depth
//! is bounded; every length is checked against what is there.

use const_oid::ObjectIdentifier;
use jiff::{Timestamp, civil, tz::TimeZone};

use super::tag;

/// How deep indefinite lengths may nest: signatures in the wild need five or six.
const DEPTH_MAX: u8 = 16;

/// The bytes are not what they should be. Where exactly is of no use to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// One element as it stands in the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    /// The identifier byte.
    pub(crate) tag: u8,
    /// The content.
    pub(crate) body: &'a [u8],
    /// Tag, length and content (and end mark), as received.
    pub(crate) raw: &'a [u8],
}

/// Walks the elements that stand one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The only element in `bytes`, and of this tag.
    pub(crate) fn only(bytes: &'a [u8], tag: u8) -> Result<Element<'a>, Malformed> {
        let mut reader = Self::new(bytes);
        let element = reader.expect(tag)?;
        reader.finish()?;
        Ok(element)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What follows the elements read so far.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next element, whatever it is.
    pub(crate) fn next(&mut self) -> Result<Element<'a>, Malformed> {
        let (element, rest) = split(self.rest, DEPTH_MAX)?;
        self.rest = rest;
        Ok(element)
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<Element<'a>, Malformed> {
        let element = self.next()?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(Malformed)
        }
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.rest.first() == Some(&tag) {
            self.next().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Refuses anything left over.
    pub(crate) fn finish(self) -> Result<(), Malformed> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Malformed)
        }
    }
}

/// The first element of `bytes` and what follows it.
fn split(bytes: &[u8], depth: u8) -> Result<(Element<'_>, &[u8]), Malformed> {
    let [tag, length, after @ ..] = bytes else {
        return Err(Malformed);
    };
    // Tag numbers above 30 occur in none of the structures read here.
    if tag & 0x1f == 0x1f {
        return Err(Malformed);
    }
    match *length {
        0x80 => split_indefinite(bytes, *tag, after, depth),
        short @ 0..=0x7f => cut(bytes, *tag, after, usize::from(short)),
        long => {
            let count = usize::from(long & 0x7f);
            if count > 4 {
                return Err(Malformed);
            }
            let (digits, after) = after.split_at_checked(count).ok_or(Malformed)?;
            let length = digits
                .iter()
                .fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit));
            cut(bytes, *tag, after, length)
        }
    }
}

fn cut<'a>(
    bytes: &'a [u8],
    tag: u8,
    after: &'a [u8],
    length: usize,
) -> Result<(Element<'a>, &'a [u8]), Malformed> {
    let (body, rest) = after.split_at_checked(length).ok_or(Malformed)?;
    let raw = bytes
        .get(..bytes.len().saturating_sub(rest.len()))
        .ok_or(Malformed)?;
    Ok((Element { tag, body, raw }, rest))
}

/// An element whose end is marked by two zero bytes instead of announced.
fn split_indefinite<'a>(
    bytes: &'a [u8],
    tag: u8,
    after: &'a [u8],
    depth: u8,
) -> Result<(Element<'a>, &'a [u8]), Malformed> {
    let deeper = depth.checked_sub(1).ok_or(Malformed)?;
    if tag & 0x20 == 0 {
        return Err(Malformed);
    }
    let mut rest = after;
    loop {
        if let [0, 0, beyond @ ..] = rest {
            let length = after.len().saturating_sub(rest.len());
            let body = after.get(..length).ok_or(Malformed)?;
            let raw = bytes
                .get(..bytes.len().saturating_sub(beyond.len()))
                .ok_or(Malformed)?;
            return Ok((Element { tag, body, raw }, beyond));
        }
        (_, rest) = split(rest, deeper)?;
    }
}

impl<'a> Element<'a> {
    /// The elements inside.
    pub(crate) fn inner(&self) -> Reader<'a> {
        Reader::new(self.body)
    }

    /// Whether this element is exactly that object identifier.
    pub(crate) fn is_oid(&self, identifier: &ObjectIdentifier) -> bool {
        self.tag == tag::OID && self.body == identifier.as_bytes()
    }

    /// The big-endian bytes of a non-negative INTEGER, without leading zeros.
    pub(crate) fn unsigned(&self) -> Result<&'a [u8], Malformed> {
        match (self.tag, self.body) {
            (tag::INTEGER, [0]) => Ok(&[]),
            (tag::INTEGER, [0, rest @ ..]) => Ok(rest),
            (tag::INTEGER, [first, ..]) if first & 0x80 == 0 => Ok(self.body),
            _ => Err(Malformed),
        }
    }

    /// A small non-negative INTEGER or ENUMERATED.
    pub(crate) fn small(&self) -> Result<u8, Malformed> {
        match (self.tag, self.body) {
            (tag::INTEGER | tag::ENUMERATED, [value @ 0..=0x7f]) => Ok(*value),
            _ => Err(Malformed),
        }
    }

    /// The bytes of a BIT STRING of whole bytes.
    pub(crate) fn bits(&self) -> Result<&'a [u8], Malformed> {
        match (self.tag, self.body) {
            (tag::BIT_STRING, [0, bytes @ ..]) => Ok(bytes),
            _ => Err(Malformed),
        }
    }

    /// The first byte of a BIT STRING of named flags.
    pub(crate) fn flags(&self) -> Result<u8, Malformed> {
        match (self.tag, self.body) {
            (tag::BIT_STRING, [0..=7, first, ..]) => Ok(*first),
            _ => Err(Malformed),
        }
    }

    /// The text of any of the string types that occur in names.
    pub(crate) fn text(&self) -> Result<String, Malformed> {
        match self.tag {
            tag::UTF8_STRING | tag::PRINTABLE_STRING => {
                String::from_utf8(self.body.to_vec()).map_err(|_| Malformed)
            }
            tag::TELETEX_STRING => Ok(self.body.iter().copied().map(char::from).collect()),
            tag::BMP_STRING => {
                let units = self.body.chunks(2).map(|pair| {
                    pair.iter()
                        .fold(0_u16, |sum, byte| (sum << 8) | u16::from(*byte))
                });
                char::decode_utf16(units)
                    .collect::<Result<_, _>>()
                    .map_err(|_| Malformed)
            }
            _ => Err(Malformed),
        }
    }

    /// A time in either of the forms RFC 5280 allows.
    pub(crate) fn time(&self) -> Result<Timestamp, Malformed> {
        let text = std::str::from_utf8(self.body).map_err(|_| Malformed)?;
        let digits = text.strip_suffix('Z').ok_or(Malformed)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Malformed);
        }
        let full = match (self.tag, digits.len()) {
            (tag::UTC_TIME, 12) => {
                let century = if digits < "50" { "20" } else { "19" };
                format!("{century}{digits}")
            }
            (tag::GENERALIZED_TIME, 14) => digits.to_owned(),
            _ => return Err(Malformed),
        };
        let civil = civil::DateTime::strptime("%Y%m%d%H%M%S", full).map_err(|_| Malformed)?;
        let zoned = civil.to_zoned(TimeZone::UTC).map_err(|_| Malformed)?;
        Ok(zoned.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::write;
    use super::*;

    #[test]
    fn an_indefinite_length_ends_at_its_mark() {
        let bytes = [0x30, 0x80, 0x30, 0x80, 0x02, 0x01, 0x05, 0, 0, 0, 0, 0xff];
        let mut reader = Reader::new(&bytes);
        let outer = reader.expect(tag::SEQUENCE).unwrap();
        assert_eq!(outer.raw.len(), 11);
        let inner = outer.inner().expect(tag::SEQUENCE).unwrap();
        assert_eq!(inner.inner().next().unwrap().small(), Ok(5));
        assert_eq!(reader.rest(), [0xff]);
    }

    #[test]
    fn endless_nesting_is_refused() {
        let bytes = [0x30, 0x80].repeat(100_000);
        assert_eq!(Reader::new(&bytes).next().map(|_| ()), Err(Malformed));
    }

    #[test]
    fn both_centuries_are_read_back() {
        for text in [
            "1950-01-01T00:00:00Z",
            "2049-12-31T23:59:59Z",
            "2050-06-01T12:00:00Z",
        ] {
            let at: Timestamp = text.parse().unwrap();
            let bytes = write::time(at);
            assert_eq!(Reader::new(&bytes).next().unwrap().time(), Ok(at));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = Reader::new(&bytes);
            while let Ok(element) = reader.next() {
                let _ = (element.text(), element.time(), element.unsigned(), element.flags());
            }
        }
    }
}
