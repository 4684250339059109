//! The handlers of this area's jobs.

use payments::{PAID_JOB, PaidJob};
use store::jobs::{Failure, Worker};

use crate::job::{self, Issue, Lapse, Silence};
use crate::state::State;
use crate::{case, fee, issue, timers};

/// Registers what this area does behind the requests.
#[must_use]
pub fn jobs(worker: Worker, state: &State) -> Worker {
    let (issuing, lapsing, silencing, paying) =
        (state.clone(), state.clone(), state.clone(), state.clone());
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
