//! One file for each command.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod bpmn;
pub(crate) mod catalogue;
pub(crate) mod check;
pub(crate) mod doctor;
pub(crate) mod draft;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod token;
pub(crate) mod verify;
