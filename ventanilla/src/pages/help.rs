//! How to use all this, in plain words.

use axum::response::Response;
use design::page::Page;
use design::{Level, Step, Steps, heading, lead};
use maud::{Markup, html};
use platform::Visit;
use text::Lang;

use crate::words;

pub(crate) async fn show(visit: Visit) -> Response {
    let body = view(visit.lang, &visit.app.site().help_phone);
    visit.public_page(Page::new(words::help_title(visit.lang)).body(body))
}

fn view(lang: Lang, phone: &str) -> Markup {
    let how = [
        (words::help_how_find(lang), words::help_how_find_body(lang)),
        (words::help_how_fill(lang), words::help_how_fill_body(lang)),
        (words::help_how_send(lang), words::help_how_send_body(lang)),
        (
            words::help_how_follow(lang),
            words::help_how_follow_body(lang),
        ),
    ];
    let steps = how
        .into_iter()
        .fold(Steps::new(Level::H3), |steps, (title, body)| {
            steps.step(Step::new(title, html! { p { (body) } }))
        });
    html! {
        (heading(Level::H1, words::help_title(lang)))
        (lead(words::help_lead(lang)))
        (heading(Level::H2, words::help_how_title(lang)))
        (steps.render(lang))
        (heading(Level::H2, words::help_code_title(lang)))
        p { (words::help_code_body(lang)) " " a href="/seguir" { (words::home_follow_code(lang)) } }
        (heading(Level::H2, words::help_verify_title(lang)))
        p { (words::help_verify_body(lang)) }
        (heading(Level::H2, words::help_privacy_title(lang)))
        p { (words::help_privacy_body(lang)) }
        (heading(Level::H2, words::help_access_title(lang)))
        p { (words::help_access_body(lang)) }
        (heading(Level::H2, words::help_phone_title(lang)))
        p { (words::help_phone_body(lang, phone)) }
    }
}
