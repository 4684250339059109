//! What payers and treasurers rely on. Every test runs on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod town;

use axum::http::StatusCode;
use identity::Actor;
use jiff::{SignedDuration, ToSpan};
use payments::{AdviceResult, Error, EventKind, OrderState, PAID_JOB, Settlement};
use store::Migration;
use store::jobs::{self, Worker};

use town::{advice, new_order, noon};

/// The tables these tests need.
const ROOMS: &[&[Migration]] = &[identity::MIGRATIONS, payments::MIGRATIONS];

fn paid_jobs(town: &town::Town, order: &payments::Order) -> Option<jobs::State> {
    let key = order.id.to_string();
    town.store
        .read_blocking(move |db| jobs::state(db, PAID_JOB, &key))
        .unwrap()
}

fn kinds(town: &town::Town, order: &payments::Order) -> Vec<EventKind> {
    let id = order.id;
    let events = town
        .store
        .read_blocking(move |db| payments::events(db, id))
        .unwrap();
    events.into_iter().map(|event| event.kind).collect()
}

#[test]
fn both_databases_understand_every_statement() {
    store::testing::prepare_all(ROOMS, payments::STATEMENTS);
}

#[test]
fn one_reference_is_one_order() {
    town::each(|town| {
        let first = town.order("LIC-1", None);
        assert_eq!(town.order("LIC-1", None), first);
        let mut dearer = new_order("LIC-1", None);
        dearer.amount_minor += 1;
        let refused = town
            .store
            .write_blocking(move |tx| payments::order(tx, &dearer, noon()));
        assert_eq!(refused, Err(Error::OtherTerms));
        let whole = || new_order("LIC-2", None);
        let nothing = payments::NewOrder {
            amount_minor: 0,
            ..whole()
        };
        let no_code = payments::NewOrder {
            currency: "pyg".into(),
            ..whole()
        };
        let elsewhere = payments::NewOrder {
            return_path: "//evil.example".into(),
            ..whole()
        };
        for new in [nothing, no_code, elsewhere] {
            assert_eq!(
                town.store
                    .write_blocking(move |tx| payments::order(tx, &new, noon())),
                Err(Error::Terms)
            );
        }
        assert_eq!(kinds(town, &first), [EventKind::Created]);
    });
}

#[test]
fn a_payer_pays_at_the_bank_which_tells_us_over_http() {
    town::each(|town| {
        let order = town.order("LIC-1", town.ana.person());
        let page = town.get(&town.ana, &order.path());
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body.contains("Municipalidad de San Roque") && page.body.contains("Ir a pagar"),
            "{}",
            page.body
        );

        // A double click leads to the same payment.
        let to_bank = town.post(&town.ana, &format!("{}/pagar", order.path()), "");
        let again = town.post(&town.ana, &format!("{}/pagar", order.path()), "");
        assert_eq!(to_bank.status, StatusCode::SEE_OTHER);
        assert_eq!(to_bank.location, again.location);
        let bank = town.get(&town.ana, &to_bank.location);
        assert!(bank.body.contains("Banco de Prueba"), "{}", bank.body);
        assert!(
            bank.body.contains("a Municipalidad de San Roque?"),
            "{}",
            bank.body
        );

        let (bank_path, fields) = to_bank.location.split_once('?').unwrap();
        let changed = fields.replace("monto=120000", "monto=1");
        assert_eq!(
            town.post(&town.ana, bank_path, &format!("{changed}&decision=pagar"))
                .status,
            StatusCode::BAD_REQUEST
        );
        let decided = town.post(&town.ana, bank_path, &format!("{fields}&decision=pagar"));
        assert_eq!(decided.location, order.path());
        // Going back and refusing comes too late; returning to us proves nothing.
        town.post(&town.ana, bank_path, &format!("{fields}&decision=rechazar"));
        assert_eq!(town.find(&order).state, OrderState::Pending);
        assert!(
            town.get(&town.ana, &order.path())
                .body
                .contains("Pago en camino")
        );
        assert_eq!(
            town.get(&town.ana, &format!("{}/recibo", order.path()))
                .status,
            StatusCode::NOT_FOUND
        );

        let state = payments::State::new(town.app("http://localhost:8080")).called_at(town.serve());
        let worker = payments::jobs(Worker::new(town.store.clone(), noon), &state).handle(
            PAID_JOB,
            |_, job, _| {
                let told: payments::PaidJob = job.payload()?;
                if told.reference == "LIC-1" {
                    Ok(())
                } else {
                    Err("another order".into())
                }
            },
        );
        assert_eq!(
            worker.run_due(noon()).unwrap(),
            2,
            "the callback, and the news of the money"
        );

        assert_eq!(town.find(&order).state, OrderState::Paid);
        assert_eq!(paid_jobs(town, &order), Some(jobs::State::Done));
        let settled = town
            .store
            .read_blocking(|db| payments::settled(db, "LIC-1"))
            .unwrap()
            .unwrap();
        assert_eq!(
            (settled.amount_minor, settled.currency.as_str(), settled.at),
            (120_000, "PYG", noon())
        );
        let receipt = town.get(&town.ana, &format!("{}/recibo", order.path()));
        assert!(
            receipt.body.contains("Recibo de pago")
                && receipt.body.contains(&settled.provider_reference)
                && receipt.body.contains(&order.receipt_number())
        );
        let after = town.post(&town.ana, &format!("{}/pagar", order.path()), "");
        assert_eq!(
            after.location,
            order.path(),
            "what is paid cannot be paid again"
        );
        assert_eq!(
            kinds(town, &order),
            [EventKind::Created, EventKind::Begun, EventKind::Paid]
        );
    });
}

#[test]
fn a_bank_that_cannot_reach_us_tries_again_later() {
    town::each(|town| {
        let order = town.order("LIC-1", None);
        let to_bank = town
            .post(&Actor::Anonymous, &format!("{}/pagar", order.path()), "")
            .location;
        let (path, fields) = to_bank.split_once('?').unwrap();
        town.post(
            &Actor::Anonymous,
            path,
            &format!("{fields}&decision=rechazar"),
        );
        // Nobody listens on the first port of the machine.
        let deaf =
            payments::State::new(town.app("http://localhost:8080")).called_at("http://127.0.0.1:1");
        assert_eq!(
            payments::jobs(Worker::new(town.store.clone(), noon), &deaf)
                .run_due(noon())
                .unwrap(),
            1
        );
        assert_eq!(town.find(&order).state, OrderState::Pending);
        let state = payments::State::new(town.app("http://localhost:8080")).called_at(town.serve());
        let worker = payments::jobs(Worker::new(town.store.clone(), noon), &state);
        assert_eq!(worker.run_due(noon()).unwrap(), 0, "not at once");
        // The site's clock stands still, so the second try stays within what its callback may be late.
        assert_eq!(worker.run_due(noon() + 1.minute()).unwrap(), 1);
        assert_eq!(town.find(&order).state, OrderState::Failed);
        assert!(
            town.get(&Actor::Anonymous, &order.path())
                .body
                .contains("Intentar el pago otra vez")
        );
    });
}

#[test]
fn only_a_fresh_signed_callback_is_believed() {
    town::each(|town| {
        let order = town.order("LIC-1", None);
        let attempt = town.begin(&order);
        let good = advice(attempt, AdviceResult::Paid);
        let body = serde_json::to_string(&good).unwrap();
        let time = noon().as_second().to_string();
        for signature in ["", "00", &"0".repeat(64), "ñ", &"z".repeat(64)] {
            assert_eq!(
                town.tell_raw(&body, &time, signature).status,
                StatusCode::UNAUTHORIZED
            );
        }
        let old = noon() - SignedDuration::from_mins(6);
        assert_eq!(
            town.tell(&good, old).status,
            StatusCode::UNAUTHORIZED,
            "a replay of long ago"
        );
        assert_eq!(
            town.tell(&good, noon() + SignedDuration::from_mins(6))
                .status,
            StatusCode::UNAUTHORIZED
        );
        let tag = town::secrets().authenticate(
            "payments.test-bank.notice",
            format!("{time}.{body}").as_bytes(),
        );
        let signature: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
        let changed = body.replace("BP-1", "BP-2");
        assert_eq!(
            town.tell_raw(&changed, &time, &signature).status,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(
            town.tell_raw(&"x".repeat(5_000), &time, &signature).status,
            StatusCode::PAYLOAD_TOO_LARGE
        );
        assert_eq!(town.find(&order).state, OrderState::Pending);

        let mut cheaper = good.clone();
        cheaper.amount_minor = 1;
        assert_eq!(town.tell(&cheaper, noon()).status, StatusCode::CONFLICT);
        let unknown = advice(payments::AttemptId::new(noon()), AdviceResult::Paid);
        assert_eq!(town.tell(&unknown, noon()).status, StatusCode::NOT_FOUND);
        assert_eq!(
            (town.find(&order).state, paid_jobs(town, &order)),
            (OrderState::Pending, None)
        );

        assert_eq!(town.tell(&good, noon()).status, StatusCode::NO_CONTENT);
        assert_eq!(town.find(&order).state, OrderState::Paid);
    });
}

#[test]
fn repeated_and_reordered_callbacks_change_nothing() {
    town::each(|town| {
        let order = town.order("LIC-1", None);
        let attempt = town.begin(&order);
        let (paid, refused) = (
            advice(attempt, AdviceResult::Paid),
            advice(attempt, AdviceResult::Refused),
        );
        for advice in [&paid, &paid, &refused, &paid] {
            assert_eq!(town.tell(advice, noon()).status, StatusCode::NO_CONTENT);
            assert_eq!(town.find(&order).state, OrderState::Paid);
        }
        assert_eq!(
            kinds(town, &order),
            [EventKind::Created, EventKind::Begun, EventKind::Paid]
        );
        assert_eq!(paid_jobs(town, &order), Some(jobs::State::Waiting));
    });
}

#[test]
fn money_counts_even_after_a_refusal_and_is_never_counted_twice() {
    town::each(|town| {
        let order = town.order("LIC-1", None);
        let first = town.begin(&order);
        let say = |attempt, result| {
            let advice = advice(attempt, result);
            town.store
                .write_blocking(move |tx| payments::settle(tx, &advice, noon()))
                .unwrap()
        };
        assert_eq!(say(first, AdviceResult::Refused), Settlement::Refused);
        assert_eq!(town.find(&order).state, OrderState::Failed);
        let second = town.begin(&order);
        assert_ne!(first, second);
        assert_eq!(say(first, AdviceResult::Refused), Settlement::Known);
        assert_eq!(
            town.find(&order).state,
            OrderState::Pending,
            "the word about the first says nothing of the second"
        );
        assert_eq!(say(second, AdviceResult::Paid), Settlement::Paid);
        assert_eq!(say(first, AdviceResult::Paid), Settlement::PaidAgain);
        assert_eq!(say(first, AdviceResult::Paid), Settlement::Known);
        let settled = town
            .store
            .read_blocking(|db| payments::settled(db, "LIC-1"))
            .unwrap();
        assert!(settled.is_some());
        assert_eq!(
            kinds(town, &order)
                .iter()
                .filter(|kind| **kind == EventKind::Paid)
                .count(),
            1
        );
        assert_eq!(kinds(town, &order).last(), Some(&EventKind::PaidAgain));
    });
}

#[test]
fn an_order_ends_with_its_time_but_money_under_way_still_counts() {
    town::each(|town| {
        let mut new = new_order("LIC-1", None);
        let end = noon() + SignedDuration::from_hours(1);
        new.expires_at = Some(end);
        let order = town
            .store
            .write_blocking(move |tx| payments::order(tx, &new, noon()))
            .unwrap();
        let attempt = town.begin(&order);
        let state = payments::State::new(town.app("http://localhost:8080"));
        let worker = payments::jobs(Worker::new(town.store.clone(), noon), &state);
        assert_eq!(worker.run_due(noon()).unwrap(), 0);
        assert_eq!(worker.run_due(end).unwrap(), 1);
        assert_eq!(town.find(&order).state, OrderState::Expired);
        let id = order.id;
        let late = town
            .store
            .write_blocking(move |tx| payments::begin(tx, id, end));
        assert_eq!(late, Err(Error::Expired));
        assert!(
            town.get(&Actor::Anonymous, &order.path())
                .body
                .contains("Se terminó el plazo")
        );
        town.tell(&advice(attempt, AdviceResult::Refused), noon());
        assert_eq!(town.find(&order).state, OrderState::Expired);
        town.tell(&advice(attempt, AdviceResult::Paid), noon());
        assert_eq!(town.find(&order).state, OrderState::Paid);
        assert_eq!(paid_jobs(town, &order), Some(jobs::State::Waiting));
    });
}

#[test]
fn only_the_payer_sees_an_order_and_an_unknown_one_looks_the_same() {
    town::each(|town| {
        let hers = town.order("LIC-1", town.ana.person());
        let anyones = town.order("INF-1", None);
        let unknown = format!("/pagos/{}", payments::OrderId::new(noon()));
        for tail in ["", "/recibo"] {
            assert_eq!(
                town.get(&town.beto, &format!("{}{tail}", hers.path()))
                    .status,
                StatusCode::NOT_FOUND
            );
            assert_eq!(
                town.get(&town.beto, &format!("{unknown}{tail}")).status,
                StatusCode::NOT_FOUND
            );
            for path in [&hers.path(), &unknown] {
                let answer = town.get(&Actor::Anonymous, &format!("{path}{tail}"));
                assert_eq!(
                    (answer.status, answer.location),
                    (StatusCode::SEE_OTHER, format!("/ingresar?volver={path}"))
                );
            }
        }
        assert_eq!(
            town.post(&town.beto, &format!("{}/pagar", hers.path()), "")
                .status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(town.find(&hers).state, OrderState::Created);
        assert_eq!(
            town.get(&Actor::Anonymous, &anyones.path()).status,
            StatusCode::OK
        );
        assert_eq!(
            town.get(&town.beto, "/pagos/nada").status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            town.get(&town.beto, "/banco-de-prueba/nada").status,
            StatusCode::NOT_FOUND
        );
    });
}
