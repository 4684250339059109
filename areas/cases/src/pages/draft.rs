//! Filling in an application: what every page about a draft begins with.

pub(super) mod begin;
pub(super) mod file;
mod keep;
mod page;
pub(super) mod parts;
pub(super) mod section;
mod sheet;
pub(super) mod whole;
pub(super) mod whom;

use std::sync::Arc;

use axum::response::Response;
use forms::{Answers, FieldError, Known};
use platform::{Visit, redirect};
use services::Published;

pub(crate) use self::page::TYPED;
use self::sheet::Sheet;
pub(crate) use self::sheet::{change_at, first_page};
use crate::applicant::Applicant;
use crate::document::{self, Document};
use crate::draft::{self, Draft, DraftId};
use crate::state::State;
use crate::{Error, facts, represented};

/// A draft with all that a page about it shows.
pub(crate) struct Opened {
    pub(crate) draft: Draft,
    pub(crate) service: Arc<Published>,
    pub(crate) known: Known,
    pub(crate) documents: Vec<Document>,
    /// The applicant's own number, where it is asked for whom they file.
    own_number: Option<String>,
}

impl Opened {
    /// Everything wrong with answers to it.
    pub(crate) fn faults(&self, answers: &Answers) -> Vec<FieldError> {
        let definition = &self.service.definition;
        let mut faults = definition.form.validate(answers, &self.known);
        let own = self.own_number.as_deref();
        faults.extend(represented::oneself(definition, answers, own));
        faults
    }

    /// What was sent is no longer changed here.
    fn not_sent(&self) -> std::result::Result<(), Error> {
        match &self.draft.sent {
            Some(number) => Err(Error::AlreadySent(number.clone())),
            None => Ok(()),
        }
    }

    /// A person's draft is shown, and taken from, only while they are signed in: on a shared browser
    /// somebody else may be sitting there now.
    fn for_its_person(&self, who: &Applicant) -> std::result::Result<(), Error> {
        if self.draft.has_person && who.citizen.is_none() {
            return Err(Error::SignInNeeded);
        }
        Ok(())
    }
}

/// Loads a draft of this visitor; whoever signed in on the browser that began it takes it over.
pub(crate) async fn open(
    visit: &Visit,
    state: &State,
    who: &Applicant,
    id: &str,
) -> std::result::Result<Opened, Error> {
    let id: DraftId = id.parse().map_err(|_| Error::Unknown)?;
    let (state_there, who, now) = (state.clone(), who.clone(), visit.now);
    let opened = state
        .app
        .store()
        .read({
            let who = who.clone();
            move |db| {
                let draft = draft::of_visitor(db, id, &who)?;
                let service = state_there.service(db, &draft.service_hash)?;
                let known = facts::known(
                    db,
                    &service,
                    id,
                    represented::for_themself(
                        &service.definition,
                        &draft.answers,
                        who.citizen.as_ref(),
                    ),
                    now,
                    state_there.place.zone(),
                )?;
                let own_number = represented::own_number(db, &service, who.citizen.as_ref())?;
                let documents = document::of_draft(db, id)?;
                Ok::<_, Error>(Opened {
                    draft,
                    service,
                    known,
                    documents,
                    own_number,
                })
            }
        })
        .await?;
    if !opened.draft.has_person && who.citizen.is_some() {
        let draft = opened.draft.clone();
        state
            .app
            .store()
            .write(move |tx| draft::adopt(tx, &draft, &who))
            .await?;
    }
    Ok(opened)
}

/// Where somebody must sign in first, because the part shows what the State knows about them.
fn sign_in_first(
    opened: &Opened,
    who: &Applicant,
    sheet: Option<Sheet<'_>>,
    back: &str,
) -> Option<Response> {
    let asks_who = sheet.is_none_or(Sheet::asks_who);
    let needed = who.citizen.is_none()
        && (opened.draft.has_person || (asks_who && opened.service.definition.needs_person()));
    needed.then(|| redirect::see_other(&format!("/ingresar?volver={back}")))
}
