//! All that a template can see: five virtual files and our own fonts.

use std::sync::LazyLock;

use typst::{
    Library, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::{
    Document, Error, Part,
    document::{within, without_size},
    fonts::FONTS,
    library::LIBRARY,
    qr, words,
};

/// Sets title, language, author and the plain look, then gives the word to the template. A template
/// without the house style is still titled, in its language, and in a font that we ship.
const MAIN: &str = r##"#let about = json("/document.json")
#set document(title: about.title, author: about.author)
#set text(font: ("Noto Sans", "Noto Sans Mono"), lang: about.lang, size: 12pt)
#include "/template.typ"
"##;

/// The paths that exist. A path that does not resolve would be a fault of these literals, and then no
/// file is found: rendering fails with an error that says so.
static PATHS: LazyLock<Paths> = LazyLock::new(|| Paths {
    main: id("/main.typ"),
    template: id("/template.typ"),
    house: id("/house.typ"),
    data: id("/data.json"),
    about: id("/document.json"),
    weave: id("/weave.svg"),
    qr: id("/qr.svg"),
});

struct Paths {
    main: Option<FileId>,
    template: Option<FileId>,
    house: Option<FileId>,
    data: Option<FileId>,
    about: Option<FileId>,
    weave: Option<FileId>,
    qr: Option<FileId>,
}

fn id(path: &str) -> Option<FileId> {
    VirtualPath::new(path)
        .ok()
        .map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The house style, parsed once.
static HOUSE: LazyLock<Option<Source>> = LazyLock::new(|| {
    PATHS
        .house
        .map(|id| Source::new(id, include_str!("../templates/house.typ").to_owned()))
});

/// The surroundings of one document.
pub(crate) struct Room {
    main: FileId,
    sources: Vec<Source>,
    files: Vec<(FileId, Bytes)>,
}

impl Room {
    /// Lays out the virtual files of `document`, whose limits it checks.
    ///
    /// # Errors
    /// What [`Document::check`] refuses; [`Error::TooLarge`] for data; [`Error::Qr`].
    pub(crate) fn furnish(document: &Document<'_>) -> Result<Self, Error> {
        document.check()?;
        let main = PATHS.main.ok_or(Error::Failed)?;
        let mut room = Room {
            main,
            sources: Vec::new(),
            files: Vec::new(),
        };
        room.sources.push(Source::new(main, MAIN.to_owned()));
        room.sources.extend(HOUSE.clone());
        if let Some(id) = PATHS.template {
            room.sources
                .push(Source::new(id, document.template.to_owned()));
        }
        let data =
            serde_json::to_string(&words::printable(document.data)).map_err(|_| Error::Failed)?;
        within(Part::Data, data.len(), crate::DATA_BYTES_MAX)?;
        room.add(PATHS.data, data);
        room.add(PATHS.about, about(document).to_string());
        if let Some(svg) = document.weave_svg {
            room.add(PATHS.weave, without_size(svg));
        }
        if let Some(text) = document.qr {
            room.add(PATHS.qr, qr::draw(text)?);
        }
        Ok(room)
    }

    fn add(&mut self, id: Option<FileId>, text: String) {
        self.files
            .extend(id.map(|id| (id, Bytes::from_string(text))));
    }

    /// What people call the file: their own is `template`, ours has its path.
    pub(crate) fn name(id: FileId) -> String {
        if Some(id) == PATHS.template {
            return "template".to_owned();
        }
        id.vpath().get_with_slash().to_owned()
    }

    /// Whether `id` is the template, the one file its author can mend.
    pub(crate) fn is_template(id: FileId) -> bool {
        Some(id) == PATHS.template
    }
}

/// What the house style must know about the document itself.
fn about(document: &Document<'_>) -> serde_json::Value {
    serde_json::json!({
        "title": words::printable_text(document.title),
        "author": words::printable_text(document.author),
        "lang": document.lang,
        "weave": document.weave_svg.is_some(),
        "qr": document.qr,
    })
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl World for Room {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, bytes)| bytes.clone())
            .ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.all.get(index).cloned()
    }

    /// A template has no clock: the same document must come out the same tomorrow.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
