//! A session that ends while somebody types, and a browser that several people share.

use crate::answers::{expect_page, expect_refusal, expect_way};
use crate::town::{Town, begin_licence, fill_request, link_in, send, value_of};

/// One part of the licence, as it is typed.
const PREMISES: [(&str, &str); 7] = [
    ("direccion", "Palma 123 casi Ayolas"),
    ("direccion.distrito", "Centro"),
    ("superficie", "40"),
    ("tenencia", "alquilado"),
    ("apertura.dia", "1"),
    ("apertura.mes", "diciembre"),
    ("apertura.anio", "2099"),
];

#[test]
fn what_was_typed_when_the_session_ended_is_there_after_signing_in() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let draft = begin_licence(&mut ana);
    // The session ends in another tab; this one still shows the form, and the cookie may be there or not.
    let mut ended = ana.clone();
    expect_way(&ana.post("/salir", &[]));
    for stale in [true, false] {
        if !stale {
            ended = ana.clone();
        }
        let part = format!("{draft}/local");
        let way = expect_way(&ended.post(&part, &PREMISES));
        assert_eq!(way, format!("/ingresar?volver={part}"));
        assert_eq!(
            expect_way(&ended.get(&part)),
            way,
            "it is not shown to nobody"
        );

        let sent = ended.post(&format!("{draft}/enviar"), &[]);
        assert_eq!(
            expect_way(&sent),
            format!("/ingresar?volver={draft}/revisar")
        );

        ended.sign_in("ana");
        let page = expect_page(&ended.get(&part), 200);
        assert!(page.contains("Palma 123 casi Ayolas"), "{page}");
        expect_way(&ended.post("/salir", &[]));
    }
    town.close();
}

#[test]
fn what_was_typed_on_another_device_can_be_sent_again_after_signing_in() {
    let town = Town::open();
    let mut telephone = town.signed_in("ana");
    let draft = begin_licence(&mut telephone);
    let part = format!("{draft}/local");
    let mut library = town.signed_in("ana");
    expect_page(&library.get(&part), 200);
    library.clone().post("/salir", &[]);

    let page = expect_refusal(&library.post(&part, &PREMISES), 401);
    assert!(page.contains("Enviar otra vez"), "{page}");
    assert!(page.contains(&format!("action=\"{part}\"")), "{page}");
    assert_eq!(
        value_of(&page, "name=\"direccion\""),
        "Palma 123 casi Ayolas"
    );

    library.sign_in("ana");
    let again = library.post(&part, &PREMISES);
    assert_eq!(expect_way(&again), format!("{draft}/actividad"));
    let page = expect_page(&library.get(&part), 200);
    assert!(page.contains("Palma 123 casi Ayolas"), "{page}");
    town.close();
}

#[test]
fn an_official_whose_session_ended_does_not_write_the_reasons_twice() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let draft = fill_request(&mut ana, "El gasto en alumbrado de 2025, por mes.");
    let number = send(&mut ana, &draft);
    let mut official = town.signed_in("transparencia");
    let page = expect_page(
        &official.get(&format!("/oficina/expedientes/{number}")),
        200,
    );
    let task = link_in(&page, "/oficina/tareas/");
    official.clone().post("/salir", &[]);
    let reasons = "Primera línea.\nSegunda, con «comillas» y \"comillas\".";
    let fields = [
        ("expediente", number.as_str()),
        ("resultado", "entregar"),
        ("motivos", reasons),
    ];
    for request in [
        official.form(&task, &fields),
        official.parts(&task, &fields, ("", "application/octet-stream", b"")),
    ] {
        let page = expect_refusal(&official.ask(&request), 401);
        assert!(page.contains("Enviar otra vez"), "{page}");
        let kept = value_of(&page, "name=\"motivos\"").replace("&quot;", "\"");
        assert_eq!(kept, reasons);
    }
    official.sign_in("transparencia");
    expect_way(&official.post(&task, &fields));
    town.close();
}

#[test]
fn whoever_sits_down_next_does_not_see_what_was_typed_before() {
    let town = Town::open();
    let mut browser = town.signed_in("ana");
    let draft = begin_licence(&mut browser);
    let given = browser.give(
        &format!("{draft}/documentos/plano"),
        "plano.pdf",
        "application/pdf",
        b"%PDF-1.7 hola",
    );
    let papers = expect_way(&given);
    let page = expect_page(&browser.get(&papers), 200);
    let document = link_in(&page, &format!("{draft}/documentos/plano/"));
    expect_way(&browser.post("/salir", &[]));

    for path in [&draft, &format!("{draft}/empresa"), &document] {
        let way = expect_way(&browser.get(path));
        assert!(
            way.starts_with("/ingresar?volver="),
            "{path} leads to {way}"
        );
    }
    for path in [
        "borrar",
        &format!(
            "documentos/plano/{}/quitar",
            document.rsplit_once('/').unwrap().1
        ),
    ] {
        expect_refusal(&browser.post(&format!("{draft}/{path}"), &[]), 401);
    }

    browser.sign_in("beto");
    for path in [&draft, &format!("{draft}/empresa"), &document] {
        expect_refusal(&browser.get(path), 404);
    }
    for path in ["local", "borrar", "enviar"] {
        expect_refusal(&browser.post(&format!("{draft}/{path}"), &PREMISES), 404);
    }

    let mut ana = town.signed_in("ana");
    expect_page(&ana.get(&draft), 200);
    assert_eq!(ana.get(&document).body, b"%PDF-1.7 hola");
    town.close();
}

#[test]
fn a_forged_session_is_nobody() {
    let town = Town::open();
    let mut visitor = town.visitor();
    for forged in [
        "x",
        "../../etc/passwd",
        &"a".repeat(3_000),
        "%00",
        "\"'; --",
    ] {
        visitor.set_cookie("sesion", forged);
        visitor.set_cookie("navegador", forged);
        let way = expect_way(&visitor.get("/mi"));
        assert!(way.starts_with("/ingresar?volver="), "{way}");
        expect_page(&visitor.get("/servicios"), 200);
    }
    town.close();
}
