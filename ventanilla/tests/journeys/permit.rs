//! Ana builds a house: the cadastre reports and an inspector visits at the same time, and the director decides
//! on both. Beto thinks better of it.

use crate::browser::Browser;
use crate::papers::Papers;
use crate::world::World;

#[test]
fn a_building_permit_with_a_report_and_a_visit_at_once() {
    let Some(world) = World::open() else { return };
    let ana = Browser::citizen(&world, "obra");
    apply(&ana, "ana");
    let number = ana.fact("Número");

    let revisor = Browser::at_the_desk(&world, "obra-revisor", "revisor");
    revisor.follow(&number);
    revisor.choose("Resultado", "Está completo");
    revisor.press("Guardar y pasar al paso siguiente");
    revisor.follow(&number);
    revisor.expect("Soltar la tarea");
    revisor.fill("Día", "31");
    revisor.fill("Mes", "febrero");
    revisor.fill("Año", "2098");
    revisor.fill("A qué hora", "10:30");
    revisor.press("Fijar y avisar");
    revisor.expect("Escribe el día, el mes y el año");
    revisor.fill("Día", "3");
    revisor.press("Fijar y avisar");
    revisor.expect("Fijada para lunes 3 de febrero de 2098, 10:30");
    revisor.portray("visit");

    ana.visit(&format!("/expedientes/{number}"));
    ana.expect("Irán a ver el lugar: lunes 3 de febrero de 2098, 10:30");
    ana.expect("El plazo está detenido mientras informa otra institución");
    ana.portray("waiting-for-a-report");

    let cadastre = Browser::at_the_desk(&world, "obra-catastro", "catastro");
    cadastre.follow(&number);
    cadastre.expect("Informar sobre el terreno");
    cadastre.choose("Resultado", "Los planos coinciden");
    cadastre.press("Guardar y pasar al paso siguiente");

    revisor.choose("Resultado", "El terreno es como dicen los planos");
    revisor.press("Guardar y pasar al paso siguiente");

    let director = Browser::at_the_desk(&world, "obra-director", "director");
    director.follow(&number);
    director.expect("Los planos coinciden con el catastro");
    director.expect("El terreno es como dicen los planos");
    director.choose("Resultado", "Conceder el permiso");
    director.press("Decidir sobre la obra");

    ana.visit(&format!("/expedientes/{number}"));
    ana.wait_until_it_says("Abrir el documento firmado");
    ana.expect("Aprobado");
    absence(&revisor);
}

/// An official notes that they are away, and takes it back.
fn absence(official: &Browser) {
    official.follow("Mis días de ausencia");
    official.expect("No hay ausencias anotadas");
    official.press("Anotar");
    official.expect("Escribe el día, el mes y el año");
    official.portray("absence-mistake");
    official.visit("/oficina");
}

#[test]
fn whoever_asked_may_think_better_of_it() {
    let Some(world) = World::open() else { return };
    let beto = Browser::citizen(&world, "desistir").without_scripts();
    apply(&beto, "beto");
    let number = beto.fact("Número");
    beto.visit(&format!("/expedientes/{number}"));
    beto.follow("Desistir de la solicitud");
    beto.expect("La solicitud se cierra sin decisión");
    beto.portray("withdraw");
    beto.press("Desistir de la solicitud");
    beto.wait_until_it_says("Abrir el documento firmado");
    beto.expect("Se desistió de la solicitud");
    assert!(!beto.says("Desistir de la solicitud"));
}

fn apply(citizen: &Browser, account: &str) {
    citizen.visit("/servicios/permiso-de-obra");
    citizen.follow("Empezar ahora");
    citizen.press("Empezar la solicitud");
    citizen.sign_in(account);
    if citizen.asks("¿En qué terreno vas a construir?") {
        citizen.choose("¿En qué terreno vas a construir?", "27-0");
    }
    citizen.fill("¿A qué teléfono te llamamos", "0981 123 456");
    citizen.press("Guardar y continuar");
    citizen.choose("¿Qué vas a hacer?", "Construir algo nuevo");
    citizen.fill("¿Cuántos metros cuadrados", "80");
    citizen.fill("Día", "4");
    citizen.fill("Mes", "enero");
    citizen.fill("Año", "2099");
    citizen.press("Guardar y continuar");
    citizen.expect("Falta responder: ¿Cuántos pisos tendrá?");
    citizen.fill("¿Cuántos pisos tendrá?", "1");
    citizen.choose("¿Para qué será?", "Vivienda");
    citizen.press("Guardar y continuar");
    citizen.fill("¿Cómo se llama la persona", "Arq. Lidia Rojas");
    citizen.fill("¿Cuál es su matrícula?", "4821");
    citizen.press("Guardar y continuar");
    let papers = Papers::new();
    citizen.send_file(
        "Los planos firmados",
        &papers.file("planos.pdf", b"%PDF-1.7 plans"),
    );
    citizen.tick("Declaro que los planos");
    citizen.press("Guardar y continuar");
    citizen.expect("Revisa antes de enviar");
    citizen.press("Enviar mi solicitud");
    citizen.follow("Pagar ahora");
    citizen.press("Ir a pagar");
    citizen.press("Pagar");
    citizen.wait_until_it_says("Recibimos tu pago");
    citizen.follow("Seguir con el trámite");
}
