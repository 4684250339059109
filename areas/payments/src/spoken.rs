//! Numbers that people read out at a counter, made from ids that only machines like.

use aws_lc_rs::digest::{SHA256, digest};

/// No sign that looks like another one.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Of sixty bits, in ten million numbers two are the same once in twenty thousand States.
const LENGTH: usize = 12;

/// Twelve signs in two groups that follow from the bytes of an id, and do not tell it.
pub(crate) fn number(prefix: &str, id: &[u8]) -> String {
    let hash = digest(&SHA256, id);
    let signs = hash
        .as_ref()
        .iter()
        .take(LENGTH)
        .filter_map(|byte| SIGNS.get(usize::from(*byte) % SIGNS.len()));
    let mut out = prefix.to_owned();
    for (place, sign) in signs.enumerate() {
        if place % (LENGTH / 2) == 0 {
            out.push('-');
        }
        out.push(char::from(*sign));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_follows_from_its_id() {
        let once = number("REC", &[7; 16]);
        assert_eq!(once, "REC-Q1M6FA-ATNPWJ");
        assert_ne!(once, number("REC", &[8; 16]));
    }
}
