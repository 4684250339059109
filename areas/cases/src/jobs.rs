//! The handlers of this area's jobs.

use payments::{PAID_JOB, PaidJob};
use store::jobs::{Failure, Worker};

use crate::job::{
    self, CallLate, Called, Issue, Lapse, Late, Silence, SubcaseEnded, SubcaseOpened, Waited,
};
use crate::state::State;
use crate::{call, case, cosign, fee, issue, subcase, task, timers};

/// Registers what this area does behind the requests.
#[must_use]
pub fn jobs(worker: Worker, state: &State) -> Worker {
    let there = || state.clone();
    let (issuing, lapsing, silencing, paying) = (there(), there(), there(), there());
    let (watching, escalating, waiting) = (there(), there(), there());
    let (opening, joining, signing) = (there(), there(), there());
    let (calling, giving_up) = (there(), there());
    worker
        .handle(job::ISSUE, move |store, job, now| {
            let Issue { case } = job.payload()?;
            Ok(issue::issue(store, &issuing, case, now)?)
        })
        .handle(job::LAPSE, move |store, job, now| {
            let lapse: Lapse = job.payload()?;
            let there = lapsing.clone();
            store.write_blocking(move |tx| {
                let case = case::by_id(tx, lapse.case)?;
                let service = there.service_of(tx, &case)?;
                timers::lapse(tx, &lapse, &service, there.place_of(&case.agency_slug), now)
            })?;
            Ok(())
        })
        .handle(job::COSIGNING_LAPSES, move |store, job, now| {
            let lapse: Lapse = job.payload()?;
            let there = signing.clone();
            store.write_blocking(move |tx| {
                let case = case::by_id(tx, lapse.case)?;
                let service = there.service_of(tx, &case)?;
                cosign::lapse(tx, &lapse, &service, there.place_of(&case.agency_slug), now)
            })?;
            Ok(())
        })
        .handle(job::LATE, move |store, job, now| {
            let late: Late = job.payload()?;
            let there = watching.clone();
            store.write_blocking(move |tx| {
                let Some((task, id)) = task::open_by_id(tx, late.task)? else {
                    return Ok(());
                };
                let case = case::by_id(tx, id)?;
                let service = there.service_of(tx, &case)?;
                let place = there.place_of(&case.agency_slug);
                timers::late(tx, &task, id, &service, place, now)
            })?;
            Ok(())
        })
        .handle(job::ESCALATE, move |store, job, now| {
            let late: Late = job.payload()?;
            let there = escalating.clone();
            store.write_blocking(move |tx| {
                let Some((task, id)) = task::open_by_id(tx, late.task)? else {
                    return Ok(());
                };
                let case = case::by_id(tx, id)?;
                let service = there.service_of(tx, &case)?;
                timers::escalate(tx, &task, id, &service, now)
            })?;
            Ok(())
        })
        .handle(job::WAITED, move |store, job, now| {
            let waited: Waited = job.payload()?;
            let there = waiting.clone();
            store.write_blocking(move |tx| {
                let case = case::by_id(tx, waited.case)?;
                let service = there.service_of(tx, &case)?;
                let place = there.place_of(&case.agency_slug);
                timers::waited(tx, &waited, &service, place, now)
            })?;
            Ok(())
        })
        .handle(job::SUBCASE, move |store, job, now| {
            let opened: SubcaseOpened = job.payload()?;
            let there = opening.clone();
            store.write_blocking(move |tx| subcase::open(tx, &there, &opened, now))?;
            Ok(())
        })
        .handle(job::SUBCASE_ENDED, move |store, job, now| {
            let ended: SubcaseEnded = job.payload()?;
            let there = joining.clone();
            store.write_blocking(move |tx| subcase::ended(tx, &ended, &there, now))?;
            Ok(())
        })
        .handle(job::CALL, move |store, job, now| {
            let called: Called = job.payload()?;
            call::call(store, &calling, &called, &job.key, now)
        })
        .handle(job::CALL_LATE, move |store, job, now| {
            let late: CallLate = job.payload()?;
            let there = giving_up.clone();
            store.write_blocking(move |tx| call::late(tx, &there, &late, now))?;
            Ok(())
        })
        .handle(job::SILENCE, move |store, job, now| {
            let silence: Silence = job.payload()?;
            let there = silencing.clone();
            store.write_blocking(move |tx| {
                let case = case::by_id(tx, silence.case)?;
                let service = there.service_of(tx, &case)?;
                timers::fall_silent(tx, &silence, &service, now)
            })?;
            Ok(())
        })
        .handle(PAID_JOB, move |store, job, now| {
            let paid: PaidJob = job.payload()?;
            let id = fee::case_of(&paid)?;
            let there = paying.clone();
            store.write_blocking(move |tx| {
                let case = case::by_id(tx, id)?;
                let service = there.service_of(tx, &case)?;
                fee::settle(tx, id, &service, there.place_of(&case.agency_slug), now)
            })?;
            Ok::<(), Failure>(())
        })
}
