//! Pages as citizens see them.

use design::page::{Page, Viewer};
use design::{
    Breadcrumbs, Button, Channels, Document, DocumentList, Event, Facts, Field, FieldError, Form,
    IdentityBar, Level, LifeEvents, LinkButton, LinkList, Message, Messages, Notice, Progress,
    Radios, Seal, SearchBox, ServiceItem, ServiceList, Side, SignStatement, Status, Step, Steps,
    SummaryList, SummaryRow, Task, TaskList, Timeline, Verdict, VerdictPanel, actions, lead,
};
use maud::html;
use text::{Lang, Text};

use crate::Sample;

const LANG: Lang = Lang::Es;
const NUMBER: &str = "LIC-7K4P-2MQX";
const SERVICE: &str = "licencia-de-funcionamiento";

pub(crate) fn samples() -> Vec<Sample> {
    let ana = || Viewer::Person {
        name: "Ana Pérez".to_owned(),
    };
    let sample = |file, viewer, page| Sample { file, viewer, page };
    vec![
        sample("inicio", Viewer::Anonymous, home()),
        sample("resultados", Viewer::Anonymous, results()),
        sample("ficha", Viewer::Anonymous, ficha()),
        sample("pregunta", ana(), question()),
        sample("tareas", ana(), tasks()),
        sample("revisar", ana(), check()),
        sample("recibo", ana(), receipt()),
        sample("expediente", ana(), case()),
        sample("verificar", Viewer::Anonymous, verdict()),
    ]
}

fn home() -> Page {
    Page::new("Inicio").body(html! {
        h1 { "Todos los trámites, en una sola ventanilla" }
        (lead("Desde tu casa, la escuela o la biblioteca. A toda hora. Sin filas."))
        (SearchBox::new("/buscar", "¿Qué necesitas hacer?").render(LANG))
        h2 { "Momentos de tu vida" }
        (LifeEvents::new()
            .event("/momentos/nacimiento", "Nació mi hija o mi hijo", "4 trámites, 1 sola solicitud")
            .event("/momentos/negocio", "Voy a abrir un negocio", "6 pasos, 3 en línea hoy")
            .event("/momentos/mudanza", "Me mudo de casa", "Avisa una vez a todas las oficinas")
            .event("/momentos/trabajo", "Perdí mi trabajo", "Ayudas que puedes pedir ya")
            .event("/momentos/muerte", "Murió un familiar", "Te acompañamos paso a paso")
            .event("/momentos/jubilacion", "Me voy a jubilar", "Calcula y pide tu pensión"))
        h2 { "Lo más pedido" }
        (LinkList::new()
            .link("/servicios/certificado-de-nacimiento", "Certificado de nacimiento")
            .link("/servicios/licencia-de-funcionamiento", "Licencia de funcionamiento")
            .link("/servicios/solicitud-de-informacion-publica", "Solicitud de información pública"))
    })
}

fn results() -> Page {
    Page::new("licencia: resultados").body(html! {
        h1 { "2 trámites para «lisencia»" }
        (SearchBox::new("/buscar", "¿Qué necesitas hacer?").value("lisencia").render(LANG))
        (ServiceList::new(Level::H2)
            .item(ServiceItem::new("/servicios/licencia-de-funcionamiento", "Licencia de funcionamiento")
                .summary("Pide permiso para abrir un local al público.")
                .fact("Desde 50.000 guaraníes").fact("15 días hábiles").fact("En línea"))
            .item(ServiceItem::new("/servicios/licencia-de-conducir", "Licencia de conducir")
                .summary("Renueva tu licencia sin ir a la oficina.")
                .fact("Gratis").fact("En el momento")))
    })
}

fn ficha() -> Page {
    let way = Breadcrumbs::new()
        .to("/", "Inicio")
        .to("/servicios", "Trámites")
        .to("/momentos/negocio", "Abrir un negocio");
    Page::new("Licencia de funcionamiento").weave(SERVICE).breadcrumbs(way).body(html! {
        h1 { "Licencia de funcionamiento" }
        (lead("Pide permiso para abrir un local al público."))
        p { (LinkButton::new("/solicitud", "Empezar ahora")) }
        (Facts::new()
            .fact("Cuesta", "Desde 50.000 guaraníes")
            .fact("Llenar toma", "6 minutos")
            .fact("Respuesta en", "15 días hábiles")
            .fact("Si no respondemos", "Se entiende aprobado"))
        h2 { "Puedes hacerlo si" }
        ul { li { "tienes una empresa inscrita en el registro de comercio" } li { "el local está en el municipio de San Roque" } }
        h2 { "Ten a mano" }
        ul { li { "un plano o croquis del local" } li { "el carnet de quien manipula alimentos, si vas a vender comida" } }
        p { "No te pediremos los datos de tu empresa: ya los tenemos." }
        h2 { "Cómo es" }
        (Steps::new(Level::H3)
            .step(Step::new("Llenas la solicitud", "Puedes guardar y volver otro día."))
            .step(Step::new("Pagas", "En línea, o en cualquier caja con un código."))
            .step(Step::new("Recibes tu licencia", "Un PDF con firma, que puedes imprimir."))
            .render(LANG))
        h2 { "Otras formas de hacerlo" }
        (Channels::new(Level::H3)
            .channel("Por teléfono", html! { "Llama al " a href="tel:147" { "147" } ". Una persona llena la solicitud contigo." })
            .channel("Por mensaje de texto", html! { "Envía LICENCIA al " a href="sms:147" { "147" } "." })
            .channel("En papel", html! { a href="#papel" { "Descarga el formulario (PDF, 1 hoja)" } "." })
            .channel("En persona", html! { a href="#oficinas" { "Mira la oficina más cercana" } " y saca turno." }))
        h2 { "La ley" }
        p { a href="#ley" { "Ordenanza 12/2024 de comercio, artículos 8 y 11" } ". Información revisada el 3 de noviembre de 2026." }
    })
}

fn question() -> Page {
    let errors = vec![
        FieldError::new(
            "superficie",
            "Escribe la superficie con números, por ejemplo 40",
        ),
        FieldError::new("comida", "Elige sí o no"),
    ];
    let wrong = |name| FieldError::find(&errors, name);
    let form = html! {
        h1 { "El local" }
        (Field::text("direccion", "¿Dónde está el local?").hint("Calle, número y barrio").value("Av. Mariscal Ñanduti 1234, barrio San Miguel").render(LANG))
        (Field::number("superficie", "¿Cuántos metros cuadrados tiene?").unit("m²").value("cuarenta").error(wrong("superficie")).render(LANG))
        (Radios::yes_no("comida", "¿Venderá comida o bebida?").error(wrong("comida")).render(LANG))
        (design::DateInput::new("apertura", "¿Cuándo abre el local?").hint("Por ejemplo, 27 3 2027").optional().render(LANG))
        (actions(html! { (Button::new("Continuar")) (Button::new("Guardar y salir").secondary().sends("salir", "1")) }))
    };
    Page::new("El local")
        .weave(SERVICE)
        .back("/tareas.html")
        .errors(errors.clone())
        .body(html! { (Form::post("/solicitud/local", form)) })
}

fn tasks() -> Page {
    Page::new("Licencia de funcionamiento").weave(SERVICE).body(html! {
        h1 { "Licencia de funcionamiento" }
        (lead("Llena las partes en el orden que quieras. Todo queda guardado."))
        h2 { "Prepara la solicitud" }
        (TaskList::new()
            .task(Task::new("/a", "Tu empresa", Status::Completed))
            .task(Task::new("/b", "El local", Status::InProgress))
            .task(Task::new("/c", "Documentos", Status::NotStarted).hint("Un plano y el carnet de quien manipula alimentos"))
            .render(LANG))
        h2 { "Envía" }
        (TaskList::new().task(Task::waiting("Revisar y enviar")).render(LANG))
        p { "Este borrador se guarda 90 días." }
    })
}

fn check() -> Page {
    Page::new("Revisa y envía tu solicitud").weave(SERVICE).back("/tareas.html").body(html! {
        h1 { "Revisa y envía tu solicitud" }
        h2 { "El local" }
        (SummaryList::new()
            .row(SummaryRow::new("¿Dónde está el local?", "Av. Mariscal Ñanduti 1234, barrio San Miguel").change("/b", "dónde está el local"))
            .row(SummaryRow::new("¿Cuántos metros cuadrados tiene?", "40 m²").change("/b", "los metros cuadrados"))
            .row(SummaryRow::new("¿Venderá comida o bebida?", "Sí").change("/b", "si venderá comida o bebida"))
            .row(SummaryRow::unanswered("¿Cuándo abre el local?").change("/b", "cuándo abre el local"))
            .render(LANG))
        h2 { "Tu empresa" }
        (Notice::info("Estos datos vienen del registro de comercio. Si algo está mal, corrígelo allí.").render(LANG))
        (SummaryList::new()
            .row(SummaryRow::new("Razón social", "El Sol S.R.L."))
            .row(SummaryRow::new("Actividad", "Elaboración y venta de pan"))
            .render(LANG))
        (Form::post("/enviar", html! {
            (SignStatement::new("declara", "Antes de enviar", "Ana Pérez")
                .hint("Enviar es un acto legal: desde ese momento corre el plazo")
                .statement("verdad", "Lo que escribí es verdad")
                .render(LANG))
            (Button::new("Enviar mi solicitud"))
        }))
    })
}

fn receipt() -> Page {
    Page::new("Recibimos tu solicitud").weave(NUMBER).body(html! {
        (Seal::new("Recibido", NUMBER, "Lunes 23 de noviembre de 2026, 10:42").verification_code("8F3K-Q2ZN-W7TD").render(LANG))
        h2 { "Qué pasa ahora" }
        (Steps::new(Level::H3)
            .step(Step::new("Revisamos tu solicitud", "Antes del lunes 30 de noviembre."))
            .step(Step::new("Decidimos", "Antes del lunes 14 de diciembre. Si no respondemos, se entiende aprobada."))
            .step(Step::new("Te avisamos", "Con un mensaje al 09•• ••• 123."))
            .render(LANG))
        (actions(html! {
            (LinkButton::new("/recibo.pdf", "Guardar mi comprobante (PDF)"))
            (LinkButton::new("/expediente.html", "Ver cómo va").secondary())
        }))
    })
}

fn case() -> Page {
    Page::new("LIC-7K4P-2MQX").weave(NUMBER).back("/mi").body(html! {
        (IdentityBar::new("Licencia de funcionamiento")
            .fact("Número", html! { span.code { (NUMBER) } })
            .fact("Estado", Status::NeedsCitizen.render(LANG))
            .fact("Plazo", "Detenido hasta tu respuesta"))
        (Notice::warning(html! {
            p { "El plano no muestra la salida de emergencia. Si no respondes antes del jueves 19 de noviembre, archivaremos la solicitud." }
            p { (LinkButton::new("/corregir", "Corregir")) }
        }).title("Necesitamos una corrección").render(LANG))
        h2 { "Documentos" }
        (DocumentList::new()
            .document(Document::new("/c.pdf", "Comprobante de recepción", "PDF", 61_000).note("Sellado el 2 de noviembre de 2026"))
            .document(Document::new("/p.jpg", "Croquis del local", "JPG", 2_300_000).note("Lo enviaste el 2 de noviembre de 2026"))
            .render(LANG))
        h2 { "Cómo va" }
        (Steps::new(Level::H3)
            .step(Step::new("Recibimos tu solicitud", "El lunes 2 de noviembre.").progress(Progress::Done))
            .step(Step::new("La revisamos", "Esperamos tu corrección.").progress(Progress::Now))
            .step(Step::new("Te avisamos", "Con un mensaje.").progress(Progress::Later))
            .render(LANG))
        h2 { "Mensajes" }
        (Messages::new()
            .message(Message::new(Side::Theirs, "Municipalidad de San Roque", "Jueves 5 de noviembre, 09:15", "2026-11-05T12:15:00Z",
                "El plano no muestra la salida de emergencia. ¿Puedes enviarlo otra vez?"))
            .message(Message::new(Side::Mine, "Ana Pérez", "Viernes 6 de noviembre, 18:02", "2026-11-06T21:02:00Z", "Sí, mañana lo envío."))
            .render(LANG))
        h2 { "Historia" }
        (Timeline::new(Level::H3)
            .event(Event::new("Pedimos una corrección", "Jueves 5 de noviembre, 09:15", "2026-11-05T12:15:00Z").by("Municipalidad de San Roque"))
            .event(Event::new("Recibimos el pago", "Lunes 2 de noviembre, 10:50", "2026-11-02T13:50:00Z"))
            .event(Event::new("Recibimos la solicitud", "Lunes 2 de noviembre, 10:42", "2026-11-02T13:42:00Z")))
    })
}

fn verdict() -> Page {
    Page::new("El documento es auténtico").weave(NUMBER).back("/verificar").body(html! {
        (VerdictPanel::new(Verdict::Valid)
            .fact("Documento", "Licencia de funcionamiento")
            .fact("A nombre de", "El Sol S.R.L.")
            .fact("Firmó", "Municipalidad de San Roque")
            .fact("Fecha", "Viernes 20 de noviembre de 2026, 11:05")
            .fact("Vence", Text::from("20 de noviembre de 2027"))
            .weave(NUMBER)
            .render(LANG))
        (design::details("Cómo lo comprobamos", html! {
            p { "La firma es de la municipalidad, la clave estaba vigente ese día, y el documento está en la bitácora pública." }
        }))
        p { a href="/verificar" { "Verificar otro documento" } }
    })
}
