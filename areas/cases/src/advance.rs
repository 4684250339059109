//! Carrying out a step of the process: the one way in which a case moves.

use identity::AccountId;
use jiff::Timestamp;
use process::{Correction, Effect, Ending, Event, HumanTask, StageId, Step};
use rules::Context;
use services::Published;
use store::{Tx, jobs};
use text::Localized;

use crate::act::{self, Decision, Meaning};
use crate::case::{self, Case};
use crate::clock::{self, Clock};
use crate::event::{self, CaseEvent};
use crate::jurisdiction::Jurisdiction;
use crate::task::NewTask;
use crate::{Error, assign, call, consult, cosign, fee, job, mark, subcase, task, tell};

/// What carrying out a step needs to know besides the case.
#[derive(Clone, Copy)]
pub(crate) struct Walk<'a> {
    /// The definition the case is pinned to.
    pub(crate) service: &'a Published,
    /// Where its terms are counted and its fees charged.
    pub(crate) place: &'a Jurisdiction,
    /// The official whose hand it is; none for the applicant and the clock.
    pub(crate) by: Option<AccountId>,
    /// The instant.
    pub(crate) now: Timestamp,
    /// What conditions and tables see.
    pub(crate) facts: &'a Context,
}

/// Writes down what happened and carries out what follows, in the caller's transaction.
///
/// # Errors
/// [`Error::MovedOn`] when the case is no longer where its caller saw it.
pub(crate) fn carry_out(
    tx: &mut Tx,
    case: &mut Case,
    happened: &CaseEvent,
    step: &Step<'_>,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    let revision = case::next_revision(tx, case, &step.at)?;
    let (next, by) = (step.next, walk.by);
    event::record_step(tx, case.id, revision, happened, next, by, walk.now)?;
    for effect in &step.effects {
        carry_out_effect(tx, case, effect, walk)?;
    }
    Ok(())
}

/// The effects of a step alone, for a case that was just filed.
pub(crate) fn carry_out_effect(
    tx: &mut Tx,
    case: &mut Case,
    effect: &Effect<'_>,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    match effect {
        Effect::OrderFee { table } => fee::order(tx, case, table, walk),
        Effect::OpenTask(human) => open_task(tx, case, human, walk),
        Effect::AskCorrection(correction) => ask_correction(tx, case, correction, walk),
        Effect::Wait { stage, term } => wait(tx, case, stage, term, walk),
        Effect::Notify { stage, say } => notify(tx, case, stage, say, walk),
        Effect::AskCosigners(cosigning) => cosign::ask(tx, case, cosigning, walk),
        Effect::OpenSubcase { stage, .. } => subcase::order(tx, case, stage, walk.now),
        Effect::Lookup { stage, lookup } => consult::look_up(tx, case, stage, lookup, walk),
        Effect::Call { stage, call } => call::order(tx, case, stage, call, walk),
        Effect::StopClock => stop_clock(tx, case, walk),
        Effect::ResumeClock => resume_clock(tx, case, walk),
        Effect::CloseTasks => task::withdraw(tx, case.id, walk.now),
        Effect::End(ending) => decide(tx, case, ending, walk),
    }
}

impl Walk<'_> {
    /// When a term of the process that begins now ends.
    pub(crate) fn due(&self, within: &str) -> Result<Option<Timestamp>, Error> {
        let term = within
            .parse()
            .map_err(|error: calendar::TermError| Error::Definition(error.to_string()))?;
        Ok(self.place.due(self.now, &term, &[]).map(|(_, at)| at))
    }

    /// A text of the definition with its formulas worked out, in each of its languages.
    fn filled(&self, say: &Localized) -> Result<Localized, Error> {
        let mut filled = None::<Localized>;
        for (lang, words) in say.iter() {
            let template = rules::Template::parse(words)
                .map_err(|error| Error::Definition(error.to_string()))?;
            let words = template
                .fill(self.facts, lang)
                .map_err(|error| Error::Definition(error.to_string()))?;
            filled = Some(match filled {
                Some(known) => known.with(lang, words),
                None => Localized::only(lang, words),
            });
        }
        filled.ok_or_else(|| Error::Definition("a text without words".to_owned()))
    }

    /// Adds one more thing that happened in the same step.
    pub(crate) fn also(
        &self,
        tx: &mut Tx,
        case: &mut Case,
        happened: &CaseEvent,
    ) -> Result<(), Error> {
        let at = case.position.clone();
        let revision = case::next_revision(tx, case, &at)?;
        Ok(event::record(
            tx, case.id, revision, happened, self.by, self.now,
        )?)
    }
}

/// Puts work on a desk, of this agency or of another that is asked. Where the case does not wait for ever, or
/// the clock stands still for it, a timer watches.
fn open_task(
    tx: &mut Tx,
    case: &mut Case,
    human: &HumanTask,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    let due_at = match &human.within {
        Some(within) => walk.due(within)?,
        None => None,
    };
    let own = case.agency_slug.clone();
    let agency = human.agency.as_deref().unwrap_or(&own);
    if let Some(asked) = &human.agency {
        let known = identity::agencies::by_slug(tx, asked)?
            .ok_or_else(|| Error::Definition(format!("the agency «{asked}» does not exist")))?;
        let consulted = CaseEvent::Consulted {
            task: human.id.clone(),
            agency: known.name,
        };
        walk.also(tx, case, &consulted)?;
    }
    let today = walk.now.to_zoned(walk.place.zone().clone()).date();
    let assigned_to = assign::to_whom(tx, case, agency, human, today)?;
    let opened = NewTask {
        case: case.id,
        agency_slug: agency,
        human,
        due_at,
        case_due_at: case.due_at,
        assigned_to,
    };
    let task = task::open(tx, &opened, walk.now)?;
    if let Some(escalation) = &human.escalation
        && let Some(at) = walk.due(&escalation.after)?
    {
        let late = job::Late { task };
        jobs::enqueue(tx, job::ESCALATE, &task.to_string(), &late, at)?;
    }
    let is_watched = human.otherwise.is_some() || human.stops_clock;
    if let (Some(due_at), true) = (due_at, is_watched) {
        let late = job::Late { task };
        jobs::enqueue(tx, job::LATE, &task.to_string(), &late, due_at)?;
    }
    Ok(())
}

/// Comes back when a time has passed.
fn wait(
    tx: &mut Tx,
    case: &Case,
    stage: &StageId,
    term: &str,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    let until = walk
        .due(term)?
        .ok_or_else(|| Error::Definition("a wait without an end".to_owned()))?;
    let waited = job::Waited {
        case: case.id,
        stage: stage.to_string(),
    };
    let key = format!("{}:{}", case.id, case.revision);
    jobs::enqueue(tx, job::WAITED, &key, &waited, until)?;
    Ok(())
}

/// Tells the applicant what the definition says, and goes on.
fn notify(
    tx: &mut Tx,
    case: &mut Case,
    stage: &StageId,
    say: &Localized,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    tell::tell_own_words(tx, case, walk.service, &walk.filled(say)?, walk.now)?;
    let done = Event::Done {
        stage: stage.clone(),
    };
    let process = &walk.service.definition.process;
    let step = process.advance(&case.position, &done, walk.facts)?;
    let told = CaseEvent::Told {
        stage: stage.to_string(),
    };
    carry_out(tx, case, &told, &step, walk)
}

/// Asks the applicant to correct what was marked, and a timer waits for nobody's answer.
fn ask_correction(
    tx: &mut Tx,
    case: &mut Case,
    correction: &Correction,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    let until = walk
        .due(&correction.within)?
        .ok_or_else(|| Error::Definition("a correction without an end".to_owned()))?;
    let questions = mark::open(tx, case.id)?
        .into_iter()
        .map(|mark| mark.question)
        .collect();
    walk.also(tx, case, &CaseEvent::CorrectionAsked { questions, until })?;
    let lapse = job::Lapse {
        case: case.id,
        revision: case.revision,
    };
    jobs::enqueue(
        tx,
        job::LAPSE,
        &format!("{}:{}", case.id, case.revision),
        &lapse,
        until,
    )?;
    tell::tell(
        tx,
        case,
        walk.service,
        tell::Told::CorrectionAsked,
        walk.now,
    )
}

/// Stops the legal clock, where the law sets one and it runs.
pub(crate) fn stop_clock(tx: &mut Tx, case: &mut Case, walk: &Walk<'_>) -> Result<(), Error> {
    if case.due_at.is_none() || case.stopped_at.is_some() {
        return Ok(());
    }
    case::stop_clock(tx, case.id, walk.now)?;
    case.stopped_at = Some(walk.now);
    walk.also(tx, case, &CaseEvent::ClockStopped)
}

/// Lets the legal clock go on: the day it ends moves by what it stood still.
pub(crate) fn resume_clock(tx: &mut Tx, case: &mut Case, walk: &Walk<'_>) -> Result<(), Error> {
    if case.stopped_at.is_none() {
        return Ok(());
    }
    walk.also(tx, case, &CaseEvent::ClockResumed)?;
    clock::set(tx, case, &walk.service.definition, walk.place)
}

/// Notes how the case ends; the paper is made by a worker.
fn decide(tx: &mut Tx, case: &mut Case, ending: &Ending, walk: &Walk<'_>) -> Result<(), Error> {
    // What officials wrote meanwhile is no reason of whoever did not want it any more.
    let is_withdrawal = walk.service.definition.process.withdrawal() == Some(ending);
    let reasons = match is_withdrawal {
        true => None,
        false => {
            let history = event::history(tx, case.id)?;
            let since = Clock::of(case, &history, walk.place).from;
            task::reasons(tx, case.id, since)?
        }
    };
    let decision = Decision {
        template: &ending.act,
        meaning: Meaning::Ends(ending.outcome),
        by: walk.by,
        reasons: reasons.as_deref(),
    };
    act::decide(tx, case.id, &decision, walk.now)?;
    walk.also(
        tx,
        case,
        &CaseEvent::Decided {
            outcome: ending.outcome,
        },
    )?;
    case::end(tx, case.id, ending.outcome, walk.now)?;
    subcase::tell_whole(tx, case.id, walk.now)?;
    case.outcome = Some(ending.outcome);
    Ok(())
}
