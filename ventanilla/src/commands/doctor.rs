//! `ventanilla doctor`: what is wrong, in plain words.

use std::process::ExitCode;

use crate::cli::Place;
use crate::house::{ledger_key, master_key, open_store};

/// Looks at the database, the keys, the documents, the ledger and the jobs that failed for good.
pub(crate) fn run(place: &Place) -> anyhow::Result<ExitCode> {
    let store = open_store(place)?;
    println!("the database opens and its tables are up to date");
    let key = ledger_key(&store, master_key(&place.data)?)?;
    println!("the master key opens the State's keys");
    let mut faults = 0;
    match key.map(|key| store.read_blocking(move |db| ledger::verify_all(db, &key))) {
        None => println!("the ledger has not begun"),
        Some(Ok(sound)) => println!("the ledger of {} entries is sound", sound.size),
        Some(Err(error)) => {
            faults += 1;
            println!("WRONG: the ledger: {error}");
        }
    }
    let mut documents = 0;
    store.blobs().each(|hash| {
        documents += 1;
        if let Err(error) = store.blobs().verify(hash) {
            faults += 1;
            println!("WRONG: the document {}: {error}", hash.as_str());
        }
        Ok(())
    })?;
    println!("{documents} documents were read");
    for job in store.read_blocking(|db| store::jobs::dead(db, None, store::jobs::DEAD_MAX))? {
        faults += 1;
        println!(
            "WRONG: the job {} {} failed {} times: {}",
            job.kind,
            job.key,
            job.attempts,
            job.failure.unwrap_or_default()
        );
    }
    println!(
        "{}",
        if faults == 0 {
            "nothing is wrong".to_owned()
        } else {
            format!("{faults} things are wrong")
        }
    );
    store.close();
    Ok(if faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
