//! `ventanilla serve`: from an empty folder to an open window.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::cli::Serve;
use crate::config::Config;
use crate::house::House;
use crate::{demonstration, routes, workers};

/// Serves until the process is asked to stop, then finishes what had begun.
pub(crate) fn run(serve: &Serve) -> anyhow::Result<ExitCode> {
    let began = Instant::now();
    start_log();
    let config = Config::load(serve.config.as_deref())?;
    let house = House::open(serve, &config)?;
    if serve.demo {
        demonstration::prepare(&house).context("the demonstration State could not be made")?;
    }
    let rooms = routes::Rooms::open(&house, serve, &config)?;
    let workers = workers::start(&house, rooms.worker())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the program could not start its threads")?;
    let served = runtime.block_on(listen(serve, &house, rooms, began));
    workers.stop();
    house.app.store().close();
    served.map(|()| ExitCode::SUCCESS)
}

async fn listen(
    serve: &Serve,
    house: &House,
    rooms: routes::Rooms,
    began: Instant,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(serve.listen).await.with_context(|| {
        format!(
            "the address {} cannot be listened on; another program may be using it",
            serve.listen
        )
    })?;
    let router = platform::protect(rooms.router(), &house.app);
    announce(serve, house, began);
    platform::serve(listener, router, stop_asked()).await;
    println!("Cerrado. Lo que había empezado quedó terminado.");
    Ok(())
}

fn announce(serve: &Serve, house: &House, began: Instant) {
    let site = house.app.site();
    println!(
        "{}: {}   (listo en {} ms)",
        site.name,
        site.base_url,
        began.elapsed().as_millis()
    );
    println!("Datos en {}", serve.place.data.display());
    if serve.demo {
        println!(
            "\nCuentas de demostración (sus contraseñas son públicas; no poner aquí datos verdaderos):"
        );
        for account in identity::demonstration::ACCOUNTS {
            println!(
                "  {:<14} {:<26} {}",
                account.login,
                account.password,
                account.purpose(site.default_lang)
            );
        }
    }
}

async fn stop_asked() {
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::warn!(%error, "the signal to end cannot be heard");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Logs go to the error stream, one line each, without personal data. `RUST_LOG` chooses how much.
fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start in one process, as in tests, keeps the first log.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
