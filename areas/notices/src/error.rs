//! What can go wrong with a message.

/// A failure of a verb of this area.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The subject or the body is longer than an inbox shows.
    #[error("a message is too long")]
    TooLong,
    /// The address cannot receive mail, or the link is not a path of this site.
    #[error("a message has no place to go")]
    Unreachable,
    /// The server, the folder or the sender's address of outgoing mail cannot be used; says why, without names.
    #[error("mail cannot be sent: {0}")]
    Mail(&'static str),
}

impl From<Error> for platform::Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(store::Error::Missing) => Self::not_found(),
            Error::Store(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
