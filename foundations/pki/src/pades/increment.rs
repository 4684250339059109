//! An incremental update of a PDF (ISO 32000-1 §7.5.6): new and changed objects behind the original bytes.
//!
//! lopdf reads the original; the update is written here, because the place of the signature must be known
//! to the byte and the cross-reference must have the form the original has.

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::error::PdfProblem;

/// The most one compressed stream of the original may grow to, in bytes.
const STREAM_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The digits reserved for each number of the byte range: files have at most [`super::PDF_BYTES_MAX`].
const NUMBER_DIGITS: usize = 10;

/// A document about to be extended.
pub(super) struct Increment<'a> {
    original: &'a [u8],
    document: Document,
    objects: BTreeMap<ObjectId, Body>,
    next_id: u32,
}

enum Body {
    Object(Object),
    Signature(Dictionary),
}

/// An update written out, with the places that the signature leaves to be filled.
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    /// The hexadecimal string of the signature with its angle brackets.
    pub(super) contents: Range<usize>,
    byte_range: Range<usize>,
}

impl<'a> Increment<'a> {
    /// Reads the original. One that needs repair is refused: what we would sign is not what others see.
    pub(super) fn of(original: &'a [u8]) -> Result<Self, PdfProblem> {
        let options = LoadOptions {
            max_decompressed_size: Some(STREAM_BYTES_MAX),
            ..LoadOptions::default()
        };
        let document = Document::load_mem_with_options(original, options);
        let document = document.map_err(|_| PdfProblem::Unreadable)?;
        if document.trailer.has(b"Encrypt") || document.was_encrypted() {
            return Err(PdfProblem::Encrypted);
        }
        if document.xref_recovery.is_some() {
            return Err(PdfProblem::Unreadable);
        }
        let size = document.trailer.get(b"Size").and_then(Object::as_i64);
        let size = size
            .ok()
            .and_then(|size| u32::try_from(size).ok())
            .unwrap_or(0);
        let next_id = document
            .max_id
            .checked_add(1)
            .ok_or(PdfProblem::Unreadable)?
            .max(size);
        Ok(Self {
            original,
            document,
            objects: BTreeMap::new(),
            next_id,
        })
    }

    /// The object that the trailer or another object refers to.
    pub(super) fn catalogue_id(&self) -> Result<ObjectId, PdfProblem> {
        let root = self
            .document
            .trailer
            .get(b"Root")
            .and_then(Object::as_reference);
        root.map_err(|_| PdfProblem::Unreadable)
    }

    pub(super) fn first_page_id(&self) -> Result<ObjectId, PdfProblem> {
        self.document
            .page_iter()
            .next()
            .ok_or(PdfProblem::Unreadable)
    }

    /// The object as it stands after the changes made so far.
    pub(super) fn object(&self, id: ObjectId) -> Result<Object, PdfProblem> {
        match self.objects.get(&id) {
            Some(Body::Object(object)) => Ok(object.clone()),
            Some(Body::Signature(_)) => Err(PdfProblem::Unreadable),
            None => self
                .document
                .get_object(id)
                .cloned()
                .map_err(|_| PdfProblem::Unreadable),
        }
    }

    pub(super) fn dictionary(&self, id: ObjectId) -> Result<Dictionary, PdfProblem> {
        match self.object(id)? {
            Object::Dictionary(dictionary) => Ok(dictionary),
            _ => Err(PdfProblem::Unreadable),
        }
    }

    /// A number that no object has yet.
    pub(super) fn new_id(&mut self) -> Result<ObjectId, PdfProblem> {
        let id = self.next_id;
        self.next_id = id.checked_add(1).ok_or(PdfProblem::Unreadable)?;
        Ok((id, 0))
    }

    pub(super) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.objects.insert(id, Body::Object(object.into()));
    }

    /// Sets the signature dictionary; byte range and contents are added when it is written.
    pub(super) fn set_signature(&mut self, id: ObjectId, dictionary: Dictionary) {
        self.objects.insert(id, Body::Signature(dictionary));
    }

    /// Appends to the array under `key` of a dictionary, wherever that array stands.
    pub(super) fn append(
        &mut self,
        dictionary: &mut Dictionary,
        key: &str,
        item: Object,
    ) -> Result<(), PdfProblem> {
        let mut array = match dictionary.get(key.as_bytes()) {
            Err(_) => Vec::new(),
            Ok(Object::Array(array)) => array.clone(),
            Ok(Object::Reference(id)) => {
                let id = *id;
                let Object::Array(mut array) = self.object(id)? else {
                    return Err(PdfProblem::Unreadable);
                };
                array.push(item);
                self.set(id, array);
                return Ok(());
            }
            Ok(_) => return Err(PdfProblem::Unreadable),
        };
        array.push(item);
        dictionary.set(key, array);
        Ok(())
    }

    /// Writes original and update, with `reserved` zero bytes where the signature will stand.
    pub(super) fn write(mut self, reserved: usize) -> Result<Written, PdfProblem> {
        let mut out = self.original.to_vec();
        if out.last() != Some(&b'\n') {
            out.push(b'\n');
        }
        let mut offsets: BTreeMap<ObjectId, usize> = BTreeMap::new();
        let mut signature = None;
        for (id, body) in &self.objects {
            offsets.insert(*id, out.len());
            out.extend_from_slice(format!("{} {} obj\n", id.0, id.1).as_bytes());
            match body {
                Body::Object(object) => write_object(&mut out, object)?,
                Body::Signature(dictionary) => {
                    signature = Some(write_signature(&mut out, dictionary, reserved)?);
                }
            }
            out.extend_from_slice(b"\nendobj\n");
        }
        let (byte_range, contents) = signature.ok_or(PdfProblem::Unreadable)?;

        let start = out.len();
        match self.document.reference_table.cross_reference_type {
            XrefType::CrossReferenceTable => self.write_table(&mut out, &offsets)?,
            XrefType::CrossReferenceStream => self.write_stream(&mut out, &mut offsets)?,
        }
        out.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Ok(Written {
            bytes: out,
            contents,
            byte_range,
        })
    }

    fn write_table(
        &self,
        out: &mut Vec<u8>,
        offsets: &BTreeMap<ObjectId, usize>,
    ) -> Result<(), PdfProblem> {
        out.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
        for ((number, generation), offset) in offsets {
            out.extend_from_slice(
                format!("{number} 1\n{offset:010} {generation:05} n \n").as_bytes(),
            );
        }
        out.extend_from_slice(b"trailer\n");
        write_object(out, &Object::Dictionary(self.trailer()?))?;
        out.push(b'\n');
        Ok(())
    }

    /// A cross-reference stream (ISO 32000-1 §7.5.8), which is itself one of the objects it lists.
    fn write_stream(
        &mut self,
        out: &mut Vec<u8>,
        offsets: &mut BTreeMap<ObjectId, usize>,
    ) -> Result<(), PdfProblem> {
        let id = self.new_id()?;
        offsets.insert(id, out.len());
        let mut index = Vec::new();
        let mut entries = Vec::new();
        for ((number, generation), offset) in offsets.iter() {
            index.extend([Object::from(*number), Object::from(1)]);
            entries.push(1);
            let offset = u32::try_from(*offset).map_err(|_| PdfProblem::TooLarge)?;
            entries.extend(offset.to_be_bytes());
            entries.extend(generation.to_be_bytes());
        }
        let mut dictionary = self.trailer()?;
        dictionary.set("Type", Object::Name(b"XRef".to_vec()));
        dictionary.set("W", vec![Object::from(1), Object::from(4), Object::from(2)]);
        dictionary.set("Index", index);
        dictionary.set(
            "Length",
            i64::try_from(entries.len()).map_err(|_| PdfProblem::TooLarge)?,
        );
        out.extend_from_slice(format!("{} {} obj\n", id.0, id.1).as_bytes());
        write_object(out, &Object::Dictionary(dictionary))?;
        out.extend_from_slice(b"\nstream\n");
        out.extend_from_slice(&entries);
        out.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }

    /// What the trailers of original and update have in common, and where the original's stands.
    fn trailer(&self) -> Result<Dictionary, PdfProblem> {
        let mut trailer = Dictionary::new();
        for key in ["Root", "Info", "ID"] {
            if let Ok(value) = self.document.trailer.get(key.as_bytes()) {
                trailer.set(key, value.clone());
            }
        }
        trailer.set("Size", self.next_id);
        let previous = i64::try_from(self.document.xref_start).map_err(|_| PdfProblem::TooLarge)?;
        trailer.set("Prev", previous);
        Ok(trailer)
    }
}

impl Written {
    /// Writes the byte range into its place and gives the two pieces it names: all but the contents.
    pub(super) fn set_byte_range(&mut self) -> Result<(), PdfProblem> {
        let after = self.bytes.len().saturating_sub(self.contents.end);
        let text = byte_range(0, self.contents.start, self.contents.end, after);
        let place = self.bytes.get_mut(self.byte_range.clone());
        let place = place
            .filter(|place| place.len() == text.len())
            .ok_or(PdfProblem::NoRoom)?;
        place.copy_from_slice(text.as_bytes());
        Ok(())
    }

    /// The two pieces that are signed.
    pub(super) fn signed_pieces(&self) -> [&[u8]; 2] {
        let before = self.bytes.get(..self.contents.start).unwrap_or_default();
        let after = self.bytes.get(self.contents.end..).unwrap_or_default();
        [before, after]
    }

    /// Writes the signature into the space reserved; what is left over stays zero.
    pub(super) fn set_contents(mut self, signature: &[u8]) -> Result<Vec<u8>, PdfProblem> {
        let text = hexadecimal(signature);
        let start = self.contents.start.saturating_add(1);
        let end = start.saturating_add(text.len());
        if end >= self.contents.end {
            return Err(PdfProblem::NoRoom);
        }
        let place = self.bytes.get_mut(start..end).ok_or(PdfProblem::NoRoom)?;
        place.copy_from_slice(text.as_bytes());
        Ok(self.bytes)
    }
}

/// The array of a byte range at its fixed width.
fn byte_range(first: usize, first_length: usize, second: usize, second_length: usize) -> String {
    let width = NUMBER_DIGITS;
    format!("[{first} {first_length:<width$} {second:<width$} {second_length:<width$}]")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a signature dictionary with its two open places, and tells where they are.
fn write_signature(
    out: &mut Vec<u8>,
    dictionary: &Dictionary,
    reserved: usize,
) -> Result<(Range<usize>, Range<usize>), PdfProblem> {
    out.extend_from_slice(b"<<");
    write_entries(out, dictionary)?;
    out.extend_from_slice(b"/ByteRange ");
    let start = out.len();
    out.extend_from_slice(byte_range(0, 0, 0, 0).as_bytes());
    let range = start..out.len();
    out.extend_from_slice(b"/Contents ");
    let start = out.len();
    out.push(b'<');
    out.resize(out.len().saturating_add(reserved.saturating_mul(2)), b'0');
    out.push(b'>');
    let contents = start..out.len();
    out.extend_from_slice(b">>");
    Ok((range, contents))
}

fn write_entries(out: &mut Vec<u8>, dictionary: &Dictionary) -> Result<(), PdfProblem> {
    for (key, value) in dictionary.iter() {
        write_name(out, key);
        out.push(b' ');
        write_object(out, value)?;
    }
    Ok(())
}

/// Writes any object that may stand inside another. Streams may not, and are never changed here.
fn write_object(out: &mut Vec<u8>, object: &Object) -> Result<(), PdfProblem> {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, _) => {
            out.push(b'<');
            out.extend_from_slice(hexadecimal(bytes).as_bytes());
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for item in items {
                write_object(out, item)?;
                out.push(b' ');
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => {
            out.extend_from_slice(b"<<");
            write_entries(out, dictionary)?;
            out.extend_from_slice(b">>");
        }
        Object::Reference((number, generation)) => {
            out.extend_from_slice(format!("{number} {generation} R").as_bytes());
        }
        Object::Stream(_) => return Err(PdfProblem::Unreadable),
    }
    Ok(())
}

/// A name, with everything but plain letters and digits escaped.
fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"._-+".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02x}").as_bytes());
        }
    }
}
