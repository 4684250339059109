//! What the State signs, judged by tools that are not ours: poppler's `pdfsig`, pyHanko, veraPDF, qpdf and
//! openssl, with the State's root as the only one they trust. The acts are real ones: each test starts the
//! real binary, files the three services by its JSON face, pays at the test bank, decides as its officials.
//!
//! `cargo xtask test` brings the tools. One that is not there is named and passed over.
//!
//! Not judged here, because they need days to pass: the act that silence makes, and the closing of a case
//! whose applicant never corrected it. They are made from the same template and by the same seal.

#[cfg(test)]
mod judged;
#[cfg(test)]
mod office;
#[cfg(test)]
#[expect(
    dead_code,
    reason = "what the other tests of the real binary need, and these do not"
)]
#[path = "../program/mod.rs"]
mod program;
#[cfg(test)]
mod tools;
