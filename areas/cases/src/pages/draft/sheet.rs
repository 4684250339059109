//! What one page of a draft asks: a part of its form, or all of it.

use std::collections::BTreeSet;

use forms::{Answers, FieldError, Form, Known, Layout, Question, Section};

use services::for_another::FOR_WHOM;

use crate::DraftId;

/// What one page of a draft asks.
#[derive(Clone, Copy)]
pub(super) enum Sheet<'f> {
    /// One part.
    Part(&'f Section),
    /// Everything, where the definition wants one page.
    Whole(&'f Form),
}

impl<'f> Sheet<'f> {
    /// The page on which a question is asked.
    pub(super) fn of(form: &'f Form, question: &str) -> Option<Self> {
        let section = form.section_of(question)?;
        Some(match form.layout {
            Layout::OnePage => Self::Whole(form),
            Layout::Sections => Self::Part(section),
        })
    }

    /// Its address.
    pub(super) fn address(self, draft: DraftId) -> String {
        match self {
            Self::Part(section) => format!("/borradores/{draft}/{}", section.id),
            Self::Whole(_) => format!("/borradores/{draft}"),
        }
    }

    pub(super) fn sections(self) -> &'f [Section] {
        match self {
            Self::Part(section) => std::slice::from_ref(section),
            Self::Whole(form) => &form.sections,
        }
    }

    fn questions(self) -> impl Iterator<Item = &'f Question> {
        self.sections()
            .iter()
            .flat_map(|section| &section.questions)
    }

    /// Whether it shows what the State knows about somebody, or asks for whom whoever signed in files.
    pub(super) fn asks_who(self) -> bool {
        self.questions()
            .any(|question| question.kind.dataset().is_some() || question.id == FOR_WHOM)
    }

    /// The question of it with this name that takes files.
    pub(super) fn takes_files(self, name: &str) -> Option<&'f Question> {
        self.questions()
            .find(|question| question.id == name && question.kind.is_document())
    }

    /// What was typed on it, as [`Form::read_section`] reads each part.
    pub(super) fn read(self, form: &Form, fields: &[(&str, &str)], known: &Known) -> Answers {
        let mut read = Answers::default();
        for section in self.sections() {
            read.take_from(&form.read_section(section, fields, known), |_| true);
        }
        read
    }

    /// The questions whose answers its form sends.
    pub(super) fn boxes(self) -> BTreeSet<String> {
        let boxed = self
            .questions()
            .filter(|question| !question.kind.is_document());
        boxed.map(|question| question.id.clone()).collect()
    }

    /// What is wrong on it, of all that is wrong.
    pub(super) fn those_here(self, faults: Vec<FieldError>) -> Vec<FieldError> {
        let is_here = |fault: &FieldError| self.questions().any(|asked| asked.id == fault.question);
        faults.into_iter().filter(is_here).collect()
    }
}

/// Where filling in a draft begins.
pub(crate) fn first_page(form: &Form, draft: DraftId) -> String {
    match (form.layout, form.sections.first()) {
        (Layout::Sections, Some(first)) => Sheet::Part(first).address(draft),
        _ => Sheet::Whole(form).address(draft),
    }
}

/// Where an answer is changed by whoever checks all of them.
pub(crate) fn change_at(form: &Form, draft: DraftId, question: &str) -> String {
    let page = Sheet::of(form, question).map_or_else(
        || Sheet::Whole(form).address(draft),
        |sheet| sheet.address(draft),
    );
    format!("{page}?volver=revisar#{question}")
}
