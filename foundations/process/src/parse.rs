//! From `process.yaml` to a sound [`Process`]: everything that could be wrong is refused here.

use std::collections::BTreeMap;

use rules::Expression;

use crate::Error;
use crate::definition::{
    Appeal, Assigned, Choice, Correction, Cosigning, Ending, Escalation, HumanTask, Meeting,
    Outcome, Process, Reopening, Stage, StageId, StageKind, Subcase, TaskResult, Then,
};
use crate::ordered::Ordered;
use crate::parse_machine::{build_call, build_lookup};
use crate::raw::{
    RawAppeal, RawAppealService, RawAssigned, RawChoice, RawEnding, RawMeeting, RawProcess,
    RawReasons, RawStage, RawSubcase, RawTask, RawWaitsFor, RawWithdrawal,
};

/// Stages in one process: above this nobody reads it aloud.
const STAGES_MAX: usize = 100;
/// Branches that go on at once.
const BRANCHES_MAX: usize = 10;
/// The act that says that the applicant did not want it any more.
pub const WITHDRAWAL_ACT: &str = "desistimiento";

impl Process {
    /// Reads and proves a process.
    ///
    /// # Errors
    /// The first [`Error`] found, naming the stage.
    pub fn parse(yaml: &str) -> Result<Self, Error> {
        let raw: RawProcess =
            serde_saphyr::from_str(yaml).map_err(|error| Error::syntax(&error))?;
        build(raw).map_err(|error| error.in_file(yaml))
    }
}

fn build(raw: RawProcess) -> Result<Process, Error> {
    if raw.stages.0.len() > STAGES_MAX {
        return Err(Error::new(
            "stages",
            format!("un proceso tiene a lo más {STAGES_MAX} etapas; divídelo en dos trámites"),
            format!("a process has at most {STAGES_MAX} stages; split it into two services"),
        ));
    }
    let names = raw.stages.0.iter().map(|(name, _)| name.as_str());
    let order: Vec<StageId> = names
        .map(|name| named(name).map(|()| StageId(name.to_owned())))
        .collect::<Result<_, _>>()?;
    let mut stages = BTreeMap::new();
    for (name, stage) in raw.stages.0 {
        let stage = build_stage(&name, stage)?;
        stages.insert(StageId(name), stage);
    }
    let withdrawal = match raw.withdrawal {
        None => Some(Ending {
            act: WITHDRAWAL_ACT.to_owned(),
            outcome: Outcome::Abandoned,
            appeal: None,
            revoked_by: None,
        }),
        Some(RawWithdrawal::Refused(_)) => None,
        Some(RawWithdrawal::Ends(ending)) => Some(build_ending(ending)),
    };
    let mut process = Process {
        start: StageId(raw.start),
        stages,
        order,
        fork_of: BTreeMap::new(),
        withdrawal,
        reopening: raw.reopening.map(|reopening| Reopening {
            role: reopening.who,
            to: StageId(reopening.to),
            within: reopening.within,
        }),
    };
    process.prove()?;
    Ok(process)
}

/// Names stand in addresses, in conditions and in the store.
pub(crate) fn named(name: &str) -> Result<(), Error> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !name.is_empty() && name.len() <= 60 && name.bytes().all(is_plain) {
        return Ok(());
    }
    Err(Error::new(
        name,
        "usa letras minúsculas sin acento, cifras y guion bajo",
        "use small plain letters, figures and underscores",
    ))
}

fn build_stage(name: &str, mut raw: RawStage) -> Result<Stage, Error> {
    let missing = |what: &str| {
        Error::new(
            name,
            format!("falta «{what}»; agrégalo"),
            format!("«{what}» is missing; add it"),
        )
    };
    let title = raw.title.take().ok_or_else(|| missing("title"))?;
    let otherwise = raw.otherwise.take().map(StageId);
    let within = raw.within.take();
    let stops_clock = std::mem::take(&mut raw.stops_clock);
    let mut kinds = Vec::new();
    if let Some(table) = raw.fee.take() {
        kinds.push(StageKind::Fee { table });
    }
    if let Some(task) = raw.task.take() {
        kinds.push(StageKind::Task(build_task(
            name,
            task,
            otherwise.clone(),
            stops_clock,
        )?));
    }
    match raw.waits_for.take() {
        None => {}
        Some(RawWaitsFor::Applicant) => kinds.push(StageKind::Correction(Correction {
            within: within.clone().ok_or_else(|| missing("within"))?,
            stops_clock,
            otherwise: otherwise.clone().ok_or_else(|| missing("else"))?,
        })),
        Some(RawWaitsFor::Cosigners) => {
            let who = raw.who.take().ok_or_else(|| missing("who"))?;
            kinds.push(StageKind::Cosigning(Cosigning {
                who: formula(name, &who)?,
                within: within.clone().ok_or_else(|| missing("within"))?,
                stops_clock,
                otherwise: otherwise.clone().ok_or_else(|| missing("else"))?,
            }));
        }
    }
    if let Some(branches) = raw.fork.take() {
        if !(2..=BRANCHES_MAX).contains(&branches.len()) {
            return Err(Error::new(
                name,
                format!("fork lleva de 2 a {BRANCHES_MAX} ramas"),
                format!("fork takes from 2 to {BRANCHES_MAX} branches"),
            ));
        }
        let branches = branches.into_iter().map(StageId).collect();
        kinds.push(StageKind::Fork { branches });
    }
    if let Some(term) = raw.waits.take() {
        kinds.push(StageKind::Wait { term });
    }
    if let Some(opens) = raw.opens.take() {
        kinds.push(StageKind::Subcase(build_subcase(name, opens)?));
    }
    if let Some(asks) = raw.asks.take() {
        kinds.push(StageKind::Lookup(build_lookup(name, asks)?));
    }
    if let Some(calls) = raw.calls.take() {
        let within = within.ok_or_else(|| missing("within"))?;
        let otherwise = otherwise.ok_or_else(|| missing("else"))?;
        kinds.push(StageKind::Call(build_call(
            name,
            calls,
            (within, stops_clock, otherwise),
        )?));
    }
    if let Some(say) = raw.tells.take() {
        kinds.push(StageKind::Notice { say });
    }
    let follows = usize::from(raw.next.is_some()) + usize::from(!raw.choose.0.is_empty());
    if kinds.is_empty() && follows == 0 {
        kinds.extend(
            raw.ends
                .take()
                .map(|ending| StageKind::End(build_ending(ending))),
        );
    }
    let mut kinds = kinds.into_iter();
    let (Some(kind), None) = (kinds.next(), kinds.next()) else {
        return Err(Error::new(
            name,
            "lleva exactamente uno de: fee, task, waits_for, fork, waits, tells, opens, asks, calls, ends",
            "must have exactly one of: fee, task, waits_for, fork, waits, tells, opens, asks, calls, ends",
        ));
    };
    let then = match (&kind, raw.ends, raw.next) {
        (StageKind::End(_), ..) => Then::Nothing,
        (StageKind::Task(_), Some(ending), None) if raw.choose.0.is_empty() => {
            Then::End(build_ending(ending))
        }
        (_, None, Some(next)) if raw.choose.0.is_empty() => Then::Choose(vec![Choice {
            to: StageId(next),
            when: None,
        }]),
        (StageKind::Fork { .. }, None, None) => {
            return Err(Error::new(
                name,
                "fork lleva next, la etapa donde se juntan las ramas",
                "fork takes next, the stage where the branches meet",
            ));
        }
        (StageKind::Correction(_) | StageKind::Cosigning(_), None, None) => {
            return Err(missing("next"));
        }
        (_, None, None) if raw.choose.0.is_empty() => return Err(missing("next")),
        (_, None, None) => Then::Choose(build_choices(name, raw.choose)?),
        _ => {
            return Err(Error::new(
                name,
                "lleva uno solo de: next, choose, ends",
                "must have only one of: next, choose, ends",
            ));
        }
    };
    Ok(Stage {
        id: StageId(name.to_owned()),
        title,
        kind,
        then,
    })
}

pub(crate) fn formula(stage: &str, text: &str) -> Result<Expression, Error> {
    Expression::parse(text).map_err(|error| {
        Error::new(
            stage,
            format!("no se entiende la fórmula «{text}»: {error}"),
            format!("the formula «{text}» cannot be read: {error}"),
        )
    })
}

fn build_subcase(stage: &str, raw: RawSubcase) -> Result<Subcase, Error> {
    let mut answers = Vec::new();
    for (question, text) in raw.answers.0 {
        answers.push((question, formula(stage, &text)?));
    }
    Ok(Subcase {
        service: raw.service,
        answers,
    })
}

fn build_ending(raw: RawEnding) -> Ending {
    Ending {
        act: raw.act,
        outcome: raw.result,
        appeal: raw.appeal.map(|appeal| match appeal {
            RawAppeal::Elsewhere(within) => Appeal {
                within,
                service: None,
            },
            RawAppeal::Here(RawAppealService { within, service }) => Appeal {
                within,
                service: Some(service),
            },
        }),
        revoked_by: raw.revoked_by,
    }
}

fn build_task(
    stage: &str,
    raw: Ordered<RawTask>,
    otherwise: Option<StageId>,
    stops_clock: bool,
) -> Result<HumanTask, Error> {
    let mut tasks = raw.0.into_iter();
    let (Some((id, task)), None) = (tasks.next(), tasks.next()) else {
        return Err(Error::new(
            stage,
            "task lleva una sola tarea con su nombre; dos tareas son dos etapas, o un fork",
            "task takes one task with its name; two tasks are two stages, or a fork",
        ));
    };
    named(&id)?;
    if task.within.is_none() && (otherwise.is_some() || stops_clock) {
        return Err(Error::new(
            stage,
            "else y stops_clock necesitan saber hasta cuándo: agrega within a la tarea",
            "else and stops_clock need an end: add within to the task",
        ));
    }
    let results = task.results.0.into_iter().map(|(id, result)| TaskResult {
        id,
        title: result.title,
        reasons_required: result.reasons == RawReasons::Required,
    });
    Ok(HumanTask {
        id,
        title: task.title,
        role: task.who,
        agency: task.agency,
        within: task.within,
        otherwise,
        stops_clock,
        results: results.collect(),
        files_max: task.files,
        not_same_as: task.not,
        meeting: task.meeting.map(|meeting| match meeting {
            RawMeeting::Visit => Meeting::Visit,
            RawMeeting::Hearing => Meeting::Hearing,
        }),
        assigned: match task.assigned {
            RawAssigned::Pool => Assigned::Pool,
            RawAssigned::InTurn => Assigned::InTurn,
            RawAssigned::ByLoad => Assigned::ByLoad,
        },
        escalation: task.escalates.map(|escalates| Escalation {
            after: escalates.after,
            role: escalates.to,
        }),
    })
}

fn build_choices(stage: &str, raw: Ordered<RawChoice>) -> Result<Vec<Choice>, Error> {
    let mut choices = Vec::new();
    for (to, choice) in raw.0 {
        let when = match (choice.when, choice.otherwise) {
            (Some(text), false) => Some(Expression::parse(&text).map_err(|error| {
                let error = error.to_string();
                Error::new(
                    stage,
                    format!(
                        "no se entiende la condición «{text}»: {}",
                        rules::in_spanish(&error)
                    ),
                    format!("the condition «{text}» cannot be read: {error}"),
                )
            })?),
            (None, true) => None,
            _ => {
                return Err(Error::new(
                    stage,
                    format!("«{to}» lleva when, con una condición, u otherwise: true"),
                    format!("«{to}» takes when, with a condition, or otherwise: true"),
                ));
            }
        };
        choices.push(Choice {
            to: StageId(to),
            when,
        });
    }
    match choices.split_last() {
        Some((last, rest))
            if last.when.is_none() && rest.iter().all(|choice| choice.when.is_some()) =>
        {
            Ok(choices)
        }
        _ => Err(Error::new(
            stage,
            "choose termina con una salida sin condición (otherwise: true), y solo la última",
            "choose ends with one way without a condition (otherwise: true), and only the last",
        )),
    }
}
