//! The papers that every State needs, and what is filled into them.
//!
//! A service brings its own `act.typ` where it wants one; these are the looks it gets otherwise, and
//! [`Act`] is the data that both kinds of template find as `data`. Every text is in the reader's words
//! already: dates written out, amounts with their currency.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use pdf::templates::{Letter, Receipt, Template};
//! let receipt = Receipt {
//!     letter: Letter {
//!         state: "República del Lapacho".into(),
//!         agency: "Registro Civil".into(),
//!         number: "NAC-7K4P-2MQX".into(),
//!         code: "V4T9-QX2M-88LC".into(),
//!         verify_url: "https://ventanilla.example/verificar/V4T9-QX2M-88LC".into(),
//!         date: "lunes 23 de noviembre de 2026, 10:42".into(),
//!         footer: None,
//!     },
//!     service: "Certificado de nacimiento".into(),
//!     applicant: None,
//!     for_whom: None,
//!     deadline: None,
//!     next: Vec::new(),
//!     answers: Vec::new(),
//!     proof: None,
//! };
//! let bytes = pdf::render(&pdf::Document {
//!     template: Template::Receipt.source(),
//!     data: &serde_json::to_value(&receipt)?,
//!     title: "Comprobante NAC-7K4P-2MQX",
//!     lang: "es",
//!     author: &receipt.letter.agency,
//!     at: jiff::Timestamp::UNIX_EPOCH,
//!     weave_svg: None,
//!     qr: Some(&receipt.letter.verify_url),
//! })?;
//! # Ok(()) }
//! ```

use serde::Serialize;

/// A built-in look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Comprobante: that an application was received, and what the law promises. Filled by [`Receipt`].
    Receipt,
    /// Resolución that grants. Filled by [`Act`].
    Act,
    /// Certificado: what a registry holds. Filled by [`Act`].
    Certificate,
    /// Denegación, with its reasons and how to appeal. Filled by [`Act`].
    Denial,
    /// Archivo: the case ends without a decision. Filled by [`Act`].
    Archive,
    /// Formulario: what is asked, to be filled in by hand. Filled by [`PaperForm`].
    Form,
}

impl Template {
    /// Its Typst source, for [`crate::Document::template`].
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Receipt => include_str!("../templates/receipt.typ"),
            Self::Act => include_str!("../templates/act.typ"),
            Self::Certificate => include_str!("../templates/certificate.typ"),
            Self::Denial => include_str!("../templates/denial.typ"),
            Self::Archive => include_str!("../templates/archive.typ"),
            Self::Form => include_str!("../templates/form.typ"),
        }
    }
}

/// What stands on every paper of the house.
#[derive(Clone, Serialize)]
pub struct Letter {
    /// The State, over the institution's name.
    pub state: String,
    /// The institution that speaks.
    pub agency: String,
    /// The number of the case (`LIC-7K4P-2MQX`).
    pub number: String,
    /// The verification code of this document.
    pub code: String,
    /// Where anyone checks it. It is printed, so keep it short enough to be typed.
    pub verify_url: String,
    /// The day and hour of the document, in words.
    pub date: String,
    /// A legal sentence for the foot of each page; a plain one is set otherwise.
    pub footer: Option<String>,
}

/// One fact with its name.
#[derive(Clone, Serialize)]
pub struct Row {
    /// What templates choose it by: a question, or `question.field` of a record; may be empty.
    pub name: String,
    /// What it is (`Nombre`), or the question that was asked.
    pub label: String,
    /// What it says. Line breaks are kept; an empty one is shown as a dash.
    pub value: String,
}

impl Row {
    /// A row of `label` and `value`.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: String::new(),
            label: label.into(),
            value: value.into(),
        }
    }

    /// Gives it the name that templates choose it by.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }
}

/// Facts under a heading.
#[derive(Clone, Serialize)]
pub struct Section {
    /// The heading; an empty one is left out.
    pub title: String,
    /// The facts, in the order in which they are read.
    pub rows: Vec<Row>,
}

/// Something that will happen.
#[derive(Clone, Serialize)]
pub struct Step {
    /// What happens (`Revisamos tu solicitud`).
    pub title: String,
    /// When, or how, in a sentence; may be empty.
    pub detail: String,
}

/// The term that the law gives the State.
#[derive(Clone, Serialize)]
pub struct Deadline {
    /// The last day, in words.
    pub on: String,
    /// What silence means, as a sentence (`Si no respondemos hasta ese día, se entiende aprobado.`).
    pub silence: String,
    /// The article that says so; may be empty.
    pub law: String,
}

/// That the paper stands in the public ledger (RFC 9162, C2SP tlog-tiles).
#[derive(Clone, Serialize)]
pub struct Proof {
    /// The place in the ledger, from 0.
    pub index: u64,
    /// How many entries the signed checkpoint covers.
    pub tree_size: u64,
    /// The leaf's hash, in hexadecimal.
    pub leaf: String,
    /// The root's hash, in hexadecimal.
    pub root: String,
}

/// The receipt of an application: what a rubber stamp was on paper.
#[derive(Clone, Serialize)]
pub struct Receipt {
    /// The head, number and codes.
    #[serde(flatten)]
    pub letter: Letter,
    /// The service that was asked for.
    pub service: String,
    /// Who asked, if they said so.
    pub applicant: Option<String>,
    /// For whom, where it was asked for somebody else.
    pub for_whom: Option<String>,
    /// Until when there must be an answer; none where the answer is immediate.
    pub deadline: Option<Deadline>,
    /// What happens now, in order.
    pub next: Vec<Step>,
    /// Every question that was asked, with its answer.
    pub answers: Vec<Section>,
    /// The entry in the ledger, from when there is one.
    pub proof: Option<Proof>,
}

/// A decision or a certificate. A service's own template finds all of it as `data`.
#[derive(Clone, Serialize)]
pub struct Act {
    /// The head, number and codes.
    #[serde(flatten)]
    pub letter: Letter,
    /// The service it answers.
    pub service: String,
    /// Whom it is about or for.
    pub holder: String,
    /// Who acted for the holder, in a sentence. The house sets it above every template's own words, so that no service
    /// can leave it out.
    pub acted: Option<String>,
    /// What the case is about, in a few words; may be empty.
    pub about: String,
    /// When the application was received, in words.
    pub filed: String,
    /// What the act does, in a sentence or two; a plain one is set where it is empty.
    pub opening: String,
    /// What it states.
    pub facts: Vec<Section>,
    /// Why, one paragraph each. A denial must have them.
    pub reasons: Vec<String>,
    /// The articles it rests on, one line each.
    pub law: Vec<String>,
    /// Until when it holds, in words.
    pub valid_until: Option<String>,
    /// The fee that was paid, in words: `Gs. 50.000`; nothing where there was none.
    pub paid: Option<String>,
    /// How, where and until when it can be appealed.
    pub appeal: Option<String>,
    /// Files that go with it, each with its hash. The house sets them after every template, so that no
    /// service can leave them out.
    pub files: Vec<Section>,
    /// Who decided: name and office, one line each. Empty where no person did.
    pub signed_by: Vec<String>,
    /// The entry in the ledger, from when there is one.
    pub proof: Option<Proof>,
    /// Whatever the service's own template needs, by name: `data.values.superficie`.
    pub values: serde_json::Value,
}

/// A form to be filled in by hand and handed in at a counter.
#[derive(Clone, Serialize)]
pub struct PaperForm {
    /// The State, over the institution's name.
    pub state: String,
    /// The institution that answers.
    pub agency: String,
    /// The service.
    pub service: String,
    /// What a clerk types to find the very form: its version.
    pub form_code: String,
    /// What is said at the foot of each page.
    pub footer: String,
    /// How to fill it in, one paragraph each.
    pub intro: Vec<String>,
    /// The parts.
    pub sections: Vec<FormPart>,
    /// The words under the line for the signature.
    pub signature: String,
}

/// One part of a form on paper.
#[derive(Clone, Serialize)]
pub struct FormPart {
    /// The heading.
    pub title: String,
    /// What is said above the questions; may be empty.
    pub intro: String,
    /// The questions.
    pub questions: Vec<Blank>,
}

/// A question on paper, with the room for its answer.
#[derive(Clone, Serialize)]
pub struct Blank {
    /// What is asked.
    pub ask: String,
    /// Help, and whether it may be left out; may be empty.
    pub hint: String,
    /// The room for the answer.
    pub room: Room,
}

/// The room for an answer.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Room {
    /// A box for each sign, in rows.
    Boxes {
        /// Signs.
        count: usize,
    },
    /// Ruled lines.
    Lines {
        /// How many.
        count: usize,
    },
    /// Groups of boxes, each with its name: day, month, year.
    Parts {
        /// Name and number of boxes of each.
        parts: Vec<(String, usize)>,
    },
    /// Squares to tick, each with its words.
    Ticks {
        /// What can be ticked.
        choices: Vec<String>,
    },
    /// Nothing to write: only said.
    Said,
    /// A heading over questions that are asked again.
    Heading,
}
