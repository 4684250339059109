//! Turns the words of this crate into typed functions.

fn main() {
    text::catalogue::generate("locales");
}
