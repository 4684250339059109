//! A town that shows what the cadastre says and lets its owner say otherwise.

use store::Store;

use super::{FORM, SERVICE, TRIALS, Town, files_of, town_with};

/// Address and width of the parcel may be corrected, its owner's name too; which parcel it is may not.
pub(crate) fn town_with_a_parcel(store: Store) -> Town {
    let needs = "needs: [{ id: inmueble, title: { es: El terreno, en: The parcel }, held_by: catastro.inmueble }, { id: plano,";
    let ficha = SERVICE
        .replace("open_to: anyone", "open_to: signed-in")
        .replace("needs: [{ id: plano,", needs);
    let mut files = files_of(&ficha);
    let parcel = "    questions:
      - inmueble:
          ask: { es: ¿Qué terreno es?, en: Which parcel is it? }
          registry: catastro.inmueble
          shows: { cuenta: { es: Cuenta, en: Account }, direccion: { es: Dirección, en: Address }, nombre: { es: Nombre, en: Name }, ancho: { es: Ancho, en: Width } }
          correctable: [direccion, nombre, ancho]
      - metros:";
    files.insert(
        "form.yaml".to_owned(),
        FORM.replacen("    questions:\n      - metros:", parcel, 1),
    );
    let act = "#import \"/house.typ\": *\n#show: act\nSe concede a #data.holder.\n";
    files.insert("act.typ".to_owned(), act.to_owned());
    let given = "inmueble: { cuenta: 27-1, direccion: Palma 1 }, metros: 40";
    files.insert("tests.yaml".to_owned(), TRIALS.replace("metros: 40", given));
    town_with(store, files)
}
