//! Journeys of people, in a real Chromium against the real program: from the first page to the signed
//! document, without scripts, by keyboard alone, on a slow line.
//!
//! Every page that a journey comes to passes through one door ([`look`]), where it is judged: axe finds
//! nothing, nothing is wider than the window, the console is silent, it weighs what the law of weight
//! allows. The door leaves a picture of each page under `artefacts/journeys`, for people to look at,
//! and the table of weights in `artefacts/weight.txt`.
//!
//! Where there is no Chromium the journeys say so and pass; where axe was not fetched
//! (`cargo xtask prepare`), the rest is still judged.

#[cfg(test)]
mod axe;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod certificate;
#[cfg(test)]
mod driver;
#[cfg(test)]
mod everywhere;
#[cfg(test)]
mod information;
#[cfg(test)]
mod licence;
#[cfg(test)]
mod look;
#[cfg(test)]
mod page;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod permit;
#[cfg(test)]
#[expect(
    dead_code,
    reason = "what the other tests of the real binary need, and these do not"
)]
#[path = "../program/mod.rs"]
mod program;
#[cfg(test)]
mod support;
#[cfg(test)]
mod weight;
#[cfg(test)]
mod workshop;
#[cfg(test)]
mod world;
