//! What must outlive the program: kills at any moment, a full disk, a backup taken while people file,
//! a start that cannot succeed. Each test runs the real binary and speaks HTTP with it.
//!
//! `kill -9` takes the program away and leaves the machine: what was written to files is still seen.
//! These tests therefore show that the order of commit and answer is right. That a commit also reaches
//! the disk before its answer, as a power cut asks for, they cannot show.
//!
//! `VENTANILLA_CRASHES` sets the number of kills, `VENTANILLA_CRASH_SEED` repeats a run's choices.

#[cfg(test)]
mod backup;
#[cfg(test)]
mod broken_start;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod draws;
#[cfg(test)]
mod end;
#[cfg(test)]
mod filing;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod places;
#[cfg(test)]
#[path = "../program/mod.rs"]
mod program;
#[cfg(test)]
mod rows;
