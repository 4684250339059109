//! Writes that wait are taken into one transaction, and wait for the disk once.
//!
//! There are no savepoints: they cost two statements for each write, and nearly no write fails. Where one
//! does, or where another node is in the way, nothing of the group is kept and each runs alone.

use std::time::{Duration, Instant};

use super::lines::Lines;
use super::server::{Attempt, Server, postgres};
use crate::db::Trouble;
use crate::postgres::Connection;
use crate::queue::Request;
use crate::{Error, Tx};

/// Writes in one transaction at most. Larger groups gain little and meet others' more often.
const GROUP_MAX: usize = 16;

/// How long a group is filled at most, so that slow writes do not keep the quick ones waiting.
const GROUP_TIME_MAX: Duration = Duration::from_millis(50);

impl Server {
    /// Runs a write and those that wait behind it, and answers each.
    pub(super) fn serve_together(&mut self, first: Request, lines: &Lines) {
        let Some(second) = next_write(lines) else {
            self.serve_alone(first, Instant::now());
            return;
        };
        let mut group = vec![first, second];
        let attempt = self.with_connection(|server, tx| server.write_all(tx, &mut group, lines));
        let instead = match attempt {
            Attempt::Done => None,
            Attempt::Failed(error) => Some(error),
            Attempt::Again(_) | Attempt::Lost(_) => return self.serve_apart(group),
        };
        let enqueued = self.tx.as_ref().is_some_and(|tx| tx.enqueued);
        if enqueued {
            self.shared.bell.ring();
        }
        for request in group {
            request.task.answer(instead.clone());
        }
    }

    /// Runs the group in one transaction, and takes in what comes to wait meanwhile.
    fn write_all(&mut self, tx: &mut Tx, group: &mut Vec<Request>, lines: &Lines) -> Attempt {
        if let Err(trouble) = postgres(tx).and_then(Connection::begin_write) {
            return trouble.into();
        }
        let begun = Instant::now();
        let mut ran = 0;
        while let Some(request) = group.get_mut(ran) {
            if !request.task.run(tx) {
                return fall_apart(tx);
            }
            ran += 1;
            let has_room = ran < GROUP_MAX && begun.elapsed() < GROUP_TIME_MAX;
            if ran == group.len()
                && has_room
                && let Some(next) = next_write(lines)
            {
                group.push(next);
            }
        }
        match self.commit(tx, ran) {
            // Alone, each learns whether the fault was its own.
            Attempt::Failed(error) if error != Error::Unknown => Attempt::Again(error),
            outcome => outcome,
        }
    }

    /// Serves each alone. They have waited together for a database that cannot be reached: the first that
    /// gives it up speaks for those behind it.
    fn serve_apart(&mut self, group: Vec<Request>) {
        self.counters().reruns.add(group.len());
        let begun = Instant::now();
        let mut unreachable = None;
        for request in group {
            match &unreachable {
                Some(error) => {
                    self.counters().undone.add(1);
                    request.task.answer(Some(Error::clone(error)));
                }
                None => unreachable = self.serve_alone(request, begun),
            }
        }
    }
}

/// Undoes what a group did; a lost connection has nothing to undo.
fn fall_apart(tx: &mut Tx) -> Attempt {
    match tx.trouble.take() {
        Some(lost @ Trouble::Lost(_)) => lost.into(),
        _ => {
            tx.rollback();
            tx.enqueued = false;
            Attempt::Again(Error::Conflict)
        }
    }
}

/// The write that waits at the head of its line and has not been given up.
fn next_write(lines: &Lines) -> Option<Request> {
    loop {
        let next = lines.another_write()?;
        if next.ticket.begin() {
            return Some(next);
        }
    }
}
