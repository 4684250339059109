//! The one place that asks the machine for the time.

use jiff::Timestamp;

/// Where `now` comes from: the machine's clock, or a fixed instant in tests.
#[derive(Debug, Clone, Copy)]
pub struct Clock(Source);

#[derive(Debug, Clone, Copy)]
enum Source {
    System,
    Fixed(Timestamp),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still, for tests.
    #[must_use]
    pub const fn fixed(at: Timestamp) -> Self {
        Self(Source::Fixed(at))
    }

    /// The instant to hand to domain functions, cut to whole microseconds as the store keeps it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = match self.0 {
            Source::Fixed(at) => at,
            Source::System => system_now(),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge that every other room asks"
)]
fn system_now() -> Timestamp {
    Timestamp::now()
}
