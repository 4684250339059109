//! Making the act of a decided case: rendered, sealed, stored, entered in the ledger, announced.

use std::sync::Arc;

use forms::Known;
use identity::{Actor, Agency};
use jiff::Timestamp;
use jiff::civil::Date;
use process::Outcome;
use services::Published;
use store::{Store, Tx};
use text::Lang;

use crate::act::{self, Act, Issued, Meaning};
use crate::case::{self, Application, Case};
use crate::event::CaseEvent;
use crate::paper::{self, ActFacts, Head};
use crate::register::{Holds, register};
use crate::state::State;
use crate::{CaseId, Error, attachment, event, facts, look, tell};

/// Makes and seals the oldest act of a case that waits for it; each that is decided asks for this once. A worker does
/// this; where nothing waits it finds nothing to do.
///
/// What the act grants is entered in its registry in the same transaction that puts the act in place.
/// The agency's automatic process looks at the applicant's data, and the look is written down. The
/// bytes are stored under their hash before the row that names them. The applicant is told.
///
/// # Errors
/// When the definition's template fails, a key cannot be opened or the store fails: the job is tried again.
pub fn issue(store: &Store, state: &State, id: CaseId, now: Timestamp) -> Result<(), Error> {
    let there = state.clone();
    let gathered = store.write_blocking(move |tx| gather(tx, &there, id, now))?;
    let Some(decided) = gathered else {
        return Ok(());
    };
    let head = Head {
        site: state.app.site(),
        agency_name: &decided.agency.name,
        service: &decided.service,
        lang: LANG,
    };
    let bytes = paper::act(
        &head,
        &decided.case,
        &decided.application,
        &decided.known,
        &decided.act,
        &decided.facts,
        now,
    )?;
    let signing = pki::pades::Signing::new(decided.service.definition.title().as_str(LANG), now);
    let sealed = pki::pades::sign(&bytes, &decided.seal, &signing).map_err(Error::inner)?;
    let blob = store.blobs().put(&sealed)?;
    let (valid_until, service) = (decided.facts.valid_until, decided.service);
    let (act_id, meaning) = (decided.act.id, decided.act.meaning);
    let (application, zone) = (decided.application, state.place.zone().clone());
    store.write_blocking(move |tx| {
        let mut case = case::by_id(tx, id)?;
        let content = act::leaf_content(&blob);
        let leaf =
            ledger::queue(tx, "act", case.number.as_str(), &content, now).map_err(Error::inner)?;
        let issued = Issued {
            at: now,
            blob: blob.clone(),
            valid_until,
            leaf,
        };
        if !act::issue(tx, act_id, &issued)? {
            return Err(Error::MovedOn);
        }
        let at = case.position.clone();
        let revision = case::next_revision(tx, &mut case, &at)?;
        event::record(tx, id, revision, &CaseEvent::ActIssued, None, now)?;
        let Meaning::Ends(outcome) = meaning else {
            return tell::tell(tx, &case, &service, tell::Told::TermExtended, now);
        };
        let place = act::ending_place(&act::all(tx, id)?, act_id);
        let holds = Holds {
            from: now.to_zoned(zone.clone()).date(),
            until: valid_until,
        };
        if let Some(dataset) = register(tx, &service, &case, &application, &holds, place, now)? {
            let revision = case::next_revision(tx, &mut case, &at)?;
            let entered = CaseEvent::Registered { dataset };
            event::record(tx, id, revision, &entered, None, now)?;
        }
        tell::tell(tx, &case, &service, tell::Told::ActIssued(outcome), now)
    })
}

/// Acts are in the language of the law.
const LANG: Lang = Lang::Es;

/// A decided case with all that its paper needs.
struct Decided {
    case: Case,
    act: Act,
    service: Arc<Published>,
    agency: Agency,
    application: Application,
    known: Known,
    facts: ActFacts,
    seal: pki::Seal,
}

/// Gathers what the paper needs, unless the act is there already.
fn gather(
    tx: &mut Tx,
    state: &State,
    id: CaseId,
    now: Timestamp,
) -> Result<Option<Decided>, Error> {
    let case = case::by_id(tx, id)?;
    let waits = |act: &Act| act.issued.is_none();
    let Some(act) = act::all(tx, id)?.into_iter().find(waits) else {
        return Ok(None);
    };
    let service = state.service_of(tx, &case)?;
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, &case, agency.id, now)?;
    let application = case.open(look.as_ref())?.clone();
    let facts = ActFacts {
        holder: facts::holder(tx, &service, &case, &application, look.as_ref())?,
        acted: facts::acted(tx, &service, &case, &application, look.as_ref(), LANG)?,
        signed_by: signed_by(tx, &act)?,
        valid_until: valid_until(state, &service, &act, now),
        files: attachment::given(tx, id)?,
        gathered: facts::gathered(tx, id)?,
        paid: paid(tx, id)?,
        appeal: facts::appeal(&service, &act, state.place_of(&case.agency_slug), now, LANG),
    };
    let known = facts::known(tx, &service, case.draft(), None, now, state.place.zone())?;
    let seal = pki::Seal::load(tx, &state.master, &case.agency_slug).map_err(Error::inner)?;
    Ok(Some(Decided {
        case,
        act,
        service,
        agency,
        application,
        known,
        facts,
        seal,
    }))
}

/// Whose decision it is, by name and agency; nobody's when it is automatic.
fn signed_by(tx: &mut Tx, act: &Act) -> Result<Vec<String>, Error> {
    let Some(account) = act.decided_by else {
        return Ok(Vec::new());
    };
    let actor = Actor::of_account(tx, account)?;
    let official = actor.as_ref().and_then(Actor::official);
    Ok(official.map_or_else(Vec::new, |official| {
        vec![
            official.name.clone(),
            official.agency_name.as_str(LANG).to_owned(),
        ]
    }))
}

/// The fee, as it arrived.
fn paid(tx: &mut Tx, id: CaseId) -> Result<Option<String>, Error> {
    let settled = payments::settled(tx, &id.to_string())?;
    Ok(settled.map(|paid| text::format::money(LANG, paid.amount_minor, &paid.currency)))
}

fn valid_until(state: &State, service: &Published, act: &Act, now: Timestamp) -> Option<Date> {
    let today = now.to_zoned(state.place.zone().clone()).date();
    service
        .definition
        .valid_until(today)
        .filter(|_| act.meaning == Meaning::Ends(Outcome::Granted))
}
