//! The process of a service: stages, human tasks, what waits for whom, and how it ends.
//!
//! A process is a pure state chart. It is read once from a definition ([`Process::parse`]), which
//! proves that every stage it names exists, every stage can be reached and every path ends. From
//! then on [`Process::start`] and [`Process::advance`] say where a case goes and what must be done
//! about it ([`Effect`]); they do nothing themselves, read no clock and cannot fail half-way.
//!
//! # How `process.yaml` reads
//! Every stage has a `title` and is exactly one of these:
//!
//! ```yaml
//! start: pago
//! stages:
//!   pago:      { title: …, fee: tasa, next: revision }      # decision table «tasa», output «monto»; nothing to pay is skipped
//!   revision:
//!     title: …
//!     task: { revisar: { title: …, who: revisor, within: 5 working days,
//!                        results: { conforme: { title: … }, rechazar: { title: …, reasons: required } } } }
//!     choose:                                               # in order; FEEL over the answers, `resultado` and `marcas`
//!       correccion: { when: marcas > 0 }
//!       rechazo:    { when: 'resultado = "rechazar"' }
//!       firma:      { otherwise: true }
//!   correccion: { title: …, waits_for: applicant, within: 10 working days, stops_clock: true, next: revision, else: archivo }
//!   firma:     { title: …, task: { firmar: { title: …, who: director, not: revisar } }, ends: { act: licencia, result: granted, revoked_by: director } }
//!   rechazo:   { title: …, task: { denegar: { title: …, who: director } }, ends: { act: denegacion, result: denied, appeal: 15 working days } }
//!   archivo:   { title: …, ends: { act: archivo, result: abandoned } }   # ends by itself
//! ```
//!
//! ```
//! use process::{Event, Process, Waiting};
//! let process = Process::parse("
//! start: revision
//! stages:
//!   revision:
//!     title: { es: Revisión, en: Review }
//!     task: { revisar: { who: revisor, title: { es: Revisar, en: Review } } }
//!     ends: { act: permiso, result: granted }
//! ").unwrap();
//! let start = process.start().unwrap();
//! assert!(matches!(process.waiting(&start.at).as_slice(), [Waiting::Official(_)]));
//! ```

mod definition;
mod error;
mod ordered;
mod parse;
mod position;
mod prove;
mod raw;
mod walk;

pub use definition::{
    Assigned, Choice, Correction, Ending, Escalation, HumanTask, Meeting, Outcome, Process,
    Reopening, Stage, StageId, StageKind, TaskResult, Then,
};
pub use error::Error;
pub use parse::WITHDRAWAL_ACT;
pub use position::Position;
pub use walk::{Effect, Event, Refused, Step, Waiting};
