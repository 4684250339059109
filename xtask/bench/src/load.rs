//! Load: many connections without pause, or a fixed rate however long answers take.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::task::JoinSet;

use crate::http::Connection;

/// Before anything counts.
const WARM_UP: Duration = Duration::from_secs(1);

/// What came of a load.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    lasted: Duration,
    /// Microseconds, sorted.
    latencies: Vec<u64>,
}

impl Outcome {
    pub(crate) fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.lasted.as_secs_f64()
    }

    /// Takes in what came of more of the same load.
    pub(crate) fn add(&mut self, more: Self) {
        self.lasted += more.lasted;
        self.latencies.extend(more.latencies);
        self.latencies.sort_unstable();
    }

    /// The time within which so many of a thousand were answered, in milliseconds.
    pub(crate) fn within_ms(&self, permille: usize) -> f64 {
        let last = self.latencies.len().saturating_sub(1);
        let at = (self.latencies.len() * permille / 1_000).min(last);
        let micros = self.latencies.get(at).copied().unwrap_or_default();
        Duration::from_micros(micros).as_secs_f64() * 1_000.0
    }

    pub(crate) fn describe(&self) -> String {
        format!(
            "{:.0}/s (p50 {:.1} ms, p99 {:.1} ms, worst {:.1} ms)",
            self.per_second(),
            self.within_ms(500),
            self.within_ms(990),
            self.within_ms(1_000)
        )
    }
}

/// Makes the n-th request.
pub(crate) type Requests = Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>;

/// As many connections as asked, each asking again as soon as it was answered.
/// Any other status than `expected` ends the measurement.
pub(crate) fn without_pause(
    address: SocketAddr,
    clients: usize,
    load: Duration,
    expected: u16,
    requests: Requests,
) -> anyhow::Result<Outcome> {
    one_thread()?.block_on(async move {
        let next = Arc::new(AtomicU64::new(0));
        let counts_from = Instant::now() + WARM_UP;
        let ends = counts_from + load;
        let mut set = JoinSet::new();
        for _ in 0..clients {
            let (requests, next) = (requests.clone(), next.clone());
            set.spawn(async move {
                let mut connection = Connection::open(address).await?;
                let mut latencies = Vec::new();
                loop {
                    let began = Instant::now();
                    if began >= ends {
                        return anyhow::Ok(latencies);
                    }
                    let request = requests(next.fetch_add(1, Ordering::Relaxed));
                    let status = connection.ask_status(&request).await?;
                    if status != expected {
                        bail!("answered {status} instead of {expected}");
                    }
                    let ended = Instant::now();
                    if ended >= counts_from && ended < ends {
                        latencies.push(micros(ended - began));
                    }
                }
            });
        }
        outcome(set, load).await
    })
}

/// A request every so often, sent when it is due even if earlier ones still wait. The time of each
/// counts from when it was due, so that a stall is not hidden by the requests it holds back.
pub(crate) fn at_rate(
    address: SocketAddr,
    per_second: u32,
    load: Duration,
    requests: Requests,
) -> anyhow::Result<Outcome> {
    const CONNECTIONS: u32 = 64;
    one_thread()?.block_on(async move {
        let begin = Instant::now() + Duration::from_millis(100);
        let total = u64::from(per_second) * load.as_secs();
        let mut set = JoinSet::new();
        for lane in 0..CONNECTIONS {
            let requests = requests.clone();
            set.spawn(async move {
                let mut connection = Connection::open(address).await?;
                let mut latencies = Vec::new();
                let mut number = u64::from(lane);
                while number < total {
                    let due = begin
                        + Duration::from_secs(1).mul_f64(number as f64 / f64::from(per_second));
                    tokio::time::sleep_until(due.into()).await;
                    let status = connection.ask_status(&requests(number)).await?;
                    if status != 200 {
                        bail!("answered {status}");
                    }
                    latencies.push(micros(due.elapsed()));
                    number += u64::from(CONNECTIONS);
                }
                anyhow::Ok(latencies)
            });
        }
        outcome(set, load).await
    })
}

/// One thread of clients leaves the other core to the server.
fn one_thread() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the clients' thread")
}

async fn outcome(
    mut set: JoinSet<anyhow::Result<Vec<u64>>>,
    load: Duration,
) -> anyhow::Result<Outcome> {
    let mut latencies = Vec::new();
    while let Some(joined) = set.join_next().await {
        latencies.append(&mut joined??);
    }
    latencies.sort_unstable();
    Ok(Outcome {
        lasted: load,
        latencies,
    })
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
