//! What can go wrong with a payment.

use axum::http::StatusCode;
use platform::Problem;

use crate::words;

/// A failure of a verb of this area.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store failed, or the order or attempt does not exist ([`store::Error::Missing`]).
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The amount is not positive, the currency not three capital letters, or the way back not a path of this site.
    #[error("an order needs a positive amount, a currency and a path of this site")]
    Terms,
    /// The reference was ordered before with another amount, currency or payer.
    #[error("the reference was ordered before with other terms")]
    OtherTerms,
    /// The provider speaks of another amount than was to be charged. Nothing was changed.
    #[error("the provider's notice does not match what was to be charged")]
    Mismatch,
    /// The time to pay is over.
    #[error("the time to pay is over")]
    Expired,
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(store::Error::Missing) => Self::not_found(),
            Error::Store(error) => error.into(),
            Error::Terms | Error::OtherTerms => Self::internal(error),
            Error::Mismatch => {
                Self::new("payments.terms", StatusCode::CONFLICT, words::problem_terms)
                    .next(words::problem_terms_next)
                    .source(error)
            }
            Error::Expired => Self::new(
                "payments.expired",
                StatusCode::CONFLICT,
                words::problem_expired,
            )
            .next(words::problem_expired_next),
        }
    }
}
