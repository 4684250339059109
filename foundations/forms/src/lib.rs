//! Forms: what is asked, what was typed, and what is wrong with it.
//!
//! A [`Form`] is read once from a definition ([`Form::parse`]). What a person types becomes [`Answers`],
//! which keep the text exactly as typed beside the value it was understood as: nothing typed is ever
//! lost, however wrong. [`Form::validate`] says what is wrong as data ([`FieldError`]), with words in the
//! reader's language. The same rules hold for the screen and for the JSON face ([`Form::read_json`]).
//!
//! - on a screen: [`Form::visible`] → [`Form::read`] → keep with [`Answers::take_from`] → [`Form::validate_section`];
//! - before sending: [`Form::validate`];
//! - for conditions and fees: [`Form::facts`]; for summaries: [`Form::answered`].
//!
//! A form knows no registry and no file store: what they hold is handed in as [`Known`].
//!
//! Beside plain questions there are groups, asked once for each of something, and computed values, which a formula
//! answers:
//!
//! ```yaml
//! - hijos:
//!     ask: { es: Hijos a tu cargo, en: Children in your care }
//!     type: group
//!     each: { es: Hijo, en: Child }
//!     from: 1
//!     to: 12
//!     questions:
//!       - nombre: { ask: { es: ¿Cómo se llama?, en: What is their name? }, type: text }
//!       - estudia: { ask: { es: ¿Estudia?, en: Do they study? }, type: yes_no }
//!       - escuela: { ask: { es: ¿Dónde?, en: Where? }, type: text, when: estudia }
//! - cuantos: { ask: { es: Cuántos estudian, en: How many study }, type: number, computed: 'count(hijos[estudia])' }
//! ```
//!
//! ```
//! use forms::{Form, Known, Needs};
//! let form = Form::parse("
//! sections:
//!   - local: { es: El local, en: The premises }
//!     questions:
//!       - superficie: { ask: { es: ¿Cuántos metros cuadrados tiene?, en: How many square metres? }, type: number, unit: m², from: 1 }
//! ", &Needs::new()).unwrap();
//! let known = Known::on(jiff::civil::date(2026, 11, 23));
//! let answers = form.read(&[("superficie", "1.234,5 m²")], &known);
//! assert!(form.validate(&answers, &known).is_empty());
//! let answers = form.read(&[("superficie", "muchos")], &known);
//! assert_eq!(form.validate(&answers, &known)[0].code(), "forms.not-a-number");
//! assert_eq!(answers.typed("superficie"), "muchos");
//! ```

mod answers;
mod corrected;
mod definition;
mod effort;
mod facts;
mod fault;
mod file_kind;
mod form;
mod gazetteer;
mod group;
mod identifier;
mod json;
mod known;
mod layout;
pub mod limits;
mod ordered;
mod question;
mod read;
mod say;
mod schema;
#[cfg(test)]
mod tests;
mod validate;

pub use answers::{Answer, Answers, Raw, Value};
pub use corrected::{FieldKind, box_of};
pub use definition::Error;
pub use fault::{Fault, FieldError};
pub use file_kind::FileKind;
pub use form::{Check, Form, Section};
pub use gazetteer::{Department, District, Gazetteer, Gazetteers, Named, NotFound, Place};
pub use group::Entry;
pub use identifier::Identifier;
pub use json::{JsonAnswers, Upload};
pub use known::{Known, KnownFile, KnownRecord};
pub use layout::Layout;
pub use question::{Bound, Choice, Kind, Need, Needs, Places, Question, Shown, Table};
pub use read::day_of_parts;
pub use say::{AnsweredRow, AnsweredSection, field_text};

mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
