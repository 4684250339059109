//! Detached CMS signatures (RFC 5652) as CAdES baseline B-B asks for them (EN 319 122-1).

pub(crate) mod sign;
pub(crate) mod verify;
