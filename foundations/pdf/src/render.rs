//! From a document to its bytes, within a time.

use std::{
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use jiff::tz::TimeZone;
use typst::{
    WorldExt,
    diag::SourceDiagnostic,
    foundations::{Datetime, Smart},
    syntax::{DiagSpan, FileId},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{Document, Error, world::Room};

/// A hundred pages of answers take a few seconds; what takes longer will not end.
pub const RENDER_TIME_MAX: Duration = Duration::from_secs(30);

/// Rendering keeps a processor busy, and a template that never ends keeps its thread until it does:
/// so many may be at work at once, and the rest are told to come back.
const RENDERS_MAX: usize = 8;

/// Layout nests deeply; unoptimised builds need far more than the two megabytes a thread usually has.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// Cached pieces are kept while they were used by one of the last so many documents: enough for the
/// house style to stay warm, little enough that memory does not grow.
const CACHED_RENDERS_MAX: usize = 8;

/// How many documents are being rendered.
static AT_WORK: AtomicUsize = AtomicUsize::new(0);

/// Renders `document` as a tagged PDF that conforms to PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
///
/// It blocks for some milliseconds: call it from a worker, not from an async task. The same document
/// gives the same bytes.
///
/// # Errors
/// [`Error::Template`] with the line to mend; the limits of [`Document`]; [`Error::TooSlow`] and
/// [`Error::Busy`], after which the caller may try again.
pub fn render(document: &Document<'_>) -> Result<Vec<u8>, Error> {
    let place = Place::take().ok_or(Error::Busy)?;
    let room = Room::furnish(document)?;
    let options = options(document)?;
    let (answer, wait) = mpsc::sync_channel(1);
    let work = move || {
        let _place = place;
        let _cache = CacheTrim;
        // Whoever asked may have given up; then nobody waits for the answer.
        let _ = answer.send(typeset(&room, &options));
    };
    thread::Builder::new().name("pdf".to_owned()).stack_size(STACK_BYTES).spawn(work).map_err(|_| Error::Busy)?;
    match wait.recv_timeout(RENDER_TIME_MAX) {
        Ok(answer) => answer,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Error::TooSlow),
        // The thread ended without an answer: Typst panicked, and the panic stays in that thread.
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Error::Failed),
    }
}

fn typeset(room: &Room, options: &PdfOptions) -> Result<Vec<u8>, Error> {
    let document = typst::compile::<PagedDocument>(room).output.map_err(|faults| explain(room, &faults))?;
    typst_pdf::pdf(&document, options).map_err(|faults| explain(room, &faults))
}

/// Both standards at once, and nothing in the file that depends on the machine or the hour.
fn options(document: &Document<'_>) -> Result<PdfOptions, Error> {
    let at = document.at.to_zoned(TimeZone::UTC);
    let at = at.datetime();
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    let date = Datetime::from_ymd_hms(
        i32::from(at.year()),
        small(at.month()),
        small(at.day()),
        small(at.hour()),
        small(at.minute()),
        small(at.second()),
    );
    Ok(PdfOptions {
        ident: Smart::Custom(format!("{}\n{}\n{}\n{}\n{}", document.title, document.author, document.at, document.qr.unwrap_or_default(), document.data)),
        creator: Smart::Custom(Some("Ventanilla".to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        page_ranges: None,
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|_| Error::Failed)?,
        tagged: true,
        pretty: false,
    })
}

/// The first fault, told where its author can mend it.
fn explain(room: &Room, faults: &[SourceDiagnostic]) -> Error {
    let Some(fault) = faults.first() else { return Error::Failed };
    let spot = spot(fault);
    let line = spot.and_then(|(span, id)| line(room, span, id));
    Error::Template {
        file: spot.map_or_else(|| "template".to_owned(), |(_, id)| Room::name(id)),
        line,
        message: fault.message.to_string(),
        hint: fault.hints.first().map(|hint| hint.v.to_string()),
    }
}

/// Where to look: the place in the template that led to the fault, even if the fault showed itself
/// inside the house style.
fn spot(fault: &SourceDiagnostic) -> Option<(DiagSpan, FileId)> {
    let all = || std::iter::once(fault.span).chain(fault.trace.iter().map(|point| point.span.into()));
    let placed = || all().filter_map(|span: DiagSpan| span.id().map(|id| (span, id)));
    placed().find(|(_, id)| Room::is_template(*id)).or_else(|| placed().next())
}

fn line(room: &Room, span: DiagSpan, id: FileId) -> Option<usize> {
    let range = room.range(span)?;
    let source = typst::World::source(room, id).ok()?;
    source.lines().byte_to_line(range.start).map(|line| line + 1)
}

/// The right to render, given back when the work is done, well or not.
struct Place;

impl Place {
    fn take() -> Option<Self> {
        AT_WORK
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |busy| (busy < RENDERS_MAX).then_some(busy + 1))
            .is_ok()
            .then_some(Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        AT_WORK.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Typst remembers every intermediate result for ever unless it is told to forget. A guard does it on
/// every way out, errors and panics included.
struct CacheTrim;

impl Drop for CacheTrim {
    fn drop(&mut self) {
        comemo::evict(CACHED_RENDERS_MAX);
    }
}
