//! The papers of a case: the receipt anybody who filed can print, and the act it ends with.

use design::weave;
use forms::{AnsweredSection, Answers, Known};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pdf::templates::{Act as ActData, Deadline, Letter, Receipt, Row, Section, Step, Template};
use pdf::{Document, render};
use platform::Site;
use process::{Outcome, WITHDRAWAL_ACT};
use services::{Gathered, Published, desk, for_another};
use text::{Lang, Localized, Text};

use crate::act::{Act, EXTENSION_TEMPLATE, Meaning, SILENCE_TEMPLATE};
use crate::attachment::Attachment;
use crate::case::{Application, Case};
use crate::submit::receipt_leaf;
use crate::{Error, VerificationCode, facts, next_steps, represented, words};

/// What is written on every paper.
pub(crate) struct Head<'a> {
    pub(crate) site: &'a Site,
    pub(crate) agency_name: &'a Localized,
    pub(crate) service: &'a Published,
    pub(crate) lang: Lang,
}

impl Head<'_> {
    fn letter(&self, case: &Case, code: &VerificationCode, at: Timestamp) -> Letter {
        Letter {
            state: self.site.name.clone(),
            agency: self.agency_name.as_str(self.lang).to_owned(),
            number: case.number.to_string(),
            code: code.to_string(),
            verify_url: self.verify_url(code),
            date: moment(self.lang, at, &self.site.time_zone),
            footer: None,
        }
    }

    /// Short enough to be typed from paper.
    fn verify_url(&self, code: &VerificationCode) -> String {
        format!("{}/verificar?codigo={code}", self.site.base_url)
    }

    fn render(&self, paper: &Paper<'_>) -> Result<Vec<u8>, Error> {
        let weave = weave::svg(paper.seed, WEAVE_HEIGHT);
        let document = Document {
            template: paper.template,
            data: paper.data,
            title: paper.title,
            lang: self.lang.tag(),
            author: self.agency_name.as_str(self.lang),
            at: paper.at,
            weave_svg: Some(&weave),
            qr: Some(&self.verify_url(paper.code)),
        };
        render(&document).map_err(Error::inner)
    }
}

/// Height of one tile of the weave, in points.
const WEAVE_HEIGHT: u32 = 14;

struct Paper<'a> {
    template: &'a str,
    data: &'a serde_json::Value,
    title: &'a str,
    seed: &'a str,
    code: &'a VerificationCode,
    at: Timestamp,
}

/// The receipt: what was sent, when, and what the law promises. The same case gives the same bytes.
pub(crate) fn receipt(
    head: &Head<'_>,
    case: &Case,
    application: &Application,
    known: &Known,
    proof: Option<&ledger::Proof>,
) -> Result<Vec<u8>, Error> {
    let lang = head.lang;
    let ficha = head.service.definition.title();
    let data = Receipt {
        letter: head.letter(case, &case.verification_code, case.filed_at),
        service: ficha.as_str(lang).to_owned(),
        applicant: None,
        for_whom: for_whom(head, application),
        deadline: case
            .due_on
            .filter(|_| case.stopped_at.is_none())
            .map(|on| Deadline {
                on: text::format::date_long(lang, on).to_string(),
                silence: silence_sentence(head.service, lang),
                law: String::new(),
            }),
        next: next_steps::of(head.service, lang)
            .into_iter()
            .chain(follow_step(head, case))
            .map(|(title, detail)| Step { title, detail })
            .collect(),
        answers: with_registries(
            head.service
                .definition
                .form
                .answered(&application.answers, known, lang),
            lang,
        ),
        proof: proof.and_then(|proof| proof_data(case, proof)),
    };
    let data = serde_json::to_value(&data).map_err(Error::inner)?;
    let title = words::paper_receipt_title(lang, &case.number);
    head.render(&Paper {
        template: Template::Receipt.source(),
        data: &data,
        title: title.as_str(),
        seed: case.number.as_str(),
        code: &case.verification_code,
        at: case.filed_at,
    })
}

/// For whom it was filed, where it was for somebody else.
fn for_whom(head: &Head<'_>, application: &Application) -> Option<String> {
    let definition = &head.service.definition;
    let other = for_another::represented(definition, &application.answers)?;
    let capacity = represented::capacity(definition, &other.capacity, head.lang);
    let said = words::paper_for_whom(head.lang, other.name(), other.identifier, capacity);
    Some(said.into_string())
}

/// Where a case filed without an account is followed: its receipt is all its applicant has.
fn follow_step(head: &Head<'_>, case: &Case) -> Option<(String, String)> {
    case.person.is_none().then(|| {
        let address = format!("{}/seguir", head.site.base_url);
        (
            words::paper_follow(head.lang).into_string(),
            words::paper_follow_how(head.lang, address).into_string(),
        )
    })
}

/// What an act states besides the case: who decided, how long it holds, what was paid.
pub(crate) struct ActFacts {
    pub(crate) holder: String,
    /// Who acted for the holder, in a sentence; none where nobody did.
    pub(crate) acted: Option<String>,
    pub(crate) signed_by: Vec<String>,
    pub(crate) valid_until: Option<jiff::civil::Date>,
    pub(crate) paid: Option<String>,
    pub(crate) appeal: Option<String>,
    pub(crate) files: Vec<Attachment>,
    pub(crate) gathered: Gathered,
}

/// The act itself, not yet sealed.
pub(crate) fn act(
    head: &Head<'_>,
    case: &Case,
    application: &Application,
    known: &Known,
    act: &Act,
    stated: &ActFacts,
    now: Timestamp,
) -> Result<Vec<u8>, Error> {
    let lang = head.lang;
    let definition = &head.service.definition;
    let values = definition.facts(&application.answers, &stated.gathered);
    let data = ActData {
        letter: head.letter(case, &act.verification_code, now),
        service: definition.title().as_str(lang).to_owned(),
        about: facts::about(head.service, &values).unwrap_or_default(),
        filed: moment(lang, case.filed_at, &head.site.time_zone),
        holder: stated.holder.clone(),
        acted: stated.acted.clone(),
        opening: match act.template.as_str() {
            SILENCE_TEMPLATE => silence_opening(act.meaning, lang),
            EXTENSION_TEMPLATE => extension_opening(head.service, lang),
            WITHDRAWAL_ACT => words::paper_withdrawal(lang).into_string(),
            _ => String::new(),
        },
        facts: {
            let form = &definition.form;
            let mut facts = sections(&form.answered(&application.answers, known, lang));
            let noted = &stated.gathered.written_down;
            facts.extend(written_down(head.service, noted, lang));
            facts
        },
        files: files_section(&stated.files, lang).into_iter().collect(),
        reasons: act
            .reasons
            .iter()
            .flat_map(|reasons| reasons.split("\n\n"))
            .map(ToOwned::to_owned)
            .collect(),
        law: definition.law_lines(lang),
        valid_until: stated
            .valid_until
            .map(|on| text::format::date_long(lang, on).to_string()),
        paid: stated.paid.clone(),
        appeal: stated.appeal.clone(),
        signed_by: stated.signed_by.clone(),
        proof: None,
        values: serde_json::to_value(&values).map_err(Error::inner)?,
    };
    let data = serde_json::to_value(&data).map_err(Error::inner)?;
    head.render(&Paper {
        template: template(head.service, act),
        data: &data,
        title: title(definition.title().as_str(lang), act, lang).as_str(),
        seed: case.number.as_str(),
        code: &act.verification_code,
        at: now,
    })
}

/// What an act is called: a document that refuses must not be taken for one that grants.
fn title(service: &str, act: &Act, lang: Lang) -> Text {
    match act.meaning {
        _ if act.template == WITHDRAWAL_ACT => words::paper_withdrawal_title(lang, service),
        Meaning::Extended => words::paper_extension_title(lang, service),
        Meaning::Ends(Outcome::Granted) => Text::from(service.to_owned()),
        Meaning::Ends(Outcome::Denied) => words::paper_denial_title(lang, service),
        Meaning::Ends(Outcome::Abandoned) => words::paper_archive_title(lang, service),
    }
}

/// The service's own template where it brings one, else the house's look for this outcome.
fn template<'a>(service: &'a Published, act: &Act) -> &'a str {
    let fallback = match act.meaning {
        Meaning::Ends(Outcome::Granted) => Template::Act,
        Meaning::Ends(Outcome::Denied) => Template::Denial,
        Meaning::Ends(Outcome::Abandoned) | Meaning::Extended => Template::Archive,
    };
    service
        .definition
        .act_template(&act.template)
        .unwrap_or(fallback.source())
}

fn silence_sentence(service: &Published, lang: Lang) -> String {
    match service.definition.silence() {
        Some(Outcome::Granted) => words::silence_granted(lang).into_string(),
        Some(Outcome::Denied) => words::silence_denied(lang).into_string(),
        _ => String::new(),
    }
}

fn silence_opening(meaning: Meaning, lang: Lang) -> String {
    match meaning {
        Meaning::Ends(Outcome::Granted) => words::silence_act_granted(lang).into_string(),
        _ => words::silence_act_denied(lang).into_string(),
    }
}

/// How much more time the agency has.
fn extension_opening(service: &Published, lang: Lang) -> String {
    let extension = service.definition.ficha.term.extension.as_ref();
    extension.map_or_else(String::new, |extension| {
        words::paper_extension(lang, extension.by.say(lang)).into_string()
    })
}

/// Answers in rows, each with what the registry says where the person said otherwise.
fn with_registries(mut answered: Vec<AnsweredSection>, lang: Lang) -> Vec<Section> {
    for row in answered.iter_mut().flat_map(|section| &mut section.rows) {
        if let Some(held) = &row.on_record {
            row.value = format!("{}\n{}", row.value, words::registry_says(lang, held));
        }
    }
    sections(&answered)
}

fn sections(answered: &[AnsweredSection]) -> Vec<Section> {
    let rows = |section: &AnsweredSection| {
        section
            .rows
            .iter()
            .map(|row| Row::new(row.label.as_str(), row.value.as_str()).named(&row.name))
            .collect()
    };
    answered
        .iter()
        .map(|section| Section {
            title: section.title.as_str().to_owned(),
            rows: rows(section),
        })
        .collect()
}

/// What officials wrote down, each task under its title; of one done twice, the last.
fn written_down(
    service: &Published,
    written_down: &[(String, Answers)],
    lang: Lang,
) -> Vec<Section> {
    let definition = &service.definition;
    let section = |(task, form): (&str, &forms::Form)| {
        let (_, answers) = written_down.iter().rfind(|(done, _)| done == task)?;
        let rows = desk::answered(form, answers, lang);
        let rows = rows
            .iter()
            .map(|row| Row::new(row.label.as_str(), row.value.as_str()).named(&row.name));
        Some(Section {
            title: definition.process.task(task)?.title.as_str(lang).to_owned(),
            rows: rows.collect(),
        })
    };
    definition.desk.forms().filter_map(section).collect()
}

/// The files that go with an act, each bound by its hash.
fn files_section(files: &[Attachment], lang: Lang) -> Option<Section> {
    let row = |attachment: &Attachment| {
        let file = &attachment.file;
        let size = design::file_size(u64::try_from(file.size_bytes).unwrap_or(0));
        let kind = file.kind.as_str().to_uppercase();
        let says = format!("{kind}, {size}\nSHA-256 {}", file.blob.as_str());
        Row::new(file.file_name.as_str(), says)
    };
    (!files.is_empty()).then(|| Section {
        title: words::paper_files(lang).into_string(),
        rows: files.iter().map(row).collect(),
    })
}

/// The entry that binds this case, as anybody can look it up in the ledger. Nothing when its salt was erased.
fn proof_data(case: &Case, proof: &ledger::Proof) -> Option<pdf::templates::Proof> {
    let content = receipt_leaf(
        &case.number,
        &case.service_hash,
        &case.filed_hash,
        case.filed_at,
    );
    let leaf = ledger::leaf_hash(ledger::entry_of(&proof.salt?, &content).as_bytes());
    let root = ledger::Checkpoint::peek(&proof.checkpoint).ok()?.root;
    Some(pdf::templates::Proof {
        index: proof.index,
        tree_size: proof.size,
        leaf: hex(leaf.as_bytes()),
        root: hex(root.as_bytes()),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A moment in the State's zone, in words.
pub(crate) fn moment(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    text::format::date_time(lang, &at.to_zoned(zone.clone())).to_string()
}
