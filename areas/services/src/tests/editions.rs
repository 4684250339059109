//! Two people change a definition: one prepares, another publishes, and it can be taken back.

use identity::{Actor, Official};
use jiff::Timestamp;
use store::Store;
use store::testing::each_database;

use super::files;
use crate::edition::{self, BeginFrom, EditionError, EditionId};
use crate::{Catalogue, Library, publish};

const LICENCE: &str = "licencia-de-funcionamiento";
const ROOMS: &[&[store::Migration]] = &[identity::MIGRATIONS, crate::MIGRATIONS];

struct Town {
    store: Store,
    now: Timestamp,
}

impl Town {
    fn new(store: Store) -> Self {
        let now: Timestamp = "2026-11-23T14:00:00Z".parse().unwrap();
        let people = identity::demonstration::prepare().unwrap();
        store
            .write_blocking(move |tx| identity::demonstration::seed(tx, &people, now).map(|_| ()))
            .unwrap();
        let town = Self { store, now };
        town.ship();
        town
    }

    /// What the program does whenever it starts.
    fn ship(&self) {
        let now = self.now;
        let licence = files("municipalidad-de-san-roque/licencia-de-funcionamiento");
        self.store
            .write_blocking(move |tx| publish(tx, &licence, now))
            .unwrap();
    }

    fn official(&self, login: &str) -> Official {
        let login = identity::accounts::LoginName::parse(login).unwrap();
        let actor = self.store.read_blocking(move |db| {
            let account = identity::accounts::find(db, &login)?.unwrap();
            Actor::of_account(db, account)
        });
        actor.unwrap().unwrap().official().unwrap().clone()
    }

    fn act<T: Send + 'static>(
        &self,
        login: &str,
        verb: impl Fn(&mut store::Tx, &Official, Timestamp) -> Result<T, EditionError> + Send + 'static,
    ) -> Result<T, EditionError> {
        let (who, now) = (self.official(login), self.now);
        self.store.write_blocking(move |tx| verb(tx, &who, now))
    }

    fn begin(&self, login: &str) -> EditionId {
        let from = BeginFrom::Current(LICENCE.to_owned());
        self.act(login, move |tx, who, now| {
            edition::begin(tx, who, from.clone(), now)
        })
        .unwrap()
    }

    /// Changes the term of the law to so many working days.
    fn write(&self, login: &str, id: EditionId, days: u32, seen: i64) -> Result<(), EditionError> {
        self.act(login, move |tx, who, now| {
            let edition = edition::of_agency(tx, id, who)?;
            let ficha = edition.files["service.yaml"].replace(
                "within: 15 working days",
                &format!("within: {days} working days"),
            );
            edition::save_file(tx, id, who, ("service.yaml", &ficha), seen, now)
        })
    }

    fn propose(&self, login: &str, id: EditionId) -> Result<(), EditionError> {
        self.act(login, move |tx, who, now| {
            edition::propose(tx, id, who, "Ordenanza 3/2027", now)
        })
    }

    fn approve(&self, login: &str, id: EditionId) -> Result<String, EditionError> {
        self.act(login, move |tx, who, now| {
            edition::approve(tx, id, who, now)
        })
    }

    fn term(&self) -> String {
        let catalogue = Catalogue::new(Library::parse("[]", "[]").unwrap());
        let there = catalogue.clone();
        self.store
            .read_blocking(move |db| there.reload(db))
            .unwrap();
        let licence = catalogue.by_slug(LICENCE).unwrap();
        licence.definition.term().unwrap().to_string()
    }

    fn hash(&self) -> String {
        let current = self
            .store
            .read_blocking(|db| crate::version::current_of(db, LICENCE));
        current.unwrap().unwrap()
    }
}

#[test]
fn one_prepares_and_another_publishes() {
    each_database(ROOMS, |store| {
        let town = Town::new(store);
        let id = town.begin("revisor");
        town.write("revisor", id, 20, 0).unwrap();
        assert_eq!(town.term(), "15 working days", "nothing is published yet");
        town.propose("revisor", id).unwrap();
        let own = town.approve("revisor", id);
        assert!(matches!(own, Err(EditionError::SameHands)));
        let foreign = town.approve("transparencia", id);
        assert!(matches!(foreign, Err(EditionError::Unknown)));
        let late = town.write("revisor", id, 30, 1);
        assert!(
            matches!(late, Err(EditionError::MovedOn)),
            "what is proposed stands still"
        );
        town.approve("director", id).unwrap();
        assert_eq!(town.term(), "20 working days");
        let again = town.approve("director", id);
        assert!(matches!(again, Err(EditionError::MovedOn)));
        // A program that starts anew leaves alone what people published.
        town.ship();
        assert_eq!(town.term(), "20 working days");
        let told = town
            .store
            .read_blocking(|db| edition::publications(db, LICENCE))
            .unwrap();
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].note, "Ordenanza 3/2027");
        assert!(told[0].proposed_by != told[0].published_by);
        assert!(told[1].published_by.is_none());
    });
}

#[test]
fn what_was_published_is_taken_back_by_one_hand_and_forth_again() {
    each_database(ROOMS, |store| {
        let town = Town::new(store);
        let undo = |town: &Town, login: &str, seen: String| {
            town.act(login, move |tx, who, now| {
                edition::undo(tx, who, LICENCE, &seen, "Tenía un error.", now)
            })
        };
        let nothing = undo(&town, "director", town.hash());
        assert!(matches!(nothing, Err(EditionError::NothingBefore)));
        let id = town.begin("revisor");
        town.write("revisor", id, 20, 0).unwrap();
        town.propose("revisor", id).unwrap();
        town.approve("director", id).unwrap();
        let foreign = undo(&town, "transparencia", town.hash());
        assert!(matches!(foreign, Err(EditionError::Unknown)));
        let stale = undo(&town, "director", "otra".to_owned());
        assert!(matches!(stale, Err(EditionError::MovedOn)));
        undo(&town, "director", town.hash()).unwrap();
        assert_eq!(town.term(), "15 working days");
        undo(&town, "director", town.hash()).unwrap();
        assert_eq!(town.term(), "20 working days");
    });
}

#[test]
fn nobody_overwrites_what_another_kept_or_published_meanwhile() {
    each_database(ROOMS, |store| {
        let town = Town::new(store);
        let (one, two) = (town.begin("revisor"), town.begin("director"));
        town.write("revisor", one, 20, 0).unwrap();
        let blind = town.write("director", one, 40, 0);
        assert!(matches!(blind, Err(EditionError::MovedOn)));
        town.write("director", two, 30, 0).unwrap();
        town.propose("revisor", one).unwrap();
        town.propose("director", two).unwrap();
        town.approve("director", one).unwrap();
        let stale = town.approve("revisor", two);
        assert!(matches!(stale, Err(EditionError::Stale)));
        assert_eq!(town.term(), "20 working days");
    });
}

#[test]
fn what_is_not_sound_is_kept_and_never_published() {
    each_database(ROOMS, |store| {
        let town = Town::new(store);
        let id = town.begin("revisor");
        let save = |name: &'static str, text: &'static str, seen| {
            town.act("revisor", move |tx, who, now| {
                edition::save_file(tx, id, who, (name, text), seen, now)
            })
        };
        save("form.yaml", "sections: [", 0).unwrap();
        let kept = town
            .act("revisor", move |tx, who, _| edition::of_agency(tx, id, who))
            .unwrap();
        assert_eq!(kept.files["form.yaml"], "sections: [");
        let refused = town.propose("revisor", id);
        assert!(matches!(refused, Err(EditionError::Unsound(_))));
        for name in ["../x.yaml", "x.exe", "", ".yaml", "A.yaml"] {
            let refused = save(name, "x", 1);
            assert!(matches!(refused, Err(EditionError::FileNotTaken)), "{name}");
        }
        let ficha = files("oficina-nacional-de-transparencia/solicitud-de-informacion-publica");
        let foreign = town
            .act("revisor", move |tx, who, now| {
                edition::begin(tx, who, BeginFrom::Files(ficha.clone()), now)
            })
            .unwrap();
        let refused = town.propose("revisor", foreign);
        assert!(matches!(refused, Err(EditionError::OtherAgency)));
        assert_eq!(town.term(), "15 working days");
    });
}
