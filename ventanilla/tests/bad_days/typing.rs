//! What people type, and what other sites type for them.

use crate::answers::{expect_page, expect_refusal, expect_way};
use crate::town::{Town, begin, fill_request, value_of};

#[test]
fn ten_thousand_letters_are_kept_and_the_maximum_is_said() {
    let town = Town::open();
    let mut visitor = town.visitor();
    let draft = begin(&mut visitor, "solicitud-de-informacion-publica");
    let long = "ñandú ".repeat(1_667);
    let typed = &long[..long.len() - 1];
    assert!(typed.chars().count() >= 10_000);
    let asked = [("pedido", "El gasto de 2025."), ("formato", "datos")];
    let with = |name| [asked.as_slice(), &[("nombre", name), ("correo", "")]].concat();
    let page = expect_page(&visitor.post(&draft, &with(typed)), 422);
    assert!(page.contains("200"), "the maximum: {page}");
    assert_eq!(value_of(&page, "id=\"nombre\""), typed);
    let page = expect_page(&visitor.get(&draft), 200);
    assert_eq!(value_of(&page, "id=\"nombre\""), typed, "kept as typed");

    let short = with("Ñasaindy O'Leary <ana> & \"co\"");
    expect_way(&visitor.post(&draft, &short));
    let page = expect_page(&visitor.get(&draft), 200);
    assert_eq!(
        value_of(&page, "id=\"nombre\""),
        "Ñasaindy O&#39;Leary &lt;ana&gt; &amp; &quot;co&quot;".replace("&#39;", "'")
    );
    town.close();
}

#[test]
fn another_site_cannot_send_a_form_for_anybody() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let draft = fill_request(&mut ana, "El gasto en alumbrado de 2025, por mes.");
    let send = format!("{draft}/enviar");
    let kind = "application/x-www-form-urlencoded";
    let session = format!(
        "sesion={}; navegador={}",
        ana.cookie("sesion").unwrap(),
        ana.cookie("navegador").unwrap()
    );
    let origins: [&[(&'static str, &str)]; 6] = [
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", "http://otra.example")],
        &[("Origin", "null")],
        &[("Referer", "http://otra.example/formulario")],
        &[],
    ];
    for headers in origins {
        let request = crate::program::http::Request::with_body(&send, kind, "")
            .header("Cookie", session.as_str())
            .header("Accept-Language", "es");
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(name, *value)
        });
        let page = expect_refusal(&ana.clone().ask(&request), 403);
        assert!(page.contains("Por seguridad"), "{headers:?}: {page}");
    }
    assert_eq!(town.requests_filed(), 0);
    expect_way(&ana.post(&send, &[]));
    assert_eq!(town.requests_filed(), 1);
    town.close();
}

#[test]
fn what_is_no_text_is_told_so() {
    let town = Town::open();
    let mut visitor = town.visitor();
    let draft = begin(&mut visitor, "solicitud-de-informacion-publica");
    let part = draft;
    for body in [b"pedido=%FF%FE".as_slice(), b"pedido=\xC3\x28", b"%C3=1"] {
        expect_refusal(&visitor.ask(&visitor.raw_form(&part, body)), 400);
    }
    let many = "pedido=a&".repeat(10_000);
    expect_refusal(&visitor.ask(&visitor.raw_form(&part, many)), 400);
    let odd = "pedido=hola%00mundo&formato=&&&=&otro=1&pedido=dos";
    expect_page(&visitor.ask(&visitor.raw_form(&part, odd)), 422);
    let page = expect_page(&visitor.get(&part), 200);
    assert!(page.contains("holamundo"), "{page}");
    town.close();
}
