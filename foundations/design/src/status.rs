//! How something stands: always words and a shape together, never a colour alone.

use maud::{Markup, Render, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::words;

/// The shape before the words. Each has its colour, which says nothing that the shape does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// An empty circle: nothing happened yet.
    Empty,
    /// A half circle: begun.
    Half,
    /// A full circle: on its way.
    Full,
    /// A tick: done and good.
    Check,
    /// A cross: ended, and not as wished.
    Cross,
    /// A triangle: somebody must act.
    Triangle,
    /// Two bars: the clock stands still.
    Pause,
}

impl Shape {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Empty => "sh sh-empty",
            Self::Half => "sh sh-half",
            Self::Full => "sh sh-full",
            Self::Check => "sh sh-check",
            Self::Cross => "sh sh-cross",
            Self::Triangle => "sh sh-triangle",
            Self::Pause => "sh sh-pause",
        }
    }
}

/// How something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Nothing has been filled in.
    NotStarted,
    /// Something has been filled in.
    InProgress,
    /// All has been filled in.
    Completed,
    /// Something else must come first.
    CannotStart,
    /// It arrived.
    Received,
    /// Somebody is looking at it.
    UnderReview,
    /// The citizen must do something.
    NeedsCitizen,
    /// An official must do something.
    NeedsOfficial,
    /// It ended with what was asked for.
    Granted,
    /// It ended without.
    Denied,
    /// It ended because nobody went on.
    Closed,
    /// It stands.
    Valid,
    /// It no longer stands.
    Revoked,
    /// Its time is over.
    Expired,
    /// The money has not arrived.
    Unpaid,
    /// The money has arrived.
    Paid,
    /// Words of a service's own, with the shape they need.
    Other(Shape, Text),
}

impl Status {
    /// Its shape.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match self {
            Self::NotStarted | Self::CannotStart => Shape::Empty,
            Self::InProgress => Shape::Half,
            Self::Received | Self::UnderReview => Shape::Full,
            Self::Completed | Self::Granted | Self::Valid | Self::Paid => Shape::Check,
            Self::Denied | Self::Revoked | Self::Expired => Shape::Cross,
            Self::NeedsCitizen | Self::NeedsOfficial | Self::Unpaid => Shape::Triangle,
            Self::Closed => Shape::Pause,
            Self::Other(shape, _) => *shape,
        }
    }

    /// Its words.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Text {
        match self {
            Self::NotStarted => words::status_not_started(lang),
            Self::InProgress => words::status_in_progress(lang),
            Self::Completed => words::status_completed(lang),
            Self::CannotStart => words::status_cannot_start(lang),
            Self::Received => words::status_received(lang),
            Self::UnderReview => words::status_under_review(lang),
            Self::NeedsCitizen => words::status_needs_citizen(lang),
            Self::NeedsOfficial => words::status_needs_official(lang),
            Self::Granted => words::status_granted(lang),
            Self::Denied => words::status_denied(lang),
            Self::Closed => words::status_closed(lang),
            Self::Valid => words::status_valid(lang),
            Self::Revoked => words::status_revoked(lang),
            Self::Expired => words::status_expired(lang),
            Self::Unpaid => words::status_unpaid(lang),
            Self::Paid => words::status_paid(lang),
            Self::Other(_, words) => words.clone(),
        }
    }

    /// The status.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        shaped(self.shape(), self.words(lang))
    }
}

/// Words behind a shape.
pub(crate) fn shaped(shape: Shape, words: impl Render) -> Markup {
    html! { span class=(shape.class()) { (words) } }
}

pub(crate) fn examples() -> Vec<Example> {
    let all = [
        Status::NotStarted,
        Status::CannotStart,
        Status::InProgress,
        Status::Completed,
        Status::Received,
        Status::UnderReview,
        Status::NeedsCitizen,
        Status::NeedsOfficial,
        Status::Granted,
        Status::Denied,
        Status::Closed,
        Status::Valid,
        Status::Revoked,
        Status::Expired,
        Status::Unpaid,
        Status::Paid,
        Status::Other(Shape::Full, Text::from("En inspección")),
    ];
    vec![Example::new(
        words::state_all,
        html! { ul.plain.columns { @for status in all { li { (status.render(Lang::Es)) } } } },
    )]
}
