//! Ana asks for her birth certificate: on the narrowest phone, without scripts.

use std::fs;
use std::path::{Path, PathBuf};

use crate::browser::Browser;
use crate::world::World;

#[test]
fn a_birth_certificate_on_the_narrowest_phone_without_scripts() {
    let Some(world) = World::open() else { return };
    let ana = Browser::citizen(&world, "certificado").without_scripts();

    ana.visit("/");
    ana.portray("home");
    ana.fill("¿Qué necesitas hacer?", "sertificado de nasimiento");
    ana.press("Buscar");
    ana.follow("Certificado de nacimiento");
    ana.expect("El Estado ya lo tiene");
    ana.portray("ficha");

    ana.follow("Empezar ahora");
    ana.press("Empezar la solicitud");
    ana.expect("Contraseña");
    ana.sign_in("ana");

    ana.expect("Solo hay que confirmar");
    ana.choose("Inscripción de nacimiento", "Ana");
    ana.portray("form");
    ana.choose("¿Para qué lo necesitas?", "Estudios");
    ana.press("Guardar y continuar");

    ana.expect("Revisa antes de enviar");
    ana.expect("Estudios");
    ana.portray("check");
    ana.press("Enviar mi solicitud");

    ana.expect("Recibido");
    ana.portray("receipt");
    assert_is_pdf(&ana.download("Guardar mi comprobante"));

    ana.follow("Ver cómo va");
    ana.wait_until_it_says("Abrir el documento firmado");
    ana.expect("Aprobado");
    ana.portray("case");
    let code = ana.fact("Código de verificación");
    let act = ana.download("Abrir el documento firmado");
    assert_is_pdf(&act);

    // Whoever is shown the paper types its code, or hands in the file.
    ana.follow("Verificar");
    ana.fill("Código de verificación", "7K4P");
    ana.press("Verificar el código");
    ana.expect("no está completo");
    ana.fill(
        "Código de verificación",
        &code.to_lowercase().replace('-', " "),
    );
    ana.press("Verificar el código");
    ana.expect("Este código es de un documento firmado");
    ana.portray("verify");
    ana.give("El archivo PDF", &act);
    ana.press("Verificar el archivo");
    ana.expect("El documento es auténtico");
    ana.give("El archivo PDF", &altered(&act));
    ana.press("Verificar el archivo");
    ana.expect("El documento fue alterado");

    ana.follow("Mis trámites");
    ana.expect("Certificado de nacimiento");
    ana.portray("mine");
    ana.follow("Mis datos y quién los vio");
    ana.expect("Inscripción de nacimiento: Ana Arami");
    ana.expect("Hacer un documento que pediste");
    ana.portray("data");
    ana.follow("Mis trámites");
    ana.follow("Mensajes");
    ana.follow("Ya está el documento");
    ana.press("Salir");
}

fn assert_is_pdf(file: &Path) {
    let bytes = fs::read(file).unwrap();
    assert!(bytes.starts_with(b"%PDF-"), "{}", file.display());
}

/// The same document with one bit of what was signed changed.
fn altered(act: &Path) -> PathBuf {
    let mut bytes = fs::read(act).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 1;
    let file = act.with_file_name("alterado.pdf");
    fs::write(&file, bytes).unwrap();
    file
}
