//! A service in a list: its name and the facts that decide.

use design::ServiceItem;
use text::{Lang, Text, format};

use crate::ficha::{Fee, Within};
use crate::{Published, words};

/// What it costs, in a few words.
pub(super) fn cost(service: &Published, currency: &str, lang: Lang) -> Text {
    match (
        &service.definition.ficha.fee,
        service.definition.fee_range(),
    ) {
        (Fee::Free { .. }, _) => words::cost_free(lang),
        (Fee::Table { .. }, Some((from, to))) if from == to => {
            Text::from(amount(lang, from, currency))
        }
        (Fee::Table { .. }, Some((from, to))) => words::cost_range(
            lang,
            amount(lang, from, currency),
            amount(lang, to, currency),
        ),
        (Fee::Table { .. }, None) => words::cost_depends(lang),
    }
}

fn amount(lang: Lang, whole: i64, currency: &str) -> String {
    let unit = 10_i64.pow(format::exponent(currency));
    format::money(lang, whole.saturating_mul(unit), currency)
}

/// How long until there is an answer.
pub(super) fn term(service: &Published, lang: Lang) -> Text {
    match service.definition.ficha.term.within {
        Within::AtOnce => words::term_at_once(lang),
        Within::Term(term) => term.say(lang),
    }
}

/// The same as a sentence of its own, for lists.
fn answer(service: &Published, lang: Lang) -> Text {
    match service.definition.ficha.term.within {
        Within::AtOnce => words::item_at_once(lang),
        Within::Term(term) => words::item_answer(lang, term.say(lang)),
    }
}

pub(super) fn item(service: &Published, currency: &str, lang: Lang) -> ServiceItem {
    ServiceItem::new(
        format!("/servicios/{}", service.slug),
        service.definition.title().get(lang),
    )
    .summary(service.definition.ficha.summary.get(lang))
    .fact(cost(service, currency, lang))
    .fact(answer(service, lang))
}
