//! `cargo xtask bench dmn DIR`: how long our DMN and dsntk's take for the same decisions, in one run.
//!
//! `DIR` holds the Technology Compatibility Kit. Models are read and inputs are made before the clock runs.
//! Only results that both give as the kit expects them are compared: an engine that gives null because it
//! cannot do something would be fast. Nothing is asserted: figures are for reading.

mod cases;
mod clock;
mod engine;
mod figures;
mod ours;
mod theirs;

use std::path::Path;

use anyhow::Context as _;

use engine::{Engine as _, Outcome};

fn main() -> anyhow::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .context("usage: bench-dmn FOLDER-OF-THE-KIT")?;
    // What panics there is counted as not agreeing, and not told each time.
    std::panic::set_hook(Box::new(|_| {}));
    let mut figures = figures::Figures::default();
    for file in cases::files(Path::new(&folder))? {
        let text = std::fs::read_to_string(&file)?;
        let document = roxmltree::Document::parse(&text)?;
        let set = cases::Set::read(&file, &document)?;
        let ours = ours::Ours::load(&set);
        let theirs = engine::guarded(|| theirs::Theirs::load(&set)).flatten();
        for case in set.cases() {
            let Some(ours) = ours.as_ref().map(|model| engine::prepare(model, &case)) else {
                figures.skip(&set, Outcome::OursDiffers);
                continue;
            };
            let Outcome::Agrees(ours) = ours else {
                figures.skip(&set, Outcome::OursDiffers);
                continue;
            };
            let theirs = theirs.as_ref().map(|model| engine::prepare(model, &case));
            let Some(Outcome::Agrees(theirs)) = theirs else {
                figures.skip(&set, Outcome::TheirsDiffers);
                continue;
            };
            figures.add(&set, &case, clock::beside(&*ours, &*theirs));
        }
    }
    println!("{figures}");
    Ok(())
}
