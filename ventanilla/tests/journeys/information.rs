//! Somebody without an account asks what a street lamp costs the State: on the narrowest phone, without
//! scripts, on a line of the second generation. The office answers, and the answer is read on another
//! telephone.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use crate::browser::Browser;
use crate::world::World;

const ASKED: &str = "El gasto en alumbrado público de San Roque en 2025, por mes.";
const ANSWERED: &str = "Se entrega la planilla del gasto de cada mes.";
/// What the slow line lets pass at the earliest, in milliseconds.
const LATENCY: f64 = 800.0;
/// How often, and how many times, one looks whether the browser has gone back.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
const LOOKS_MAX: u32 = 100;

#[test]
fn a_request_for_information_without_an_account_on_a_slow_line() {
    let Some(world) = World::open() else { return };
    let asker = Browser::citizen(&world, "informacion")
        .without_scripts()
        .on_slow_line();

    asker.visit("/");
    assert_is_slow(&asker);
    asker.fill("¿Qué necesitas hacer?", "pedir informasion publica");
    asker.press("Buscar");
    asker.follow("Solicitud de información pública");
    asker.expect("no hace falta tener cuenta");
    asker.portray("ficha-information");

    let (number, code) = ask(&asker);
    asker.follow("Ver cómo va");
    asker.expect("En revisión");
    let receipt = asker.download("Guardar mi comprobante");
    assert!(fs::read(receipt).unwrap().starts_with(b"%PDF-"));

    // Another telephone knows nothing of it until it is told the number and the code.
    let elsewhere = Browser::citizen(&world, "informacion-otro-telefono")
        .without_scripts()
        .on_slow_line();
    follow_by_code(&elsewhere, &number, &code);
    elsewhere.expect("En revisión");

    let folder = tempfile::tempdir().unwrap();
    let table = table_of(folder.path());
    answer(
        &Browser::official(&world, "informacion-oficina"),
        &number,
        &table,
    );

    elsewhere.wait_until_it_says("Abrir el documento firmado");
    elsewhere.expect("Aprobado");
    elsewhere.expect(ANSWERED);
    elsewhere.expect("Archivos de la respuesta");
    elsewhere.portray("case-information");
    let given = elsewhere.download("gasto-alumbrado-2025");
    assert_eq!(fs::read(&given).unwrap(), fs::read(&table).unwrap());
    let act = elsewhere.download("Abrir el documento firmado");
    assert!(fs::read(&act).unwrap().starts_with(b"%PDF-"));

    elsewhere.follow("Verificar");
    elsewhere.fill("Código de verificación", &code);
    elsewhere.press("Verificar el código");
    elsewhere.expect("Este código es de un documento firmado");
    elsewhere.expect("Aprobado");
    // Number and code together open the case: whoever has the code alone is told neither number nor name.
    for kept in [number.as_str(), "Ana", "alumbrado"] {
        assert!(!elsewhere.says(kept), "{kept}: {}", elsewhere.text());
    }
    assert_is_slow(&elsewhere);
}

/// Fills the form, sends it with a finger that presses twice, and goes back to send it once more;
/// returns number and code.
fn ask(asker: &Browser) -> (String, String) {
    asker.follow("Empezar ahora");
    asker.press("Empezar la solicitud");
    // A slip first: what was typed stays.
    asker.fill("¿Qué información pides?", ASKED);
    asker.press("Guardar y continuar");
    asker.expect("Falta elegir una respuesta");
    let kept = asker
        .tab
        .evaluate("field(\"¿Qué información pides?\").value");
    assert_eq!(kept, ASKED);
    asker.choose("¿Cómo prefieres recibirla?", "Como archivo de datos");
    asker.fill("¿Cómo te llamas?", "Ana Benítez");
    asker.portray("form-information");
    asker.press("Guardar y continuar");

    asker.expect("Revisa antes de enviar");
    asker.expect(ASKED);
    asker
        .tab
        .leave(|| asker.tab.click_twice("button(\"Enviar mi solicitud\")"));
    asker.look();
    asker.expect("Recibido");
    asker.portray("receipt-information");
    let (number, code) = (asker.fact("Número"), asker.fact("Código de verificación"));

    // Whoever goes back and sends the page that the browser kept comes to the same receipt.
    go_back(asker);
    if asker.path().ends_with("/revisar") {
        asker.press("Enviar mi solicitud");
    }
    asker.expect("Recibido");
    assert_eq!(asker.fact("Número"), number);
    (number, code)
}

/// Opens the case by its number and its code, after a slip in the code.
fn follow_by_code(browser: &Browser, number: &str, code: &str) {
    browser.visit("/");
    browser.follow("Sin cuenta: con el número y el código");
    browser.portray("follow");
    browser.fill("Número de la solicitud", &number.to_lowercase());
    browser.fill("Código de verificación", "7K4P-2MQX-9RTW");
    browser.press("Ver la solicitud");
    browser.expect("No hay una solicitud sin cuenta con ese número y ese código");
    browser.fill("Código de verificación", &code.replace('-', " "));
    browser.press("Ver la solicitud");
}

/// The official finds it on the desk, answers with a file and signs.
fn answer(official: &Browser, number: &str, table: &Path) {
    official.visit("/oficina");
    official.sign_in("transparencia");
    official.portray("desk");
    official.follow(number);
    official.expect(ASKED);
    official.choose("Resultado", "Se entrega la información");
    official.fill("Motivos o respuesta", ANSWERED);
    official.give("Archivo que acompaña la respuesta", table);
    official.press("Adjuntar este archivo");
    official.portray("answer-information");
    official.press("Responder el pedido");
    official.follow("Terminados");
    official.expect(number);
    official.follow(number);
    official.expect("Aprobado");
    official.press("Salir");
}

/// The file that goes with the answer.
fn table_of(folder: &Path) -> PathBuf {
    let file = folder.join("gasto-alumbrado-2025.pdf");
    fs::write(&file, b"%PDF-1.7\n% enero 4 310 000, febrero 4 105 000\n").unwrap();
    file
}

/// The browser's own button to go back.
fn go_back(browser: &Browser) {
    let history = browser.tab.command("Page.getNavigationHistory", json!({}));
    let now = usize::try_from(history["currentIndex"].as_u64().unwrap()).unwrap();
    let before = history["entries"][now - 1]["id"].clone();
    browser
        .tab
        .command("Page.navigateToHistoryEntry", json!({ "entryId": before }));
    // A kept page comes as it was left, another one is asked for anew.
    let is_back = "location.pathname.endsWith('/revisar') || performance.getEntriesByType('navigation')[0].type === 'back_forward'";
    let is_there = |_: &u32| {
        std::thread::sleep(LOOK_AGAIN);
        browser.tab.evaluate(is_back) == true
    };
    assert!(
        (0..LOOKS_MAX).any(|look| is_there(&look)),
        "going back led nowhere"
    );
}

/// The line is as slow as was asked for: no page is whole sooner than its latency.
fn assert_is_slow(browser: &Browser) {
    let times = browser
        .tab
        .evaluate("performance.getEntriesByType('navigation')[0].toJSON()");
    let whole = times["responseEnd"].as_f64().unwrap();
    assert!(
        whole >= LATENCY,
        "the page was whole after {whole} ms: {times}"
    );
}
