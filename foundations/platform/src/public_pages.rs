//! Pages that are the same for everybody, kept ready and compressed.
//!
//! A page that many read is rendered once, compressed at the best level, and answered from memory.
//! It is forgotten when something is published here, and a few seconds later everywhere else.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use text::Lang;

use crate::compression::{self, Coding};
use crate::limits;

/// Marks an answer that may be kept for others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Public;

/// What tells one kept page from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) path: String,
    pub(crate) lang: Lang,
}

#[derive(Debug)]
struct Kept {
    headers: HeaderMap,
    etag: HeaderValue,
    until: Timestamp,
    identity: Bytes,
    gzip: Bytes,
    brotli: Bytes,
}

/// The pages kept by this node.
#[derive(Debug, Default)]
pub(crate) struct PublicPages(RwLock<HashMap<Key, Arc<Kept>>>);

impl PublicPages {
    pub(crate) fn clear(&self) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// A kept page, answered from memory.
    pub(crate) fn answer(&self, key: &Key, asked: &HeaderMap, now: Timestamp) -> Option<Response> {
        let kept = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned()?;
        (kept.until > now).then(|| kept.answer(asked))
    }

    /// Keeps an answer that is marked as public, and answers with it.
    pub(crate) async fn keep(
        &self,
        key: Key,
        response: Response,
        asked: &HeaderMap,
        now: Timestamp,
    ) -> Response {
        let (parts, body) = response.into_parts();
        let Ok(identity) = axum::body::to_bytes(body, usize::MAX).await else {
            return Response::from_parts(parts, Body::empty());
        };
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &identity);
        let tag: String = digest
            .as_ref()
            .iter()
            .take(12)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let kept = Arc::new(Kept {
            headers: parts.headers,
            etag: HeaderValue::from_str(&format!("\"{tag}\""))
                .unwrap_or_else(|_| HeaderValue::from_static("\"\"")),
            until: now + jiff::SignedDuration::from_secs(limits::PUBLIC_PAGE_SECONDS),
            gzip: compression::gzip(&identity).into(),
            brotli: compression::brotli_best(&identity).into(),
            identity,
        });
        let answer = kept.answer(asked);
        let mut pages = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= limits::PUBLIC_PAGES_MAX {
            pages.clear();
        }
        pages.insert(key, kept);
        answer
    }
}

impl Kept {
    fn answer(&self, asked: &HeaderMap) -> Response {
        let unchanged = asked
            .get(header::IF_NONE_MATCH)
            .is_some_and(|tag| tag == self.etag);
        let mut response = if unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let coding = Coding::accepted(asked);
            let bytes = match coding {
                Coding::Brotli => &self.brotli,
                Coding::Gzip => &self.gzip,
                Coding::Identity => &self.identity,
            };
            compression::encoded(Response::new(Body::empty()), bytes.clone(), coding)
        };
        for (name, value) in &self.headers {
            response
                .headers_mut()
                .entry(name)
                .or_insert_with(|| value.clone());
        }
        response
            .headers_mut()
            .insert(header::ETAG, self.etag.clone());
        response
    }
}
