//! `ventanilla audit`: whether every case is what its history says, asked while the portal serves.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use cases::verify::{self, Astray, What, Why};

use crate::cli::{Audit, Serve};
use crate::config::Config;
use crate::house::House;
use crate::routes::Rooms;

/// Looks at every case and names each that somebody changed past its history.
pub(crate) fn run(audit: &Audit) -> anyhow::Result<ExitCode> {
    if !audit.place.data.exists() && audit.place.database.is_none() {
        bail!("there is no State in {}", audit.place.data.display());
    }
    let serve = Serve::of(audit.place.clone(), audit.config.clone());
    let config = Config::load(serve.config.as_deref())?;
    let house = House::open(&serve, &config)?;
    let rooms = Rooms::open(&house, &serve, &config)?;
    let mut astray = 0_u64;
    let looked = verify::all(house.app.store(), rooms.cases(), |found| {
        astray += 1;
        say(&found);
    })
    .context("the cases could not be read")?;
    house.app.store().close();
    println!(
        "{} expedientes con {} hechos: {}",
        looked.cases,
        looked.events,
        match astray {
            0 => "cada uno es lo que cuenta su historia".to_owned(),
            1 => "1 diferencia con su historia".to_owned(),
            more => format!("{more} diferencias con su historia"),
        }
    );
    Ok(if astray == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn say(found: &Astray) {
    let number = &found.number;
    match &found.why {
        Why::NoHistory => println!("{number}: no tiene historia, ni siquiera su presentación"),
        Why::NoDefinition(hash) => println!(
            "{number}: falta la versión {hash} de su servicio, y sin ella no se sabe qué pudo ocurrir"
        ),
        Why::Impossible { revision } => println!(
            "{number}: el hecho {revision} de su historia no se puede leer, le falta el anterior o no pudo ocurrir ahí"
        ),
        Why::Differs { what, kept, told } => println!(
            "{number}: {} es {} en el expediente y {} por su historia",
            of(*what),
            quoted(kept),
            quoted(told)
        ),
    }
}

fn of(what: What) -> &'static str {
    match what {
        What::Stage => "la etapa",
        What::Definition => "la versión del servicio",
        What::Revision => "el último hecho",
        What::Outcome => "el resultado",
        What::EndedAt => "el fin",
        What::StoppedAt => "la suspensión del plazo",
        What::OpenTasks => "lo que espera en los escritorios",
    }
}

fn quoted(word: &str) -> String {
    if word.is_empty() {
        "ninguno".to_owned()
    } else {
        format!("«{word}»")
    }
}
