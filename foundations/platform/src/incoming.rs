//! A request's body on its way in: given up when its sender falls silent, and read to its end even
//! when nobody wants it.
//!
//! A browser looks at our answer only when it could send all that it had. Whoever refuses a body, for
//! its size or before looking at it, therefore drops it, and what is left of it is read and thrown
//! away behind the answer, up to a bound.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::request::Parts;
use axum::http::{Method, header};
use http_body_util::BodyExt as _;
use tokio::time::{Sleep, sleep, timeout};

use crate::form::{Form, read};
use crate::{Problem, limits, upload};

/// A body that is watched while it is read.
struct Incoming {
    /// Taken when it is dropped.
    body: Option<Body>,
    silence: Option<Pin<Box<Sleep>>>,
    silence_max: Duration,
    /// The client waits for a word of ours before it sends: what is not asked for never comes.
    unasked: bool,
}

/// Watches a request's body.
pub(crate) fn watched(parts: &Parts, body: Body) -> Body {
    if body.is_end_stream() {
        return body;
    }
    Body::new(Incoming {
        body: Some(body),
        silence: None,
        silence_max: Duration::from_secs(limits::SILENCE_SECONDS_MAX),
        unasked: parts.headers.contains_key(header::EXPECT),
    })
}

/// Reads a form that was posted, so that its fields are still there if it is answered with a request
/// to sign in. Anything else, or larger than any form, is left to its handler.
pub(crate) async fn posted(
    parts: &Parts,
    body: Body,
) -> Result<(Body, Option<PostedForm>), Problem> {
    let text = |name| parts.headers.get(name)?.to_str().ok();
    let kind = text(header::CONTENT_TYPE).unwrap_or_default();
    let boundary = multer::parse_boundary(kind).ok();
    let is_form = boundary.is_some() || kind.starts_with("application/x-www-form-urlencoded");
    let fits = text(header::CONTENT_LENGTH)
        .and_then(|length| length.parse::<usize>().ok())
        .is_some_and(|length| length <= limits::FORM_BODY_BYTES_MAX);
    if parts.method != Method::POST || !is_form || !fits {
        return Ok((body, None));
    }
    let bytes = read(body, limits::FORM_BODY_BYTES_MAX).await?;
    let body = Body::from(bytes.clone());
    Ok((body, Some(PostedForm { bytes, boundary })))
}

/// A form as it came.
pub(crate) struct PostedForm {
    bytes: Bytes,
    /// Between the parts of a form that may carry a file.
    boundary: Option<String>,
}

impl PostedForm {
    /// What was typed; none when it cannot be read, or came with a file, which no page can hold for
    /// somebody until they come back.
    pub(crate) async fn typed(self) -> Option<Form> {
        let Some(boundary) = self.boundary else {
            return Form::parse(&self.bytes).ok();
        };
        let upload = upload::parse(self.bytes, boundary).await.ok()?;
        upload.file.is_none().then_some(upload.form)
    }
}

impl HttpBody for Incoming {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, axum::Error>>> {
        self.unasked = false;
        let Some(body) = self.body.as_mut() else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(context) {
            self.silence = None;
            return Poll::Ready(frame);
        }
        let silence_max = self.silence_max;
        let silence = self
            .silence
            .get_or_insert_with(|| Box::pin(sleep(silence_max)));
        if silence.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        // Nothing more is waited for, neither here nor behind the answer.
        self.body = None;
        let error = io::Error::new(io::ErrorKind::TimedOut, "the sender fell silent");
        Poll::Ready(Some(Err(axum::Error::new(error))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body
            .as_ref()
            .map_or_else(Default::default, HttpBody::size_hint)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let rest = self.body.take().filter(|body| !body.is_end_stream());
        if let (Some(rest), false, Ok(runtime)) =
            (rest, self.unasked, tokio::runtime::Handle::try_current())
        {
            runtime.spawn(throw_away(rest));
        }
    }
}

async fn throw_away(mut body: Body) {
    let everything = async {
        let mut seen: usize = 0;
        while let Some(Ok(frame)) = body.frame().await {
            seen = seen.saturating_add(frame.data_ref().map_or(0, Bytes::len));
            if seen > limits::DRAINED_BYTES_MAX {
                break;
            }
        }
    };
    let patience = Duration::from_secs(limits::DRAINED_SECONDS_MAX);
    // Past its time the line is cut, which the client then sees.
    let _ = timeout(patience, everything).await;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A body of chunks that counts those which were taken from it.
    fn counted(chunks: usize, taken: &Arc<AtomicUsize>) -> Body {
        let taken = taken.clone();
        let chunk = move |_| {
            taken.fetch_add(1, Ordering::AcqRel);
            Ok::<_, std::convert::Infallible>(Bytes::from_static(&[0; 1024]))
        };
        Body::from_stream(futures_util::stream::iter((0..chunks).map(chunk)))
    }

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let request = headers
            .iter()
            .fold(http::Request::post("/x"), |request, (name, value)| {
                request.header(*name, *value)
            });
        request.body(()).unwrap().into_parts().0
    }

    #[tokio::test]
    async fn what_nobody_wants_is_read_to_its_end() {
        let taken = Arc::default();
        let mut body = watched(&parts(&[]), counted(100, &taken));
        assert!(body.frame().await.is_some());
        drop(body);
        while taken.load(Ordering::Acquire) < 100 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn what_was_not_asked_for_is_not_waited_for() {
        let taken = Arc::default();
        drop(watched(
            &parts(&[("expect", "100-continue")]),
            counted(100, &taken),
        ));
        tokio::task::yield_now().await;
        assert_eq!(taken.load(Ordering::Acquire), 0);
    }

    #[tokio::test]
    async fn a_sender_who_falls_silent_is_given_up() {
        let silent = Body::from_stream(futures_util::stream::pending::<io::Result<Bytes>>());
        let mut body = Body::new(Incoming {
            body: Some(silent),
            silence: None,
            silence_max: Duration::from_millis(1),
            unasked: false,
        });
        assert!(body.frame().await.unwrap().is_err());
    }

    #[tokio::test]
    async fn a_form_can_be_read_twice() {
        let form = parts(&[
            ("content-type", "application/x-www-form-urlencoded"),
            ("content-length", "7"),
        ]);
        let (body, posted) = posted(&form, Body::from("motivo=")).await.unwrap();
        assert_eq!(body.collect().await.unwrap().to_bytes(), "motivo=");
        assert!(posted.unwrap().typed().await.unwrap().has("motivo"));
    }

    #[tokio::test]
    async fn what_was_typed_beside_no_file_can_be_sent_again_and_a_file_cannot() {
        for (file, expected) in [("", true), ("%PDF", false)] {
            let body = format!(
                "--x\r\nContent-Disposition: form-data; name=\"motivos\"\r\n\r\nSí\r\n--x\r\n\
                 Content-Disposition: form-data; name=\"archivo\"; filename=\"\"\r\n\r\n{file}\r\n--x--\r\n"
            );
            let length = body.len().to_string();
            let form = parts(&[
                ("content-type", "multipart/form-data; boundary=x"),
                ("content-length", &length),
            ]);
            let (_, posted) = posted(&form, Body::from(body)).await.unwrap();
            let typed = posted.unwrap().typed().await;
            assert_eq!(
                typed.is_some_and(|typed| typed.get("motivos") == "Sí"),
                expected
            );
        }
    }
}
