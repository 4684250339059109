//! All current services in memory, swapped whole when something was published.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use store::{Db, Store};

use crate::library::{AgencyEntry, Library, LifeEvent};
use crate::search::{Entry, Found, search};
use crate::{Error, Published, version};

/// How often it is looked whether another machine published something.
pub const CHECK_EVERY: SignedDuration = SignedDuration::from_secs(2);
/// Older versions kept in memory for cases that were filed under them.
const OLD_VERSIONS_MAX: usize = 500;

/// The catalogue. Clones share it.
#[derive(Debug, Clone)]
pub struct Catalogue(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    library: Library,
    shelf: RwLock<Arc<Shelf>>,
    old: RwLock<HashMap<String, Arc<Published>>>,
    checked_at_micros: AtomicI64,
}

/// What is current at one moment.
#[derive(Debug, Default)]
struct Shelf {
    current: Vec<(String, String)>,
    /// By title.
    services: Vec<Arc<Published>>,
    by_slug: HashMap<String, Arc<Published>>,
    by_hash: HashMap<String, Arc<Published>>,
    entries: Vec<Entry>,
}

impl Catalogue {
    /// An empty catalogue, ordered by a library. [`Catalogue::reload`] fills it.
    #[must_use]
    pub fn new(library: Library) -> Self {
        Self(Arc::new(Inner {
            library,
            shelf: RwLock::default(),
            old: RwLock::default(),
            checked_at_micros: AtomicI64::new(i64::MIN),
        }))
    }

    /// Reads what is current, if that changed. True when it did.
    ///
    /// A version that can no longer be read is left out and logged: it must not take the others with it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reload(&self, db: &mut Db) -> Result<bool, store::Error> {
        let current = version::current(db)?;
        let shelf = self.shelf();
        if shelf.current == current {
            return Ok(false);
        }
        let mut services = Vec::new();
        for (slug, hash) in &current {
            match shelf.by_hash.get(hash).cloned().map_or_else(
                || version::by_hash(db, hash).map(|found| found.map(Arc::new)),
                |known| Ok(Some(known)),
            ) {
                Ok(found) => services.extend(found),
                Err(Error::Store(error)) => return Err(error),
                Err(error @ Error::Unsound(_)) => {
                    tracing::error!(service = %slug, version = %hash, %error, "a published service cannot be read")
                }
            }
        }
        let title = |service: &Arc<Published>| {
            text::search::fold(service.definition.title().as_str(text::Lang::Es))
        };
        services.sort_by_key(title);
        let entries = services
            .iter()
            .map(|service| Entry::new(service, &self.0.library))
            .collect();
        let named = |name: fn(&Published) -> &str| {
            let named = services
                .iter()
                .map(|service| (name(service).to_owned(), Arc::clone(service)));
            named.collect()
        };
        let shelf = Arc::new(Shelf {
            by_slug: named(|service| &service.slug),
            by_hash: named(|service| &service.hash),
            current,
            services,
            entries,
        });
        *self.0.shelf.write().unwrap_or_else(PoisonError::into_inner) = shelf;
        Ok(true)
    }

    /// Reads what is current, or says why one of the services cannot be read. A start must not leave a
    /// service out in silence, as [`Catalogue::reload`] does where others are already being served.
    ///
    /// # Errors
    /// [`Error::Unsound`] with what is wrong with the first that cannot be read; [`Error::Store`].
    pub fn load(&self, db: &mut Db) -> Result<(), Error> {
        self.reload(db)?;
        let shelf = self.shelf();
        let unread = |hash: &&String| !shelf.by_hash.contains_key(*hash);
        for hash in shelf.current.iter().map(|(_, hash)| hash).filter(unread) {
            version::by_hash(db, hash)?;
        }
        Ok(())
    }

    /// Looks whether something was published, at most every [`CHECK_EVERY`]. True when it was.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refresh(&self, store: &Store, now: Timestamp) -> Result<bool, store::Error> {
        let (now, every) = (
            now.as_microsecond(),
            i64::try_from(CHECK_EVERY.as_micros()).unwrap_or(i64::MAX),
        );
        let is_due = |last: i64| now < last || now.saturating_sub(last) >= every;
        let claimed =
            self.0
                .checked_at_micros
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
                    is_due(last).then_some(now)
                });
        if claimed.is_err() {
            return Ok(false);
        }
        let catalogue = self.clone();
        store.read(move |db| catalogue.reload(db)).await
    }

    /// The current version of a service.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<Arc<Published>> {
        self.shelf().by_slug.get(slug).cloned()
    }

    /// A version by its hash, current or not.
    ///
    /// # Errors
    /// When the store fails, or the version can no longer be read.
    pub fn by_hash(&self, db: &mut Db, hash: &str) -> Result<Option<Arc<Published>>, Error> {
        if let Some(current) = self.shelf().by_hash.get(hash) {
            return Ok(Some(Arc::clone(current)));
        }
        if let Some(old) = self
            .0
            .old
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(hash)
        {
            return Ok(Some(Arc::clone(old)));
        }
        let Some(found) = version::by_hash(db, hash)?.map(Arc::new) else {
            return Ok(None);
        };
        let mut old = self.0.old.write().unwrap_or_else(PoisonError::into_inner);
        if old.len() >= OLD_VERSIONS_MAX {
            old.clear();
        }
        old.insert(hash.to_owned(), Arc::clone(&found));
        Ok(Some(found))
    }

    /// All current services, by title.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Published>> {
        self.shelf().services.clone()
    }

    /// The current services of a moment of life, by title.
    #[must_use]
    pub fn of_life_event(&self, slug: &str) -> Vec<Arc<Published>> {
        self.all()
            .into_iter()
            .filter(|service| {
                service
                    .definition
                    .ficha
                    .life_events
                    .iter()
                    .any(|event| event == slug)
            })
            .collect()
    }

    /// The services that fit a search, best first.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<Found> {
        search(&self.shelf().entries, query)
    }

    /// The moments of life, in the order in which they are shown.
    #[must_use]
    pub fn life_events(&self) -> &[LifeEvent] {
        &self.0.library.life_events
    }

    /// An agency by its slug, if the library has it.
    #[must_use]
    pub fn agency(&self, slug: &str) -> Option<&AgencyEntry> {
        self.0.library.agency(slug)
    }

    /// What it is ordered by.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.0.library
    }

    fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.0.shelf.read().unwrap_or_else(PoisonError::into_inner))
    }
}
