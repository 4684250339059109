//! The parts of an application, and how each stands.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::{Status, words};

/// One part.
#[derive(Debug, Clone)]
pub struct Task {
    title: Text,
    href: Option<String>,
    hint: Option<Text>,
    status: Status,
}

impl Task {
    /// A part that can be opened.
    #[must_use]
    pub fn new(href: impl Into<String>, title: impl Into<Text>, status: Status) -> Self {
        Self {
            title: title.into(),
            href: Some(href.into()),
            hint: None,
            status,
        }
    }

    /// A part that must wait until others are done.
    #[must_use]
    pub fn waiting(title: impl Into<Text>) -> Self {
        Self {
            title: title.into(),
            href: None,
            hint: None,
            status: Status::CannotStart,
        }
    }

    /// One short sentence about the part.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Parts and how they stand. The whole row leads to the part.
#[derive(Debug, Clone, Default)]
pub struct TaskList(Vec<Task>);

impl TaskList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part.
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.0.push(task);
        self
    }

    /// The list.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! {
            ul.tasks {
                @for task in &self.0 {
                    li {
                        div {
                            @match &task.href {
                                Some(href) => a href=(href) { (task.title) },
                                None => span { (task.title) },
                            }
                            @if let Some(hint) = &task.hint { p.hint { (hint) } }
                        }
                        (task.status.render(lang))
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let tasks = TaskList::new()
        .task(Task::new("#tareas", "Tu empresa", Status::Completed))
        .task(Task::new("#tareas", "El local", Status::InProgress))
        .task(
            Task::new("#tareas", "Documentos", Status::NotStarted)
                .hint("Un plano y el carnet de quien manipula alimentos"),
        )
        .task(Task::waiting("Revisar y enviar"));
    vec![Example::new(words::state_plain, tasks.render(Lang::Es))]
}
