//! What can go wrong in the store, in terms a caller can act on.

/// A failure of the store. No variant carries a stored value, so an error may be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A row, a blob or a job that had to exist does not.
    #[error("what was asked for does not exist")]
    Missing,
    /// A row with the same key exists already. Carries the columns or the name of the constraint.
    #[error("a unique key exists already: {0}")]
    Unique(String),
    /// A foreign key, a `not null` or a `check` refused the row.
    #[error("a constraint refused the row: {0}")]
    Constraint(String),
    /// Others changed the same rows at the same time, and went on doing so through every new attempt.
    /// Nothing was changed.
    #[error("others kept changing the same rows")]
    Conflict,
    /// The disk is full. Nothing was changed; reading goes on, and writing too as soon as there is room.
    #[error("the disk is full")]
    Full,
    /// Too many requests wait already, or this one waited too long. It was not begun; ask again later.
    #[error("the store is busy")]
    Busy,
    /// The database cannot be reached. Nothing was changed. The store keeps trying for later requests.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The connection broke while the commit was under way and nothing could be learnt about it since:
    /// the change either happened whole or not at all. Look before trying again.
    #[error("the connection was lost at the commit; the change may or may not have happened")]
    Unknown,
    /// The disk or the file system failed. A change whose commit failed this way is not visible.
    #[error("the disk failed: {0}")]
    Io(String),
    /// The database file or a stored value is not what was once written.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// A value does not fit its type or column.
    #[error("a value does not fit: {0}")]
    Value(String),
    /// The database does not understand a statement, or it was used wrongly: an error of the program.
    #[error("statement {name}: {message}")]
    Statement {
        /// The registered name of the statement.
        name: &'static str,
        /// What the database says about it.
        message: String,
    },
    /// The store was used in a way that cannot work: an error of the program.
    #[error("the store was used wrongly: {0}")]
    Misuse(&'static str),
    /// The database does not fit this program, told in one plain sentence for the operator.
    #[error("{0}")]
    Migration(String),
    /// The function handed in panicked. Nothing of it was kept.
    #[error("the transaction's function panicked")]
    Panicked,
    /// The store was closed before this request was begun.
    #[error("the store is closed")]
    Stopped,
}

impl Error {
    /// Whether a row with the same key exists already.
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Unique(_))
    }

    /// An input or output error of the file system, with a full disk told apart.
    pub(crate) fn from_io(doing: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::NotFound => Self::Missing,
            kind => Self::Io(format!("{doing}: {kind}")),
        }
    }
}
