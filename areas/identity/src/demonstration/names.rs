//! Names of the region, Spanish and Guaraní, with nasal vowels, g̃ and the puso where they belong.

pub(super) const WOMEN: &[&str] = &[
    "María", "Ana", "Rosa", "Celeste", "Liz", "Gladys", "Mirta", "Teresa", "Carolina", "Lucía", "Elena", "Sofía",
    "Verónica", "Graciela", "Nilda", "Blanca", "Fátima", "Noelia", "Marta", "Rocío", "Milagros", "Belén", "Estela",
    "Arami", "Jasy", "Panambi", "Yvoty", "Ysapy", "Kerana", "Irupé", "Anahí", "Araverá", "Eirete", "Mainumby",
    "Ñasaindy", "Kuñataĩ", "Kaʼavo", "Ag̃aite", "Porãsy",
];

pub(super) const MEN: &[&str] = &[
    "José", "Juan", "Carlos", "Luis", "Hugo", "Derlis", "Óscar", "Ramón", "Julio", "Nelson", "Miguel", "Andrés",
    "Víctor", "Rubén", "Aldo", "Isidro", "Mateo", "Tomás", "Agustín", "Blas", "Félix", "Pedro", "Gustavo",
    "Arandu", "Kuarahy", "Tatarendy", "Rekove", "Arapy", "Marãngatu", "Tupãʼi", "Karaí", "G̃uyraʼi", "Hovyũ",
    "Yvytu", "Kaʼaguy",
];

pub(super) const SURNAMES: &[&str] = &[
    "Benítez", "González", "Ramírez", "Duarte", "Villalba", "Ayala", "Cáceres", "Ortiz", "Giménez", "Núñez", "Rojas",
    "Martínez", "Acosta", "Vera", "Fleitas", "Báez", "Paredes", "Cardozo", "Ovelar", "Riquelme", "Insfrán",
    "Samaniego", "Torales", "Galeano", "Ñamandú", "Yegros", "Chamorro", "Mereles", "Escobar", "Franco", "Cubilla",
    "Britos", "Zárate", "Arévalos", "Peralta", "Ojeda", "Candia", "Lezcano", "Aquino", "Careaga", "Arapysandú",
    "Guyrahũ", "Tekojojáʼi",
];

pub(super) const TOWNS: &[&str] = &[
    "San Roque", "Villa Yvytĩ", "Puerto Ysyry", "Santa Rosa del Monte", "Colonia Kaʼaguy", "Itapé del Litoral",
    "Capital", "Ñu Porã",
];
