//! `/expedientes/{number}`: where a case stands, what is asked, what happened, and its documents.

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{
    Button, DocumentList, Form, Level, LinkButton, Notice, Status, SummaryList, SummaryRow,
    actions, heading,
};
use maud::{Markup, html};
use platform::{Problem, Result, Visit};
use process::{Outcome, Waiting};
use text::{Lang, Text, format};

use super::{Followed, acts, decision, files, history, meeting, proof, received};
use crate::act::Issued;
use crate::applicant::Applicant;
use crate::attachment::Attachment;
use crate::case::Application;
use crate::clock::Clock;
use crate::event::CaseEvent;
use crate::link::Tie;
use crate::standing::standing;
use crate::state::State;
use crate::{appeal, facts, paper, represented, withdraw, words};

/// The applicant's view of their case.
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
    let answered =
        followed
            .service
            .definition
            .form
            .answered(&application.answers, &followed.known, lang);
    let body = html! {
        (heading(Level::H1, followed.service.definition.title().get(lang)))
        p { (status(&followed).render(lang)) }
        (revoked(&followed, lang))
        (asked(&followed, lang))
        (meeting::announced(&followed, visit.now, lang))
        (reasons(&followed, lang))
        (appealable(&followed, lang, &state))
        (summary(&followed, application, lang, &state))
        (why_that_day(&followed, lang, &state))
        (documents(&followed, lang))
        (links(&followed, "/expedientes", lang))
        (heading(Level::H2, words::follow_history(lang)))
        (history::timeline(&followed, application, lang, &state))
        (heading(Level::H2, words::follow_answers(lang)))
        (super::answered::sections(&answered, Level::H3, lang))
        @if withdraw::may(case, &followed.service.definition.process) {
            (actions(LinkButton::new(format!("/expedientes/{}/desistir", case.number), words::follow_withdraw(lang)).secondary()))
        }
        @if case.person.is_none() { (elsewhere(lang)) }
    };
    Ok(visit.page(
        Page::new(words::follow_title(lang, case.number.as_str()))
            .weave(case.number.as_str())
            .back(if case.person.is_some() { "/mi" } else { "/" })
            .body(body),
    ))
}

/// Without an account: how to follow from another device, and how to leave a shared one.
fn elsewhere(lang: Lang) -> Markup {
    let forget = Form::post(
        "/seguir/olvidar",
        html! { (actions(Button::new(words::follow_forget(lang)).secondary())) },
    );
    html! {
        (heading(Level::H2, words::follow_elsewhere(lang)))
        p { (words::follow_elsewhere_how(lang)) " " a href="/seguir" { (words::by_code_title(lang)) } }
        (design::details(words::follow_shared(lang), html! { p { (words::follow_shared_why(lang)) } (forget) }))
    }
}

/// How a case stands, in one word with a shape.
pub(crate) fn status(followed: &Followed) -> Status {
    let case = &followed.case;
    standing(
        &followed.service.definition.process,
        &case.position,
        case.outcome,
        followed.revoked().is_some(),
    )
}

/// What the agency said, in its own words: nobody must open a PDF on a slow line to read it.
fn reasons(followed: &Followed, lang: Lang) -> Markup {
    let act = followed.act.as_ref().filter(|act| act.issued.is_some());
    let said = act
        .and_then(|act| act.reasons.as_deref())
        .unwrap_or_default();
    html! {
        @if !said.is_empty() {
            (heading(Level::H2, words::follow_reasons(lang)))
            (paragraphs(said))
        }
    }
}

/// Text as an official typed it, in its paragraphs and lines.
pub(crate) fn paragraphs(said: &str) -> Markup {
    html! {
        @for paragraph in said.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            p { @for (number, line) in paragraph.trim().lines().enumerate() { @if number > 0 { br; } (line) } }
        }
    }
}

/// Until when a denial can be appealed: the applicant must not have to search for it in the document.
fn appealable(followed: &Followed, lang: Lang, state: &State) -> Markup {
    let act = followed.act.as_ref();
    let sentence = act.and_then(|act| {
        let issued = act.issued.as_ref()?;
        let place = state.place_of(&followed.case.agency_slug);
        facts::appeal(&followed.service, act, place, issued.at, lang)
    });
    html! {
        @if let Some(sentence) = sentence {
            @let begin = appeals_here(followed, state).then(|| Form::post(format!("/expedientes/{}/recurrir", followed.case.number), actions(Button::new(words::follow_appeal_begin(lang)).secondary())));
            (Notice::info(html! { p { (sentence) " " (words::follow_appeal_how(lang)) } @if let Some(begin) = begin { (begin) } })
                .title(words::follow_appeal(lang)).render(lang))
        }
    }
}

/// Whether the appeal is a service of this State.
fn appeals_here(followed: &Followed, state: &State) -> bool {
    let process = &followed.service.definition.process;
    let act = followed.act.as_ref();
    let slug = act.and_then(|act| appeal::of_act(process, act)?.service.as_deref());
    slug.is_some_and(|slug| state.catalogue.by_slug(slug).is_some())
}

/// The cases it has to do with.
pub(crate) fn links(followed: &Followed, base: &str, lang: Lang) -> Markup {
    html! {
        @if !followed.links.is_empty() {
            (heading(Level::H2, words::follow_links(lang)))
            ul {
                @for linked in &followed.links {
                    @let what = match linked.tie { Tie::Appeals => words::follow_link_appeals(lang), Tie::IsAppealed => words::follow_link_appealed(lang), Tie::Asks => words::follow_link_asks(lang), Tie::IsAsked => words::follow_link_asked(lang) };
                    li { (what) " " a href={ (base) "/" (linked.number) } { (linked.number) } }
                }
            }
        }
    }
}

/// That the document no longer stands, and why.
fn revoked(followed: &Followed, lang: Lang) -> Markup {
    let Some(revocation) = followed.revoked() else {
        return html! {};
    };
    let on = revocation.at.to_zoned(followed.zone.clone()).date();
    let why = html! {
        p { (words::follow_revoked_on(lang, format::date_long(lang, on))) }
        (paragraphs(&revocation.reasons))
    };
    Notice::warning(why)
        .title(words::follow_revoked(lang))
        .render(lang)
}

/// What the applicant must do now, before anything else on the page.
fn asked(followed: &Followed, lang: Lang) -> Markup {
    let case = &followed.case;
    if case.outcome.is_some() {
        return html! {};
    }
    match (
        followed.service.definition.process.foremost(&case.position),
        &followed.order,
    ) {
        (Some(Waiting::Payment), Some(order)) => {
            let amount = format::money(lang, order.amount_minor, &order.currency);
            let pay = html! { p { (words::received_pay(lang, amount)) } (actions(LinkButton::new(order.path(), words::received_pay_now(lang)))) };
            Notice::warning(pay)
                .title(words::received_unpaid(lang))
                .render(lang)
        }
        (Some(Waiting::Applicant(_)), _) => {
            let correct = html! {
                @if let Some(until) = correct_until(followed, lang) { p { (words::follow_correct_until(lang, until)) } }
                ul { @for mark in &followed.marks { li { b { (followed.ask(&mark.question, lang)) } @if !mark.remark.is_empty() { ": " (mark.remark) } } } }
                (actions(LinkButton::new(format!("/expedientes/{}/corregir", case.number), words::follow_correct(lang))))
            };
            Notice::warning(correct)
                .title(words::follow_correction(lang))
                .render(lang)
        }
        _ => html! {},
    }
}

/// The last day to correct what was asked for last.
fn correct_until(followed: &Followed, lang: Lang) -> Option<Text> {
    followed
        .history
        .iter()
        .rev()
        .find_map(|recorded| match &recorded.event {
            CaseEvent::CorrectionAsked { until, .. } => {
                let on = until.to_zoned(followed.zone.clone()).date();
                Some(format::date_long(lang, on))
            }
            _ => None,
        })
}

fn summary(followed: &Followed, opened: &Application, lang: Lang, state: &State) -> Markup {
    let case = &followed.case;
    let mut list = SummaryList::new()
        .row(SummaryRow::new(
            words::follow_number(lang),
            html! { code { (case.number.as_str()) } },
        ))
        .row(SummaryRow::new(
            words::follow_code(lang),
            html! { code { (case.verification_code.as_str()) } },
        ))
        .row(SummaryRow::new(
            words::verify_agency(lang),
            followed.agency.get(lang),
        ))
        .row(SummaryRow::new(
            words::verify_received(lang),
            paper::moment(lang, case.filed_at, state.place.zone()),
        ));
    if let Some((other, capacity)) = followed.for_whom(opened, lang) {
        let named = represented::named(&other);
        list = list
            .row(SummaryRow::new(words::whom_row(lang), named))
            .row(SummaryRow::new(words::whom_in_capacity(lang), capacity));
    }
    if case.outcome.is_none() {
        list = list.row(SummaryRow::new(
            words::follow_due(lang),
            last_day(followed, lang),
        ));
    }
    list.render(lang)
}

/// How the last day came about: the article, the days that are not counted, the times it stood still.
pub(crate) fn why_that_day(followed: &Followed, lang: Lang, state: &State) -> Markup {
    let case = &followed.case;
    let definition = &followed.service.definition;
    let place = state.place_of(&case.agency_slug);
    let runs = case.outcome.is_none() && case.stopped_at.is_none();
    let clock = Clock::of(case, &followed.history, place);
    let deadline = clock.deadline(definition, place).filter(|_| runs);
    let Some(deadline) = deadline else {
        return html! {};
    };
    let law = definition.term_law(lang);
    let more = definition.extension_law(lang).filter(|_| clock.is_extended);
    let body = html! {
        @for sentence in deadline.explain(lang) { p { (sentence) } }
        @for law in law.into_iter().chain(more) { p { (words::follow_due_law(lang, law)) } }
        @if let Some(silence) = silence(followed, lang) { p { (silence) } }
    };
    design::details(words::follow_due_why(lang), body)
}

/// What the law makes of an answer that does not come.
fn silence(followed: &Followed, lang: Lang) -> Option<Text> {
    match followed.service.definition.silence()? {
        Outcome::Granted => Some(words::silence_granted(lang)),
        Outcome::Denied => Some(words::silence_denied(lang)),
        Outcome::Abandoned => None,
    }
}

/// The last day the agency has, or why there is none now.
pub(crate) fn last_day(followed: &Followed, lang: Lang) -> Text {
    let case = &followed.case;
    match (case.stopped_at, case.due_on) {
        (Some(_), _) if followed.is_unpaid() => words::follow_unpaid(lang),
        (Some(_), _) if followed.is_asked_to_correct() => words::follow_stopped(lang),
        (Some(_), _) => words::follow_stopped_report(lang),
        (None, Some(on)) => format::date_long(lang, on),
        (None, None) => words::follow_no_term(lang),
    }
}

fn documents(followed: &Followed, lang: Lang) -> Markup {
    let number = &followed.case.number;
    let issued: Option<&Issued> = followed.act.as_ref().and_then(|act| act.issued.as_ref());
    html! {
        (heading(Level::H2, words::follow_documents(lang)))
        @match (issued, followed.act.is_some()) {
            (Some(issued), _) => {
                (actions(LinkButton::new(format!("/expedientes/{number}/acto.pdf"), words::follow_act(lang))))
                @if let Some(until) = issued.valid_until.filter(|_| followed.revoked().is_none()) { p { (words::follow_valid(lang, format::date_long(lang, until))) } }
            }
            (None, true) => { p { (words::verify_being_signed(lang)) } }
            (None, false) => {}
        }
        @if !answer_files(followed).is_empty() {
            (heading(Level::H3, words::follow_given(lang)))
            p { (words::follow_given_how(lang)) }
            (decision::list(answer_files(followed), &format!("/expedientes/{number}/respuesta"), lang))
        }
        (acts::others(followed, &format!("/expedientes/{number}"), lang))
        @if let Some(proof) = &followed.act_proof { (proof::summary(proof, &format!("/expedientes/{number}/acto.tlog-proof"), lang)) }
        p { a href={ "/expedientes/" (number) "/comprobante.pdf" } { (words::received_pdf(lang)) } }
        p { a href={ "/expedientes/" (number) "/comprobante.tlog-proof" } { (words::follow_proof(lang)) } }
        @if !followed.documents.is_empty() {
            (heading(Level::H3, words::follow_handed_in(lang)))
            (followed.documents.iter().fold(DocumentList::new(), |list, document| {
                list.document(files::line(&document.into(), format!("/expedientes/{number}/documentos/{}", document.id)))
            }).render(lang))
        }
    }
}

/// `/expedientes/{number}/acto.pdf`.
pub(crate) async fn act(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let issued = followed
        .act
        .and_then(|act| act.issued)
        .ok_or_else(Problem::not_found)?;
    let bytes = super::blob(&state, issued.blob).await?;
    Ok(received::file(
        &format!("{}.pdf", followed.case.number),
        bytes,
    ))
}

/// The files of the answer, once it is given.
fn answer_files(followed: &Followed) -> &[Attachment] {
    match followed.case.outcome {
        Some(_) => &followed.given,
        None => &[],
    }
}

/// A file of the answer.
pub(crate) async fn attachment(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((number, file)): Path<(String, String)>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let found = answer_files(&followed)
        .iter()
        .find(|known| known.id.to_string() == file)
        .ok_or_else(Problem::not_found)?;
    super::send_file(&state, &found.file).await
}

/// A file the applicant gave.
pub(crate) async fn document(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((number, document)): Path<(String, String)>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let found = followed
        .documents
        .iter()
        .find(|known| known.id.to_string() == document)
        .ok_or_else(Problem::not_found)?;
    super::send_file(&state, &found.into()).await
}
