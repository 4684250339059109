//! What is to be rendered, and how large it may be.

use crate::{Error, Part};

/// Templates are written by hand; the longest of ours has 8 KB.
pub const TEMPLATE_BYTES_MAX: usize = 128 * 1024;

/// A receipt repeats every answer: a form of 200 questions with long answers fits four times over.
pub const DATA_BYTES_MAX: usize = 2 * 1024 * 1024;

/// A woven band has at most 84 cells; a drawing of them stays far below this.
pub const WEAVE_BYTES_MAX: usize = 64 * 1024;

/// A QR code that a cheap telephone still reads from paper holds an address, not a text.
pub const QR_BYTES_MAX: usize = 512;

/// Titles and authors go into metadata that readers show on one line.
const LABEL_BYTES_MAX: usize = 1024;

/// One document to render. The same values always give the same bytes.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    /// Typst source. It may `#import "/house.typ": *`; it can reach no file, network or package.
    pub template: &'a str,
    /// What the template fills in, found at `/data.json` and, through the house style, as `data`.
    /// Dates and amounts come already in the reader's words: this room knows no calendar.
    pub data: &'a serde_json::Value,
    /// The title in the reader's list of documents and window (PDF/UA-1 asks for one).
    pub title: &'a str,
    /// The language of the text as a two- or three-letter tag (`es`, `gn`, `en`), so that it is read aloud rightly.
    pub lang: &'a str,
    /// Who the document comes from: the institution, not a person.
    pub author: &'a str,
    /// The moment written into the metadata.
    pub at: jiff::Timestamp,
    /// One tile of the woven band as SVG, drawn by us: never pass a foreign SVG. Without it, rules stand in.
    pub weave_svg: Option<&'a str>,
    /// The text of the QR code, usually the address at which the document can be checked.
    pub qr: Option<&'a str>,
}

impl Document<'_> {
    /// Refuses what is too large or malformed before any work is done.
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::Language`] or [`Error::Weave`].
    pub(crate) fn check(&self) -> Result<(), Error> {
        within(Part::Template, self.template.len(), TEMPLATE_BYTES_MAX)?;
        within(Part::Title, self.title.len(), LABEL_BYTES_MAX)?;
        within(Part::Author, self.author.len(), LABEL_BYTES_MAX)?;
        within(Part::Qr, self.qr.map_or(0, str::len), QR_BYTES_MAX)?;
        within(
            Part::Weave,
            self.weave_svg.map_or(0, str::len),
            WEAVE_BYTES_MAX,
        )?;
        if !is_language_tag(self.lang) {
            return Err(Error::Language);
        }
        match self.weave_svg {
            Some(svg) if !is_plain_drawing(svg) => Err(Error::Weave),
            _ => Ok(()),
        }
    }
}

/// Refuses `bytes` above `limit`.
pub(crate) fn within(part: Part, bytes: usize, limit: usize) -> Result<(), Error> {
    if bytes > limit {
        return Err(Error::TooLarge { part, bytes, limit });
    }
    Ok(())
}

/// Typst takes the primary subtag only, two or three letters.
fn is_language_tag(tag: &str) -> bool {
    matches!(tag.len(), 2 | 3) && tag.bytes().all(|b| b.is_ascii_lowercase())
}

/// A drawing of paths and rectangles refers to nothing outside and declares no entities, whose
/// expansion is how small XML exhausts a parser.
fn is_plain_drawing(svg: &str) -> bool {
    svg.trim_start().starts_with("<svg")
        && !["<!", "<?", "href", "<image", "<foreignObject"]
            .iter()
            .any(|bad| svg.contains(bad))
}

/// The drawing without a size of its own, so that its proportions are those of its view box: an SVG that
/// names only a height would otherwise be set with empty paper around it.
pub(crate) fn without_size(svg: &str) -> String {
    let Some((head, rest)) = svg
        .split_once('>')
        .filter(|(head, _)| head.contains("viewBox="))
    else {
        return svg.to_owned();
    };
    let kept: Vec<&str> = head
        .split(' ')
        .filter(|part| !part.starts_with("height=") && !part.starts_with("width="))
        .collect();
    format!("{}>{rest}", kept.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_that_refers_to_the_outside_is_refused() {
        assert!(is_plain_drawing(
            "<svg viewBox='0 0 12 7'><path d='M0 0h1v1h-1z'/></svg>"
        ));
        assert!(!is_plain_drawing(
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>"
        ));
        assert!(!is_plain_drawing(
            "<svg><image href='file:///etc/hostname'/></svg>"
        ));
        assert!(!is_plain_drawing("not a drawing"));
    }

    #[test]
    fn a_drawing_takes_its_proportions_from_its_view_box() {
        let svg = r#"<svg viewBox="0 0 192 9" height="18" fill="none"><path stroke-width="2" d="M0 0h9"/></svg>"#;
        assert_eq!(
            without_size(svg),
            r#"<svg viewBox="0 0 192 9" fill="none"><path stroke-width="2" d="M0 0h9"/></svg>"#
        );
    }

    #[test]
    fn a_language_is_two_or_three_small_letters() {
        assert!(is_language_tag("gn") && is_language_tag("grn"));
        assert!(!is_language_tag("") && !is_language_tag("es-PY") && !is_language_tag("ES"));
    }
}
