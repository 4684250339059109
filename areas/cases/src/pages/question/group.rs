//! A group of questions on its page: an entry after the other, one more, one less. Each button keeps what was typed.

use design::{Button, Fieldset, actions, heading};
use design::{Level, Notice};
use forms::{Answers, Form, Kind, Question};
use maud::{Markup, html};

use super::{Shown, field};
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

/// The answers after a button of a group was pressed, and the place on the page to go on at; none where it was
/// another button.
pub(crate) fn pressed(form: &Form, button: &str, answers: &Answers) -> Option<(Answers, String)> {
    if let Some(group) = button.strip_prefix('+') {
        let more = form.with_entry(group, answers);
        let head = form.question(group)?;
        let at = format!("{group}.{}", head.entries_in(&more));
        return Some((more, at));
    }
    let (group, place) = button.strip_prefix('-')?.rsplit_once('.')?;
    form.question(group)?.entries()?;
    let fewer = form.without_entry(group, place.parse().ok()?, answers);
    Some((fewer, group.to_owned()))
}

/// The button that was pressed.
pub(crate) fn button(typed: &platform::form::Form) -> &str {
    typed.get(PRESSED)
}
