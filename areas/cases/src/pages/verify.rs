//! `/verificar`: anyone types a code or gives the PDF, and learns what it is and whether it still stands.

use axum::extract::{Query, State as Shared};
use axum::http::StatusCode;
use design::page::Page;
use design::{
    Button, Field, FieldError, FileInput, Form, Level, Verdict, VerdictPanel, Width, actions,
    heading, lead,
};
use maud::{Markup, html};
use pki::pades::{self, Standing};
use platform::upload::Upload;
use platform::{ClientKey, Result, Visit, limits};
use serde::Deserialize;
use store::BlobHash;
use text::{Lang, format};

use crate::act::{self, Meaning, PublicFacts};
use crate::standing::ended_as;
use crate::state::State;
use crate::{Error, VerificationCode, words};

/// Codes tried by one client in a minute: a person checks a pile of papers, a machine walks.
const TRIES_PER_MINUTE_MAX: u32 = 30;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    codigo: String,
}

/// The form, and the answer when there is a code in the address: the QR on the paper leads here.
pub(crate) async fn show(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    Query(asked): Query<Asked>,
) -> Result {
    let typed = asked.codigo.trim();
    if typed.is_empty() {
        return Ok(visit.public_page(page(visit.lang, typed, Vec::new(), None)));
    }
    visit
        .app
        .rate()
        .check("verify", &client, TRIES_PER_MINUTE_MAX, visit.now)?;
    let Ok(code) = typed.parse::<VerificationCode>() else {
        let error = FieldError::new("codigo", words::verify_not_a_code(visit.lang));
        return Ok(visit.page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            page(visit.lang, typed, vec![error], None),
        ));
    };
    let found = look_up(&state, move |db| act::by_code(db, &code)).await?;
    let status = if found.is_some() {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    let panel = answer(&visit, found.as_ref(), None);
    Ok(visit.page_with(status, page(visit.lang, typed, Vec::new(), Some(panel))))
}

/// The answer to a PDF: first what its own signature says, then what we know of it.
pub(crate) async fn check_file(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    upload: Upload,
) -> Result {
    visit
        .app
        .rate()
        .check("verify", &client, TRIES_PER_MINUTE_MAX, visit.now)?;
    let Some(file) = upload.file else {
        let error = FieldError::new("archivo", words::verify_no_file(visit.lang));
        return Ok(visit.page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            page(visit.lang, "", vec![error], None),
        ));
    };
    let (now, master) = (visit.now, state.master.clone());
    let trust = state
        .app
        .store()
        .read(move |db| pki::Trust::load(db, &master, now))
        .await
        .map_err(Error::inner)?;
    let bytes = file.bytes;
    let checked = tokio::task::spawn_blocking(move || {
        (
            BlobHash::of(&bytes),
            pades::verify(&bytes, &trust, now).unwrap_or_default(),
        )
    });
    let (hash, signatures) = checked.await.map_err(Error::inner)?;
    let found = look_up(&state, move |db| act::by_blob(db, &hash)).await?;
    let panel = answer(&visit, found.as_ref(), Some(&signatures));
    Ok(visit.page(page(visit.lang, "", Vec::new(), Some(panel))))
}

/// What we know, with the names of the service and its agency.
async fn look_up(
    state: &State,
    find: impl Fn(&mut store::Db) -> std::result::Result<Option<PublicFacts>, Error> + Send + 'static,
) -> std::result::Result<Option<Known>, Error> {
    let catalogue = state.clone();
    state
        .app
        .store()
        .read(move |db| {
            let Some(facts) = find(db)? else {
                return Ok(None);
            };
            let service = catalogue
                .service(db, &facts.service_hash)?
                .definition
                .title()
                .clone();
            let agency = identity::agencies::by_slug(db, &facts.agency_slug)?
                .ok_or(Error::Unknown)?
                .name;
            Ok(Some(Known {
                facts,
                service,
                agency,
            }))
        })
        .await
}

/// What anybody may know of a document.
struct Known {
    facts: PublicFacts,
    service: text::Localized,
    agency: text::Localized,
}

fn answer(
    visit: &Visit,
    found: Option<&Known>,
    signatures: Option<&[pades::SignatureVerdict]>,
) -> Markup {
    let lang = visit.lang;
    let signed = signatures.and_then(|signatures| signatures.last());
    let verdict = match signatures {
        Some(_) => verdict_on_file(visit, found, signed),
        None => verdict_on_code(visit, found),
    };
    let mut panel = VerdictPanel::new(verdict).level(Level::H2);
    if let Some(signature) = signed {
        panel = panel.fact(
            words::verify_signed_by(lang),
            signature.signer_name().unwrap_or_default().to_owned(),
        );
    }
    if let Some(Known {
        facts,
        service,
        agency,
    }) = found
    {
        panel = panel
            .fact(words::verify_service(lang), service.get(lang))
            .fact(words::verify_agency(lang), agency.get(lang));
        panel = match &facts.number {
            Some(number) => panel
                .fact(words::verify_number(lang), number.as_str())
                .weave(number.as_str()),
            None => panel.fact(words::verify_number(lang), words::verify_number_kept(lang)),
        };
        panel = panel.fact(words::verify_received(lang), moment(visit, facts.filed_at));
        panel = match &facts.act {
            Some(act) => {
                let panel = panel
                    .fact(words::verify_result(lang), result(act.meaning, lang))
                    .fact(words::verify_issued(lang), moment(visit, act.issued_at));
                let panel = match act.revoked_at {
                    Some(at) => panel.fact(words::verify_revoked(lang), moment(visit, at)),
                    None => panel,
                };
                match act.valid_until {
                    Some(until) => panel.fact(
                        words::verify_valid_until(lang),
                        format::date_long(lang, until),
                    ),
                    None => panel,
                }
            }
            None if facts.ended => {
                panel.fact(words::verify_state(lang), words::verify_being_signed(lang))
            }
            None => panel.fact(words::verify_state(lang), words::verify_in_progress(lang)),
        };
    }
    panel.render(lang)
}

/// What an act came to, in a word.
fn result(meaning: Meaning, lang: Lang) -> Markup {
    match meaning {
        Meaning::Ends(outcome) => ended_as(outcome).render(lang),
        Meaning::Extended => html! { (words::acts_extension(lang)) },
    }
}

/// What the file's own signature and our record of it say together.
fn verdict_on_file(
    visit: &Visit,
    found: Option<&Known>,
    signed: Option<&pades::SignatureVerdict>,
) -> Verdict {
    match (signed.map(pades::SignatureVerdict::standing), found) {
        (None, _) => Verdict::Unknown,
        (Some(Standing::Invalid), _) => Verdict::Altered,
        // A seal whose certificate has expired or was replaced cannot prove its moment by itself; that the
        // very bytes are ours does.
        (Some(Standing::Doubtful), None) => Verdict::Unknown,
        (Some(_), Some(known)) => fallen(visit, known).unwrap_or(Verdict::Valid),
        (Some(_), None) => Verdict::Valid,
    }
}

/// What our record says of a code. It says nothing of the paper that the code was read from.
fn verdict_on_code(visit: &Visit, found: Option<&Known>) -> Verdict {
    match found {
        None => Verdict::UnknownCode,
        Some(known) if known.facts.act.is_none() => Verdict::Received,
        Some(known) => fallen(visit, known).unwrap_or(Verdict::Known),
    }
}

/// Why an act no longer stands, if it does not.
fn fallen(visit: &Visit, known: &Known) -> Option<Verdict> {
    let act = known.facts.act.as_ref()?;
    let zone = visit.app.site().time_zone.clone();
    let today = visit.now.to_zoned(zone).date();
    if act.revoked_at.is_some() {
        return Some(Verdict::Revoked);
    }
    let is_over = act.valid_until.is_some_and(|until| until < today);
    is_over.then_some(Verdict::Expired)
}

fn moment(visit: &Visit, at: jiff::Timestamp) -> String {
    crate::paper::moment(visit.lang, at, &visit.app.site().time_zone)
}

fn page(lang: Lang, typed: &str, errors: Vec<FieldError>, answer: Option<Markup>) -> Page {
    let code = Field::text("codigo", words::verify_code(lang))
        .hint(words::verify_code_hint(lang))
        .value(typed)
        .width(Width::Medium)
        .error(FieldError::find(&errors, "codigo"));
    let file = FileInput::new(
        "archivo",
        words::verify_file(lang),
        &["PDF"],
        limits::UPLOAD_BYTES_MAX as u64,
    )
    .error(FieldError::find(&errors, "archivo"));
    let body = html! {
        (heading(Level::H1, words::verify_title(lang)))
        @if let Some(answer) = answer { (answer) } @else { (lead(words::verify_lead(lang))) }
        (heading(Level::H2, words::verify_by_code(lang)))
        (Form::get("/verificar", html! { (code.render(lang)) (actions(Button::new(words::verify_check(lang)))) }))
        (heading(Level::H2, words::verify_by_file(lang)))
        (Form::post("/verificar", html! { (file.render(lang)) (actions(Button::new(words::verify_check_file(lang)))) }).multipart())
    };
    Page::new(words::verify_title(lang))
        .errors(errors)
        .body(body)
}
