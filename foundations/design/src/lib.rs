//! The design system: what the State looks like, as functions.
//!
//! Every component is a type in a file of its own. A builder takes what the component cannot do without
//! (a label, a context for a "change" link, a shape beside a colour) in its first call, so that markup
//! which shuts somebody out does not compile. Components that say words of their own end in
//! `.render(lang)`; the others are [`maud::Render`] and stand in a template as they are.
//!
//! ```
//! use design::{Button, Field, Form};
//! use text::Lang;
//!
//! let question = Form::post("/solicitud/nombre", maud::html! {
//!     (Field::text("nombre", "¿Cómo te llamas?").hint("Como en tu cédula").page_heading().render(Lang::Es))
//!     (Button::new("Continuar"))
//! });
//! let page = design::page::Page::new("¿Cómo te llamas?").back("/servicios").body(maud::html! { (question) });
//! ```
//!
//! A field without a label, a status without a shape and a nameless "change" link do not compile:
//!
//! ```compile_fail,E0061
//! design::Field::text("nombre");
//! ```
//! ```compile_fail,E0061
//! design::Status::Other(text::Text::from("En inspección"));
//! ```
//! ```compile_fail,E0061
//! design::SummaryRow::new("Superficie", "40 m²").change("/solicitud/superficie");
//! ```
//!
//! A page is two requests and needs no script: HTML with its weave drawn in it, and one stylesheet
//! ([`asset`]) that never changes under its name. Nothing here knows of government, stores or requests.
//! [`guide::page`] shows every component in every state, from these same functions.

mod asset;
mod control;
mod example;
pub mod guide;
pub mod page;
mod style;
pub mod weave;

mod back_link;
mod breadcrumbs;
mod button;
mod channels;
mod checkboxes;
mod choice;
mod confirmation;
mod date_input;
mod details;
mod document_list;
mod empty_state;
mod error_summary;
mod facts;
mod field;
mod fieldset;
mod file_input;
mod filter_bar;
mod form;
mod heading;
mod identity_bar;
mod life_events;
mod link_list;
mod messages;
mod notice;
mod pagination;
mod radios;
mod seal;
mod search_box;
mod select;
mod service_list;
mod statement;
mod status;
mod steps;
mod summary_list;
mod table;
mod tabs;
mod task_list;
mod text_area;
mod timeline;
mod verdict;
mod work_queue;

pub use asset::{Asset, asset, stylesheet_path};
pub use back_link::back_link;
pub use breadcrumbs::Breadcrumbs;
pub use button::{Button, LinkButton, actions};
pub use channels::Channels;
pub use checkboxes::Checkboxes;
pub use choice::Choice;
pub use confirmation::Confirmation;
pub use date_input::{DateInput, DatePart, date_part_name};
pub use details::{details, details_open};
pub use document_list::{Document, DocumentList};
pub use empty_state::EmptyState;
pub use error_summary::{FieldError, error_summary};
pub use facts::Facts;
pub use field::{Field, InputMode, Width};
pub use fieldset::Fieldset;
pub use file_input::{FileInput, file_size};
pub use filter_bar::FilterBar;
pub use form::Form;
pub use heading::{Level, heading, lead};
pub use identity_bar::IdentityBar;
pub use life_events::LifeEvents;
pub use link_list::LinkList;
pub use messages::{Message, Messages, Side};
pub use notice::Notice;
pub use pagination::Pagination;
pub use radios::Radios;
pub use seal::Seal;
pub use search_box::SearchBox;
pub use select::Select;
pub use service_list::{ServiceItem, ServiceList};
pub use statement::SignStatement;
pub use status::{Shape, Status};
pub use steps::{Progress, Step, Steps};
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{Column, Table};
pub use tabs::{Tab, Tabs};
pub use task_list::{Task, TaskList};
pub use text_area::TextArea;
pub use timeline::{Event, Timeline};
pub use verdict::{Verdict, VerdictPanel};
pub use work_queue::{Due, WorkItem, WorkQueue};

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
