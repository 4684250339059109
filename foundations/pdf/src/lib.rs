//! Documents on paper: a Typst template and data become an archivable, accessible PDF.
//!
//! This is the only room that knows Typst. What leaves it is always PDF/A-2a and PDF/UA-1 at once:
//! it can be opened in fifty years, and read aloud today. The same document gives the same bytes
//! every time, so that a hash of it can be kept and compared.
//!
//! It knows nothing of signatures (that is `pki`), of codes and their meaning, or of any service.
//! A template reaches no file, no network and no package: all it can read are five virtual files.
//!
//! | path in a template | holds |
//! |---|---|
//! | `/house.typ` | the house style: `act`, `facts`, `seal`, `verification` … (see `templates/house.typ`) |
//! | `/data.json` | [`Document::data`]; `/house.typ` gives it as `data` |
//! | `/document.json` | title, language, author, and whether there is a weave and a QR code |
//! | `/weave.svg` | [`Document::weave_svg`] |
//! | `/qr.svg` | [`Document::qr`], drawn |
//!
//! ```no_run
//! # fn main() -> Result<(), pdf::Error> {
//! let data = serde_json::json!({ "name": "Ana Benítez" });
//! let bytes = pdf::render(&pdf::Document {
//!     template: "#import \"/house.typ\": *\n#show: page-of-the-house\n= Hola, #data.name",
//!     data: &data,
//!     title: "Saludo",
//!     lang: "es",
//!     author: "Municipalidad de San Roque",
//!     at: jiff::Timestamp::UNIX_EPOCH,
//!     weave_svg: None,
//!     qr: None,
//! })?;
//! # Ok(()) }
//! ```

mod document;
mod error;
mod fonts;
mod library;
mod qr;
mod queue;
mod render;
pub mod templates;
mod words;
mod world;

pub use document::{DATA_BYTES_MAX, Document, QR_BYTES_MAX, TEMPLATE_BYTES_MAX, WEAVE_BYTES_MAX};
pub use error::{Error, Part};
pub use render::{RENDER_TIME_MAX, render};
