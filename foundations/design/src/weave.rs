//! The weave (el tejido): a woven band drawn from a name, so that each service and each case has its own.
//!
//! It helps people recognise a paper at a glance; it proves nothing. The proof is the signature.
//!
//! SHA-256 of the seed chooses how the threads run (diamonds, arrows, steps), in which colours, and the
//! braid at both edges. Motifs are abstract and mirror themselves, as on a loom. Each thread is one line
//! with dashes, so the band has any length, repeats without an identifier, and takes no request.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use maud::{Markup, PreEscaped};

/// How many threads lie over each other.
pub const ROWS: usize = 9;
/// After how many crossings the motif repeats.
pub const PERIOD: usize = 24;
/// Repeats of the motif in a drawing that stands alone.
const REPEATS: usize = 8;
/// Half the length of a band in a page, in crossings: wider than any screen at two pixels each.
const REACH: usize = 100 * PERIOD;

/// The colour of the thread that lies on top at one crossing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thread {
    /// Nothing but the paper.
    Ground,
    /// Green, the colour of action.
    Leaf,
    /// Terracotta.
    Clay,
    /// Ink.
    Ink,
    /// Ochre.
    Corn,
}

impl Thread {
    /// Every thread that is drawn.
    const DRAWN: [Self; 4] = [Self::Leaf, Self::Clay, Self::Ink, Self::Corn];

    /// The colour on paper, as `#rrggbb`; none for the ground.
    #[must_use]
    pub const fn colour(self) -> Option<&'static str> {
        match self {
            Self::Ground => None,
            Self::Leaf => Some("#0b5a52"),
            Self::Clay => Some("#b5471b"),
            Self::Ink => Some("#1b1a17"),
            Self::Corn => Some("#d9a441"),
        }
    }

    /// The class that colours it in a page, in light and in dark.
    const fn class(self) -> &'static str {
        match self {
            Self::Ground => "",
            Self::Leaf => "w1",
            Self::Clay => "w2",
            Self::Ink => "w3",
            Self::Corn => "w4",
        }
    }
}

/// The crossings of one repeat: [`ROWS`] rows of [`PERIOD`] threads, from the upper left.
#[must_use]
pub fn cells(seed: &str) -> Vec<Vec<Thread>> {
    let loom = Loom::of(seed);
    (0..ROWS)
        .map(|y| (0..PERIOD).map(|x| loom.thread(x, y)).collect())
        .collect()
}

/// The band as a drawing that stands alone, `height` pixels high: for PDF and paper.
#[must_use]
pub fn svg(seed: &str, height: u32) -> String {
    let columns = PERIOD * REPEATS;
    let width = f64::from(height) * columns as f64 / ROWS as f64;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns} {ROWS}" width="{width}" height="{height}" shape-rendering="crispEdges">"#
    );
    let colour = |thread: Thread| {
        thread
            .colour()
            .map_or_else(String::new, |colour| format!("stroke=\"{colour}\""))
    };
    draw(seed, |y| format!("M0 {y}.5h{columns}"), colour, &mut svg);
    svg.push_str("</svg>");
    svg
}

/// The band in a page, as wide as its place. Decoration: readers of the page by ear do not meet it.
pub(crate) fn band(seed: &str) -> Markup {
    let mut svg =
        format!(r#"<svg class="weave" viewBox="0 0 {PERIOD} {ROWS}" aria-hidden="true">"#);
    let line = |y| format!("M-{REACH} {y}.5h{}", 2 * REACH);
    draw(
        seed,
        line,
        |thread| format!("class=\"{}\"", thread.class()),
        &mut svg,
    );
    svg.push_str("</svg>");
    PreEscaped(svg)
}

/// Draws every thread of the upper half and its mirror image below.
fn draw(
    seed: &str,
    line: impl Fn(usize) -> String,
    colour: impl Fn(Thread) -> String,
    svg: &mut String,
) {
    for (y, row) in cells(seed).iter().enumerate().take(ROWS / 2 + 1) {
        let mirrored = ROWS - 1 - y;
        let below = if mirrored == y {
            String::new()
        } else {
            line(mirrored)
        };
        for thread in Thread::DRAWN {
            let Some(dashes) = Dashes::of(row, thread) else {
                continue;
            };
            // Writing into a String cannot fail.
            let _ = write!(
                svg,
                "<path {} d=\"{}{below}\"{dashes}/>",
                colour(thread),
                line(y)
            );
        }
    }
}

/// Where a thread lies on top in a row.
#[derive(Debug, PartialEq, Eq)]
struct Dashes {
    /// Lengths of runs and of the gaps between them, in turn, all the way round; empty without a gap.
    lengths: Vec<usize>,
    /// How far into them the row begins.
    offset: usize,
}

impl Dashes {
    /// None when the thread is not in the row.
    fn of(row: &[Thread], thread: Thread) -> Option<Self> {
        if row.iter().all(|cell| *cell == thread) {
            return Some(Self {
                lengths: Vec::new(),
                offset: 0,
            });
        }
        let before = |x: usize| row.get((x + row.len() - 1) % row.len());
        let first =
            (0..row.len()).find(|x| row.get(*x) == Some(&thread) && before(*x) != Some(&thread))?;
        let mut lengths: Vec<usize> = Vec::new();
        let mut on = false;
        for cell in row.iter().cycle().skip(first).take(row.len()) {
            match lengths.last_mut() {
                Some(length) if on == (*cell == thread) => *length += 1,
                _ => lengths.push(1),
            }
            on = *cell == thread;
        }
        Some(Self {
            lengths,
            offset: (row.len() - first) % row.len(),
        })
    }
}

impl std::fmt::Display for Dashes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.lengths.is_empty() {
            return Ok(());
        }
        let lengths: Vec<String> = self.lengths.iter().map(ToString::to_string).collect();
        write!(f, " stroke-dasharray=\"{}\"", lengths.join(" "))?;
        if self.offset == 0 {
            Ok(())
        } else {
            write!(f, " stroke-dashoffset=\"{}\"", self.offset)
        }
    }
}

/// How the threads of one seed run.
struct Loom {
    motif: Motif,
    /// How many steps one row up moves the motif.
    slope: usize,
    /// The thread at each distance from the middle of the motif.
    sequence: Vec<Thread>,
    /// The two threads of the braid at the edges, and how long each lies on top.
    braid: (Thread, Thread, usize),
}

#[derive(Clone, Copy)]
enum Motif {
    Diamonds,
    Hourglasses,
    SmallDiamonds,
    Steps,
}

impl Loom {
    fn of(seed: &str) -> Self {
        let hash = digest(&SHA256, seed.as_bytes());
        let mut bytes = hash.as_ref().iter().copied();
        let mut next = move || bytes.next().unwrap_or_default();
        let motif = match next() % 4 {
            0 => Motif::Diamonds,
            1 => Motif::Hourglasses,
            2 => Motif::SmallDiamonds,
            _ => Motif::Steps,
        };
        let slope = 1 + usize::from(next() % 2);
        let colours = dyed(next());
        let braid = braid(colours, next());
        let mut sequence = Vec::with_capacity(DISTANCE_MAX + 2);
        while sequence.len() <= DISTANCE_MAX {
            let byte = next();
            let mut thread = spun(colours, byte);
            if sequence.last() == Some(&thread) {
                thread = spun(colours, byte.wrapping_add(1));
            }
            let thickness = 1 + usize::from(byte >> 7);
            sequence.extend(std::iter::repeat_n(thread, thickness));
        }
        Self {
            motif,
            slope,
            sequence,
            braid,
        }
    }

    fn thread(&self, x: usize, y: usize) -> Thread {
        let from_middle = y.abs_diff(ROWS / 2);
        if from_middle == ROWS / 2 {
            let (one, other, length) = self.braid;
            return if (x / length).is_multiple_of(2) {
                one
            } else {
                other
            };
        }
        let half = PERIOD / 2;
        let across = x.abs_diff(half);
        let distance = match self.motif {
            Motif::Diamonds => across + self.slope * from_middle,
            Motif::Hourglasses => across + self.slope * (ROWS / 2 - 1 - from_middle),
            Motif::SmallDiamonds => across.abs_diff(half / 2) + self.slope * from_middle,
            Motif::Steps => (across / 2) * 2 + self.slope * from_middle,
        };
        self.sequence
            .get(distance)
            .copied()
            .unwrap_or(Thread::Ground)
    }
}

/// The farthest a crossing can be from the middle of its motif.
const DISTANCE_MAX: usize = PERIOD / 2 + 2 * (ROWS / 2 - 1);

/// The four colours in one of their 24 orders: the first leads.
fn dyed(byte: u8) -> [Thread; 4] {
    let mut left = Thread::DRAWN.to_vec();
    let mut choice = usize::from(byte);
    [4, 3, 2, 1].map(|colours: usize| {
        let thread = left.remove(choice % colours);
        choice /= colours;
        thread
    })
}

/// One step of the sequence: the ground and the leading colour are the most frequent.
fn spun([first, second, third, fourth]: [Thread; 4], byte: u8) -> Thread {
    match byte % 8 {
        0 | 3 => first,
        1 | 5 => Thread::Ground,
        2 => second,
        4 => third,
        6 => second,
        _ => fourth,
    }
}

fn braid([first, second, ..]: [Thread; 4], byte: u8) -> (Thread, Thread, usize) {
    let length = match byte % 4 {
        0 => 1,
        1 => 2,
        2 => 3,
        _ => 6,
    };
    let other = if byte & 0x10 == 0 {
        second
    } else {
        Thread::Ground
    };
    (first, other, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_always_gives_the_same_weave_and_another_seed_another() {
        assert_eq!(svg("LIC-7K4P-2MQX", 18), svg("LIC-7K4P-2MQX", 18));
        let all: std::collections::HashSet<_> =
            (0..2000).map(|n| cells(&format!("LIC-{n}"))).collect();
        assert_eq!(all.len(), 2000);
    }

    #[test]
    fn papers_printed_years_ago_still_show_the_same_weave() {
        assert_eq!(
            svg("LIC-7K4P-2MQX", 18),
            include_str!("../tests/LIC-7K4P-2MQX.svg").trim_end()
        );
    }

    #[test]
    fn a_weave_mirrors_itself_and_joins_its_neighbour() {
        for seed in ["a", "cedula", "LIC-7K4P-2MQX"] {
            let cells = cells(seed);
            for (y, row) in cells.iter().enumerate() {
                assert_eq!(row, &cells[ROWS - 1 - y]);
                for x in 1..PERIOD {
                    if y != 0 && y != ROWS - 1 {
                        assert_eq!(row[x], row[PERIOD - x], "{seed} row {y} column {x}");
                    }
                }
            }
        }
    }

    #[test]
    fn dashes_say_exactly_where_a_thread_lies() {
        for row in cells("LIC-7K4P-2MQX").iter().chain(&cells("cedula")) {
            for thread in Thread::DRAWN {
                let Some(dashes) = Dashes::of(row, thread) else {
                    assert!(!row.contains(&thread));
                    continue;
                };
                let runs = dashes.lengths.iter().enumerate();
                let mut shown: Vec<bool> = runs
                    .flat_map(|(n, length)| vec![n % 2 == 0; *length])
                    .collect();
                if shown.is_empty() {
                    shown = vec![true; PERIOD];
                }
                shown.rotate_left(dashes.offset);
                assert_eq!(
                    shown,
                    row.iter().map(|cell| *cell == thread).collect::<Vec<_>>()
                );
            }
        }
    }
}
