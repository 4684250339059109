//! What belongs to somebody else answers as what does not exist: the same status, the same words.

use crate::answers::{expect_problem, expect_refusal};
use crate::program::http::{Answer, Request};
use crate::world::{World, strangers_request};

/// Addresses of a person's things.
const THEIRS: [&str; 16] = [
    "/borradores/{id}",
    "/borradores/{id}/revisar",
    "/borradores/{id}/local",
    "/borradores/{id}/documentos/plano/{document}",
    "/expedientes/{number}",
    "/expedientes/{number}/recibido",
    "/expedientes/{number}/comprobante.pdf",
    "/expedientes/{number}/comprobante.tlog-proof",
    "/expedientes/{number}/acto.pdf",
    "/expedientes/{number}/actos/{file}",
    "/expedientes/{number}/documentos/{document}",
    "/expedientes/{number}/corregir",
    "/expedientes/{number}/respuesta/{file}",
    "/pagos/{id}",
    "/pagos/{id}/recibo",
    "/mi/mensajes/{id}",
];

/// Forms that change a person's things.
const THEIR_FORMS: [&str; 10] = [
    "/borradores/{id}/local",
    "/borradores/{id}/enviar",
    "/borradores/{id}/borrar",
    "/borradores/{id}/documentos/plano/{document}/quitar",
    "/expedientes/{number}/corregir",
    "/expedientes/{number}/corregir/{question}/{document}/quitar",
    "/expedientes/{number}/recurrir",
    "/pagos/{id}/pagar",
    "/mi/sesiones/{id}/cerrar",
    "/oficina/tareas/{task}",
];

#[test]
fn what_is_anothers_answers_as_what_does_not_exist() {
    let world = World::make();
    let nobody = world.town.visitor();
    let beto = world.town.signed_in("beto");
    let other_office = world.town.signed_in("transparencia");
    for visitor in [&nobody, &beto, &other_office] {
        for template in THEIRS {
            let ask = |path: &str| visitor.clone().get(path);
            expect_same(&world, template, ask);
        }
        for template in THEIR_FORMS {
            let ask = |path: &str| visitor.clone().post(path, &[("motivos", "x")]);
            expect_same(&world, template, ask);
        }
    }
    for template in [
        "/oficina/expedientes/{number}",
        "/oficina/expedientes/{number}/documentos/{document}",
    ] {
        expect_refusal(&other_office.clone().get(&world.fill(template)), 404);
        expect_same(&world, template, |path| other_office.clone().get(path));
    }
    for login in ["beto", "transparencia"] {
        let token = world.town.place.token(login);
        expect_same(&world, "/api/v1/cases/{number}", |path| {
            let answer = Request::get(path).bearer(&token).ask(world.town.address());
            expect_problem(answer.as_ref().unwrap(), 404, "platform.not-found");
            answer.unwrap()
        });
    }
    world.town.close();
}

#[test]
fn a_case_of_nobody_is_for_the_browser_that_sent_it() {
    let world = World::make();
    let (mut stranger, number) = strangers_request(&world.town);
    let path = format!("/expedientes/{number}");
    assert_eq!(stranger.get(&path).status, 200);
    for mut other in [world.town.visitor(), world.town.signed_in("ana")] {
        let unknown = other.get("/expedientes/SOL-2345-2345");
        let theirs = other.get(&path);
        assert_eq!(theirs.status, 404, "{theirs:?}");
        let mut follow = |number: &str| {
            let fields = [("numero", number), ("codigo", "2345-2345-2345")];
            let answer = other.post("/seguir", &fields);
            assert_eq!(answer.status, 422, "{answer:?}");
            told(&answer, &[number])
        };
        assert_eq!(follow(&number), follow("SOL-2345-2345"));
        assert_eq!(
            told(&theirs, &[&number]),
            told(&unknown, &["SOL-2345-2345"])
        );
    }
    world.town.close();
}

/// Asks for what is Ana's and for what does not exist: nothing in the answers tells them apart.
#[track_caller]
fn expect_same(world: &World, template: &str, ask: impl Fn(&str) -> Answer) {
    let (theirs, unknown) = (world.fill(template), world.fill_unknown(template));
    assert_ne!(theirs, unknown);
    let (told_of_theirs, told_of_unknown) = (ask(&theirs), ask(&unknown));
    assert_eq!(
        told(&told_of_theirs, &[&theirs]),
        told(&told_of_unknown, &[&unknown]),
        "{template}"
    );
    assert_ne!(told_of_theirs.status, 200, "{template}: {told_of_theirs:?}");
}

/// An answer without what was asked and without its number.
fn told(answer: &Answer, asked: &[&str]) -> (u16, String, String) {
    let id = answer.header("x-request-id").to_owned();
    let names = asked
        .iter()
        .flat_map(|path| path.split('/'))
        .filter(|name| name.contains('-'));
    let tidy = |text: String| {
        names.clone().fold(text.replace(&id, "ID"), |text, name| {
            text.replace(name, "ASKED")
        })
    };
    (
        answer.status,
        tidy(answer.header("location").to_owned()),
        tidy(answer.text()),
    )
}
