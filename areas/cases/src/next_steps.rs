//! What happens after sending, told by the process itself.

use process::{StageKind, Then};
use services::Published;
use text::Lang;

/// The steps that a case usually takes, each with its title and what is known about it. Corrections
/// and refusals are left out: they are told when they happen.
pub(crate) fn of(service: &Published, lang: Lang) -> Vec<(String, String)> {
    let process = &service.definition.process;
    let mut steps = Vec::new();
    let mut at = process.first().stages().next().cloned();
    while let Some(stage) = at.as_ref().and_then(|id| process.stage(id)) {
        // A process may go in circles; its usual way does not.
        if steps.len() > process.stages().count() {
            break;
        }
        if !matches!(
            stage.kind,
            StageKind::Wait { .. }
                | StageKind::Notice { .. }
                | StageKind::Subcase(_)
                | StageKind::Lookup(_)
                | StageKind::Call(_)
        ) {
            steps.push((stage.title.as_str(lang).to_owned(), String::new()));
        }
        at = match &stage.then {
            Then::Choose(choices) => choices.last().map(|choice| choice.to.clone()),
            Then::End(_) | Then::Nothing => None,
        };
    }
    steps
}
