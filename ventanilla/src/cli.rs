//! What can be typed after `ventanilla`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// One window to the whole State.
#[derive(Debug, Parser)]
#[command(name = "ventanilla", version, about, long_about = None)]
pub(crate) struct Cli {
    /// What to do. Without a word: serve the demonstration State.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the portal.
    Serve(Serve),
    /// Check a signed document without the network: what it is, who signed it, whether it was changed.
    Verify(Verify),
    /// Print a bearer token for scripts.
    Token {
        /// The account's login name.
        #[arg(long)]
        account: String,
        /// Where the data is.
        #[command(flatten)]
        place: Place,
    },
    /// Copy everything into a folder, while the portal goes on serving.
    Backup {
        /// A folder that does not exist yet.
        to: PathBuf,
        /// Where the data is.
        #[command(flatten)]
        place: Place,
    },
    /// Put a backup back into an empty place and verify its ledger.
    Restore {
        /// The folder that `backup` wrote.
        from: PathBuf,
        /// Where the data shall be.
        #[command(flatten)]
        place: Place,
    },
    /// Say what is wrong, in plain words.
    Doctor {
        /// Where the data is.
        #[command(flatten)]
        place: Place,
    },
    /// Check a service definition.
    Check {
        /// The folder with service.yaml.
        folder: PathBuf,
    },
}

/// What to check, and what to trust.
#[derive(Debug, Clone, Args)]
pub(crate) struct Verify {
    /// The PDF. A proof beside it, under the same name with .tlog-proof, is checked too.
    pub(crate) file: PathBuf,
    /// The root certificate to trust, as PEM (from /pki/ca.pem). Default: the one in the data folder.
    #[arg(long)]
    pub(crate) root: Option<PathBuf>,
    /// Revocation lists, for --root (from /pki/crl/raiz.crl and /pki/crl/emisora.crl).
    #[arg(long, requires = "root", value_name = "FILE")]
    pub(crate) crl: Vec<PathBuf>,
    /// The ledger's public key (from /ledger/key). Default: the one in the data folder.
    #[arg(long)]
    pub(crate) ledger_key: Option<PathBuf>,
    /// Where the data is.
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// The folder of keys, documents and, without --database, the database.
    #[arg(long, env = "VENTANILLA_DATA", default_value = "data")]
    pub(crate) data: PathBuf,
    /// A PostgreSQL address, instead of a SQLite file in the data folder.
    #[arg(long, env = "VENTANILLA_DATABASE")]
    pub(crate) database: Option<String>,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub(crate) struct Serve {
    /// Where the data is.
    #[command(flatten)]
    pub(crate) place: Place,
    /// The address to listen on.
    #[arg(long, env = "VENTANILLA_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Invent a State to try things out: people, agencies, services, accounts with public passwords.
    #[arg(long)]
    pub(crate) demo: bool,
    /// A TOML file with the State's name, address and mail server.
    #[arg(long, env = "VENTANILLA_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// How many applications one address may file by the API in a minute without a token.
    #[arg(
        long,
        env = "VENTANILLA_FILINGS_PER_MINUTE",
        value_name = "COUNT",
        default_value_t = cases::ANONYMOUS_FILINGS_PER_MINUTE_MAX
    )]
    pub(crate) filings_per_minute: u32,
}

impl Serve {
    /// What runs when nothing is said: the demonstration.
    pub(crate) fn demonstration() -> Self {
        match Cli::try_parse_from(["ventanilla", "serve", "--demo"]) {
            Ok(Cli {
                command: Some(Command::Serve(serve)),
            }) => serve,
            _ => Self {
                place: Place {
                    data: PathBuf::from("data"),
                    database: None,
                },
                listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
                demo: true,
                config: None,
                filings_per_minute: cases::ANONYMOUS_FILINGS_PER_MINUTE_MAX,
            },
        }
    }
}
