//! The one file of settings. Every field has a good default, so that `serve` runs without it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use cases::{System, Systems};
use jiff::tz::TimeZone;
use platform::Site;
use serde::Deserialize;
use text::Lang;

use crate::cli::Serve;

/// What `--config FILE` may hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// The portal's name.
    name: String,
    /// Where the portal is reached from outside. Default: the address listened on.
    base_url: Option<String>,
    /// IANA name of the zone in which the law counts days.
    time_zone: String,
    /// ISO 4217 code of the currency of fees.
    currency: String,
    /// Who answers the phone.
    help_phone: String,
    /// The language when nothing says which: es, en or gn.
    language: String,
    /// Whether a proxy of ours stands in front and tells the client's address.
    behind_proxy: bool,
    /// Where mail goes, as `smtp://…` or `smtps://…`. Default: files in the data folder.
    pub(crate) smtp: Option<String>,
    /// The sender of mail.
    pub(crate) mail_from: String,
    /// Systems outside of this house that processes may call, by the name that definitions use.
    systems: BTreeMap<String, SystemConfig>,
}

/// Where a system is, and how it knows us.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemConfig {
    /// Its address.
    url: String,
    /// A file with the token that it gave us.
    token_file: Option<PathBuf>,
    /// A file with the certificates (PEM) of the authorities that are trusted for it.
    authorities_file: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: "Ventanilla única".to_owned(),
            base_url: None,
            time_zone: "America/Asuncion".to_owned(),
            currency: "PYG".to_owned(),
            help_phone: "147".to_owned(),
            language: "es".to_owned(),
            behind_proxy: false,
            smtp: None,
            mail_from: "Ventanilla <ventanilla@localhost>".to_owned(),
            systems: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Reads the file, or takes the defaults.
    pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the settings file {} cannot be read", path.display()))?;
        toml::from_str(&text)
            .with_context(|| format!("the settings file {} is not right", path.display()))
    }

    /// The State as its portal presents it.
    pub(crate) fn site(&self, serve: &Serve) -> anyhow::Result<Site> {
        let time_zone = TimeZone::get(&self.time_zone)
            .with_context(|| format!("the time zone {} is unknown", self.time_zone))?;
        let default_lang = Lang::from_tag(&self.language)
            .with_context(|| format!("the language {} is unknown", self.language))?;
        let base_url = self.base_url.clone().unwrap_or_else(|| local_url(serve));
        Ok(Site {
            name: self.name.clone(),
            base_url: base_url.trim_end_matches('/').to_owned(),
            demonstration: serve.demo,
            time_zone,
            currency: self.currency.clone(),
            help_phone: self.help_phone.clone(),
            default_lang,
        })
    }

    /// The systems that processes may call, with their tokens read.
    pub(crate) fn systems(&self) -> anyhow::Result<Systems> {
        let mut systems = BTreeMap::new();
        for (name, system) in &self.systems {
            let read = |path: &Path| {
                std::fs::read(path).with_context(|| {
                    format!(
                        "the file {} of the system {name} cannot be read",
                        path.display()
                    )
                })
            };
            let token = system.token_file.as_deref().map(read).transpose()?;
            let token = token.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
            let authorities = system.authorities_file.as_deref().map(read).transpose()?;
            let url = system.url.clone();
            systems.insert(
                name.clone(),
                System {
                    url,
                    token,
                    authorities,
                },
            );
        }
        Ok(Systems::new(systems)?)
    }

    /// Whether a proxy tells the client's address.
    pub(crate) fn behind_proxy(&self) -> bool {
        self.behind_proxy
    }
}

/// The address listened on, as a browser on this machine writes it.
fn local_url(serve: &Serve) -> String {
    let ip = serve.listen.ip();
    let port = serve.listen.port();
    if ip.is_loopback() || ip.is_unspecified() {
        format!("http://localhost:{port}")
    } else {
        format!("http://{}", serve.listen)
    }
}
