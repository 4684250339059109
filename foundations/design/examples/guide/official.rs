//! Pages as officials see them.

use design::page::{Page, Viewer};
use design::{
    Button, Choice, Document, DocumentList, Due, Field, FilterBar, Form, IdentityBar, LinkButton,
    Pagination, Radios, Select, Status, SummaryList, SummaryRow, Tab, Tabs, TextArea, Width,
    WorkItem, WorkQueue, actions,
};
use maud::html;
use text::{Lang, Text};

use crate::Sample;

const LANG: Lang = Lang::Es;

pub(crate) fn samples() -> Vec<Sample> {
    let official = || Viewer::Official {
        name: "Rosa Giménez".to_owned(),
        agency: "Municipalidad de San Roque".to_owned(),
    };
    vec![
        Sample {
            file: "oficina",
            viewer: official(),
            page: desk(),
        },
        Sample {
            file: "revision",
            viewer: official(),
            page: review(),
        },
    ]
}

fn desk() -> Page {
    let item = |number: &str, applicant: &str, status, due| {
        WorkItem::new(
            format!("/oficina/{number}"),
            number,
            "Licencia de funcionamiento",
            applicant,
            status,
            due,
        )
    };
    let due = |days_left, date: &'static str| Due::On {
        days_left,
        date: Text::from(date),
    };
    let fields = html! {
        (Field::text("q", "Número o nombre").width(Width::Medium).render(LANG))
        (Select::new("etapa", "Etapa").nothing("Todas").choice(Choice::new("revision", "Revisión")).choice(Choice::new("firma", "Firma")).render(LANG))
    };
    Page::new("Mi bandeja").wide().body(html! {
        h1 { "Mi bandeja" }
        (Tabs::new("Vistas de la bandeja")
            .tab(Tab::new("/oficina", "Esperan por mí").count(5).current())
            .tab(Tab::new("/oficina?vista=persona", "Esperan a la persona").count(12))
            .tab(Tab::new("/oficina?vista=terminados", "Terminados")))
        (FilterBar::new("/oficina", "Filtrar la bandeja", fields).render(LANG))
        (WorkQueue::new("Por plazo: lo que vence primero va arriba")
            .item(item("LIC-3M9C-8TRA", "Ferretería Don José", Status::NeedsOfficial, due(-2, "19 de noviembre")))
            .item(item("LIC-7K4P-2MQX", "El Sol S.R.L.", Status::NeedsOfficial, due(0, "23 de noviembre")))
            .item(item("LIC-QP4W-6HNE", "María Benítez", Status::UnderReview, due(2, "25 de noviembre")))
            .item(item("LIC-9XWD-4JKF", "Kiosco La Esquina", Status::UnderReview, due(9, "4 de diciembre")))
            .item(item("LIC-T5RB-7CVM", "Juan Ñandú", Status::NeedsCitizen, Due::Paused))
            .render(LANG))
        (Pagination::new().after("/oficina?pagina=2".to_owned()).place(1, 3).render(LANG))
    })
}

fn review() -> Page {
    Page::new("Revisar LIC-7K4P-2MQX").weave("LIC-7K4P-2MQX").back("/oficina").wide().body(html! {
        (IdentityBar::new("Licencia de funcionamiento")
            .fact("Número", html! { span.code { "LIC-7K4P-2MQX" } })
            .fact("Solicita", "El Sol S.R.L.")
            .fact("Estado", Status::UnderReview.render(LANG))
            .fact("Plazo", Due::On { days_left: 2, date: Text::from("25 de noviembre") }.render(LANG))
            .actions(html! { (LinkButton::new("#decidir", "Decidir")) (LinkButton::new("/mensaje", "Escribir un mensaje").secondary()) }))
        h2 { "Respuestas" }
        (SummaryList::new()
            .row(SummaryRow::new("¿Dónde está el local?", "Av. Mariscal Ñanduti 1234, barrio San Miguel").action("/marcar", "Marcar", "dónde está el local"))
            .row(SummaryRow::new("¿Cuántos metros cuadrados tiene?", "40 m²").action("/marcar", "Marcar", "los metros cuadrados"))
            .row(SummaryRow::new("¿Venderá comida o bebida?", "Sí").action("/marcar", "Marcar", "si venderá comida o bebida"))
            .render(LANG))
        h2 { "Documentos" }
        (DocumentList::new().document(Document::new("/p.jpg", "Croquis del local", "JPG", 2_300_000).note("Enviado el 2 de noviembre de 2026")).render(LANG))
        h2 id="decidir" { "Decidir" }
        (Form::post("/decidir", html! {
            (Radios::new("decision", "¿Qué decides?")
                .choice(Choice::new("aprobar", "Aprobar").hint("Se emite la licencia y se firma con el sello de la municipalidad"))
                .choice(Choice::new("corregir", "Pedir una corrección").hint("El plazo se detiene hasta la respuesta"))
                .choice(Choice::new("rechazar", "Rechazar"))
                .render(LANG))
            (TextArea::new("motivo", "Motivo").hint("La persona lo leerá en la resolución").limit(4000).render(LANG))
            (actions(html! { (Button::new("Guardar la decisión")) (Button::new("Dejar para después").secondary()) }))
        }))
    })
}
