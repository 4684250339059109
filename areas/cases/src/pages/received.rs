//! The stamped receipt: the page after sending, which stays at its address, and its PDF.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use design::page::Page;
use design::{Level, LinkButton, Notice, Seal, Step, Steps, actions, heading};
use maud::{Markup, html};
use platform::{Problem, Result, Visit, download};
use text::{Lang, format};

use super::Followed;
use crate::applicant::Applicant;
use crate::paper::{self, Head};
use crate::state::State;
use crate::{Error, next_steps, words};

/// `/expedientes/{number}/recibido`.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let lang = visit.lang;
    let case = &followed.case;
    let application = case.own(who.citizen.as_ref())?;
    let unpaid = followed.is_unpaid();
    let is_issued = followed
        .act
        .as_ref()
        .is_some_and(|act| act.issued.is_some());
    let at = paper::moment(lang, case.filed_at, state.place.zone());
    let seal = Seal::new(words::received_title(lang), case.number.as_str(), at)
        .verification_code(case.verification_code.as_str());
    let receipt = LinkButton::new(
        format!("/expedientes/{}/comprobante.pdf", case.number),
        words::received_pdf(lang),
    );
    let body = html! {
        (seal.render(lang))
        @if let (true, Some(order)) = (unpaid, &followed.order) {
            (Notice::warning(html! { p { (words::received_pay(lang, format::money(lang, order.amount_minor, &order.currency))) } (actions(LinkButton::new(order.path(), words::received_pay_now(lang)))) })
                .title(words::received_unpaid(lang)).render(lang))
        }
        @if let (Some(due), None) = (case.due_on, case.stopped_at) {
            p { (words::received_due(lang, format::date_long(lang, due))) " " (silence(&followed, lang)) }
        }
        @if let Some((other, capacity)) = followed.for_whom(application, lang) {
            p { (words::whom_received(lang, other.name(), other.identifier, capacity)) }
        }
        (heading(Level::H2, words::received_next(lang)))
        (steps(&followed, lang))
        @if case.person.is_none() {
            p { (words::received_elsewhere(lang)) " " a href="/seguir" { (words::by_code_title(lang)) } }
        }
        (actions(html! {
            @if is_issued {
                (LinkButton::new(format!("/expedientes/{}/acto.pdf", case.number), words::follow_act(lang)))
                (receipt.secondary())
            } @else { (receipt) }
            (LinkButton::new(format!("/expedientes/{}", case.number), words::received_follow(lang)).secondary())
        }))
    };
    Ok(visit.page(
        Page::new(words::received_title(lang))
            .weave(case.number.as_str())
            .body(body),
    ))
}

fn steps(followed: &Followed, lang: Lang) -> Markup {
    let steps = next_steps::of(&followed.service, lang).into_iter().fold(
        Steps::new(Level::H3),
        |steps, (title, detail)| {
            steps.step(Step::new(
                title,
                html! { @if !detail.is_empty() { p { (detail) } } },
            ))
        },
    );
    steps.render(lang)
}

fn silence(followed: &Followed, lang: Lang) -> text::Text {
    match followed.service.definition.silence() {
        Some(process::Outcome::Granted) => words::silence_granted(lang),
        Some(process::Outcome::Denied) => words::silence_denied(lang),
        _ => text::Text::default(),
    }
}

/// `/expedientes/{number}/comprobante.pdf`: the same case gives the same paper.
pub(crate) async fn pdf(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let lang = visit.lang;
    let (leaf, number) = (followed.case.receipt_leaf, followed.case.number.clone());
    let proof = state
        .app
        .store()
        .read(move |db| ledger::proof(db, leaf))
        .await
        .map_err(Error::inner)?;
    let made = tokio::task::spawn_blocking(move || -> std::result::Result<Vec<u8>, Error> {
        let application = followed.case.own(who.citizen.as_ref())?;
        let head = Head {
            site: state.app.site(),
            agency_name: &followed.agency,
            service: &followed.service,
            lang,
        };
        paper::receipt(
            &head,
            &followed.case,
            application,
            &followed.known,
            proof.as_ref(),
        )
    });
    let bytes = made.await.map_err(Problem::internal)??;
    Ok(file(&format!("comprobante-{number}.pdf"), bytes))
}

/// A PDF to keep.
pub(crate) fn file(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/pdf"),
        ),
        (header::CONTENT_DISPOSITION, download::shown(name)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    (headers, bytes).into_response()
}
