//! What a page needs besides its HTML: one stylesheet, whose name tells its content.

use std::io::Write as _;
use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};

use crate::style;

/// The icon as part of the page, so that it costs no request: two woven strokes that make a V.
pub(crate) const FAVICON_DATA: &str = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%209%209'%3E%3Cpath%20fill='%230b5a52'%20d='M0%200h9v9H0z'/%3E%3Cpath%20fill='%23fffdf8'%20d='M1%201h2v2H1zm5%200h2v2H6zM2%203h2v2H2zm3%200h2v2H5zM3%205h3v2H3z'/%3E%3Cpath%20fill='%23d9a441'%20d='M4%207h1v1H4z'/%3E%3C/svg%3E";
/// The same icon for clients that ask for it by its old name without reading the page.
const FAVICON: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path fill='#0b5a52' d='M0 0h9v9H0z'/><path fill='#fffdf8' d='M1 1h2v2H1zm5 0h2v2H6zM2 3h2v2H2zm3 0h2v2H5zM3 5h3v2H3z'/><path fill='#d9a441' d='M4 7h1v1H4z'/></svg>";

/// A file that pages refer to, ready in every encoding a browser may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// The content as it is.
    pub bytes: &'static [u8],
    /// The content for `Content-Encoding: br`.
    pub brotli: &'static [u8],
    /// The content for `Content-Encoding: gzip`.
    pub gzip: &'static [u8],
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// The value of `ETag`, with its quotes.
    pub etag: &'static str,
    /// Whether the name changes with the content, so that it may be kept for ever.
    pub immutable: bool,
}

/// The file at an address, or None when there is none.
#[must_use]
pub fn asset(path: &str) -> Option<Asset> {
    if path == STYLESHEET.path {
        return Some(STYLESHEET.asset);
    }
    (path == "/favicon.ico").then(|| *ICON)
}

/// The address of the stylesheet, `/a/v-<hash of its content>.css`.
#[must_use]
pub fn stylesheet_path() -> &'static str {
    &STYLESHEET.path
}

struct Stylesheet {
    path: String,
    asset: Asset,
}

static STYLESHEET: LazyLock<Stylesheet> = LazyLock::new(|| {
    let css = style::stylesheet();
    let path = format!("/a/v-{}.css", fingerprint(css.as_bytes()));
    Stylesheet {
        path,
        asset: prepared(css.into_bytes(), "text/css; charset=utf-8", true),
    }
});

static ICON: LazyLock<Asset> =
    LazyLock::new(|| prepared(FAVICON.as_bytes().to_vec(), "image/svg+xml", false));

fn prepared(bytes: Vec<u8>, content_type: &'static str, immutable: bool) -> Asset {
    Asset {
        etag: format!("\"{}\"", fingerprint(&bytes)).leak(),
        brotli: brotli(&bytes).leak(),
        gzip: gzip(&bytes).leak(),
        bytes: bytes.leak(),
        content_type,
        immutable,
    }
}

/// The first 48 bits of SHA-256: names of our own files need not withstand an adversary.
fn fingerprint(bytes: &[u8]) -> String {
    digest(&SHA256, bytes)
        .as_ref()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    // Reading from and writing to memory cannot fail.
    let _ = brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters);
    compressed
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// DESIGN: the stylesheet may take this much of a page's 14 KB.
    const STYLESHEET_BROTLI_BYTES_MAX: usize = 6 * 1024;

    #[test]
    fn the_stylesheet_is_found_under_its_own_name_only() {
        let found = asset(stylesheet_path()).unwrap();
        assert!(found.immutable);
        assert!(asset("/a/v-000000000000.css").is_none());
        assert!(asset("/a/../etc/passwd").is_none());
    }

    #[test]
    fn every_encoding_holds_the_same_bytes() {
        let found = asset(stylesheet_path()).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*found.brotli, &mut unpacked).unwrap();
        assert_eq!(unpacked, found.bytes);
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(found.gzip), &mut unpacked)
            .unwrap();
        assert_eq!(unpacked, found.bytes);
    }

    #[test]
    fn the_stylesheet_keeps_to_its_weight() {
        let found = asset(stylesheet_path()).unwrap();
        assert!(
            found.brotli.len() <= STYLESHEET_BROTLI_BYTES_MAX,
            "{} bytes",
            found.brotli.len()
        );
    }

    #[test]
    fn the_icon_in_the_page_is_the_icon_that_is_served() {
        let data = FAVICON_DATA.strip_prefix("data:image/svg+xml,").unwrap();
        let decoded = data
            .replace("%3C", "<")
            .replace("%3E", ">")
            .replace("%23", "#")
            .replace("%20", " ");
        assert_eq!(decoded, FAVICON);
    }

    #[test]
    fn old_clients_get_an_icon() {
        assert_eq!(asset("/favicon.ico").unwrap().content_type, "image/svg+xml");
    }
}
