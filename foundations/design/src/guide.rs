//! The style guide (`/guia-de-estilo`): every component in every state, from the functions that pages use.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::{lead, weave, words};

/// One component: where it stands in the page, what it is called, when to use it, and its states.
struct Entry {
    id: &'static str,
    title: fn(Lang) -> Text,
    note: fn(Lang) -> Text,
    examples: fn() -> Vec<Example>,
}

/// Names an entry's texts by the stem they share.
macro_rules! entry {
    ($id:literal, $title:ident, $note:ident, $component:ident) => {
        Entry {
            id: $id,
            title: words::$title,
            note: words::$note,
            examples: crate::$component::examples,
        }
    };
}

/// From what a citizen meets first to what an official works with.
const ENTRIES: &[Entry] = &[
    entry!("titulos", guide_heading_title, guide_heading_note, heading),
    entry!("boton", guide_button_title, guide_button_note, button),
    entry!("volver", guide_back_title, guide_back_note, back_link),
    entry!("camino", guide_crumbs_title, guide_crumbs_note, breadcrumbs),
    entry!("enlaces", guide_links_title, guide_links_note, link_list),
    entry!("buscar", guide_search_title, guide_search_note, search_box),
    entry!(
        "momentos",
        guide_moments_title,
        guide_moments_note,
        life_events
    ),
    entry!(
        "servicios",
        guide_services_title,
        guide_services_note,
        service_list
    ),
    entry!("datos", guide_facts_title, guide_facts_note, facts),
    entry!("pasos", guide_steps_title, guide_steps_note, steps),
    entry!(
        "canales",
        guide_channels_title,
        guide_channels_note,
        channels
    ),
    entry!("campo", guide_field_title, guide_field_note, field),
    entry!("texto", guide_area_title, guide_area_note, text_area),
    entry!("una", guide_radios_title, guide_radios_note, radios),
    entry!(
        "varias",
        guide_checkboxes_title,
        guide_checkboxes_note,
        checkboxes
    ),
    entry!("lista", guide_select_title, guide_select_note, select),
    entry!("fecha", guide_date_title, guide_date_note, date_input),
    entry!("archivo", guide_file_title, guide_file_note, file_input),
    entry!("grupo", guide_fieldset_title, guide_fieldset_note, fieldset),
    entry!(
        "resumen-de-errores",
        guide_errors_title,
        guide_errors_note,
        error_summary
    ),
    entry!("tareas", guide_tasks_title, guide_tasks_note, task_list),
    entry!(
        "resumen",
        guide_summary_title,
        guide_summary_note,
        summary_list
    ),
    entry!(
        "declaracion",
        guide_statement_title,
        guide_statement_note,
        statement
    ),
    entry!("sello", guide_seal_title, guide_seal_note, seal),
    entry!(
        "confirmacion",
        guide_confirmation_title,
        guide_confirmation_note,
        confirmation
    ),
    entry!("estado", guide_status_title, guide_status_note, status),
    entry!("aviso", guide_notice_title, guide_notice_note, notice),
    entry!(
        "historia",
        guide_timeline_title,
        guide_timeline_note,
        timeline
    ),
    entry!(
        "mensajes",
        guide_messages_title,
        guide_messages_note,
        messages
    ),
    entry!(
        "documentos",
        guide_documents_title,
        guide_documents_note,
        document_list
    ),
    entry!(
        "veredicto",
        guide_verdict_title,
        guide_verdict_note,
        verdict
    ),
    entry!("detalles", guide_details_title, guide_details_note, details),
    entry!("vacio", guide_empty_title, guide_empty_note, empty_state),
    entry!("paginas", guide_pages_title, guide_pages_note, pagination),
    entry!("tabla", guide_table_title, guide_table_note, table),
    entry!(
        "identidad",
        guide_identity_title,
        guide_identity_note,
        identity_bar
    ),
    entry!("pestanas", guide_tabs_title, guide_tabs_note, tabs),
    entry!("filtro", guide_filter_title, guide_filter_note, filter_bar),
    entry!("bandeja", guide_queue_title, guide_queue_note, work_queue),
];

/// The title of the guide, for [`crate::page::Page::new`].
#[must_use]
pub fn title(lang: Lang) -> Text {
    words::guide_title(lang)
}

/// The body of the guide.
#[must_use]
pub fn page(lang: Lang) -> Markup {
    html! {
        h1 { (words::guide_title(lang)) }
        (lead(words::guide_lead(lang)))
        h2 { (words::guide_looks(lang)) }
        p { (words::guide_looks_text(lang)) }
        h2 { (words::guide_rules(lang)) }
        ul {
            li { (words::guide_rule_script(lang)) }
            li { (words::guide_rule_colour(lang)) }
            li { (words::guide_rule_touch(lang)) }
            li { (words::guide_rule_weight(lang)) }
        }
        (contents(lang))
        section.entry #tejido {
            h2 { (words::guide_weave_title(lang)) }
            p { (words::guide_weave_note(lang)) }
            @for seed in WOVEN { .sample { p.state { (seed) } (weave::band(seed)) } }
        }
        @for entry in ENTRIES { (entry.render(lang)) }
    }
}

/// Names whose weaves the guide shows.
const WOVEN: [&str; 6] = [
    "certificado-de-nacimiento",
    "licencia-de-funcionamiento",
    "solicitud-de-informacion-publica",
    "LIC-7K4P-2MQX",
    "LIC-3M9C-8TRA",
    "INF-2ZKH-9PLQ",
];

fn contents(lang: Lang) -> Markup {
    html! {
        nav.contents aria-labelledby="contenidos" {
            h2 #contenidos { (words::guide_contents(lang)) }
            ul.plain.columns {
                li { a href="#tejido" { (words::guide_weave_title(lang)) } }
                @for entry in ENTRIES { li { a href={ "#" (entry.id) } { ((entry.title)(lang)) } } }
            }
        }
        @if lang != Lang::Es { p.hint { (words::guide_samples(lang)) } }
    }
}

impl Entry {
    fn render(&self, lang: Lang) -> Markup {
        let samples_in = (lang != Lang::Es).then_some("es");
        html! {
            section.entry id=(self.id) {
                h2 { ((self.title)(lang)) }
                p { ((self.note)(lang)) }
                @for example in (self.examples)() {
                    .sample {
                        p.state { ((example.state)(lang)) }
                        div lang=[samples_in] { (example.markup) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn guide() -> String {
        page(Lang::Es).into_string()
    }

    /// The values of an attribute, in the order of the page.
    fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
        let opening = format!(" {attribute}=\"");
        html.split(opening.as_str())
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect()
    }

    #[test]
    fn no_two_elements_share_an_id_and_every_reference_leads_somewhere() {
        let html = guide();
        let ids = values(&html, "id");
        let known: HashSet<_> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "an id stands twice");
        for attribute in ["for", "aria-describedby", "aria-labelledby"] {
            for id in values(&html, attribute)
                .into_iter()
                .flat_map(|ids| ids.split(' '))
            {
                assert!(
                    known.contains(id),
                    "{attribute} leads to {id}, which is not there"
                );
            }
        }
        for href in values(&html, "href")
            .into_iter()
            .filter_map(|href| href.strip_prefix('#'))
        {
            assert!(
                known.contains(href),
                "a link leads to {href}, which is not there"
            );
        }
    }

    #[test]
    fn every_control_has_a_label_that_is_seen() {
        let html = guide();
        let labelled: HashSet<_> = values(&html, "for").into_iter().collect();
        let controls = ["<input ", "<textarea ", "<select "]
            .map(|tag| html.split(tag).skip(1).collect::<Vec<_>>())
            .concat();
        assert!(controls.len() > 30);
        for control in controls {
            let tag = control.split('>').next().unwrap();
            let id = values(&format!(" {tag}"), "id")
                .first()
                .copied()
                .unwrap()
                .to_owned();
            assert!(labelled.contains(id.as_str()), "{id} has no label");
            assert!(
                !tag.contains("placeholder")
                    && !tag.contains("required")
                    && !tag.contains("autofocus"),
                "{tag}"
            );
        }
    }

    #[test]
    fn every_link_and_button_has_words() {
        let html = guide();
        for (opening, closing) in [("<a ", "</a>"), ("<button", "</button>")] {
            for element in html.split(opening).skip(1) {
                let content = element
                    .split_once('>')
                    .unwrap()
                    .1
                    .split(closing)
                    .next()
                    .unwrap();
                let words: String = content
                    .split('<')
                    .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
                    .collect();
                assert!(
                    !words.trim().is_empty(),
                    "{opening} without words: {content}"
                );
            }
        }
    }

    #[test]
    fn the_guide_asks_nothing_of_style_or_script() {
        for banned in [
            " style=",
            "<script",
            "<style",
            "aria-live",
            " onclick",
            "type=\"number\"",
        ] {
            assert!(!guide().contains(banned), "{banned}");
        }
    }

    #[test]
    fn in_english_the_samples_are_marked_as_spanish() {
        let html = page(Lang::En).into_string();
        assert!(
            html.contains("<h2>Buttons</h2>") && html.contains("<div lang=\"es\">"),
            "{html}"
        );
    }
}
