//! Log lines and figures. Neither holds a name, an address, a query string or the text of a person: a request is a method,
//! the template of its route (`/calls/{slug}`), a status and a duration.

use std::{io::IsTerminal as _, time::Duration};

use axum::{Router, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::config::{Log, LogFormat};

/// Seconds; from a cached page to the time limit of a request.
const BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// Sends log lines to standard error, in the form and at the level that the configuration asks for.
pub fn start_log(log: &Log) {
    // The level was checked when the configuration was read.
    let levels: Targets = log.level.parse().unwrap_or_else(|_| Targets::new().with_default(tracing::Level::INFO));
    // SQL text and its bound values stay out of the log unless somebody asks for them by name.
    let levels = ["sqlx", "sea_orm"]
        .into_iter()
        .fold(levels.clone(), |all, target| if log.level.contains(target) { all } else { all.with_target(target, tracing::Level::WARN) });
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let registry = tracing_subscriber::registry().with(levels);
    // A second start (tests) keeps the first.
    let _ = match log.format {
        LogFormat::Json => registry.with(lines.json()).try_init(),
        LogFormat::Text => registry.with(lines).try_init(),
    };
}

/// Starts counting. `None` when this process already counts.
#[must_use]
pub fn start_metrics() -> Option<PrometheusHandle> {
    PrometheusBuilder::new().set_buckets(BUCKETS).ok()?.install_recorder().ok()
}

/// `GET /metrics`, for the listener of its own.
pub fn metrics_router(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(move || std::future::ready(handle.render())))
}

/// Keeps the figures small between two readings; never ends.
pub async fn keep_metrics(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        handle.run_upkeep();
    }
}
