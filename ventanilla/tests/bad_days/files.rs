//! Files that are too large, or are not what they say.

use crate::answers::{expect_page, expect_problem, expect_refusal, expect_way};
use crate::program::http::Request;
use crate::town::{Town, begin_licence, link_in};

const THIRTY_MEGABYTES: usize = 30 * 1024 * 1024;

#[test]
fn thirty_megabytes_are_refused_to_whoever_sent_them_all_and_the_draft_stays() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let draft = begin_licence(&mut ana);
    let film = vec![b'a'; THIRTY_MEGABYTES];
    let plan = format!("{draft}/documentos/plano");
    let refused = ana.give(&plan, "plano.pdf", "application/pdf", &film);
    let page = expect_page(&refused, 422);
    assert!(
        page.contains("pesa demasiado") && page.contains("10 MB"),
        "{page}"
    );

    let page = expect_page(&ana.get(&format!("{draft}/empresa")), 200);
    assert!(page.contains("0981 123 456"), "{page}");
    let page = expect_page(&ana.get(&format!("{draft}/papeles")), 200);
    assert!(!page.contains("plano.pdf"), "{page}");

    // Wherever so much is sent, and whoever may not send it at all.
    let mut nobody = town.visitor();
    let fields = String::from_utf8(film.clone()).unwrap();
    for path in [format!("{draft}/local"), "/ingresar".to_owned()] {
        expect_refusal(&ana.ask(&ana.raw_form(&path, fields.as_str())), 413);
    }
    expect_refusal(
        &nobody.give("/verificar", "a.pdf", "application/pdf", &film),
        413,
    );
    expect_refusal(
        &nobody.give("/nada", "a.pdf", "application/pdf", &film),
        404,
    );
    expect_refusal(
        &nobody.give("/servicios", "a.pdf", "application/pdf", &film),
        405,
    );
    let foreign = ana
        .file(&plan, "plano.pdf", "application/pdf", &film)
        .header("Sec-Fetch-Site", "cross-site");
    assert_eq!(ana.ask(&foreign).status, 403);
    let api = "/api/v1/services/solicitud-de-informacion-publica/applications";
    let answer = Request::with_body(api, "application/json", film).ask(town.address());
    expect_problem(&answer.unwrap(), 413, "platform.too-large");
    town.close();
}

#[test]
fn a_file_that_lies_about_its_type_is_told_so() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let draft = begin_licence(&mut ana);
    let plan = format!("{draft}/documentos/plano");
    let liars: [(&str, &str, &[u8]); 5] = [
        ("plano.pdf", "application/pdf", b"MZ\x90\x00 a program"),
        (
            "plano.pdf",
            "application/pdf",
            b"<html><script>alert(1)</script>",
        ),
        ("plano.jpg", "image/jpeg", b"PK\x03\x04 an archive"),
        ("plano.pdf", "application/pdf", b""),
        ("", "application/octet-stream", b""),
    ];
    for (name, kind, bytes) in liars {
        let page = expect_page(&ana.give(&plan, name, kind, bytes), 422);
        assert!(page.contains("href=\"#plano\""), "{name}: {page}");
    }
    // Its bytes count, not what it is called.
    expect_way(&ana.give(&plan, "plano.exe", "text/html", b"%PDF-1.7 hola"));
    let page = expect_page(&ana.get(&format!("{draft}/papeles")), 200);
    assert_eq!(
        page.matches("/quitar\"").count(),
        1,
        "only that one: {page}"
    );
    let file = ana.get(&link_in(&page, &format!("{plan}/")));
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.body, b"%PDF-1.7 hola");
    town.close();
}

#[test]
fn a_file_given_twice_is_there_once() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let draft = begin_licence(&mut ana);
    let titles = format!("{draft}/documentos/titulo");
    let press = ana.file(&titles, "título.pdf", "application/pdf", b"%PDF-1.7 hola");
    for answer in ana.at_once(&press, 3) {
        expect_way(&answer);
    }
    let page = expect_page(&ana.get(&format!("{draft}/papeles")), 200);
    assert_eq!(page.matches("/quitar\"").count(), 1, "{page}");
    town.close();
}

#[test]
fn a_name_of_a_file_is_only_a_name() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let draft = begin_licence(&mut ana);
    let titles = format!("{draft}/documentos/titulo");
    let long = format!("{}.pdf", "á".repeat(2_000));
    for name in ["../../../etc/passwd", "a<b>&c.pdf", &long] {
        let bytes = format!("%PDF-1.7 {name}");
        expect_way(&ana.give(&titles, name, "application/pdf", bytes.as_bytes()));
    }
    let page = expect_page(&ana.get(&format!("{draft}/papeles")), 200);
    assert!(!page.contains("a<b>"), "{page}");
    assert!(page.contains("a&lt;b&gt;"), "{page}");
    for link in page
        .match_indices(&format!("\"{titles}/"))
        .map(|(at, _)| &page[at + 1..])
    {
        let path = &link[..link.find('"').unwrap()];
        if !path.ends_with("/quitar") {
            let file = ana.get(path);
            assert_eq!(file.status, 200, "{path}");
            assert!(
                file.header("content-disposition").len() < 1_000,
                "{:?}",
                file.header("content-disposition")
            );
        }
    }
    town.close();
}
