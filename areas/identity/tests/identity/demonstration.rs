//! The people of the demonstration, written into an empty State.

use identity::demonstration::{self, ACCOUNTS};
use identity::{Actor, agencies, people};
use store::Error;

use crate::town::noon;

#[test]
fn the_demonstration_is_written_once_and_whole() {
    let prepared = demonstration::prepare().unwrap();
    store::testing::each_database(super::ROOMS, |store| {
        assert!(!store.read_blocking(demonstration::is_seeded).unwrap());
        let ready = prepared.clone();
        let seeded = store
            .write_blocking(move |tx| demonstration::seed(tx, &ready, noon()))
            .unwrap();
        assert!(store.read_blocking(demonstration::is_seeded).unwrap());
        assert!(seeded.people.len() >= 300);
        store
            .read_blocking(move |db| {
                for account in ACCOUNTS {
                    let actor = Actor::of_account(db, seeded.accounts[account.login])?.unwrap();
                    assert_eq!(actor.citizen().unwrap().name, account.name);
                    let post = actor
                        .official()
                        .map(|official| (official.agency_slug.as_str(), official.roles.len()));
                    assert_eq!(post, account.post.map(|(slug, roles)| (slug, roles.len())));
                }
                assert_eq!(agencies::list(db)?.len(), demonstration::agencies().len());
                let (first, _) = &seeded.people[0];
                assert!(people::contact(db, *first)?.is_some());
                Ok::<_, Error>(())
            })
            .unwrap();
        let ready = prepared.clone();
        let again = store.write_blocking(move |tx| demonstration::seed(tx, &ready, noon()));
        assert!(
            again.unwrap_err().is_unique(),
            "a second time changes nothing"
        );
    });
}
