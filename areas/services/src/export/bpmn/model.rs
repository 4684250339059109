//! A process as the nodes and flows of BPMN.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Term;
use process::{Choice, Process, Stage, StageId, StageKind, Then};
use text::Lang;

use super::about;
use crate::export::duration;

/// A process, drawn.
#[derive(Debug, Default)]
pub(super) struct Diagram {
    pub(super) nodes: Vec<Node>,
    pub(super) flows: Vec<Flow>,
    /// Whoever does something, each once: the resources of BPMN 2.0 §10.3.1.
    pub(super) roles: Vec<String>,
}

/// One node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) name: String,
    /// What its documentation says, a line each.
    pub(super) about: Vec<String>,
    pub(super) kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    End,
    /// A person of a role does it; the number is that of the role.
    User {
        role: usize,
    },
    /// The program does it.
    Service,
    /// The applicant is sent this.
    Send {
        says: String,
    },
    Exclusive,
    Parallel,
    /// A time passes.
    Timer {
        duration: String,
    },
    /// The time of another node ends, and with it what was done there.
    Boundary {
        host: usize,
        duration: String,
    },
}

/// From one node to another.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) id: String,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) way: Way,
}

/// When a flow is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    Always,
    /// When this FEEL expression holds.
    When(String),
    /// When nothing else holds.
    Otherwise,
}

impl Diagram {
    /// Draws a process, with names in a language.
    pub(super) fn of(process: &Process, lang: Lang) -> Self {
        let mut builder = Builder {
            process,
            lang,
            diagram: Self::default(),
            doors: BTreeMap::new(),
            branches: branches(process),
            meets: BTreeMap::new(),
        };
        builder.nodes();
        builder.flows();
        builder.diagram
    }
}

struct Builder<'p> {
    process: &'p Process,
    lang: Lang,
    diagram: Diagram,
    /// Where each stage is entered and left.
    doors: BTreeMap<&'p StageId, (usize, usize)>,
    /// The fork and the branch in which a stage stands.
    branches: BTreeMap<&'p StageId, (&'p StageId, usize)>,
    /// Where the ways of a branch come together before they meet the other branches.
    meets: BTreeMap<(&'p StageId, usize), usize>,
}

impl<'p> Builder<'p> {
    fn nodes(&mut self) {
        self.node("inicio", "", Vec::new(), Kind::Start);
        for stage in self.process.stages() {
            let entry = self.entry(stage);
            let exit = match &stage.kind {
                StageKind::Fork { branches } => self.join(stage, branches.len()),
                _ => self.exit(stage, entry),
            };
            self.doors.insert(&stage.id, (entry, exit));
        }
    }

    /// The node in which a stage begins, with what hangs on it.
    fn entry(&mut self, stage: &'p Stage) -> usize {
        let id = format!("etapa_{}", stage.id);
        let title = stage.title.as_str(self.lang).to_owned();
        match &stage.kind {
            StageKind::Fee { table } => {
                let about = about::say(
                    self.lang,
                    format!(
                        "La tabla «{table}» dice el monto. Se espera el pago; si no hay nada que pagar, sigue sola."
                    ),
                    format!(
                        "The table «{table}» gives the amount. The payment is awaited; with nothing to pay it goes on by itself."
                    ),
                );
                self.node(&id, &title, vec![about], Kind::Service)
            }
            StageKind::Task(task) => {
                let role = self.role(&match &task.agency {
                    Some(agency) => format!("{agency}/{}", task.role),
                    None => task.role.clone(),
                });
                let about = about::task(task, self.lang);
                let name = task.title.as_str(self.lang).to_owned();
                let node = self.node(&id, &name, about, Kind::User { role });
                if let (Some(_), Some(within)) = (&task.otherwise, &task.within) {
                    self.boundary(stage, node, within);
                }
                node
            }
            StageKind::Correction(correction) => {
                let applicant =
                    about::say(self.lang, "solicitante".to_owned(), "applicant".to_owned());
                let role = self.role(&applicant);
                let about = about::correction(correction, self.lang);
                let node = self.node(&id, &title, about, Kind::User { role });
                self.boundary(stage, node, &correction.within);
                node
            }
            StageKind::Fork { .. } => self.node(&id, &title, Vec::new(), Kind::Parallel),
            StageKind::Wait { term } => {
                let about = about::say(
                    self.lang,
                    format!("Espera: {term}"),
                    format!("Waits: {term}"),
                );
                let duration = iso(term);
                self.node(&id, &title, vec![about], Kind::Timer { duration })
            }
            StageKind::Cosigning(cosigning) => {
                let about = about::say(
                    self.lang,
                    format!("Firman otras personas, en {}", cosigning.within),
                    format!("Others sign, within {}", cosigning.within),
                );
                let others =
                    about::say(self.lang, "otras personas".to_owned(), "others".to_owned());
                let role = self.role(&others);
                let node = self.node(&id, &title, vec![about], Kind::User { role });
                self.boundary(stage, node, &cosigning.within);
                node
            }
            StageKind::Subcase(subcase) => {
                let about = about::say(
                    self.lang,
                    format!("Abre un expediente de: {}", subcase.service),
                    format!("Opens a case of: {}", subcase.service),
                );
                self.node(&id, &title, vec![about], Kind::Service)
            }
            StageKind::Lookup(lookup) => {
                let about = about::lookup(lookup, self.lang);
                self.node(&id, &title, vec![about], Kind::Service)
            }
            StageKind::Call(call) => {
                let about = about::call(call, self.lang);
                let node = self.node(&id, &title, vec![about], Kind::Service);
                self.boundary(stage, node, &call.within);
                node
            }
            StageKind::Notice { say } => {
                let says = say.as_str(self.lang).to_owned();
                self.node(&id, &title, vec![says.clone()], Kind::Send { says })
            }
            StageKind::End(ending) => {
                let about = about::ending(ending, self.lang);
                self.node(&id, &title, about, Kind::End)
            }
        }
    }

    /// The node in which a stage is left: a gateway where there are several ways.
    fn exit(&mut self, stage: &'p Stage, entry: usize) -> usize {
        match &stage.then {
            Then::Choose(choices) if choices.len() > 1 => {
                let id = format!("decide_{}", stage.id);
                let gateway = self.node(&id, "", Vec::new(), Kind::Exclusive);
                self.flow(entry, gateway, Way::Always);
                gateway
            }
            Then::End(ending) => {
                let about = about::ending(ending, self.lang);
                let id = format!("fin_{}", stage.id);
                let title = stage.title.as_str(self.lang).to_owned();
                let end = self.node(&id, &title, about, Kind::End);
                self.flow(entry, end, Way::Always);
                end
            }
            Then::Choose(_) | Then::Nothing => entry,
        }
    }

    /// Where the branches of a fork meet. A branch with several ways in comes together first: a parallel gateway
    /// would wait for each of them.
    fn join(&mut self, fork: &'p Stage, branches: usize) -> usize {
        let join = self.node(
            &format!("junta_{}", fork.id),
            "",
            Vec::new(),
            Kind::Parallel,
        );
        let after = exits(fork).into_iter().next();
        for branch in 0..branches {
            let ways = self
                .process
                .stages()
                .filter(|stage| self.branches.get(&stage.id) == Some(&(&fork.id, branch)))
                .flat_map(exits)
                .filter(|to| Some(*to) == after);
            let meet = match ways.count() {
                0 | 1 => join,
                _ => {
                    let id = format!("rama_{}_{branch}", fork.id);
                    let meet = self.node(&id, "", Vec::new(), Kind::Exclusive);
                    self.flow(meet, join, Way::Always);
                    meet
                }
            };
            self.meets.insert((&fork.id, branch), meet);
        }
        join
    }

    fn boundary(&mut self, stage: &Stage, host: usize, within: &str) {
        let about = about::say(
            self.lang,
            format!("Pasados: {within}"),
            format!("After: {within}"),
        );
        let duration = iso(within);
        let id = format!("plazo_{}", stage.id);
        self.node(&id, "", vec![about], Kind::Boundary { host, duration });
    }

    fn flows(&mut self) {
        if let Some(start) = self.process.first().stages().next()
            && let Some((entry, _)) = self.doors.get(start)
        {
            let entry = *entry;
            self.flow(0, entry, Way::Always);
        }
        for stage in self.process.stages() {
            let Some((entry, exit)) = self.doors.get(&stage.id).copied() else {
                continue;
            };
            if let StageKind::Fork { branches } = &stage.kind {
                for branch in branches {
                    if let Some((to, _)) = self.doors.get(branch).copied() {
                        self.flow(entry, to, Way::Always);
                    }
                }
            }
            if let Then::Choose(choices) = &stage.then {
                self.choices(stage, exit, choices);
            }
            let otherwise = match &stage.kind {
                StageKind::Task(task) => task.otherwise.as_ref(),
                StageKind::Correction(correction) => Some(&correction.otherwise),
                StageKind::Cosigning(cosigning) => Some(&cosigning.otherwise),
                StageKind::Call(call) => Some(&call.otherwise),
                _ => None,
            };
            let lapsed =
                self.diagram.nodes.iter().position(
                    |node| matches!(node.kind, Kind::Boundary { host, .. } if host == entry),
                );
            if let (Some(to), Some(lapsed)) = (otherwise, lapsed)
                && let Some(to) = self.target(stage, to)
            {
                self.flow(lapsed, to, Way::Always);
            }
        }
    }

    fn choices(&mut self, stage: &'p Stage, exit: usize, choices: &'p [Choice]) {
        for choice in choices {
            let Some(to) = self.target(stage, &choice.to) else {
                continue;
            };
            let way = match (&choice.when, choices.len()) {
                (Some(when), _) => Way::When(when.source().trim().to_owned()),
                (None, 1) => Way::Always,
                (None, _) => Way::Otherwise,
            };
            self.flow(exit, to, way);
        }
    }

    /// The node that a way from a stage leads to: out of a branch it leads to where the branches meet.
    fn target(&self, from: &Stage, to: &'p StageId) -> Option<usize> {
        let branch = self.branches.get(&from.id);
        let leaves = branch.is_some() && self.branches.get(to) != branch;
        match branch {
            Some(branch) if leaves => self.meets.get(branch).copied(),
            _ => self.doors.get(to).map(|(entry, _)| *entry),
        }
    }

    fn node(&mut self, id: &str, name: &str, about: Vec<String>, kind: Kind) -> usize {
        self.diagram.nodes.push(Node {
            id: id.to_owned(),
            name: name.to_owned(),
            about,
            kind,
        });
        self.diagram.nodes.len() - 1
    }

    fn flow(&mut self, from: usize, to: usize, way: Way) {
        let id = format!("flujo_{}", self.diagram.flows.len() + 1);
        self.diagram.flows.push(Flow { id, from, to, way });
    }

    fn role(&mut self, name: &str) -> usize {
        let roles = &mut self.diagram.roles;
        roles
            .iter()
            .position(|known| known == name)
            .unwrap_or_else(|| {
                roles.push(name.to_owned());
                roles.len() - 1
            })
    }
}

/// The duration of a term as definitions write it; a term that cannot be read, which [`crate::check`] finds, stays.
fn iso(term: &str) -> String {
    term.parse::<Term>()
        .map_or_else(|_| term.to_owned(), duration)
}

/// Where a stage may lead, but not into the branches of a fork.
fn exits(stage: &Stage) -> Vec<&StageId> {
    let otherwise = match &stage.kind {
        StageKind::Correction(correction) => Some(&correction.otherwise),
        StageKind::Cosigning(cosigning) => Some(&cosigning.otherwise),
        StageKind::Call(call) => Some(&call.otherwise),
        StageKind::Task(task) => task.otherwise.as_ref(),
        _ => None,
    };
    let choices = match &stage.then {
        Then::Choose(choices) => choices.as_slice(),
        Then::End(_) | Then::Nothing => &[],
    };
    choices
        .iter()
        .map(|choice| &choice.to)
        .chain(otherwise)
        .collect()
}

/// The fork and the branch of every stage that stands in one.
fn branches(process: &Process) -> BTreeMap<&StageId, (&StageId, usize)> {
    let mut found = BTreeMap::new();
    for fork in process.stages() {
        let StageKind::Fork { branches } = &fork.kind else {
            continue;
        };
        let after: BTreeSet<&StageId> = exits(fork).into_iter().collect();
        for (at, branch) in branches.iter().enumerate() {
            let mut open = vec![branch];
            while let Some(id) = open.pop() {
                if !after.contains(id)
                    && !found.contains_key(id)
                    && let Some(stage) = process.stage(id)
                {
                    found.insert(&stage.id, (&fork.id, at));
                    open.extend(exits(stage));
                }
            }
        }
    }
    found
}
