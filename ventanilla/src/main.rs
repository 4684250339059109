//! The door: one program with every command.
//!
//! `ventanilla` without a word serves the demonstration State. Whatever stops the start is said in one
//! plain sentence.

mod cli;
mod commands;
mod config;
mod demonstration;
mod house;
mod pages;
mod public_files;
mod routes;
mod workers;

use std::process::ExitCode;

use clap::Parser as _;
use cli::{Cli, Command, Serve};

pub(crate) mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli
        .command
        .unwrap_or_else(|| Command::Serve(Serve::demonstration()))
    {
        Command::Serve(serve) => commands::serve::run(&serve),
        Command::Verify(verify) => commands::verify::run(&verify),
        Command::Token { account, place } => commands::token::run(&account, &place),
        Command::Backup { to, place } => commands::backup::run(&to, &place),
        Command::Restore { from, place } => commands::restore::run(&from, &place),
        Command::Export(export) => commands::export::run(&export),
        Command::Import(import) => commands::import::run(&import),
        Command::Doctor { place } => commands::doctor::run(&place),
        Command::Audit(audit) => commands::audit::run(&audit),
        Command::Draft(draft) => commands::draft::run(&draft),
        Command::Catalogue(catalogue) => commands::catalogue::run(&catalogue),
        Command::Bpmn(bpmn) => commands::bpmn::run(&bpmn),
        Command::Check { folder, lang } => commands::check::run(&folder, &lang),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            // The chain of causes reads as one sentence: what, because of what.
            eprintln!("ventanilla: {error:#}");
            ExitCode::FAILURE
        }
    }
}
