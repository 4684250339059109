//! A group of questions on its page: an entry after the other, one more, one less. Each button keeps what was typed.

use design::{Button, Fieldset, actions, heading};
use design::{Level, Notice};
use forms::{Answers, Form, Kind, Question};
use maud::{Markup, html};

use super::{Shown, field};
use crate::entries::EntryChange;
use crate::words;

/// What a pressed button is called in the form, and what it says.
const PRESSED: &str = "entradas";

/// The entries of a group and its buttons.
pub(super) fn fields(group: &Question, visible: &[&Question], shown: &Shown<'_>) -> Markup {
    let lang = shown.lang;
    let Kind::Group { each, min, max } = &group.kind else {
        return html! {};
    };
    let id = group.id.as_str();
    let count = group.entries_in(shown.answers);
    let error = shown.errors.iter().find(|error| error.target() == id);
    let each = each.get(lang);
    html! {
        div id=(id) {
            (heading(Level::H2, group.ask.get(lang)))
            @if let Some(hint) = &group.hint { p.hint { (hint.get(lang)) } }
            @if let Some(error) = error { (Notice::warning(html! { p { (error.beside()) } }).render(lang)) }
            input type="hidden" name=(id) value=(count);
            @for place in 1..=count {
                (Fieldset::new(format!("{id}.{place}"), words::group_entry(lang, each.clone(), place), html! {
                    (entry(id, place, visible, shown))
                    @if count > *min {
                        (actions(Button::new(words::group_remove(lang, each.clone(), place)).secondary().sends(PRESSED, format!("-{id}.{place}"))))
                    }
                }).render(lang))
            }
            @if count < *max {
                (actions(Button::new(words::group_add(lang, each.clone())).secondary().sends(PRESSED, format!("+{id}"))))
            } @else {
                p.hint { (words::group_full(lang, *max)) }
            }
        }
    }
}

/// The fields of one entry.
fn entry(group: &str, place: usize, visible: &[&Question], shown: &Shown<'_>) -> Markup {
    let of_entry = visible.iter().filter_map(|question| {
        let entry = question.entry.as_ref()?;
        let is_here = entry.group == group && entry.place == place;
        is_here.then_some((question, entry))
    });
    html! { @for (question, entry) in of_entry { (field(question, entry.ask.get(shown.lang), shown)) } }
}

/// What a button of a group asks; none where it was another button.
pub(crate) fn pressed(form: &Form, button: &str) -> Option<EntryChange> {
    let (group, place) = match button.strip_prefix('+') {
        Some(group) => (group, None),
        None => {
            let (group, place) = button.strip_prefix('-')?.rsplit_once('.')?;
            (group, Some(place.parse().ok()?))
        }
    };
    form.question(group)?.entries()?;
    let group = group.to_owned();
    Some(match place {
        None => EntryChange::Add { group },
        Some(place) => EntryChange::Remove { group, place },
    })
}

/// The place of the page at which one goes on after a change: the new entry, or the group.
pub(crate) fn place_after(form: &Form, change: &EntryChange, before: &Answers) -> String {
    let group = change.group();
    match (change, form.question(group)) {
        (EntryChange::Add { .. }, Some(head)) => {
            let after = form.with_entry(group, before);
            format!("{group}.{}", head.entries_in(&after))
        }
        _ => group.to_owned(),
    }
}

/// The button that was pressed.
pub(crate) fn button(typed: &platform::form::Form) -> &str {
    typed.get(PRESSED)
}
