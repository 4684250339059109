//! One entry more of a group, or one less: its answers move, and its files with them.

use forms::{Answers, Entry, Form};
use jiff::Timestamp;
use store::Tx;

use crate::document::{self, Document};
use crate::{DraftId, Error};

/// What is asked of the entries of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryChange {
    /// One more, at the end.
    Add {
        /// The group.
        group: String,
    },
    /// One less.
    Remove {
        /// The group.
        group: String,
        /// Which, from 1.
        place: usize,
    },
}

impl EntryChange {
    /// The group.
    #[must_use]
    pub fn group(&self) -> &str {
        match self {
            Self::Add { group } | Self::Remove { group, .. } => group,
        }
    }
}

/// The answers after the change. The files of an entry that goes are taken out, and those of the entries after it go
/// on under their new places; what history says of the old ones stays.
pub(crate) fn change(
    tx: &mut Tx,
    form: &Form,
    draft: DraftId,
    answers: &Answers,
    change: &EntryChange,
    now: Timestamp,
) -> Result<Answers, Error> {
    let (group, place) = match change {
        EntryChange::Add { group } => return Ok(form.with_entry(group, answers)),
        EntryChange::Remove { group, place } => (group, *place),
    };
    let given = document::of_draft(tx, draft)?;
    let moving: Vec<(&Document, &Entry)> = given
        .iter()
        .filter_map(|document| {
            let entry = form.question(&document.question)?.entry.as_ref()?;
            (entry.group == *group && place > 0 && entry.place >= place)
                .then_some((document, entry))
        })
        .collect();
    // All out first: the same file may stand in two entries.
    for (document, _) in &moving {
        document::remove(tx, draft, document.id, now)?;
    }
    for (document, entry) in moving {
        if entry.place > place {
            let question = entry.id_at(entry.place - 1);
            document::add(tx, draft, &question, &document.into(), now)?;
        }
    }
    Ok(form.without_entry(group, place, answers))
}
