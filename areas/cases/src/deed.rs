//! What an official does to a case of their own accord, with reasons: not a task that waits for them.

use identity::Official;
use jiff::Timestamp;
use services::Published;
use store::Tx;

use crate::case::Case;
use crate::complete::stated_reasons;
use crate::jurisdiction::Jurisdiction;
use crate::{Error, event, look};

/// Who does it, on what ground, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// The official.
    pub official: &'a Official,
    /// The definition the case is pinned to.
    pub service: &'a Published,
    /// Where its terms are counted.
    pub place: &'a Jurisdiction,
    /// Why, as typed.
    pub reasons: &'a str,
    /// The instant.
    pub now: Timestamp,
}

impl Deed<'_> {
    /// That nobody decides on their own case, or without reasons. The look at the application is written down.
    ///
    /// # Errors
    /// [`Error::OwnCase`] and [`Error::ReasonsNeeded`]; else the reasons as they are kept.
    pub(crate) fn justify(&self, tx: &mut Tx, case: &Case) -> Result<String, Error> {
        if case.is_of(self.official.person) {
            return Err(Error::OwnCase);
        }
        let reasons = stated_reasons(self.reasons).ok_or(Error::ReasonsNeeded)?;
        look::deciding(tx, case, self.official, self.now)?;
        Ok(reasons)
    }

    /// Writes down what happened, in the official's name.
    pub(crate) fn record(
        &self,
        tx: &mut Tx,
        case: &Case,
        revision: i64,
        happened: &event::CaseEvent,
    ) -> Result<(), Error> {
        let account = Some(self.official.account);
        Ok(event::record(
            tx, case.id, revision, happened, account, self.now,
        )?)
    }
}
