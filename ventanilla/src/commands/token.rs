//! `ventanilla token`: a bearer token for a script.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use identity::accounts::LoginName;
use platform::Clock;

use crate::cli::Place;
use crate::house::open_store;

/// Prints a token for an account, and nothing else, so that a script can take it.
pub(crate) fn run(login: &str, place: &Place) -> anyhow::Result<ExitCode> {
    let store = open_store(place)?;
    let now = Clock::system().now();
    let Some(name) = LoginName::parse(login) else {
        bail!("«{login}» is no login name")
    };
    let account = store.read_blocking(move |db| identity::accounts::find(db, &name))?;
    let Some(account) = account else {
        bail!("there is no account «{login}»")
    };
    let token = store
        .write_blocking(move |tx| identity::tokens::issue(tx, account, "ventanilla token", now))
        .context("the token could not be kept")?;
    println!("{token}");
    store.close();
    Ok(ExitCode::SUCCESS)
}
