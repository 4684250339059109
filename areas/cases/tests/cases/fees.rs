//! What a fee holds up, and what it sets going.

use jiff::{Timestamp, ToSpan as _};
use payments::{Advice, AdviceResult, Begun};
use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, Town, town_with_a_fee};

/// The whole term of the test's service, and more, in hours.
const MONTHS: i64 = 60 * 24;

/// Pays what a case costs, as the provider tells it.
fn pay(town: &Town, reference: &str, now: Timestamp) {
    let reference = reference.to_owned();
    let paid = town.store.write_blocking(move |tx| {
        let order = payments::by_reference(tx, &reference)?.ok_or(store::Error::Missing)?;
        let Begun::At(attempt) = payments::begin(tx, order.id, now)? else {
            return Err(store::Error::Missing.into());
        };
        let advice = Advice {
            attempt,
            result: AdviceResult::Paid,
            amount_minor: order.amount_minor,
            currency: order.currency,
            provider_reference: "BP-1".to_owned(),
        };
        payments::settle(tx, &advice, now)
    });
    paid.unwrap();
    town.worker.run_due(now).unwrap();
}

#[test]
fn the_exact_fee_and_its_reason_are_told_before_anything_is_sent() {
    each_database(ROOMS, |store| {
        let town = town_with_a_fee(store);
        let mut browser = Browser::new(&town);
        let begun = browser.post("/servicios/permiso-de-prueba/solicitar", &[]);
        let (draft, _) = begun.location.rsplit_once('/').unwrap();
        browser.post(&format!("{draft}/local"), &[("metros", "60")]);
        let page = browser.get(&format!("{draft}/revisar")).text();
        assert!(page.contains("90.000"), "{page}");
        assert!(page.contains("grande"), "{page}");
    });
}

#[test]
fn silence_grants_nothing_that_nobody_paid_for() {
    each_database(ROOMS, |store| {
        let town = town_with_a_fee(store);
        let filed = town.file("40", None).unwrap();
        let unpaid = town.case(&filed.number);
        assert!(unpaid.stopped_at.is_some());
        town.worker.run_due(town.now + MONTHS.hours()).unwrap();
        let unpaid = town.case(&filed.number);
        assert_eq!(
            (unpaid.position.to_string().as_str(), unpaid.outcome),
            ("pago", None)
        );
    });
}

#[test]
fn the_agencys_time_runs_from_the_payment() {
    each_database(ROOMS, |store| {
        let town = town_with_a_fee(store);
        let filed = town.file("40", None).unwrap();
        let before = town.case(&filed.number);
        let paid_at = town.now + (7 * 24).hours();
        pay(&town, &before.id.to_string(), paid_at);
        let case = town.case(&filed.number);
        assert_eq!(
            (case.position.to_string().as_str(), case.stopped_at),
            ("revision", None)
        );
        assert!(case.due_on > before.due_on, "{:?}", case.due_on);
        // From then on the agency's silence counts.
        town.worker.run_due(case.due_at.unwrap()).unwrap();
        let silent = town.case(&filed.number);
        assert_eq!(silent.outcome, Some(process::Outcome::Granted));
    });
}
