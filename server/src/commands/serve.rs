//! `wijkcall serve`: the site, until it is told to stop.

use std::{net::SocketAddr, process::ExitCode};

use anyhow::Context as _;
use app::state::AppState;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::start;
use crate::{
    config::Config,
    listen,
    router::{Shell, build_router},
    telemetry,
};

pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let state = start::state(config, start::environment(config)).await?;
    serve(config, state).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves `state` at the configured addresses until SIGTERM or SIGINT, then drains.
pub async fn serve(config: &Config, state: AppState) -> anyhow::Result<()> {
    if let Some(handle) = telemetry::start_metrics() {
        tokio::spawn(telemetry::keep_metrics(handle.clone()));
        if let Some(address) = config.metrics_listen {
            let listener = bind(address, "metrics_listen").await?;
            let router = telemetry::metrics_router(handle);
            tokio::spawn(listen::serve(listener, router, config.limits, listen::stop_signal()));
        }
    }
    let shell = Shell { public_url: config.public_url.clone(), proxies: config.trusted_proxies.clone(), limits: config.limits };
    let router = build_router(state.clone(), &shell)?;
    let listener = bind(config.listen, "listen").await?;
    let stop = CancellationToken::new();
    let follower = tokio::spawn(app::search::follow(state, stop.clone()));
    tracing::info!(listen = %config.listen, public_url = config.public_url, "serving");
    listen::serve(listener, router, config.limits, listen::stop_signal()).await;
    stop.cancel();
    follower.await.context("the follower of the search index broke off")?;
    Ok(())
}

async fn bind(address: SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address} (setting `{key}`)"))
}
