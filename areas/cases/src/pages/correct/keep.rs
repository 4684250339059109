//! Keeping what came of a correction: what was typed, the files, one entry more or less.

use design::FieldError;
use forms::Answers;
use platform::enclosed::EnclosedFile;
use platform::form::Form as Typed;
use platform::{ClientKey, Problem, Result, Visit, redirect};

use crate::applicant::Applicant;
use crate::correct;
use crate::entries::EntryChange;
use crate::pages::Followed;
use crate::pages::draft::TYPED;
use crate::pages::files::{self, NotTaken};
use crate::pages::question::group;
use crate::state::State;

/// What was typed. A box that was unticked sends nothing, so each part is read as a page of its own.
pub(super) fn read(followed: &Followed, typed: &Typed) -> Answers {
    let form = &followed.service.definition.form;
    let fields: Vec<(&str, &str)> = typed.fields().collect();
    let mut read = Answers::default();
    if typed.has(TYPED) {
        for section in &form.sections {
            let of_section = form.read_section(section, &fields, &followed.known);
            read.take_from(&of_section, |_| true);
        }
    } else {
        read = form.read(&fields, &followed.known);
    }
    read
}

/// Who sent a correction, and from where.
pub(super) struct Sender<'a> {
    pub(super) visit: &'a Visit,
    pub(super) client: &'a ClientKey,
    pub(super) state: &'a State,
    pub(super) who: &'a Applicant,
}

impl Sender<'_> {
    /// Keeps what was typed and the files that can be taken; says what is wrong with the others.
    pub(super) async fn keep(
        &self,
        followed: &Followed,
        read: &Answers,
        enclosed: Vec<EnclosedFile>,
    ) -> std::result::Result<Vec<FieldError>, Problem> {
        let store = self.state.app.store();
        let (number, service) = (followed.case.number.clone(), followed.service.clone());
        let (who, read) = (self.who.clone(), read.clone());
        store
            .write(move |tx| correct::save(tx, &number, &who, &read, &service))
            .await?;
        let mut errors = Vec::new();
        for file in enclosed {
            files::count(self.visit, self.client)?;
            let form = &followed.service.definition.form;
            let Some(asked) = form.question(&file.field) else {
                continue;
            };
            match files::take_enclosed(self.state, asked, file).await {
                Ok(stored) => {
                    let (number, service) =
                        (followed.case.number.clone(), followed.service.clone());
                    let (who, question, now) = (self.who.clone(), asked.id.clone(), self.visit.now);
                    store
                        .write(move |tx| {
                            correct::attach(tx, &number, &who, &question, &stored, &service, now)
                        })
                        .await?;
                }
                Err(NotTaken::Failed(problem)) => return Err(problem),
                Err(NotTaken::Refused(why)) => errors.push(FieldError::new(
                    asked.id.clone(),
                    why.message(self.visit.lang),
                )),
            }
        }
        Ok(errors)
    }

    /// One entry more or less of a marked group.
    pub(super) async fn change_entries(
        &self,
        followed: &Followed,
        read: &Answers,
        change: EntryChange,
    ) -> Result {
        let (number, service) = (followed.case.number.clone(), followed.service.clone());
        let (who, now) = (self.who.clone(), self.visit.now);
        let at = group::place_after(&service.definition.form, &change, read);
        let back = format!("/expedientes/{number}/corregir#{at}");
        let changed =
            self.state.app.store().write(move |tx| {
                correct::change_entries(tx, &number, &who, &change, &service, now)
            });
        changed.await?;
        Ok(redirect::see_other(&back))
    }
}
