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
    /// Write one case, or the whole State, in open formats, to leave the house; without any key.
    Export(Export),
    /// Take an export of a whole State into an empty place, on either database, and verify its ledger.
    Import(Import),
    /// Say what is wrong, in plain words.
    Doctor {
        /// Where the data is.
        #[command(flatten)]
        place: Place,
    },
    /// Ask whether every case is what its history says, while the portal goes on serving.
    Audit(Audit),
    /// Make a draft of a definition out of a record of a catalogue, with a list of what it leaves open.
    Draft(crate::commands::draft::Draft),
    /// Write the services of a folder as linked data after CPSV-AP 3.2, for other catalogues.
    Catalogue(crate::commands::catalogue::Catalogue),
    /// Write the process of a service as BPMN 2.0, for tools that draw processes.
    Bpmn(crate::commands::bpmn::Bpmn),
    /// Check service definitions: what is wrong with each, with line and remedy, and what it asks of people.
    Check {
        /// A folder with service.yaml, or one with such folders in it.
        folder: PathBuf,
        /// The language of what is said: es or en.
        #[arg(long, default_value = "es")]
        lang: String,
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

/// What to write out.
#[derive(Debug, Clone, Args)]
pub(crate) struct Export {
    /// A folder that does not exist yet.
    pub(crate) to: PathBuf,
    /// Only this case, such as LIC-7K4P-2MQX.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) case: Option<String>,
    /// The settings with which the portal is served: papers name its address.
    #[arg(long, env = "VENTANILLA_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Where the data is.
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Which State to look at.
#[derive(Debug, Clone, Args)]
pub(crate) struct Audit {
    /// The settings with which the portal is served.
    #[arg(long, env = "VENTANILLA_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Where the data is.
    #[command(flatten)]
    pub(crate) place: Place,
}

/// What to take in.
#[derive(Debug, Clone, Args)]
pub(crate) struct Import {
    /// The folder that `export` wrote.
    pub(crate) from: PathBuf,
    /// The State's master key, which an export does not hold.
    #[arg(long, value_name = "FILE")]
    pub(crate) master_key: Option<PathBuf>,
    /// Where the data shall be.
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
    /// How many applications one address may file by the API in a minute without a token: 600 if
    /// nothing is said, any number with --demo, which is there to be tried.
    #[arg(long, env = "VENTANILLA_FILINGS_PER_MINUTE", value_name = "COUNT")]
    pub(crate) filings_per_minute: Option<u32>,
}

impl Serve {
    /// Applications that one address may file in a minute without a token.
    pub(crate) fn filings_per_minute_max(&self) -> u32 {
        let unless_said = if self.demo {
            u32::MAX
        } else {
            cases::ANONYMOUS_FILINGS_PER_MINUTE_MAX
        };
        self.filings_per_minute.unwrap_or(unless_said)
    }

    /// What runs when nothing is said: the demonstration.
    pub(crate) fn demonstration() -> Self {
        match Cli::try_parse_from(["ventanilla", "serve", "--demo"]) {
            Ok(Cli {
                command: Some(Command::Serve(serve)),
            }) => serve,
            _ => Self {
                demo: true,
                ..Self::of(
                    Place {
                        data: PathBuf::from("data"),
                        database: None,
                    },
                    None,
                )
            },
        }
    }

    /// The State of a place as it would be served by itself, for commands that need all of it.
    pub(crate) fn of(place: Place, config: Option<PathBuf>) -> Self {
        Self {
            place,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            demo: false,
            config,
            filings_per_minute: None,
        }
    }
}
