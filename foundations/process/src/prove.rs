//! Whether a process is sound: every stage it names exists, is reached, and leads to an end; every task has a
//! name of its own; branches keep to themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::Error;
use crate::definition::{Process, StageId, StageKind, Then};

impl Process {
    pub(crate) fn prove(&mut self) -> Result<(), Error> {
        self.prove_links()?;
        self.prove_reachable()?;
        self.prove_endings()?;
        self.prove_task_names()?;
        self.fork_of = self.branches()?;
        self.prove_reopening()
    }

    fn prove_links(&self) -> Result<(), Error> {
        let known = |from: &str, to: &StageId| {
            if self.stages.contains_key(to) {
                return Ok(());
            }
            Err(Error::new(
                from,
                format!("lleva a «{to}», que no existe"),
                format!("leads to «{to}», which does not exist"),
            ))
        };
        known("start", &self.start)?;
        self.stages.values().try_for_each(|stage| {
            stage
                .exits()
                .into_iter()
                .try_for_each(|to| known(stage.id.as_str(), to))
        })
    }

    fn prove_reachable(&self) -> Result<(), Error> {
        let seen = self.from(std::iter::once(&self.start), None);
        match self.order.iter().find(|id| !seen.contains(id)) {
            Some(lost) => Err(Error::new(
                lost.as_str(),
                "ninguna etapa lleva aquí; quítala o llega a ella",
                "no stage leads here; remove it or lead to it",
            )),
            None => Ok(()),
        }
    }

    /// Every stage that can be reached from these, these included, without going past `end`.
    fn from<'p>(
        &'p self,
        stages: impl Iterator<Item = &'p StageId>,
        end: Option<&StageId>,
    ) -> BTreeSet<&'p StageId> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&StageId> = stages.collect();
        while let Some(id) = open.pop() {
            if Some(id) != end
                && seen.insert(id)
                && let Some(stage) = self.stages.get(id)
            {
                open.extend(stage.exits());
            }
        }
        seen
    }

    /// Works backwards from the ends until nothing new is found.
    fn prove_endings(&self) -> Result<(), Error> {
        let mut ending: BTreeSet<&StageId> = self
            .stages
            .values()
            .filter(|stage| stage.exits().is_empty())
            .map(|stage| &stage.id)
            .collect();
        loop {
            let more: Vec<&StageId> = self
                .stages
                .values()
                .filter(|stage| {
                    !ending.contains(&stage.id)
                        && stage.exits().iter().any(|to| ending.contains(to))
                })
                .map(|stage| &stage.id)
                .collect();
            if more.is_empty() {
                break;
            }
            ending.extend(more);
        }
        match self.order.iter().find(|id| !ending.contains(id)) {
            Some(endless) => Err(Error::new(
                endless.as_str(),
                "desde aquí no se llega a ningún final (ends)",
                "from here no end (ends) can be reached",
            )),
            None => Ok(()),
        }
    }

    fn prove_task_names(&self) -> Result<(), Error> {
        let mut names = BTreeSet::new();
        for task in self.tasks() {
            if !names.insert(task.id.as_str()) {
                return Err(Error::new(
                    &task.id,
                    "dos tareas tienen este nombre; cambia uno",
                    "two tasks have this name; change one",
                ));
            }
        }
        let unknown = self
            .tasks()
            .find_map(|task| Some((task, task.not_same_as.as_ref()?)))
            .filter(|(_, other)| !names.contains(other.as_str()));
        match unknown {
            Some((task, other)) => Err(Error::new(
                &task.id,
                format!("not nombra la tarea «{other}», que no existe"),
                format!("not names the task «{other}», which does not exist"),
            )),
            None => Ok(()),
        }
    }

    /// What is taken up again goes on with somebody's work, outside of any fork: nothing is paid twice.
    fn prove_reopening(&self) -> Result<(), Error> {
        let Some(reopening) = &self.reopening else {
            return Ok(());
        };
        let stage = self.stages.get(&reopening.to);
        let is_work = stage.is_some_and(|stage| matches!(stage.kind, StageKind::Task(_)));
        if is_work && !self.fork_of.contains_key(&reopening.to) {
            return Ok(());
        }
        let to = &reopening.to;
        Err(Error::new(
            "reopening",
            format!("to nombra «{to}», que no es una etapa con task fuera de un fork"),
            format!("to names «{to}», which is no stage with a task outside of a fork"),
        ))
    }

    /// The stages within the branches of each fork: they lead nowhere but to what follows it, and nothing else
    /// leads into them. What concerns the applicant, and the end, comes before or after.
    fn branches(&self) -> Result<BTreeMap<StageId, StageId>, Error> {
        let mut fork_of = BTreeMap::new();
        for stage in self.stages() {
            let (StageKind::Fork { branches }, Then::Choose(choices)) = (&stage.kind, &stage.then)
            else {
                continue;
            };
            let [join] = choices.as_slice() else {
                return Err(Error::new(
                    stage.id.as_str(),
                    "fork lleva next, la etapa donde se juntan las ramas",
                    "fork takes next, the stage where the branches meet",
                ));
            };
            for branch in branches {
                for id in self.from(std::iter::once(branch), Some(&join.to)) {
                    self.prove_branch_stage(&stage.id, id)?;
                    if let Some(other) = fork_of.insert(id.clone(), stage.id.clone())
                        && other != stage.id
                    {
                        return Err(shared(id));
                    }
                }
            }
            self.prove_apart(branches, &join.to)?;
        }
        self.prove_closed(&fork_of)?;
        Ok(fork_of)
    }

    fn prove_branch_stage(&self, fork: &StageId, id: &StageId) -> Result<(), Error> {
        let stage = self.stages.get(id);
        let may = stage.is_some_and(|stage| {
            !matches!(stage.then, Then::End(_))
                && matches!(
                    stage.kind,
                    StageKind::Task(_)
                        | StageKind::Wait { .. }
                        | StageKind::Notice { .. }
                        | StageKind::Subcase(_)
                        | StageKind::Lookup(_)
                        | StageKind::Call(_)
                )
        });
        if may {
            return Ok(());
        }
        Err(Error::new(
            id.as_str(),
            format!(
                "dentro de las ramas de «{fork}» solo hay task, waits, tells, opens, asks y calls; lo demás va antes o después"
            ),
            format!(
                "within the branches of «{fork}» there is only task, waits, tells, opens, asks and calls; the rest comes before or after"
            ),
        ))
    }

    /// No stage belongs to two branches.
    fn prove_apart(&self, branches: &[StageId], join: &StageId) -> Result<(), Error> {
        let mut seen: BTreeSet<&StageId> = BTreeSet::new();
        for branch in branches {
            let stages = self.from(std::iter::once(branch), Some(join));
            if let Some(id) = stages.iter().find(|id| seen.contains(*id)) {
                return Err(shared(id));
            }
            seen.extend(stages);
        }
        Ok(())
    }

    /// Nothing leads from outside into a branch but its fork.
    fn prove_closed(&self, fork_of: &BTreeMap<StageId, StageId>) -> Result<(), Error> {
        let mut entered: Vec<(Option<&StageId>, &StageId)> = vec![(None, &self.start)];
        for stage in self.stages() {
            entered.extend(stage.exits().into_iter().map(|to| (Some(&stage.id), to)));
        }
        let is_intruder = |(from, to): &&(Option<&StageId>, &StageId)| {
            let fork = fork_of.get(to);
            let from_fork = from.and_then(|from| fork_of.get(from));
            fork.is_some() && from_fork != fork && *from != fork
        };
        match entered.iter().find(is_intruder) {
            Some((_, to)) => Err(Error::new(
                to.as_str(),
                "se entra a una rama solo por su fork",
                "a branch is entered only through its fork",
            )),
            None => Ok(()),
        }
    }
}

fn shared(stage: &StageId) -> Error {
    Error::new(
        stage.as_str(),
        "está en dos ramas; cada rama tiene sus propias etapas",
        "stands in two branches; each branch has stages of its own",
    )
}
