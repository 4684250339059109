//! Text strings and dates of PDF (ISO 32000-1 §7.9.2 and §7.9.4).

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// A text string as its bytes: ASCII as it is, anything else as UTF-16 with its mark.
pub(super) fn encode(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        return text.as_bytes().to_vec();
    }
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    [0xfe, 0xff].into_iter().chain(units).collect()
}

/// Reads a text string: UTF-16 or UTF-8 by its mark, else Latin letters, which is what matters of
/// PDFDocEncoding.
pub(super) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| {
                pair.iter()
                    .fold(0_u16, |sum, byte| (sum << 8) | u16::from(*byte))
            });
            char::decode_utf16(units)
                .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().copied().map(char::from).collect(),
    }
}

/// A moment as a date of PDF, in UTC and whole seconds.
pub(super) fn encode_date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("D:%Y%m%d%H%M%S+00'00'")
        .to_string()
}

/// Reads a complete date with its offset; one without an offset tells no moment.
pub(super) fn decode_date(bytes: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix("D:")?;
    let (civil, zone) = text.split_at_checked(14)?;
    if !civil.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let civil = DateTime::strptime("%Y%m%d%H%M%S", civil).ok()?;
    let offset = match zone.split_at_checked(1)? {
        ("Z", _) => Offset::UTC,
        (sign, rest) => {
            let mut numbers = rest.split('\'').filter(|part| !part.is_empty());
            let hours: i32 = numbers
                .next()?
                .parse()
                .ok()
                .filter(|hours| (0..=14).contains(hours))?;
            let minutes: i32 = numbers
                .next()
                .unwrap_or("0")
                .parse()
                .ok()
                .filter(|minutes| (0..60).contains(minutes))?;
            let seconds = hours
                .checked_mul(3600)?
                .checked_add(minutes.checked_mul(60)?)?;
            let signed = match sign {
                "+" => seconds,
                "-" => seconds.checked_neg()?,
                _ => return None,
            };
            Offset::from_seconds(signed).ok()?
        }
    };
    offset.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spanish_and_guarani_survive() {
        for text in ["Certificado", "Peteĩ kuatia'i ñemoañete — Ñemby", "😀"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(decode(b"A\xf1o"), "Año");
    }

    #[test]
    fn dates_are_read_with_every_offset() {
        let at: Timestamp = "2026-11-23T02:45:10Z".parse().unwrap();
        assert_eq!(encode_date(at), "D:20261123024510+00'00'");
        for text in [
            "D:20261123024510+00'00'",
            "D:20261123024510Z",
            "D:20261122234510-03'00'",
            "D:20261123081510+05'30",
        ] {
            assert_eq!(decode_date(text.as_bytes()), Some(at), "{text}");
        }
        for text in [
            "D:20261123024510",
            "D:2026",
            "20261123024510Z",
            "D:20261323024510Z",
            "D:20261123024510+99'00'",
        ] {
            assert_eq!(decode_date(text.as_bytes()), None, "{text}");
        }
    }
}
