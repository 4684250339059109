//! How a file that is sent is named, whatever name it was given with (RFC 6266).

use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand as it is in the name's second form (`attr-char` of RFC 8187).
const ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// A `Content-Disposition` that has the file saved, never shown as a page of ours.
#[must_use]
pub fn saved(name: &str) -> HeaderValue {
    disposition("attachment", name)
}

/// A `Content-Disposition` that lets the browser show the file, and save it under its name.
#[must_use]
pub fn shown(name: &str) -> HeaderValue {
    disposition("inline", name)
}

/// The name twice: in letters that every program understands, and as it is, with its tildes.
fn disposition(how: &'static str, name: &str) -> HeaderValue {
    let plain: String = name.chars().map(plain).collect();
    let whole = utf8_percent_encode(name, ATTR_CHAR);
    HeaderValue::from_str(&format!(
        "{how}; filename=\"{plain}\"; filename*=UTF-8''{whole}"
    ))
    .unwrap_or_else(|_| HeaderValue::from_static(how))
}

/// A sign that means nothing inside a quoted name.
fn plain(sign: char) -> char {
    if sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.' | '_' | ' ') {
        sign
    } else {
        '_'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_tildes() {
        assert_eq!(
            saved("plano ñandutĩ.pdf").to_str().unwrap(),
            "attachment; filename=\"plano _andut_.pdf\"; filename*=UTF-8''plano%20%C3%B1andut%C4%A9.pdf"
        );
        assert_eq!(
            shown("LIC-7K4P-2MQX.pdf").to_str().unwrap(),
            "inline; filename=\"LIC-7K4P-2MQX.pdf\"; filename*=UTF-8''LIC-7K4P-2MQX.pdf"
        );
    }

    #[test]
    fn a_name_never_ends_its_quotes_nor_the_header() {
        for name in ["a\\", "a\"; filename=b.exe", "a\r\nSet-Cookie: x=1", "a';b"] {
            let header = saved(name).to_str().unwrap().to_owned();
            let (_, rest) = header.split_once("filename=\"").unwrap();
            let (plain, whole) = rest.split_once("\"; filename*=UTF-8''").unwrap();
            for sign in ['"', '\\', '\r', '\n', ';', '\''] {
                assert!(!plain.contains(sign) && !whole.contains(sign), "{header}");
            }
        }
    }
}
