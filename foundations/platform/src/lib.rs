//! What a request needs, whatever the area: the application's shared state, the visit (who asks,
//! in which language, at what instant), honest errors, protection of forms, limits, and a record
//! that names no person.
//!
//! Platform knows nothing of government and nothing of people. An area's handler reads a
//! [`Visit`], calls one verb, and answers with a page or a [`Problem`]:
//!
//! ```ignore
//! async fn show(visit: Visit, State(state): State<MyState>) -> platform::Result {
//!     let things = state.app.store().read(things::list).await?;
//!     Ok(visit.page(views::things(visit.lang, &things)))
//! }
//! ```

mod app;
mod around;
mod clock;
mod compression;
pub mod cookie;
pub mod download;
pub mod enclosed;
pub mod form;
mod incoming;
mod language;
pub mod limits;
mod metrics;
mod origin;
mod problem;
mod public_pages;
mod rate;
pub mod redirect;
mod secrets;
mod serve;
pub mod upload;
mod visit;

pub use app::{App, AppOptions, Site};
pub use around::protect;
pub use clock::Clock;
pub use metrics::Metrics;
pub use problem::{Problem, Result};
pub use rate::{ClientKey, RateLimits};
pub use secrets::{MASTER_SECRET_BYTES, Secrets};
pub use serve::{PeerAddress, serve};
pub use visit::{ViewerCell, Visit};

/// Whoever is shown in a page's header.
pub use design::page::Viewer;

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
