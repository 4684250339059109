//! Whether a form is asked on one page, or part by part with a list of the parts.

use crate::{Form, Question};

/// Questions that one page asks where the definition says nothing: two screens of a telephone, and fewer ways to and
/// fro over a poor line than a page for each part.
const ASKED_AT_ONCE_MAX: usize = 6;
/// Questions that one page may ask at all: past it nobody finds an error again.
const ONE_PAGE_QUESTIONS_MAX: usize = 20;

/// How a form is laid out over pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Everything on one page.
    OnePage,
    /// A list of parts, and a page for each.
    Sections,
}

impl Layout {
    const ALL: [Self; 2] = [Self::OnePage, Self::Sections];

    /// The word of the definition.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnePage => "one_page",
            Self::Sections => "sections",
        }
    }

    /// The layout that a word of a definition names.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.as_str() == word)
    }

    /// The layout of these questions where the definition says none: short forms are one page. Groups and files
    /// make any form a long one.
    pub(crate) fn fitting<'q>(questions: impl Iterator<Item = &'q Question>) -> Self {
        let mut asked = 0;
        for question in questions {
            if question.entries().is_some() || question.kind.is_document() {
                return Self::Sections;
            }
            asked += usize::from(question.computed.is_none());
        }
        match asked <= ASKED_AT_ONCE_MAX {
            true => Self::OnePage,
            false => Self::Sections,
        }
    }
}

impl Form {
    /// The most questions that a form of one page takes, if this one has more.
    pub(crate) fn too_long_for_one_page(&self) -> Option<usize> {
        let is_long = self.written().count() > ONE_PAGE_QUESTIONS_MAX;
        (self.layout == Layout::OnePage && is_long).then_some(ONE_PAGE_QUESTIONS_MAX)
    }
}
