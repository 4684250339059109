//! Ventanilla.
fn main() {}
