//! E-mail addresses, telephone numbers and national identifiers in their plain form.

use crate::limits::{
    EMAIL_OCTETS_MAX, NATIONAL_ID_SIGNS_MAX, NATIONAL_ID_SIGNS_MIN, PHONE_DIGITS_MAX,
    PHONE_DIGITS_MIN,
};

/// Octets before the @ (RFC 5321 §4.5.3.1.1).
const LOCAL_PART_OCTETS_MAX: usize = 64;

/// An address that mail can be tried at. Only a message that arrives proves more.
pub(super) fn email(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (local, domain) = typed.rsplit_once('@')?;
    let domain = domain.to_lowercase();
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"@".contains(c))
    };
    let labels_are_whole = domain.contains('.')
        && domain
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let local_is_whole = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let fits = local.len() <= LOCAL_PART_OCTETS_MAX && typed.len() <= EMAIL_OCTETS_MAX;
    (is_plain(local) && is_plain(&domain) && labels_are_whole && local_is_whole && fits)
        .then(|| format!("{local}@{domain}"))
}

/// Digits with a plus in front where the country is named: `0981123456`, `+595981123456`.
pub(super) fn phone(typed: &str) -> Option<String> {
    let bare: String = typed
        .chars()
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')' | '/' | '\u{2011}' | '–')
        })
        .collect();
    let (plus, digits) = match bare.strip_prefix('+').or_else(|| bare.strip_prefix("00")) {
        Some(digits) => ("+", digits),
        None => ("", bare.as_str()),
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits.len()))
        .then(|| format!("{plus}{digits}"))
}

/// The signs of an identifier without dots, dashes and blanks, in capitals.
pub(super) fn national_id(typed: &str) -> Option<String> {
    let bare: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | '\u{2011}' | '–'))
        .collect();
    let is_sign = |c: char| c.is_ascii_alphanumeric();
    let has_digits = bare.chars().filter(char::is_ascii_digit).count() >= NATIONAL_ID_SIGNS_MIN;
    let fits = (NATIONAL_ID_SIGNS_MIN..=NATIONAL_ID_SIGNS_MAX).contains(&bare.len());
    (bare.chars().all(is_sign) && has_digits && fits).then(|| bare.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_mail_can_be_tried_at() {
        assert_eq!(
            email(" Ana.Lopez+tramite@Ejemplo.COM "),
            Some("Ana.Lopez+tramite@ejemplo.com".to_owned())
        );
        assert_eq!(
            email("ñandu@ejemplo.com.py"),
            Some("ñandu@ejemplo.com.py".to_owned())
        );
        for wrong in [
            "",
            "ana",
            "ana@",
            "@ejemplo.com",
            "ana@ejemplo",
            "a na@ejemplo.com",
            "ana@ejemplo..com",
            "a@b.c\r\nBcc: x@y.z",
            "<a@b.c>",
            "a..b@c.d",
        ] {
            assert_eq!(email(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn telephones_with_any_marks() {
        assert_eq!(phone("(0981) 123-456"), Some("0981123456".to_owned()));
        assert_eq!(phone("+595 981 123.456"), Some("+595981123456".to_owned()));
        assert_eq!(phone("00595981123456"), Some("+595981123456".to_owned()));
        for wrong in [
            "",
            "12345",
            "llamar a Ana",
            "0981 12a 456",
            "1234567890123456",
        ] {
            assert_eq!(phone(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn identifiers_with_or_without_dots() {
        assert_eq!(national_id("4.123.456"), Some("4123456".to_owned()));
        assert_eq!(national_id("12345678-z"), Some("12345678Z".to_owned()));
        for wrong in ["", "abc", "12", "no tengo", "1234567890123456"] {
            assert_eq!(national_id(wrong), None, "{wrong}");
        }
    }
}
