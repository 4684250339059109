//! Pressing twice, pressing again later, going back.

use crate::answers::{expect_page, expect_refusal, expect_way};
use crate::town::{Town, fill_request, link_in, number_in, send};

#[test]
fn a_double_click_and_a_replay_are_one_case() {
    let mut town = Town::open();
    let mut ana = town.visitor();
    let draft = fill_request(&mut ana, "El gasto en alumbrado de 2025, por mes.");
    let press = ana.form(&format!("{draft}/enviar"), &[]);
    let ways: Vec<String> = ana.at_once(&press, 8).iter().map(expect_way).collect();
    let number = number_in(&ways[0]);
    assert!(ways.iter().all(|way| *way == ways[0]), "{ways:?}");
    assert_eq!(town.requests_filed(), 1);

    assert_eq!(send(&mut ana, &draft), number, "later");
    town.restart();
    assert_eq!(
        send(&mut ana, &draft),
        number,
        "after the program was killed"
    );
    assert_eq!(town.requests_filed(), 1);
    expect_page(&ana.get(&ways[0]), 200);
    town.close();
}

#[test]
fn going_back_after_sending_changes_nothing_and_says_so() {
    let town = Town::open();
    let mut ana = town.visitor();
    let draft = fill_request(&mut ana, "Lo que se envió.");
    let number = send(&mut ana, &draft);
    let receipt = format!("/expedientes/{number}/recibido");
    for old in ["", "/pedido", "/contacto", "/revisar"] {
        let way = expect_way(&ana.get(&format!("{draft}{old}")));
        assert_eq!(way, receipt, "the old page {old}");
    }

    let late = [
        ("pedido", "Lo que se escribió después."),
        ("formato", "datos"),
    ];
    for (path, fields) in [("pedido", late.as_slice()), ("borrar", &[])] {
        let page = expect_refusal(&ana.post(&format!("{draft}/{path}"), fields), 409);
        assert!(page.contains("Esta solicitud ya se envió"), "{page}");
        assert!(page.contains(&number), "{page}");
        assert_eq!(
            link_in(&page, "/expedientes/"),
            format!("/expedientes/{number}")
        );
    }

    expect_page(&ana.get(&receipt), 200);
    let case = format!("/oficina/expedientes/{number}");
    let seen = expect_page(&town.signed_in("transparencia").get(&case), 200);
    assert!(seen.contains("Lo que se envió."), "{seen}");
    assert!(!seen.contains("después"), "{seen}");
    assert_eq!(town.requests_filed(), 1);
    town.close();
}

#[test]
fn an_official_who_presses_twice_decides_once() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let draft = fill_request(&mut ana, "El gasto en alumbrado de 2025, por mes.");
    let number = send(&mut ana, &draft);
    let mut official = town.signed_in("transparencia");
    let desk = format!("/oficina/expedientes/{number}");
    let page = expect_page(&official.get(&desk), 200);
    let task = link_in(&page, "/oficina/tareas/");
    let fields = [
        ("expediente", number.as_str()),
        ("resultado", "entregar"),
        ("motivos", "Es pública."),
    ];
    let answers = official.at_once(&official.form(&task, &fields), 4);
    let done = answers.iter().filter(|answer| answer.status == 303).count();
    assert_eq!(done, 1, "{answers:?}");
    for late in answers.iter().filter(|answer| answer.status != 303) {
        expect_refusal(late, 409);
    }
    town.close();
}
