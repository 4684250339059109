//! Ana asks for child support: one child after the other, and the amount is worked out before she sends it.

use crate::browser::Browser;
use crate::world::World;

#[test]
fn child_support_is_asked_child_by_child_and_worked_out_at_once() {
    let Some(world) = World::open() else { return };
    let ana = Browser::citizen(&world, "ninez").without_scripts();
    ana.visit("/servicios/ayuda-a-la-ninez");
    ana.follow("Empezar ahora");
    ana.press("Empezar la solicitud");
    ana.sign_in("ana");
    ana.fill("¿A qué teléfono te llamamos?", "0981 123 456");
    ana.choose("¿Qué eres de las niñas y los niños?", "Su madre");
    ana.press("Guardar y continuar");
    ana.fill("¿Cuántas personas viven en tu casa?", "4");
    ana.fill("Calle y número", "Yegros 118");
    ana.choose("¿De quién es la casa?", "Propia");
    ana.press("Guardar y continuar");

    child(&ana, 1, "Rosa", ["9", "marzo", "2018"]);
    ana.press("Agregar: Niña o niño");
    ana.expect("Niña o niño 2");
    ana.press("Agregar: Niña o niño");
    child(&ana, 3, "Juan", ["1", "7", "2023"]);
    ana.press("Quitar: Niña o niño 2");
    assert!(!ana.says("Niña o niño 3"));
    ana.portray("children");
    ana.press("Guardar y continuar");

    ana.tick("Un empleo con sueldo");
    ana.fill("¿Cuánto entra al mes", "2.400.000");
    ana.choose("¿Cómo quieres cobrar?", "En mi billetera del celular");
    ana.press("Guardar y continuar");
    ana.expect("Para seguir hay que marcar esta declaración");
    ana.expect("Gs. 600.000");
    ana.expect("Gs. 500.000");
    ana.portray("amount");
    ana.tick("Declaro que lo que digo es cierto");
    ana.press("Guardar y continuar");
    ana.expect("Revisa antes de enviar");
    ana.expect("Niña o niño 2: ¿Cómo se llama? Juan");
    ana.expect("Ayuda al mes en total Gs. 500.000");
    ana.press("Enviar mi solicitud");
    let number = ana.fact("Número");

    let social = Browser::at_the_desk(&world, "ninez-ministerio", "social");
    social.follow(&number);
    social.expect("Niña o niño 1: ¿Cómo se llama? Rosa");
    social.choose("Resultado", "Conceder la ayuda");
    social.press("Guardar y pasar al paso siguiente");
    ana.visit(&format!("/expedientes/{number}"));
    ana.wait_until_it_says("Abrir el documento firmado");
    ana.expect("Aprobado");
}

/// Fills in one child.
fn child(ana: &Browser, place: usize, name: &str, [day, month, year]: [&str; 3]) {
    let at = |question: &str| format!("Niña o niño {place} / {question}");
    ana.fill(&at("¿Cómo se llama?"), name);
    ana.fill(&at("Día"), day);
    ana.fill(&at("Mes"), month);
    ana.fill(&at("Año"), year);
    ana.choose(&at("¿Tiene una discapacidad?"), "No");
    ana.choose(&at("¿Va a la escuela?"), "No");
}
