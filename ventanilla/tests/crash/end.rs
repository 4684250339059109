//! A server that is asked to end, ends: whatever its workers were at.

use std::time::Duration;

use crate::draws::{self, Draws};
use crate::places::each_place;

/// New States on each database, each ended just after its first start, when its workers have most to do.
const STATES: u64 = 2;
/// The end is asked for within so long of the moment when the server serves.
const LIFE_MS_MAX: u64 = 10;

#[test]
fn a_server_that_is_asked_to_end_ends() {
    let seed = draws::seed();
    println!("VENTANILLA_CRASH_SEED={seed}");
    for state in 0..STATES {
        each_place(|place| {
            let mut draws = Draws::new(seed, state);
            for _ in ["the first start", "a later one"] {
                let server = place.start().wait_until_ready();
                std::thread::sleep(Duration::from_millis(draws.below(LIFE_MS_MAX)));
                server.end();
            }
        });
    }
}
