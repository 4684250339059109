//! What the State's own data say of a document: its case, its result, whether it still stands.

use cases::act::{self, Meaning, PublicAct};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use process::Outcome;
use store::{BlobHash, Store};
use text::{Lang, format};

/// Prints what is known of a document. False when it no longer stands; a document that is not among the
/// State's acts, such as a receipt, rests on its signature alone.
pub(super) fn tell(store: &Store, document: BlobHash, now: Timestamp) -> anyhow::Result<bool> {
    let found = store.read_blocking(move |db| {
        let Some(facts) = act::by_blob(db, &document)? else {
            return Ok(None);
        };
        let agency = identity::agencies::by_slug(db, &facts.agency_slug)?;
        Ok::<_, cases::Error>(Some((facts, agency)))
    })?;
    let Some((facts, agency)) = found else {
        return Ok(true);
    };
    if let Some(agency) = agency {
        println!("  institución: {}", agency.name.as_str(Lang::Es));
    }
    if let Some(number) = &facts.number {
        println!("  expediente: {number}");
    }
    let Some(act) = &facts.act else {
        return Ok(true);
    };
    println!("  resultado: {}", result(act.meaning));
    Ok(stands(act, now))
}

fn result(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Ends(Outcome::Granted) => "aprobado",
        Meaning::Ends(Outcome::Denied) => "rechazado",
        Meaning::Ends(Outcome::Abandoned) => "archivado",
        Meaning::Extended => "ampliación del plazo",
    }
}

/// Says whether an act still stands, by the day of whoever asks.
fn stands(act: &PublicAct, now: Timestamp) -> bool {
    let zone = TimeZone::system();
    let day = |at: Timestamp| format::date_long(Lang::Es, at.to_zoned(zone.clone()).date());
    if let Some(at) = act.revoked_at {
        println!("REVOCADO: ya no vale desde el {}", day(at));
        return false;
    }
    let Some(until) = act.valid_until else {
        println!("VIGENTE: no vence, y no fue revocado");
        return true;
    };
    let last = format::date_long(Lang::Es, until);
    if until < now.to_zoned(zone.clone()).date() {
        println!("VENCIDO: valía hasta el {last}");
        return false;
    }
    println!("VIGENTE: vale hasta el {last}, y no fue revocado");
    true
}
