//! What every handler shares.

use std::sync::Arc;

use crate::public_pages::PublicPages;
use crate::{Clock, Metrics, RateLimits, Secrets};
use store::Store;
use text::Lang;

/// The State as its portal presents it.
#[derive(Debug, Clone)]
pub struct Site {
    /// The portal's name in the header.
    pub name: String,
    /// Where the portal is reached from outside, without a slash at the end.
    pub base_url: String,
    /// Whether this is the demonstration State: accounts are shown, nothing here has legal effect.
    pub demonstration: bool,
    /// The zone in which the law counts days.
    pub time_zone: jiff::tz::TimeZone,
    /// ISO 4217 code of the currency fees are in.
    pub currency: String,
    /// The phone number for whoever would rather talk to a person.
    pub help_phone: String,
    /// The language when nothing says which.
    pub default_lang: Lang,
}

impl Site {
    /// Whether cookies may demand a secure line.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// What [`App::new`] is made of.
pub struct AppOptions {
    /// The data.
    pub store: Store,
    /// Where `now` comes from.
    pub clock: Clock,
    /// The State.
    pub site: Site,
    /// The master secret.
    pub secrets: Secrets,
    /// Whether `X-Forwarded-For` is believed, because a proxy of ours stands in front.
    pub behind_proxy: bool,
}

impl std::fmt::Debug for AppOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppOptions")
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}

/// The application: cheap to clone, shared by every request.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    options: AppOptions,
    rate: RateLimits,
    metrics: Metrics,
    public_pages: PublicPages,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("site", &self.0.options.site.name)
            .finish_non_exhaustive()
    }
}

impl App {
    /// Puts the application together.
    #[must_use]
    pub fn new(options: AppOptions) -> Self {
        Self(Arc::new(Inner {
            options,
            rate: RateLimits::default(),
            metrics: Metrics::new(),
            public_pages: PublicPages::default(),
        }))
    }

    /// The data.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.options.store
    }

    /// Where `now` comes from.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.0.options.clock
    }

    /// The State.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.0.options.site
    }

    /// Keys derived from the master secret.
    #[must_use]
    pub fn secrets(&self) -> &Secrets {
        &self.0.options.secrets
    }

    /// Counters of attempts.
    #[must_use]
    pub fn rate(&self) -> &RateLimits {
        &self.0.rate
    }

    /// Counters for whoever runs the machine.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Forgets the public pages kept ready, because what they show has changed.
    pub fn public_pages_changed(&self) {
        self.0.public_pages.clear();
    }

    pub(crate) fn public_pages(&self) -> &PublicPages {
        &self.0.public_pages
    }

    pub(crate) fn behind_proxy(&self) -> bool {
        self.0.options.behind_proxy
    }
}
