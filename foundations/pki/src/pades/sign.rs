//! Sealing a PDF.

use jiff::Timestamp;
use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use super::increment::Increment;
use super::{PDF_BYTES_MAX, text};
use crate::error::PdfProblem;
use crate::keys::Digest;
use crate::seal::Seal;
use crate::{Error, cms};

/// The space kept for a signature, in bytes. Two certificates and the signature take some 2,300; the rest
/// is for the time-stamp that a later form will add in the same place.
const SIGNATURE_BYTES: usize = 8 * 1024;

/// The flags of the field's widget (ISO 32000-1 §12.5.3): printed, as PDF/A demands, and locked.
const WIDGET_FLAGS: i64 = 4 | 128;

/// The flags of the form: it has signatures, and may only be extended.
const SIGNATURES_EXIST_APPEND_ONLY: i64 = 3;

/// What a signature says of itself besides who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    reason: String,
    location: Option<String>,
    contact: Option<String>,
    at: Timestamp,
}

impl Signing {
    /// The reason, such as the kind of act, and the moment, which is kept in whole seconds.
    #[must_use]
    pub fn new(reason: &str, at: Timestamp) -> Self {
        Self {
            reason: reason.to_owned(),
            location: None,
            contact: None,
            at,
        }
    }

    /// Where the agency has its seat.
    #[must_use]
    pub fn location(mut self, location: &str) -> Self {
        self.location = Some(location.to_owned());
        self
    }

    /// How to reach whoever answers for the act: an address of the agency, not of a person.
    #[must_use]
    pub fn contact(mut self, contact: &str) -> Self {
        self.contact = Some(contact.to_owned());
        self
    }
}

/// Seals a PDF: PAdES baseline B-B, as an incremental update with an invisible field on the first page.
///
/// The original bytes stay as a prefix of the result. A file that is sealed already gets a further seal,
/// and the earlier ones stay intact.
///
/// # Errors
/// [`Error::Pdf`] when the file is too large, encrypted or damaged; [`Error::SealOutOfTime`] when the
/// seal's certificate does not cover the moment.
pub fn sign(pdf: &[u8], seal: &Seal, signing: &Signing) -> Result<Vec<u8>, Error> {
    if pdf.len() > PDF_BYTES_MAX.saturating_sub(4 * SIGNATURE_BYTES) {
        return Err(Error::Pdf(PdfProblem::TooLarge));
    }
    if !seal.certificate.is_valid_at(signing.at) {
        return Err(Error::SealOutOfTime);
    }
    let mut increment = Increment::of(pdf).map_err(Error::Pdf)?;
    place_field(&mut increment, seal, signing).map_err(Error::Pdf)?;
    let mut written = increment.write(SIGNATURE_BYTES).map_err(Error::Pdf)?;
    written.set_byte_range().map_err(Error::Pdf)?;
    let digest = Digest::Sha256.of(&written.signed_pieces());
    let signature = cms::sign::detached(seal, &digest)?;
    written.set_contents(&signature).map_err(Error::Pdf)
}

/// Adds signature, field and widget, and lets form and page know of them.
fn place_field(
    increment: &mut Increment<'_>,
    seal: &Seal,
    signing: &Signing,
) -> Result<(), PdfProblem> {
    let signature_id = increment.new_id()?;
    let field_id = increment.new_id()?;
    let page_id = increment.first_page_id()?;
    increment.set_signature(signature_id, signature_dictionary(seal, signing));
    increment.set(
        field_id,
        field_dictionary(seal, signature_id, field_id, page_id),
    );

    let mut page = increment.dictionary(page_id)?;
    increment.append(&mut page, "Annots", Object::Reference(field_id))?;
    // PDF/UA-1 §7.18.3: a page with annotations is walked in the order of its structure.
    page.set("Tabs", name("S"));
    increment.set(page_id, page);

    let catalogue_id = increment.catalogue_id()?;
    let mut catalogue = increment.dictionary(catalogue_id)?;
    match catalogue.get(b"AcroForm").cloned() {
        Ok(Object::Reference(form_id)) => {
            let form = increment.dictionary(form_id)?;
            let form = extended_form(increment, form, field_id)?;
            increment.set(form_id, form);
        }
        Ok(Object::Dictionary(form)) => {
            catalogue.set("AcroForm", extended_form(increment, form, field_id)?);
        }
        Ok(_) => return Err(PdfProblem::Unreadable),
        Err(_) => catalogue.set(
            "AcroForm",
            extended_form(increment, Dictionary::new(), field_id)?,
        ),
    }
    increment.set(catalogue_id, catalogue);
    Ok(())
}

fn extended_form(
    increment: &mut Increment<'_>,
    mut form: Dictionary,
    field_id: ObjectId,
) -> Result<Dictionary, PdfProblem> {
    increment.append(&mut form, "Fields", Object::Reference(field_id))?;
    form.set("SigFlags", SIGNATURES_EXIST_APPEND_ONLY);
    Ok(form)
}

/// The signature dictionary (EN 319 142-1 §5.3), without what is only known once it is written.
fn signature_dictionary(seal: &Seal, signing: &Signing) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", name("Sig"));
    dictionary.set("Filter", name("Adobe.PPKLite"));
    dictionary.set("SubFilter", name("ETSI.CAdES.detached"));
    dictionary.set("M", string(text::encode_date(signing.at).as_bytes()));
    dictionary.set("Name", text_string(seal.organisation()));
    dictionary.set("Reason", text_string(&signing.reason));
    if let Some(location) = &signing.location {
        dictionary.set("Location", text_string(location));
    }
    if let Some(contact) = &signing.contact {
        dictionary.set("ContactInfo", text_string(contact));
    }
    dictionary
}

/// Field and widget in one. An empty rectangle makes it invisible without hiding it, which PDF/A forbids.
fn field_dictionary(
    seal: &Seal,
    signature_id: ObjectId,
    field_id: ObjectId,
    page_id: ObjectId,
) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", name("Annot"));
    dictionary.set("Subtype", name("Widget"));
    dictionary.set("FT", name("Sig"));
    dictionary.set("T", text_string(&format!("Sello-{}", field_id.0)));
    // Assistive technology reads this; PDF/UA-1 §7.18.4.
    let spoken = format!("Sello electrónico de {}", seal.organisation());
    dictionary.set("TU", text_string(&spoken));
    dictionary.set("F", WIDGET_FLAGS);
    dictionary.set("Rect", vec![Object::Integer(0); 4]);
    dictionary.set("P", Object::Reference(page_id));
    dictionary.set("V", Object::Reference(signature_id));
    dictionary
}

fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

fn string(bytes: &[u8]) -> Object {
    Object::String(bytes.to_vec(), StringFormat::Hexadecimal)
}

fn text_string(words: &str) -> Object {
    string(&text::encode(words))
}
