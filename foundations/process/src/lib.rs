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
//! Several things at once, other agencies, meetings and times:
//!
//! ```yaml
//! withdrawal: refused                                       # or how it ends: { act: …, result: … }; by default «desistimiento»
//! stages:
//!   consultas: { title: …, fork: [catastro, visita], next: decision }   # the branches meet in «decision»
//!   catastro:
//!     title: …
//!     task: { informar: { title: …, agency: direccion-de-catastro, who: tecnico, within: 10 working days } }
//!     stops_clock: true                                     # until it is done, or its time is over
//!     else: aviso                                           # where it goes when nobody did it in time
//!     next: decision
//!   aviso:  { title: …, tells: { es: "Seguimos sin el informe sobre {inmueble.direccion}." }, next: espera }
//!   espera: { title: …, waits: 1 working day, next: decision }
//!   visita:
//!     title: …
//!     task: { visitar: { title: …, who: inspector, meeting: visit,        # or hearing: the applicant is told the day
//!                        assigned: by_load,                               # or in_turn; without it anybody's of the role
//!                        escalates: { after: 7 working days, to: director } } }
//!     next: decision
//! ```
//!
//! A case that ended may be taken up again, and an end appealed:
//!
//! ```yaml
//! reopening: { who: director, to: revision, within: 30 working days }   # its act no longer stands, the term begins anew
//! stages:
//!   rechazo: { title: …, ends: { act: denegacion, result: denied,
//!                                appeal: { within: 15 working days, service: recurso-de-reconsideracion } } }
//! ```
//!
//! Others may have to sign the application, by their national numbers; where the formula names nobody it goes on at once:
//!
//! ```yaml
//!   firmas: { title: …, waits_for: cosigners, who: 'for s in socios return s.cedula', within: 10 working days, next: revision, else: archivo }
//! ```
//!
//! Another service may be asked for within a case, in a case of its own; its end (`granted`, `denied`, `abandoned`, or
//! `refused` when it does not take the answers) is a result by the stage's name:
//!
//! ```yaml
//!   ruc: { title: …, opens: { service: registro-de-ruc, answers: { nombre: razon_social } }, next: decision }
//! ```
//!
//! A registry may be asked, and a system outside called, which the operator has named in the settings. What they answer
//! and is kept are facts by the stage's name, `consultas.multas.cuantas`; of a registry there is `cuantos` too, how many
//! records were found. A system is tried again until it answers or its time is over:
//!
//! ```yaml
//!   multas: { title: …, asks: { registry: transito.multa, keeps: { estado: text } }, next: cobro }   # the applicant's own; or key: chapa
//!   cobro:
//!     title: …
//!     calls: { system: banco, post: /cuentas/{cuenta}/pagos, sends: { cuenta: cuenta, monto: monto }, keeps: { comprobante: text } }
//!     within: 2 working days
//!     else: revision                                        # when it refuses, or does not answer in time
//!     next: aviso
//! ```
//!
//! Conditions see what officials found under `resultados`: `resultados.informar = "difiere"`.
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
mod fits;
mod idle;
mod machine;
mod ordered;
mod parse;
mod parse_machine;
mod position;
mod prove;
mod raw;
mod waiting;
mod walk;

pub use definition::{
    Appeal, Assigned, Choice, Correction, Cosigning, Ending, Escalation, HumanTask, Meeting,
    Outcome, Process, Reopening, Stage, StageId, StageKind, Subcase, TaskResult, Then,
};
pub use error::Error;
pub use fits::Misfit;
pub use machine::{Call, Kept, KeptSort, Lookup, Method};
pub use parse::WITHDRAWAL_ACT;
pub use position::Position;
pub use waiting::Waiting;
pub use walk::{Effect, Event, Refused, Step};
