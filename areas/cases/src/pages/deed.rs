//! `/oficina/expedientes/{number}/{revocar,prorrogar,reabrir}`: what an official does to a case of their own accord,
//! with reasons.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Button, FieldError, Form, Level, LinkButton, SummaryList, SummaryRow, TextArea, actions,
    heading, lead,
};
use identity::Official;
use maud::html;
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use services::Published;
use text::{Lang, Localized, Text};

use crate::act::{self, Act};
use crate::case::Case;
use crate::complete::REASONS_CHARACTERS_MAX;
use crate::deed::Deed;
use crate::jurisdiction::Jurisdiction;
use crate::state::State;
use crate::{CaseNumber, Error, case, extend, paper, reopen, revoke, words};

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The act is taken back.
    Revoke,
    /// The agency gives itself more time.
    Extend,
    /// The case is taken up again.
    Reopen,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Extend, Self::Reopen, Self::Revoke];

    /// The end of its address.
    const fn path(self) -> &'static str {
        match self {
            Self::Revoke => "revocar",
            Self::Extend => "prorrogar",
            Self::Reopen => "reabrir",
        }
    }

    fn from_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.path() == path)
    }

    /// What this official may do to this case now.
    pub(crate) fn allowed(
        official: &Official,
        case: &Case,
        acts: &[Act],
        service: &Published,
        place: &Jurisdiction,
        now: jiff::Timestamp,
    ) -> Vec<Self> {
        let is_theirs = case.agency_slug == official.agency_slug;
        let may = |kind: &Self| match kind {
            Self::Revoke => {
                act::ending(acts).is_some_and(|act| revoke::may(official, act, service))
            }
            Self::Extend => extend::may(official, case, acts, service, now),
            Self::Reopen => reopen::may(official, case, acts, service, place, now),
        };
        let all = Self::ALL.into_iter().filter(|_| is_theirs);
        all.filter(may).collect()
    }

    /// The link that leads to it.
    pub(crate) fn link(self, case: &Case, lang: Lang) -> LinkButton {
        let label = match self {
            Self::Revoke => words::review_revoke(lang),
            Self::Extend => words::review_extend(lang),
            Self::Reopen => words::review_reopen(lang),
        };
        let href = format!("/oficina/expedientes/{}/{}", case.number, self.path());
        LinkButton::new(href, label).secondary()
    }

    fn says(self, number: &str, lang: Lang) -> Says {
        match self {
            Self::Revoke => Says {
                title: words::revoke_title(lang, number),
                lead: words::revoke_lead(lang),
                needed: words::revoke_reasons_needed(lang),
                button: words::revoke_button(lang),
                cancel: words::revoke_cancel(lang),
            },
            Self::Extend => Says {
                title: words::extend_title(lang, number),
                lead: words::extend_lead(lang),
                needed: words::extend_reasons_needed(lang),
                button: words::extend_button(lang),
                cancel: words::extend_cancel(lang),
            },
            Self::Reopen => Says {
                title: words::reopen_title(lang, number),
                lead: words::reopen_lead(lang),
                needed: words::reopen_reasons_needed(lang),
                button: words::reopen_button(lang),
                cancel: words::reopen_cancel(lang),
            },
        }
    }
}

/// The words of one page.
struct Says {
    title: Text,
    lead: Text,
    needed: Text,
    button: Text,
    cancel: Text,
}

/// A case to which this official may do it. It tells nothing about a person.
struct Open {
    number: CaseNumber,
    service: Localized,
    issued_at: Option<jiff::Timestamp>,
    due_on: Option<jiff::civil::Date>,
    more: Option<calendar::Term>,
}

async fn open(
    state: &State,
    official: &Official,
    number: &str,
    kind: Kind,
    now: jiff::Timestamp,
) -> std::result::Result<Open, Error> {
    let number: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let (there, official) = (state.clone(), official.clone());
    state
        .app
        .store()
        .read(move |db| {
            let case = case::of_agency(db, &number, &official)?;
            let service = there.service_of(db, &case)?;
            let acts = act::all(db, case.id)?;
            let place = there.place_of(&case.agency_slug);
            let allowed = Kind::allowed(&official, &case, &acts, &service, place, now);
            if !allowed.contains(&kind) {
                return Err(Error::Unknown);
            }
            let issued = act::ending(&acts).and_then(|act| act.issued.as_ref());
            let definition = &service.definition;
            let extension = definition.ficha.term.extension.as_ref();
            Ok(Open {
                number: case.number,
                service: definition.title().clone(),
                issued_at: issued.map(|issued| issued.at),
                due_on: case.due_on,
                more: extension.map(|extension| extension.by),
            })
        })
        .await
}

/// What will happen, and the box for the reasons.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path((number, deed)): Path<(String, String)>,
) -> Result {
    let kind = Kind::from_path(&deed).ok_or_else(Problem::not_found)?;
    let open = open(&state, &official, &number, kind, visit.now).await?;
    Ok(view(&visit, kind, &open, Vec::new(), StatusCode::OK))
}

/// Does it.
pub(crate) async fn act(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path((number, deed)): Path<(String, String)>,
    typed: Typed,
) -> Result {
    let kind = Kind::from_path(&deed).ok_or_else(Problem::not_found)?;
    let (there, who, now) = (state.clone(), official.clone(), visit.now);
    let reasons = typed.get("motivos").to_owned();
    let parsed: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let done = state.app.store().write(move |tx| {
        let mut case = case::of_agency(tx, &parsed, &who)?;
        let service = there.service_of(tx, &case)?;
        let deed = Deed {
            official: &who,
            service: &service,
            place: there.place_of(&case.agency_slug.clone()),
            reasons: &reasons,
            now,
        };
        match kind {
            Kind::Revoke => revoke::revoke(tx, &mut case, &deed),
            Kind::Extend => extend::extend(tx, &mut case, &deed),
            Kind::Reopen => reopen::reopen(tx, &mut case, &deed),
        }
    });
    match done.await {
        Ok(()) => Ok(redirect::see_other(&format!(
            "/oficina/expedientes/{number}"
        ))),
        Err(Error::ReasonsNeeded) => {
            let open = open(&state, &official, &number, kind, visit.now).await?;
            let message = kind.says(&number, visit.lang).needed;
            let errors = vec![FieldError::new("motivos", message)];
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(view(&visit, kind, &open, errors, status))
        }
        Err(error) => Err(error.into()),
    }
}

fn view(
    visit: &Visit,
    kind: Kind,
    open: &Open,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let address = format!("/oficina/expedientes/{}", open.number);
    let says = kind.says(open.number.as_str(), lang);
    let reasons = TextArea::new("motivos", words::revoke_reasons(lang))
        .hint(words::revoke_reasons_hint(lang))
        .rows(6)
        .limit(REASONS_CHARACTERS_MAX)
        .error(FieldError::find(&errors, "motivos"));
    let button = match kind {
        Kind::Revoke => Button::new(says.button).danger(),
        Kind::Extend | Kind::Reopen => Button::new(says.button),
    };
    let form = Form::post(
        format!("{address}/{}", kind.path()),
        html! {
            (reasons.render(lang))
            (actions(html! {
                (button)
                (LinkButton::new(address.clone(), says.cancel).secondary())
            }))
        },
    );
    let body = html! {
        (heading(Level::H1, says.title.clone()))
        (lead(says.lead))
        (facts(visit, kind, open).render(lang))
        (form)
    };
    let page = Page::new(says.title)
        .weave(open.number.as_str())
        .back(address);
    visit.page_with(status, page.errors(errors).body(body))
}

/// What it is done to.
fn facts(visit: &Visit, kind: Kind, open: &Open) -> SummaryList {
    let lang = visit.lang;
    let row = |label: Text, value: Text| SummaryRow::new(label, value);
    let list = SummaryList::new().row(row(words::revoke_service(lang), open.service.get(lang)));
    match kind {
        Kind::Extend => {
            let due = open.due_on.map(|on| text::format::date_long(lang, on));
            let rows = due.map(|due| row(words::follow_due(lang), due));
            let more = open
                .more
                .map(|more| row(words::extend_by(lang), more.say(lang)));
            rows.into_iter().chain(more).fold(list, SummaryList::row)
        }
        Kind::Revoke | Kind::Reopen => {
            let zone = &visit.app.site().time_zone;
            let issued = open.issued_at.map(|at| paper::moment(lang, at, zone));
            let issued = issued.map(|at| row(words::revoke_issued(lang), Text::from(at)));
            issued.into_iter().fold(list, SummaryList::row)
        }
    }
}
