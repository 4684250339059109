//! From a document to its bytes, within a time.

use std::{sync::mpsc, thread, time::Duration};

use jiff::tz::TimeZone;
use typst::{
    WorldExt,
    diag::SourceDiagnostic,
    foundations::{Datetime, Smart},
    syntax::{DiagSpan, FileId},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{
    Document, Error,
    queue::{AtWork, Place},
    world::Room,
};

/// A hundred pages of answers take a few seconds; what takes longer will not end.
pub const RENDER_TIME_MAX: Duration = Duration::from_secs(30);

/// Layout nests deeply; unoptimised builds need far more than the two megabytes a thread usually has.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// Cached pieces are kept while they were used by one of the last so many documents: enough for the
/// house style to stay warm, little enough that memory does not grow.
const CACHED_RENDERS_MAX: usize = 8;

/// Renders `document` as a tagged PDF that conforms to PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).
///
/// It blocks for some milliseconds: call it from a worker, not from an async task. The same document
/// gives the same bytes.
///
/// # Errors
/// [`Error::Template`] with the line to mend; the limits of [`Document`]; [`Error::TooSlow`] and
/// [`Error::Busy`], after which the caller may try again.
pub fn render(document: &Document<'_>) -> Result<Vec<u8>, Error> {
    render_within(document, RENDER_TIME_MAX)
}

/// Typst cannot be interrupted, so it works in a thread of its own that is left behind when time is up.
/// That thread also keeps its panics, which are never ours to pass on.
fn render_within(document: &Document<'_>, time_max: Duration) -> Result<Vec<u8>, Error> {
    let room = Room::furnish(document)?;
    let options = options(document)?;
    let _place = Place::wait(time_max).ok_or(Error::Busy)?;
    let (answer, wait) = mpsc::sync_channel(1);
    let work = move || {
        let _at_work = AtWork::begin();
        let _cache = CacheTrim;
        // Whoever asked may have given up; then nobody waits for the answer.
        let _ = answer.send(typeset(&room, &options));
    };
    thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(work)
        .map_err(|_| Error::Busy)?;
    wait.recv_timeout(time_max)
        .unwrap_or_else(|failure| match failure {
            mpsc::RecvTimeoutError::Timeout => Err(Error::TooSlow),
            mpsc::RecvTimeoutError::Disconnected => Err(Error::Failed),
        })
}

fn typeset(room: &Room, options: &PdfOptions) -> Result<Vec<u8>, Error> {
    let document = typst::compile::<PagedDocument>(room)
        .output
        .map_err(|faults| explain(room, &faults))?;
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
        ident: Smart::Custom(format!(
            "{}\n{}\n{}\n{}\n{}",
            document.title,
            document.author,
            document.at,
            document.qr.unwrap_or_default(),
            document.data
        )),
        creator: Smart::Custom(Some("Ventanilla".to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        page_ranges: None,
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|_| Error::Failed)?,
        tagged: true,
        pretty: false,
    })
}

/// The first fault, told where its author can mend it.
fn explain(room: &Room, faults: &[SourceDiagnostic]) -> Error {
    let Some(fault) = faults.first() else {
        return Error::Failed;
    };
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
    let all =
        || std::iter::once(fault.span).chain(fault.trace.iter().map(|point| point.span.into()));
    let placed = || all().filter_map(|span: DiagSpan| span.id().map(|id| (span, id)));
    placed()
        .find(|(_, id)| Room::is_template(*id))
        .or_else(|| placed().next())
}

fn line(room: &Room, span: DiagSpan, id: FileId) -> Option<usize> {
    let range = room.range(span)?;
    let source = typst::World::source(room, id).ok()?;
    source
        .lines()
        .byte_to_line(range.start)
        .map(|line| line + 1)
}

/// Typst remembers every intermediate result for ever unless it is told to forget. A guard does it on
/// every way out, errors and panics included.
struct CacheTrim;

impl Drop for CacheTrim {
    fn drop(&mut self) {
        comemo::evict(CACHED_RENDERS_MAX);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_template_that_does_not_end_is_given_up() {
        let endless = "#for a in range(10000) { for b in range(10000) { for c in range(10000) { let d = c } } }";
        let document = Document {
            template: endless,
            data: &Value::Null,
            title: "Sin fin",
            lang: "es",
            author: "Prueba",
            at: jiff::Timestamp::UNIX_EPOCH,
            weave_svg: None,
            qr: None,
        };
        assert!(matches!(
            render_within(&document, Duration::from_millis(200)),
            Err(Error::TooSlow)
        ));
    }
}
