//! What every control of a form has: a label, and perhaps a hint and an error that are tied to it.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::words;

/// The label, hint and error of one control, or of a group of controls that answer one question.
#[derive(Debug, Clone)]
pub(crate) struct Control {
    /// The name of the answer. It is also the element's id: the error summary links there.
    pub(crate) name: String,
    pub(crate) label: Text,
    pub(crate) hint: Option<Text>,
    pub(crate) error: Option<Text>,
    pub(crate) optional: bool,
    pub(crate) page_heading: bool,
}

impl Control {
    pub(crate) fn new(name: impl Into<String>, label: impl Into<Text>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            error: None,
            optional: false,
            page_heading: false,
        }
    }

    /// The ids that describe the control, for `aria-describedby`.
    pub(crate) fn described_by(&self, more: Option<&str>) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| self.id("hint"));
        let error = self.error.as_ref().map(|_| self.id("error"));
        let ids: Vec<String> = [hint, error, more.map(|part| self.id(part))]
            .into_iter()
            .flatten()
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The id of a part of the control.
    pub(crate) fn id(&self, part: &str) -> String {
        format!("{}-{part}", self.name)
    }

    /// "true" for `aria-invalid` when there is an error.
    pub(crate) fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    /// One control with its label above it.
    pub(crate) fn single(&self, lang: Lang, control: &Markup) -> Markup {
        let label = html! { label for=(self.name) { (self.words(lang)) } };
        html! {
            .field.bad[self.error.is_some()] {
                @if self.page_heading { h1.ask { (label) } } @else { (label) }
                (self.notes(lang))
                (control)
            }
        }
    }

    /// Several controls that answer one question together.
    pub(crate) fn group(&self, lang: Lang, controls: &Markup) -> Markup {
        html! {
            fieldset.field.bad[self.error.is_some()] aria-describedby=[self.described_by(None)] {
                legend { @if self.page_heading { h1.ask { (self.words(lang)) } } @else { (self.words(lang)) } }
                (self.notes(lang))
                (controls)
            }
        }
    }

    fn words(&self, lang: Lang) -> Markup {
        html! { (self.label) @if self.optional { " " span.opt { (words::field_optional(lang)) } } }
    }

    fn notes(&self, lang: Lang) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.hint id=(self.id("hint")) { (hint) } }
            @if let Some(error) = &self.error {
                p.err id=(self.id("error")) { span.vh { (words::page_error_prefix(lang)) " " } (error) }
            }
        }
    }
}

/// The calls that every builder of a control shares. The builder keeps a [`Control`] in `control`.
macro_rules! shared_calls {
    () => {
        /// One short sentence of help, read together with the label.
        #[must_use]
        pub fn hint(mut self, hint: impl Into<::text::Text>) -> Self {
            self.control.hint = Some(hint.into());
            self
        }

        /// What is wrong with the answer, and how to mend it; nothing when there is nothing to say.
        #[must_use]
        pub fn error(mut self, error: impl Into<Option<::text::Text>>) -> Self {
            self.control.error = error.into();
            self
        }

        /// Says beside the label that no answer is needed.
        #[must_use]
        pub fn optional(mut self) -> Self {
            self.control.optional = true;
            self
        }

        /// Makes the label the heading of the page: for pages that ask one thing.
        #[must_use]
        pub fn page_heading(mut self) -> Self {
            self.control.page_heading = true;
            self
        }
    };
}
pub(crate) use shared_calls;
