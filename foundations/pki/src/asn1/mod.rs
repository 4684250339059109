//! The little of ASN.1 that certificates, revocation lists and signatures need.
//!
//! [`write`] produces DER. [`read`] walks DER and the BER that others produce, borrowing from the input
//! and keeping the raw bytes of every element, because a signature is checked over what was received.

pub(crate) mod oid;
pub(crate) mod read;
pub(crate) mod write;

/// Tags of X.690, as they appear in the first byte.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const ENUMERATED: u8 = 0x0a;
    pub(crate) const UTF8_STRING: u8 = 0x0c;
    pub(crate) const PRINTABLE_STRING: u8 = 0x13;
    pub(crate) const TELETEX_STRING: u8 = 0x14;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const BMP_STRING: u8 = 0x1e;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// `[n]`, holding further elements.
    pub(crate) const fn constructed(number: u8) -> u8 {
        0xa0 | number
    }

    /// `[n]` IMPLICIT, holding bytes.
    pub(crate) const fn primitive(number: u8) -> u8 {
        0x80 | number
    }
}
