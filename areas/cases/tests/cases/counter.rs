//! At the counter: a clerk types in what a person brings on paper, in the person's name and by their own hand.

use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, town, town_with_a_group};

/// Ana's number, as the demonstration invents her.
fn number_of_ana(town: &crate::town::Town) -> String {
    let ana = town.citizen("ana");
    let person = town.store.write_blocking(move |tx| {
        let sealed = identity::people::by_id(tx, ana.person)?;
        Ok::<_, store::Error>(sealed.unwrap().own(&ana).unwrap().clone())
    });
    person.unwrap().national_id.unwrap().to_string()
}

#[test]
fn a_clerk_files_in_the_name_of_whoever_stands_there() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let number = number_of_ana(&town);
        let mut director = Browser::with_token(&town, "director");
        assert_eq!(director.get("/oficina/mesa").status, 404, "no clerk");
        let mut clerk = Browser::with_token(&town, "revisor");
        assert_eq!(clerk.get("/oficina/mesa").status, 200);
        let nobody = clerk.post("/oficina/mesa", &[("cedula", "99999999")]);
        assert_eq!(nobody.status, 422);
        let wrong = [("cedula", number.as_str()), ("codigo", "00000-00000")];
        let wrong = clerk.post("/oficina/mesa", &wrong);
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("No hay un formulario con ese código"));

        let code = town.service.form_code();
        let typed = [("cedula", number.as_str()), ("codigo", code.as_str())];
        let begun = clerk.post("/oficina/mesa", &typed);
        assert_eq!(begun.status, 303);
        let page = clerk.get(&begun.location).text();
        assert!(page.contains("Se escribe a nombre de Ana"), "{page}");
        clerk.post(&begun.location, &[("metros", "40")]);
        let id = begun.location.split('/').nth(2).unwrap().to_owned();
        clerk.post(&format!("/borradores/{id}/contacto"), &[("correo", "")]);
        let sent = clerk.post(&format!("/borradores/{id}/enviar"), &[]);
        assert_eq!(sent.status, 303);
        let case = sent.location.trim_end_matches("/recibido").to_owned();
        assert_eq!(clerk.post("/oficina/mesa/terminar", &[]).status, 303);
        assert_eq!(clerk.get(&case).status, 404, "once she has left");

        let mut ana = Browser::with_token(&town, "ana");
        let page = ana.get(&case).text();
        assert!(page.contains("Se cargó en la mesa de entrada de"), "{page}");
        let person = town.citizen("ana").person;
        let told = town
            .store
            .read_blocking(move |db| notices::inbox(db, person, 10, None));
        assert_eq!(told.unwrap().len(), 1, "she is told like anybody");
    });
}

#[test]
fn nobody_attends_themself_and_whoever_was_attended_is_forgotten() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let clerk = town.official("revisor");
        let now = town.now;
        let attended = |at| {
            let clerk = clerk.clone();
            let read = town
                .store
                .read_blocking(move |db| identity::counter::attended(db, &clerk, at));
            read.unwrap()
        };
        let number = number_of_ana(&town);
        let number = identity::people::NationalId::parse(&number).unwrap();
        let who = clerk.clone();
        town.store
            .write_blocking(move |tx| identity::counter::attend(tx, &who, &number, now))
            .unwrap();
        let later = |minutes: i64| now + jiff::SignedDuration::from_mins(minutes);
        assert_eq!(
            attended(later(1)).unwrap().person,
            town.citizen("ana").person
        );
        assert!(attended(later(61)).is_none());
    });
}

#[test]
fn the_form_on_paper_asks_what_the_screen_asks_and_names_its_version() {
    each_database(ROOMS, |store| {
        let town = town_with_a_group(store);
        let mut anybody = Browser::new(&town);
        let paper = anybody.get("/servicios/permiso-de-prueba/formulario.pdf");
        assert_eq!(paper.status, 200);
        assert!(paper.body.starts_with(b"%PDF"));
        let again = anybody.get("/servicios/permiso-de-prueba/formulario.pdf");
        assert_eq!(
            paper.body, again.body,
            "the same version gives the same paper"
        );
        assert_eq!(anybody.get("/servicios/nada/formulario.pdf").status, 404);
    });
}
