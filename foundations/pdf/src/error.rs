//! Why there is no PDF.

/// The part of a document that was too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The Typst source.
    Template,
    /// The data, as JSON.
    Data,
    /// The title in the metadata.
    Title,
    /// The author in the metadata.
    Author,
    /// The text of the QR code.
    Qr,
    /// The drawing of the woven band.
    Weave,
}

/// Why a document could not be rendered. None of these quotes the data, which may be personal, unless
/// the template itself puts it into a message of its own.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The template is wrong: it does not parse, asks for data that is not there, or would give a
    /// document that is not accessible (a picture without alternative text, say).
    #[error("{file} line {}: {message}{}", line.map_or_else(|| "?".to_owned(), |line| line.to_string()), hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default())]
    Template {
        /// The virtual file the fault is in: `template` or `/house.typ`.
        file: String,
        /// The line in it, from 1; none where the fault belongs to the document as a whole.
        line: Option<usize>,
        /// What Typst says, in English.
        message: String,
        /// What Typst advises, if it does.
        hint: Option<String>,
    },
    /// A part is larger than its limit.
    #[error("the {part:?} has {bytes} bytes; at most {limit} are rendered")]
    TooLarge {
        /// Which part.
        part: Part,
        /// Its size.
        bytes: usize,
        /// What is allowed.
        limit: usize,
    },
    /// The language is not a tag of two or three small letters.
    #[error("the language must be a tag of two or three small letters, such as es")]
    Language,
    /// The woven band is not a plain drawing: only our own SVG is rendered.
    #[error("the weave is not a plain SVG drawing")]
    Weave,
    /// The QR code cannot hold its text.
    #[error("the QR code cannot hold its text")]
    Qr,
    /// Rendering took longer than [`crate::RENDER_TIME_MAX`]; the template probably never ends.
    #[error("rendering took too long and was given up")]
    TooSlow,
    /// Too many documents are being rendered right now; the caller may try again later.
    #[error("too many documents are being rendered at this moment")]
    Busy,
    /// Typst itself failed. That is a fault of the machinery, never of the data.
    #[error("the typesetter failed")]
    Failed,
}
