//! Reading one PDF dictionary from bytes nobody vouches for.
//!
//! Only as much of PDF as a signature dictionary needs. Depth and size are bounded, and every value knows
//! where it stands, because a signature must leave out exactly the bytes of its own contents.

use std::ops::Range;

/// How deep arrays and dictionaries may nest.
const DEPTH_MAX: u8 = 8;

/// The most entries or items read in one of them.
const ITEMS_MAX: usize = 256;

/// A value with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

/// The kinds of value that matter here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Integer(i64),
    Name(Vec<u8>),
    /// A hexadecimal string without blanks and of whole bytes, which is how signatures are written.
    Hexadecimal(Vec<u8>),
    /// A string of either form.
    Text(Vec<u8>),
    Array(Vec<Value>),
    Dictionary,
    /// Numbers with a fraction, references, booleans, null.
    Other,
}

/// One entry: where its key begins, the key and the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key_start: usize,
    pub(super) key: Vec<u8>,
    pub(super) value: Value,
}

/// The entries of the dictionary that begins at `start`, if there is one. A key that stands twice makes
/// two readers see two things, so such a dictionary is none.
pub(super) fn read(bytes: &[u8], start: usize) -> Option<Vec<Entry>> {
    let mut parser = Parser {
        bytes,
        position: start,
    };
    let entries = parser.dictionary(DEPTH_MAX)?;
    let repeated = entries.iter().enumerate().any(|(position, entry)| {
        entries
            .iter()
            .take(position)
            .any(|earlier| earlier.key == entry.key)
    });
    (!repeated).then_some(entries)
}

struct Parser<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn step(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.position = self.position.saturating_add(1);
        Some(byte)
    }

    fn looking_at(&self, text: &[u8]) -> bool {
        self.bytes
            .get(self.position..)
            .is_some_and(|rest| rest.starts_with(text))
    }

    fn take(&mut self, text: &[u8]) -> Option<()> {
        self.looking_at(text)
            .then(|| self.position = self.position.saturating_add(text.len()))
    }

    fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' => {
                    self.position = self.position.saturating_add(1)
                }
                b'%' => {
                    while self
                        .peek()
                        .is_some_and(|byte| byte != b'\n' && byte != b'\r')
                    {
                        self.position = self.position.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    fn dictionary(&mut self, depth: u8) -> Option<Vec<Entry>> {
        let deeper = depth.checked_sub(1)?;
        self.take(b"<<")?;
        let mut entries = Vec::new();
        loop {
            self.skip_blanks();
            if self.take(b">>").is_some() {
                return Some(entries);
            }
            let key_start = self.position;
            let key = self.name()?;
            self.skip_blanks();
            let value = self.value(deeper)?;
            entries.push(Entry {
                key_start,
                key,
                value,
            });
            if entries.len() > ITEMS_MAX {
                return None;
            }
        }
    }

    fn value(&mut self, depth: u8) -> Option<Value> {
        let start = self.position;
        let kind = match self.peek()? {
            b'/' => Kind::Name(self.name()?),
            b'(' => Kind::Text(self.literal_string()?),
            b'[' => Kind::Array(self.array(depth)?),
            b'<' if self.looking_at(b"<<") => {
                self.dictionary(depth)?;
                Kind::Dictionary
            }
            b'<' => self.hexadecimal_string()?,
            _ => self.word(),
        };
        // A value of no length would let the loops around it stand still.
        (self.position > start).then_some(Value {
            span: start..self.position,
            kind,
        })
    }

    fn array(&mut self, depth: u8) -> Option<Vec<Value>> {
        let deeper = depth.checked_sub(1)?;
        self.take(b"[")?;
        let mut items = Vec::new();
        loop {
            self.skip_blanks();
            if self.take(b"]").is_some() {
                return Some(items);
            }
            items.push(self.value(deeper)?);
            if items.len() > ITEMS_MAX {
                return None;
            }
        }
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.take(b"/")?;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.position = self.position.saturating_add(1);
            if byte == b'#' {
                let high = digit(self.step()?)?;
                let low = digit(self.step()?)?;
                name.push((high << 4) | low);
            } else {
                name.push(byte);
            }
        }
        Some(name)
    }

    /// A number, a keyword or a reference. A reference is told by the `R` that follows two numbers.
    fn word(&mut self) -> Kind {
        let start = self.position;
        self.skip_regular();
        let text = self.bytes.get(start..self.position).unwrap_or_default();
        let number = std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.parse::<i64>().ok());
        let Some(number) = number else {
            return Kind::Other;
        };
        let after_number = self.position;
        if self.reference_follows() {
            return Kind::Other;
        }
        self.position = after_number;
        Kind::Integer(number)
    }

    /// Moves past `0 R` if that stands here.
    fn reference_follows(&mut self) -> bool {
        self.skip_blanks();
        let start = self.position;
        self.skip_regular();
        let generation = self.bytes.get(start..self.position).unwrap_or_default();
        if generation.is_empty() || !generation.iter().all(u8::is_ascii_digit) {
            return false;
        }
        self.skip_blanks();
        self.take(b"R").is_some() && !self.peek().is_some_and(is_regular)
    }

    fn skip_regular(&mut self) {
        while self.peek().is_some_and(is_regular) {
            self.position = self.position.saturating_add(1);
        }
    }

    fn hexadecimal_string(&mut self) -> Option<Kind> {
        self.take(b"<")?;
        let mut digits = Vec::new();
        let mut blanks = false;
        loop {
            match self.step()? {
                b'>' => break,
                byte => match digit(byte) {
                    Some(value) => digits.push(value),
                    None if byte.is_ascii_whitespace() => blanks = true,
                    None => return None,
                },
            }
        }
        let bytes = digits.chunks(2).map(|pair| match pair {
            [high, low] => (high << 4) | low,
            [high] => high << 4,
            _ => 0,
        });
        let bytes: Vec<u8> = bytes.collect();
        Some(if blanks || digits.len() % 2 != 0 {
            Kind::Text(bytes)
        } else {
            Kind::Hexadecimal(bytes)
        })
    }

    fn literal_string(&mut self) -> Option<Vec<u8>> {
        self.take(b"(")?;
        let mut text = Vec::new();
        let mut open = 1_usize;
        loop {
            match self.step()? {
                b'\\' => text.extend(self.escape()?),
                b'(' => {
                    open = open.saturating_add(1);
                    text.push(b'(');
                }
                b')' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        return Some(text);
                    }
                    text.push(b')');
                }
                byte => text.push(byte),
            }
        }
    }

    /// What follows a backslash: at most one byte, and none for a line that goes on.
    fn escape(&mut self) -> Option<Option<u8>> {
        Some(match self.step()? {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' => None,
            b'\r' => {
                let _ = self.take(b"\n");
                None
            }
            first @ b'0'..=b'7' => {
                let mut value = first & 7;
                for _ in 0..2 {
                    let Some(next @ b'0'..=b'7') = self.peek() else {
                        break;
                    };
                    self.position = self.position.saturating_add(1);
                    value = (value << 3) | (next & 7);
                }
                Some(value)
            }
            other => Some(other),
        })
    }
}

fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | b'\t'
            | b'\n'
            | 0x0c
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value_of(text: &[u8], key: &[u8]) -> Option<Kind> {
        let entries = read(text, 0)?;
        entries
            .into_iter()
            .find(|entry| entry.key == key)
            .map(|entry| entry.value.kind)
    }

    #[test]
    fn the_forms_of_a_value_are_told_apart() {
        let text = b"<</A 12/B 3 0 R/C(a\\(b\\051\\n)/D<4142>/E <41 42>/F[0 1 2]/G#20H/I/J<</K 1>>/L 1.5>>";
        assert_eq!(value_of(text, b"A"), Some(Kind::Integer(12)));
        assert_eq!(value_of(text, b"B"), Some(Kind::Other));
        assert_eq!(value_of(text, b"C"), Some(Kind::Text(b"a(b)\n".to_vec())));
        assert_eq!(
            value_of(text, b"D"),
            Some(Kind::Hexadecimal(b"AB".to_vec()))
        );
        assert_eq!(value_of(text, b"E"), Some(Kind::Text(b"AB".to_vec())));
        assert!(matches!(value_of(text, b"F"), Some(Kind::Array(items)) if items.len() == 3));
        assert_eq!(value_of(text, b"G H"), Some(Kind::Name(b"I".to_vec())));
        assert_eq!(value_of(text, b"J"), Some(Kind::Dictionary));
        assert_eq!(value_of(text, b"L"), Some(Kind::Other));
    }

    #[test]
    fn a_key_that_stands_twice_makes_it_no_dictionary() {
        assert!(read(b"<</A 1/A 2>>", 0).is_none());
        assert!(read(b"<</A 1/B 2>>", 0).is_some());
    }

    #[test]
    fn endless_nesting_is_refused() {
        assert!(read(&b"<</A".repeat(100_000), 0).is_none());
        assert!(read(&[b"<</A".as_slice(), &b"[".repeat(100_000)].concat(), 0).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in "<<[/A0-9 ()<>\\[\\]\\\\R#]{0,60}") {
            let _ = read(bytes.as_bytes(), 0);
        }
    }
}
