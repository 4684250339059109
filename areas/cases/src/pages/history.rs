//! What happened to a case, as the applicant and the agency's officials read it.

use design::{Event, Level, Timeline};
use maud::{Markup, html};
use process::{Outcome, StageId};
use text::{Lang, Text, format};

use super::Followed;
use crate::case::Application;
use crate::change::{Change, Stood};
use crate::event::{CaseEvent, Recorded};
use crate::state::State;
use crate::{paper, represented, words};

/// What happened, the newest first, without the names of officials: an agency acts. A correction says
/// what was changed, to whoever has opened the application.
pub(crate) fn timeline(
    followed: &Followed,
    opened: &Application,
    lang: Lang,
    state: &State,
) -> Timeline {
    let events = followed.history.iter().rev();
    events.fold(Timeline::new(Level::H3), |timeline, recorded| {
        let event = Event::new(
            title(recorded, followed, lang),
            paper::moment(lang, recorded.at, state.place.zone()),
            recorded.at,
        );
        timeline.event(match &recorded.event {
            CaseEvent::Corrected { changes, .. } => {
                event.body(changed(changes.seen_with(opened), followed, lang))
            }
            _ => event,
        })
    })
}

/// Each corrected question with what stood there and what stands there now.
fn changed(changes: &[Change], followed: &Followed, lang: Lang) -> Markup {
    html! {
        @if changes.is_empty() { p { (words::event_nothing_changed(lang)) } }
        @for change in changes {
            p {
                b { (followed.ask(&change.question, lang)) } br;
                (words::event_before(lang)) " " (say(&change.question, &change.before, followed, lang)) br;
                (words::event_after(lang)) " " (say(&change.question, &change.after, followed, lang))
            }
        }
    }
}

fn say(question: &str, stood: &Stood, followed: &Followed, lang: Lang) -> String {
    let form = &followed.service.definition.form;
    match (stood, form.question(question)) {
        (Stood::Files(names), _) if names.is_empty() => words::event_no_file(lang).into_string(),
        (Stood::Files(names), _) => names.join(", "),
        (Stood::Answer(answer), Some(question)) => question.say(answer, lang),
        (Stood::Answer(_), None) => String::new(),
    }
}

fn task_title(followed: &Followed, task: &str, lang: Lang) -> Text {
    let task = followed.service.definition.process.task(task);
    task.map(|task| task.title.get(lang)).unwrap_or_default()
}

fn stage_title(followed: &Followed, stage: &str, lang: Lang) -> Text {
    let process = &followed.service.definition.process;
    let stage = process.stage(&StageId::from_stored(stage));
    stage.map(|stage| stage.title.get(lang)).unwrap_or_default()
}

fn title(recorded: &Recorded, followed: &Followed, lang: Lang) -> Text {
    match &recorded.event {
        CaseEvent::Filed => words::event_filed(lang),
        CaseEvent::FiledForAnother { capacity } => {
            let definition = &followed.service.definition;
            words::event_for_another(lang, represented::capacity(definition, capacity, lang))
        }
        CaseEvent::FeeOrdered {
            amount, currency, ..
        } => words::event_fee(lang, format::money(lang, *amount, currency)),
        CaseEvent::NothingToPay => words::event_no_fee(lang),
        CaseEvent::FeePaid => words::event_paid(lang),
        CaseEvent::TaskCompleted { task, .. } => {
            words::event_task(lang, task_title(followed, task, lang))
        }
        CaseEvent::Consulted { agency, .. } => words::event_consulted(lang, agency.as_str(lang)),
        CaseEvent::MeetingSet { at, .. } => {
            words::event_meeting(lang, paper::moment(lang, *at, &followed.zone))
        }
        CaseEvent::Escalated { task } => {
            words::event_escalated(lang, task_title(followed, task, lang))
        }
        CaseEvent::TaskLapsed { task } => {
            words::event_task_lapsed(lang, task_title(followed, task, lang))
        }
        CaseEvent::Waited { .. } => words::event_waited(lang),
        CaseEvent::Told { stage } => words::event_told(lang, stage_title(followed, stage, lang)),
        CaseEvent::Withdrawn => words::event_withdrawn(lang),
        CaseEvent::CorrectionAsked { until, .. } => words::event_correction(
            lang,
            format::date_long(lang, until.to_zoned(followed.zone.clone()).date()),
        ),
        CaseEvent::Corrected { .. } => words::event_corrected(lang),
        CaseEvent::CorrectionLapsed => words::event_lapsed(lang),
        CaseEvent::ClockStopped => words::event_stopped(lang),
        CaseEvent::ClockResumed => words::event_resumed(lang),
        CaseEvent::Decided { outcome } | CaseEvent::Silence { outcome } => {
            let silent = matches!(recorded.event, CaseEvent::Silence { .. });
            match (silent, outcome) {
                (true, Outcome::Granted) => words::event_silence_granted(lang),
                (true, _) => words::event_silence_denied(lang),
                (false, Outcome::Granted) => words::event_granted(lang),
                (false, Outcome::Denied) => words::event_denied(lang),
                (false, Outcome::Abandoned) => words::event_archived(lang),
            }
        }
        CaseEvent::TermExtended { by } => words::event_extended(lang, by.say(lang)),
        CaseEvent::Reopened { .. } => words::event_reopened(lang),
        CaseEvent::TakenAtCounter { agency } => words::event_counter(lang, agency.as_str(lang)),
        CaseEvent::CosignersAsked { count, until } => words::event_cosigners(
            lang,
            *count,
            format::date_long(lang, until.to_zoned(followed.zone.clone()).date()),
        ),
        CaseEvent::CosignerAnswered { signs: true } => words::event_cosigner_signed(lang),
        CaseEvent::CosignerAnswered { signs: false } => words::event_cosigner_refused(lang),
        CaseEvent::Cosigned => words::event_cosigned(lang),
        CaseEvent::NotCosigned => words::event_not_cosigned(lang),
        CaseEvent::SubcaseEnded { stage, result } => {
            let title = stage_title(followed, stage, lang);
            match result.as_str() {
                "granted" => words::event_subcase_granted(lang, title),
                "denied" => words::event_subcase_denied(lang, title),
                _ => words::event_subcase_ended(lang, title),
            }
        }
        CaseEvent::RegistryAsked { stage, .. } => {
            words::event_registry_asked(lang, stage_title(followed, stage, lang))
        }
        CaseEvent::SystemAnswered { stage } => {
            words::event_system_answered(lang, stage_title(followed, stage, lang))
        }
        CaseEvent::SystemNotAnswered { stage } => {
            words::event_system_not_answered(lang, stage_title(followed, stage, lang))
        }
        CaseEvent::Migrated { .. } => words::event_migrated(lang),
        CaseEvent::Appealed { number } => words::event_appealed(lang, number),
        CaseEvent::Registered { .. } => words::event_registered(lang),
        CaseEvent::ActIssued => words::event_act(lang),
        CaseEvent::ActRevoked => words::event_revoked(lang),
    }
}
