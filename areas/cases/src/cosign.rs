//! Others sign an application that one of them filed: partners of a firm, both parents, a seller and a buyer.

use identity::access::{self, Automatic};
use identity::people::{self, NationalId};
use identity::{Citizen, PersonId, Purpose, Reason};
use jiff::Timestamp;
use process::{Cosigning, Event};
use services::Published;
use store::{Db, Tx, jobs, params};

use crate::advance::{Walk, carry_out};
use crate::case::{self, Application, Case};
use crate::event::CaseEvent;
use crate::job::{self, Lapse};
use crate::jurisdiction::Jurisdiction;
use crate::{CaseId, CaseNumber, Error, facts, look, tell, words};

store::statements! {
    /// Asks somebody to sign.
    ASK = "insert into case_cosigner (case_id, revision, person_id, asked_at) values ($1, $2, $3, $4)
           on conflict (case_id, revision, person_id) do nothing";
    /// The case that somebody is asked to sign and has not answered about.
    OF_COSIGNER = "select c.id from case_file c join case_cosigner s on s.case_id = c.id
                   where c.number = $1 and s.person_id = $2 and c.outcome is null order by s.revision desc limit 1";
    /// Answers, once.
    ANSWER = "update case_cosigner set answered_at = $3, signs = $4 where case_id = $1 and person_id = $2 and answered_at is null
                and revision = (select max(revision) from case_cosigner where case_id = $1)";
    /// Whether somebody has answered to what was asked last.
    HAS_ANSWERED = "select signs from case_cosigner where case_id = $1 and person_id = $2
                      and revision = (select max(revision) from case_cosigner where case_id = $1)";
    /// The step that asked last.
    LAST = "select max(revision) from case_cosigner where case_id = $1";
    /// Who has not signed yet of those who were asked last.
    MISSING = "select count(*) from case_cosigner where case_id = $1 and coalesce(signs, 0) = 0
                 and revision = (select max(revision) from case_cosigner where case_id = $1)";
}

/// People who sign one application: a whole assembly of a small cooperative.
const COSIGNERS_MAX: usize = 50;

/// Asks those to sign whom the formula names, and sets the alarm for the end of their time.
///
/// The applicant is never asked again. Where it names nobody else the case goes on at once; where it names somebody
/// the State does not know, it goes on as if they had not signed, because nobody can.
pub(crate) fn ask(
    tx: &mut Tx,
    case: &mut Case,
    cosigning: &Cosigning,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    let numbers = cosigning
        .named(walk.facts)
        .map_err(|error| Error::Definition(error.to_string()))?;
    let mut asked: Vec<PersonId> = Vec::new();
    for number in numbers.into_iter().take(COSIGNERS_MAX) {
        let number = NationalId::parse(&number);
        let known = match number {
            Some(number) => people::find(tx, &number)?,
            None => None,
        };
        match known {
            Some(person) if Some(person) == case.person => {}
            Some(person) => asked.push(person),
            None => return go_on(tx, case, false, walk),
        }
    }
    if asked.is_empty() {
        return go_on(tx, case, true, walk);
    }
    let until = walk
        .due(&cosigning.within)?
        .ok_or_else(|| Error::Definition("signing without an end".to_owned()))?;
    let count = i64::try_from(asked.len()).unwrap_or(i64::MAX);
    walk.also(tx, case, &CaseEvent::CosignersAsked { count, until })?;
    for person in asked {
        tx.exec(&ASK, params![case.id, case.revision, person, walk.now])?;
        tell::tell_cosigner(tx, case, walk.service, person, walk.now)?;
    }
    let lapse = Lapse {
        case: case.id,
        revision: case.revision,
    };
    let key = format!("{}:{}", case.id, case.revision);
    jobs::enqueue(tx, job::COSIGNING_LAPSES, &key, &lapse, until)?;
    Ok(())
}

/// Goes on: all have signed, or somebody did not.
fn go_on(tx: &mut Tx, case: &mut Case, have_signed: bool, walk: &Walk<'_>) -> Result<(), Error> {
    let (event, happened) = match have_signed {
        true => (Event::Cosigned, CaseEvent::Cosigned),
        false => (Event::NotCosigned, CaseEvent::NotCosigned),
    };
    let process = &walk.service.definition.process;
    let step = process.advance(&case.position, &event, walk.facts)?;
    carry_out(tx, case, &happened, &step, walk)
}

/// A case that somebody is asked to sign, with what its applicant wrote.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The case.
    pub case: Case,
    /// What would be signed.
    pub application: Application,
    /// What they answered; none while they have not.
    pub answered: Option<bool>,
}

/// Opens a case for somebody who is asked to sign it. The look is written down for the applicant.
///
/// # Errors
/// [`Error::Unknown`] when they are not asked, or it has ended.
pub fn open(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Citizen,
    now: Timestamp,
) -> Result<Asked, Error> {
    let case = of_cosigner(tx, number, who.person)?;
    let look = match case.person {
        Some(person) => {
            let agency =
                identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
            let said = words::cosign_look(text::Lang::Es).into_string();
            let purpose = Purpose::new(Reason::Stated(said)).for_case(number.as_str());
            Some(access::look(
                tx,
                &Automatic(agency.id),
                person,
                purpose,
                now,
            )?)
        }
        None => None,
    };
    let application = case.open(look.as_ref())?.clone();
    let answered = answered(tx, case.id, who.person)?;
    Ok(Asked {
        case,
        application,
        answered,
    })
}

fn of_cosigner(db: &mut Db, number: &CaseNumber, person: PersonId) -> Result<Case, Error> {
    let id: Option<CaseId> = db.row_opt(&OF_COSIGNER, params![number.as_str(), person], |row| {
        row.get(0)
    })?;
    case::by_id(db, id.ok_or(Error::Unknown)?)
}

fn answered(db: &mut Db, case: CaseId, person: PersonId) -> Result<Option<bool>, Error> {
    let found: Option<Option<i64>> =
        db.row_opt(&HAS_ANSWERED, params![case, person], |row| row.get(0))?;
    Ok(found.flatten().map(|signs| signs != 0))
}

/// Signs an application that somebody else filed, or says that one does not.
///
/// Only whoever is asked may, once. When the last one has signed the case goes on; when one does not want to, it goes
/// where the process says. The applicant reads it in the history of the case.
///
/// # Errors
/// [`Error::Unknown`] when they are not asked; [`Error::MovedOn`] when they answered before, or its time is over.
pub fn answer(
    tx: &mut Tx,
    number: &CaseNumber,
    who: &Citizen,
    signs: bool,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = of_cosigner(tx, number, who.person)?;
    let process = &service.definition.process;
    let waits = matches!(
        process.foremost(&case.position),
        Some(process::Waiting::Cosigners(_))
    );
    let answer = params![case.id, who.person, now, i64::from(signs)];
    if !waits || tx.exec(&ANSWER, answer)? == 0 {
        return Err(Error::MovedOn);
    }
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, &case, agency.id, now)?;
    let answers = case.open(look.as_ref())?.answers.clone();
    let facts = facts::of_case(tx, service, case.id, &answers)?;
    let walk = Walk {
        service,
        place,
        by: None,
        now,
        facts: &facts,
    };
    walk.also(tx, &mut case, &CaseEvent::CosignerAnswered { signs })?;
    let missing: Option<i64> = tx.row_opt(&MISSING, params![case.id], |row| row.get(0))?;
    match (signs, missing) {
        (false, _) => go_on(tx, &mut case, false, &walk),
        (true, Some(0)) => go_on(tx, &mut case, true, &walk),
        (true, _) => Ok(()),
    }
}

/// Goes on without those who did not sign in time. Nothing happens when all did, or others were asked since.
///
/// # Errors
/// When the store fails or the definition cannot be carried out.
pub(crate) fn lapse(
    tx: &mut Tx,
    lapse: &Lapse,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, lapse.case)?;
    let process = &service.definition.process;
    let waits = matches!(
        process.foremost(&case.position),
        Some(process::Waiting::Cosigners(_))
    );
    if !waits || case.outcome.is_some() || !is_last(tx, lapse)? {
        return Ok(());
    }
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, &case, agency.id, now)?;
    let answers = case.open(look.as_ref())?.answers.clone();
    let facts = facts::of_case(tx, service, case.id, &answers)?;
    let walk = Walk {
        service,
        place,
        by: None,
        now,
        facts: &facts,
    };
    go_on(tx, &mut case, false, &walk)
}

fn is_last(db: &mut Db, lapse: &Lapse) -> Result<bool, Error> {
    let last: Option<Option<i64>> = db.row_opt(&LAST, params![lapse.case], |row| row.get(0))?;
    Ok(last.flatten() == Some(lapse.revision))
}
