//! For whom a draft is: telling that answers were taken out because that has changed.

use design::Notice;
use maud::{Markup, html};
use platform::Visit;
use services::for_another::Settled;
use text::Lang;

use crate::words;

/// What an address says after answers were taken out.
const OWN_DATA: &str = "aviso=registros";
const THE_OTHER: &str = "aviso=otra-persona";

/// An address that tells what was taken out.
pub(super) fn telling(address: &str, settled: Settled) -> String {
    let told = match settled {
        Settled::Nothing => return address.to_owned(),
        Settled::OwnData => OWN_DATA,
        Settled::TheOther => THE_OTHER,
    };
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{told}")
}

/// What was taken out, on the page that comes after.
pub(crate) fn told(visit: &Visit) -> Markup {
    let settled = if visit.path.contains(OWN_DATA) {
        Settled::OwnData
    } else if visit.path.contains(THE_OTHER) {
        Settled::TheOther
    } else {
        Settled::Nothing
    };
    say(settled, visit.lang)
}

/// What was taken out.
pub(super) fn say(settled: Settled, lang: Lang) -> Markup {
    let said = match settled {
        Settled::Nothing => return html! {},
        Settled::OwnData => words::whom_own_data(lang),
        Settled::TheOther => words::whom_the_other(lang),
    };
    Notice::info(html! { p { (said) } })
        .title(words::whom_changed(lang))
        .render(lang)
}
