//! The evidence that an application, or an act, is in the public ledger: for people in a line or two, and
//! as a file for tools that are not ours.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use design::{SummaryList, SummaryRow, details};
use ledger::{Checkpoint, Proof};
use maud::{Markup, html};
use platform::{Problem, Result, Visit, download};
use text::{Lang, format};

use super::Followed;
use crate::applicant::Applicant;
use crate::state::State;
use crate::{Error, words};

/// `/expedientes/{number}/comprobante.tlog-proof`.
pub(crate) async fn of_receipt(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let leaf = followed.case.receipt_leaf;
    let found = state
        .app
        .store()
        .read(move |db| ledger::proof(db, leaf))
        .await;
    let proof = found
        .map_err(Error::inner)?
        .ok_or_else(Problem::not_found)?;
    Ok(file(
        &format!("comprobante-{}.tlog-proof", followed.case.number),
        &proof,
    ))
}

/// `/expedientes/{number}/acto.tlog-proof`: beside the act, under the same name, it is found by
/// `ventanilla verify`.
pub(crate) async fn of_act(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let proof = followed.act_proof.ok_or_else(Problem::not_found)?;
    Ok(file(
        &format!("{}.tlog-proof", followed.case.number),
        &proof,
    ))
}

/// Evidence, to be saved.
pub(super) fn file(name: &str, proof: &Proof) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (header::CONTENT_DISPOSITION, download::saved(name)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    (headers, proof.to_text()).into_response()
}

/// Where an act stands in the ledger: its entry, and the checkpoint that signs for it.
pub(crate) fn summary(proof: &Proof, href: &str, lang: Lang) -> Markup {
    let count = |number: u64| format::number(lang, &number.to_string());
    let mut list = SummaryList::new().row(SummaryRow::new(
        words::proof_entry(lang),
        count(proof.index),
    ));
    if let Ok(checkpoint) = Checkpoint::peek(&proof.checkpoint) {
        let signed = html! {
            (words::proof_signed(lang, count(checkpoint.size))) br;
            code { (checkpoint.root) }
        };
        list = list
            .row(SummaryRow::new(words::proof_checkpoint(lang), signed))
            .row(SummaryRow::new(
                words::proof_log(lang),
                html! { a href="/ledger/checkpoint" { (checkpoint.origin) } },
            ));
    }
    details(
        words::proof_title(lang),
        html! {
            p { (words::proof_lead(lang)) }
            (list.render(lang))
            p { a href=(href) { (words::proof_file(lang)) } }
        },
    )
}
