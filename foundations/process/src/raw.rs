//! `process.yaml` as it is written.

use serde::Deserialize;
use text::Localized;

use crate::definition::Outcome;
use crate::machine::KeptSort;
use crate::ordered::Ordered;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawProcess {
    pub(crate) start: String,
    pub(crate) withdrawal: Option<RawWithdrawal>,
    pub(crate) reopening: Option<RawReopening>,
    pub(crate) stages: Ordered<RawStage>,
}

/// `withdrawal: refused`, or how it ends.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "escribe refused, o { act: …, result: abandoned }\u{1f}write refused, or { act: …, result: abandoned }"
)]
pub(crate) enum RawWithdrawal {
    Refused(RawRefused),
    Ends(RawEnding),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RawRefused {
    Refused,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawStage {
    pub(crate) title: Option<Localized>,
    pub(crate) fee: Option<String>,
    pub(crate) task: Option<Ordered<RawTask>>,
    pub(crate) waits_for: Option<RawWaitsFor>,
    pub(crate) who: Option<String>,
    pub(crate) fork: Option<Vec<String>>,
    pub(crate) waits: Option<String>,
    pub(crate) tells: Option<Localized>,
    pub(crate) opens: Option<RawSubcase>,
    pub(crate) asks: Option<RawLookup>,
    pub(crate) calls: Option<RawCall>,
    pub(crate) within: Option<String>,
    #[serde(default)]
    pub(crate) stops_clock: bool,
    pub(crate) next: Option<String>,
    #[serde(rename = "else")]
    pub(crate) otherwise: Option<String>,
    #[serde(default)]
    pub(crate) choose: Ordered<RawChoice>,
    pub(crate) ends: Option<RawEnding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSubcase {
    pub(crate) service: String,
    #[serde(default)]
    pub(crate) answers: Ordered<String>,
}

/// `asks: { registry: comercio.licencia, key: ruc, keeps: { estado: text } }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLookup {
    pub(crate) registry: String,
    pub(crate) key: Option<String>,
    #[serde(default)]
    pub(crate) keeps: Ordered<KeptSort>,
}

/// `calls: { system: banco, post: /pagos, sends: { cuenta: cuenta }, keeps: { comprobante: text } }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCall {
    pub(crate) system: String,
    pub(crate) get: Option<String>,
    pub(crate) post: Option<String>,
    pub(crate) put: Option<String>,
    #[serde(default)]
    pub(crate) sends: Ordered<String>,
    #[serde(default)]
    pub(crate) keeps: Ordered<KeptSort>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RawWaitsFor {
    Applicant,
    Cosigners,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTask {
    pub(crate) title: Localized,
    pub(crate) who: String,
    pub(crate) agency: Option<String>,
    pub(crate) within: Option<String>,
    #[serde(default)]
    pub(crate) results: Ordered<RawResult>,
    #[serde(default)]
    pub(crate) files: u8,
    pub(crate) not: Option<String>,
    pub(crate) meeting: Option<RawMeeting>,
    #[serde(default)]
    pub(crate) assigned: RawAssigned,
    pub(crate) escalates: Option<RawEscalation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RawMeeting {
    Visit,
    Hearing,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RawAssigned {
    #[default]
    Pool,
    InTurn,
    ByLoad,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEscalation {
    pub(crate) after: String,
    pub(crate) to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawResult {
    pub(crate) title: Localized,
    #[serde(default)]
    pub(crate) reasons: RawReasons,
}

#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RawReasons {
    #[default]
    Optional,
    Required,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawChoice {
    pub(crate) when: Option<String>,
    #[serde(default)]
    pub(crate) otherwise: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEnding {
    pub(crate) act: String,
    pub(crate) result: Outcome,
    pub(crate) appeal: Option<RawAppeal>,
    pub(crate) revoked_by: Option<String>,
}

/// `appeal: 15 working days`, or also which service it is.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "escribe un plazo, o { within: 15 working days, service: … }\u{1f}write a term, or { within: 15 working days, service: … }"
)]
pub(crate) enum RawAppeal {
    Elsewhere(String),
    Here(RawAppealService),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAppealService {
    pub(crate) within: String,
    pub(crate) service: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawReopening {
    pub(crate) who: String,
    pub(crate) to: String,
    pub(crate) within: String,
}
