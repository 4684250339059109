//! For whom a draft is: telling that answers were taken out because that has changed.

use design::Notice;
use maud::{Markup, html};
use platform::Visit;
use services::for_another::Settled;

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
    let lang = visit.lang;
    let said = if visit.path.contains(OWN_DATA) {
        words::whom_own_data(lang)
    } else if visit.path.contains(THE_OTHER) {
        words::whom_the_other(lang)
    } else {
        return html! {};
    };
    Notice::info(html! { p { (said) } })
        .title(words::whom_changed(lang))
        .render(lang)
}
