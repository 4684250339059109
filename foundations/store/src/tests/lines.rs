//! The two lines in front of PostgreSQL, without a database.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, mpsc::sync_channel};
use std::time::Duration;

use crate::pool::lines::{Lines, Pushed};
use crate::queue::{Kind, Reply, Request, Work};
use crate::{Error, Tx};

const PLACES: usize = 100;
/// Much longer than a write waits.
const LONG: Duration = Duration::from_secs(10);

fn request(kind: Kind) -> Request {
    let (sender, _) = sync_channel(1);
    let work: fn(&mut Tx) -> Result<(), Error> = |_| Ok(());
    Request {
        kind,
        task: Box::new(Work::new(work, Reply::Blocking(sender))),
        ticket: Arc::default(),
    }
}

fn hand_in(lines: &Lines, kind: Kind) -> Pushed {
    lines.push(request(kind)).unwrap()
}

/// A thread that asks once for something to do, and tells what it was given.
fn ask(lines: &Arc<Lines>) -> Receiver<Option<Kind>> {
    let lines = Arc::clone(lines);
    let (tell, told) = channel();
    std::thread::spawn(move || tell.send(lines.next().map(|request| request.kind)));
    told
}

/// Lines with four writes under way, as many as write at once while nobody waits long.
fn at_work(threads: usize) -> Arc<Lines> {
    let lines = Arc::new(Lines::new(PLACES, threads));
    for _ in 0..4 {
        hand_in(&lines, Kind::Write);
        assert_eq!(lines.next().map(|request| request.kind), Some(Kind::Write));
    }
    lines
}

#[test]
fn a_write_gathers_while_four_are_under_way_and_a_read_does_not() {
    let lines = at_work(32);
    hand_in(&lines, Kind::Write);
    hand_in(&lines, Kind::Read);
    assert_eq!(lines.next().map(|request| request.kind), Some(Kind::Read));
    assert_eq!(lines.depth(), (0, 1));
    lines.wrote();
    assert_eq!(lines.next().map(|request| request.kind), Some(Kind::Write));
}

#[test]
fn a_write_that_nobody_times_asks_for_a_thread_that_takes_it_in_the_end() {
    let lines = at_work(32);
    assert_eq!(hand_in(&lines, Kind::Write), Pushed::Waits);
    assert_eq!(hand_in(&lines, Kind::Write), Pushed::Taken, "one is coming");
    assert_eq!(ask(&lines).recv_timeout(LONG), Ok(Some(Kind::Write)));
}

#[test]
fn a_thread_that_leaves_with_a_write_hands_the_timing_of_the_next_one_on() {
    let lines = at_work(32);
    let asking = [ask(&lines), ask(&lines)];
    while lines.idle() < asking.len() {
        std::thread::sleep(Duration::from_millis(1));
    }
    hand_in(&lines, Kind::Write);
    hand_in(&lines, Kind::Write);
    for told in asking {
        assert_eq!(told.recv_timeout(LONG), Ok(Some(Kind::Write)));
    }
}

#[test]
fn however_long_writes_wait_a_quarter_of_the_threads_is_left_for_reads() {
    let lines = at_work(5);
    hand_in(&lines, Kind::Write);
    let asking = ask(&lines);
    assert!(asking.recv_timeout(Duration::from_millis(200)).is_err());
    hand_in(&lines, Kind::Read);
    assert_eq!(asking.recv(), Ok(Some(Kind::Read)));
}

#[test]
fn what_waits_when_the_lines_close_is_still_given_out() {
    let lines = at_work(32);
    hand_in(&lines, Kind::Write);
    hand_in(&lines, Kind::Read);
    lines.close();
    assert_eq!(lines.push(request(Kind::Read)), Err(Error::Stopped));
    let given = [lines.next(), lines.next()].map(|request| request.map(|one| one.kind));
    assert_eq!(given, [Some(Kind::Write), Some(Kind::Read)]);
    assert!(lines.next().is_none());
}
