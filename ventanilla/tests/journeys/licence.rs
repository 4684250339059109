//! Ana opens a bakery: the licence from a misspelt word to the signed paper, she by keyboard alone on the
//! narrowest phone without scripts, the two officials at their desks.

use std::fs;

use crate::browser::Browser;
use crate::papers::{PNG, Papers};
use crate::world::World;

const SQUARE_METRES: &str = "¿Cuántos metros cuadrados tiene?";

#[test]
fn a_licence_by_keyboard_alone_and_the_officials_who_decide_it() {
    let Some(world) = World::open() else { return };
    let ana = Browser::citizen(&world, "licencia").without_scripts();
    begin(&ana);
    fill_in(&ana);
    send(&ana);
    pay(&ana);
    let number = ana.fact("Número");

    let revisor = Browser::at_the_desk(&world, "licencia-revisor", "revisor");
    revisor.portray("desk");
    revisor.follow(&number);
    revisor.expect("Panadería El Sol");
    revisor.portray("review");
    revisor.unfold("Señalar algo de «El local»");
    revisor.fill(SQUARE_METRES, "El plano dice 45 m²");
    revisor.press("Pedir la corrección");

    correct(&ana);

    revisor.visit(&format!("/oficina/expedientes/{number}"));
    revisor.expect("45");
    revisor.press("Guardar y pasar al paso siguiente");
    revisor.expect("Elige un resultado");
    revisor.choose("Resultado", "Está conforme");
    revisor.press("Guardar y pasar al paso siguiente");

    let director = Browser::at_the_desk(&world, "licencia-director", "director");
    director.follow(&number);
    director.expect("Está conforme");
    director.portray("sign");
    director.fill("Motivos o respuesta", "El local cumple.");
    director.press("Firmar la licencia");
    director.expect("Mi escritorio");

    ana.wait_until_it_says("Abrir el documento firmado");
    ana.expect("Aprobado");
    let act = ana.download_by_keys("Abrir el documento firmado");
    assert!(fs::read(&act).unwrap().starts_with(b"%PDF-"));
    ana.follow_by_keys("Mis trámites");
    ana.follow_by_keys("Mis datos y quién los vio");
    ana.expect("Revisar tu solicitud");
    ana.press_by_keys("Salir");
}

/// From a misspelt word to the form. Nobody is asked who they are before the State shows what it knows.
fn begin(ana: &Browser) {
    ana.visit("/");
    ana.fill_by_keys("¿Qué necesitas hacer?", "lisencia de funsionamiento");
    ana.press_by_keys("Buscar");
    ana.follow_by_keys("Licencia de funcionamiento");
    ana.expect("Lo que no te pediremos");
    ana.follow_by_keys("Empezar ahora");
    ana.press_by_keys("Empezar la solicitud");
    ana.sign_in_by_keys("ana");
}

/// Every part; a wrong number and a wrong file on the way.
fn fill_in(ana: &Browser) {
    ana.expect("Panadería El Sol");
    ana.follow_by_keys("Ver todas las partes");
    ana.expect("Sin empezar");
    ana.portray("parts");
    ana.follow_by_keys("Tu empresa");
    ana.choose_by_keys("Empresa que abre el local", "Panadería El Sol");
    ana.fill_by_keys("¿A qué teléfono te llamamos", "0981 123 456");
    ana.press_by_keys("Guardar y continuar");

    ana.fill_by_keys("Calle y número", "Palma 1187");
    ana.fill_by_keys("Barrio o distrito", "Centro");
    ana.fill_by_keys(SQUARE_METRES, "muchos");
    ana.choose_by_keys("¿De quién es el local?", "Alquilado");
    ana.fill_by_keys("Día", "1");
    ana.fill_by_keys("Mes", "marzo");
    // A year that these tests do not live to see.
    ana.fill_by_keys("Año", "2099");
    ana.press_by_keys("Guardar y continuar");
    ana.expect("Escribe un número, por ejemplo 120 o 85,5");
    assert_eq!(
        ana.written(SQUARE_METRES),
        "muchos",
        "what was typed is kept"
    );
    assert_eq!(ana.written("Calle y número"), "Palma 1187");
    ana.portray("form-mistake");
    ana.fill_by_keys(SQUARE_METRES, "40");
    ana.press_by_keys("Guardar y continuar");

    ana.choose_by_keys("¿Venderás comida o bebida?", "Sí");
    ana.press_by_keys("Guardar y continuar");
    ana.expect("Por lo que se respondió hace falta algo más");
    ana.fill_by_keys("¿Cuántas personas van a manipular", "2");
    ana.choose_by_keys("¿Habrá música o ruido", "No");
    ana.press_by_keys("Guardar y continuar");

    let papers = Papers::new();
    ana.send_file_by_keys(
        "Un plano o croquis",
        &papers.file("plano.pdf", b"no plan at all"),
    );
    ana.expect("Ese archivo no es de un tipo que se pueda recibir");
    ana.send_file_by_keys(
        "Un plano o croquis",
        &papers.file("plano.pdf", b"%PDF-1.7 a plan"),
    );
    ana.send_file_by_keys(
        "El contrato de alquiler",
        &papers.file("título ñandú.png", PNG),
    );
    ana.send_file_by_keys(
        "El certificado de sanidad",
        &papers.file("sanidad.png", PNG),
    );
    ana.expect("título ñandú.png");
    ana.portray("files");
    ana.tick_by_keys("Declaro que el local");
    ana.press_by_keys("Guardar y continuar");
}

fn send(ana: &Browser) {
    ana.expect("Revisa antes de enviar");
    ana.expect("Panadería El Sol");
    ana.press_by_keys("Enviar mi solicitud");
    ana.expect("Recibido");
    ana.expect("Falta pagar");
    let receipt = ana.download_by_keys("Guardar mi comprobante");
    assert!(fs::read(&receipt).unwrap().starts_with(b"%PDF-"));
}

fn pay(ana: &Browser) {
    ana.follow_by_keys("Pagar ahora");
    ana.expect("50.000");
    ana.press_by_keys("Ir a pagar");
    ana.expect("Banco de Prueba");
    ana.portray("bank");
    ana.press_by_keys("Pagar");
    ana.wait_until_it_says("Recibimos tu pago");
    ana.follow_by_keys("Ver el recibo");
    ana.expect("Número de recibo");
    ana.follow_by_keys("Seguir con el trámite");
    ana.expect("La respuesta debe llegar a más tardar");
    ana.follow_by_keys("Ver cómo va");
    ana.expect("Se recibió el pago");
}

fn correct(ana: &Browser) {
    ana.wait_until_it_says("Hay que corregir algo");
    ana.expect("El plano dice 45 m²");
    ana.follow_by_keys("Corregir ahora");
    ana.portray("correction");
    ana.fill_by_keys(SQUARE_METRES, "nada");
    ana.press_by_keys("Enviar la corrección");
    ana.expect("Escribe un número");
    ana.fill_by_keys(SQUARE_METRES, "45");
    ana.press_by_keys("Enviar la corrección");
    ana.expect("Se recibió la corrección");
}
