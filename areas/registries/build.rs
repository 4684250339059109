//! Turns `locales/*.toml` into one typed function for each message.

fn main() {
    text::catalogue::generate("locales");
}
