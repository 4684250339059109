//! An analyst begins a new service, tries it, makes a mistake that is named, and throws it away; and looks at the
//! versions of another.

use crate::browser::Browser;
use crate::world::World;

#[test]
fn an_analyst_begins_tries_and_discards_a_service() {
    let Some(world) = World::open() else { return };
    let rosa = Browser::at_the_desk(&world, "cambio", "revisor");
    rosa.follow("Preparar y publicar los trámites");
    rosa.portray("services");
    rosa.press("Empezar");
    rosa.expect("Hay");
    rosa.expect("POR DEFINIR");
    rosa.portray("new-service");
    rosa.follow("Probar con respuestas inventadas");
    rosa.expect("¿Para qué lo pides?");
    rosa.press("Probar estas respuestas");
    rosa.expect("salió bien");
    rosa.portray("rehearsal");
    rosa.follow("Volver");
    rosa.follow("process.yaml");
    rosa.fill("Texto del archivo", "start: [");
    rosa.press("Guardar y comprobar");
    rosa.expect("no se entiende");
    rosa.portray("mistake");
    rosa.follow("Volver");
    rosa.follow("Descartar este cambio");
    rosa.press("Descartar el cambio");
    rosa.expect("No hay cambios en preparación");
    rosa.visit("/oficina/tramites/licencia-de-funcionamiento/historia");
    rosa.expect("Vino con el programa");
    rosa.portray("history");
    rosa.follow("Ver los expedientes que siguen abiertos");
    rosa.expect("No hay expedientes abiertos con otra versión");
}
