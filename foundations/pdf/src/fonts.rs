//! The typefaces that go into every document. No font of the machine is used, so that a document
//! looks the same, byte for byte, wherever it is made. `fonts/FONTS.md` says where they come from.

use std::sync::LazyLock;

use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

/// The files, in the order in which Typst knows them.
const FILES: [&[u8]; 6] = [
    include_bytes!("../fonts/NotoSerif-Regular.ttf"),
    include_bytes!("../fonts/NotoSerif-Bold.ttf"),
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSansMono-Regular.ttf"),
    include_bytes!("../fonts/NotoSansMono-Bold.ttf"),
];

/// The fonts and the book by which Typst finds them.
pub(crate) struct Fonts {
    /// What each font is called and can do.
    pub(crate) book: LazyHash<FontBook>,
    /// The fonts, by their place in the book.
    pub(crate) all: Vec<Font>,
}

impl Fonts {
    /// Whether any of the fonts can draw `letter`.
    pub(crate) fn has(&self, letter: char) -> bool {
        self.all
            .iter()
            .any(|font| font.info().coverage.contains(u32::from(letter)))
    }
}

/// Parsed once: it takes longer than setting a page.
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let all: Vec<Font> = FILES
        .into_iter()
        .flat_map(|file| Font::iter(Bytes::new(file)))
        .collect();
    Fonts {
        book: LazyHash::new(FontBook::from_fonts(&all)),
        all,
    }
});
