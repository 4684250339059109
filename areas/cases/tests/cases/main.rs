//! What citizens, officials and the clock may rely on, on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod acts;
mod again;
mod attachments;
mod branches;
mod browser;
mod calling;
mod correctable;
mod corrections;
mod cosigning;
mod counter;
mod desk;
mod drafts;
mod fees;
mod folding;
mod following;
mod for_another;
mod groups;
mod lifecycle;
mod migrating;
mod one_page;
mod open_cases;
mod places;
mod print;
mod registering;
mod reviewing;
mod revoking;
mod subcases;
mod town;
mod verifying;
mod writing_down;
