//! Making answers small for poor lines.

use std::io::Write as _;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use flate2::{Compression, write::GzEncoder};

use crate::limits;

/// What the client can unpack, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    pub(crate) fn accepted(headers: &HeaderMap) -> Self {
        let accepted = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let accepts = |name: &str| {
            accepted.split(',').any(|part| {
                let mut pieces = part.split(';').map(str::trim);
                pieces.next() == Some(name) && pieces.next() != Some("q=0")
            })
        };
        if accepts("br") {
            Self::Brotli
        } else if accepts("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// Level 6: on pages of this size a higher one costs time and saves nothing.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(6));
    // Writing into memory cannot fail; were it to, the empty answer would show at once in tests.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The best that brotli can do, for what is made once and sent often.
pub(crate) fn brotli_best(bytes: &[u8]) -> Vec<u8> {
    brotli_at(bytes, 11)
}

/// Fast brotli, for pages that are one visitor's own: smaller than gzip at a similar cost.
fn brotli_fast(bytes: &[u8]) -> Vec<u8> {
    brotli_at(bytes, 4)
}

fn brotli_at(bytes: &[u8], quality: i32) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 20,
        ..Default::default()
    };
    let mut out = Vec::with_capacity(bytes.len() / 4);
    let mut input = bytes;
    // As above: memory to memory.
    let _ = brotli::BrotliCompress(&mut input, &mut out, &params);
    out
}

/// Whether bytes of this type shrink.
pub(crate) fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.starts_with("text/")
        || kind.starts_with("application/json")
        || kind.starts_with("application/problem+json")
        || kind.starts_with("image/svg")
}

/// Puts a compressed body into an answer.
pub(crate) fn encoded(mut response: Response, bytes: Bytes, coding: Coding) -> Response {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(name) = coding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    *response.body_mut() = Body::from(bytes);
    response
}

/// Compresses one visitor's own answer, where it is text of some size.
pub(crate) async fn compress(response: Response, coding: Coding) -> Response {
    let compressible =
        is_text(response.headers()) && !response.headers().contains_key(header::CONTENT_ENCODING);
    if coding == Coding::Identity || !compressible {
        return response;
    }
    let (parts, body) = response.into_parts();
    // Text answers are made in memory; what is streamed is never text.
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let response = Response::from_parts(parts, Body::empty());
    if bytes.len() < limits::COMPRESSION_BYTES_MIN {
        return encoded(response, bytes, Coding::Identity);
    }
    let small = match coding {
        Coding::Brotli => brotli_fast(&bytes),
        Coding::Gzip => gzip(&bytes),
        Coding::Identity => bytes.to_vec(),
    };
    encoded(response, small.into(), coding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_best_coding_the_client_names() {
        let accepted = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(line));
            Coding::accepted(&headers)
        };
        assert_eq!(accepted("gzip, deflate, br"), Coding::Brotli);
        assert_eq!(accepted("gzip;q=0.5, br;q=0"), Coding::Gzip);
        assert_eq!(accepted("deflate"), Coding::Identity);
    }

    #[test]
    fn compressed_bytes_unpack_to_the_same() {
        let page = "<p>Trámite</p>".repeat(500);
        let mut unpacked = String::new();
        std::io::Read::read_to_string(
            &mut flate2::read::GzDecoder::new(gzip(page.as_bytes()).as_slice()),
            &mut unpacked,
        )
        .unwrap();
        assert_eq!(unpacked, page);
        for packed in [brotli_best(page.as_bytes()), brotli_fast(page.as_bytes())] {
            let mut out = Vec::new();
            brotli::BrotliDecompress(&mut packed.as_slice(), &mut out).unwrap();
            assert_eq!(out, page.as_bytes());
        }
    }
}
