//! `wijkcall serve`: the site, until it is told to stop.

use std::{net::SocketAddr, process::ExitCode};

use anyhow::Context as _;
use app::state::AppState;
use tokio::net::TcpListener;

use super::{admin, start};
use crate::{
    config::Config,
    listen,
    router::{Shell, build_router},
    telemetry,
    work::Jobs,
};

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Leave the jobs (mail and the like) to `wijkcall worker`
    #[arg(long)]
    no_worker: bool,
}

pub async fn run(serve: &Serve, config: &Config) -> anyhow::Result<ExitCode> {
    let state = start::state(config, start::environment(config)).await?;
    admin::offer_setup(config, &state).await?;
    let jobs = Jobs::new();
    if !serve.no_worker {
        jobs.start_shared(&state)?;
    }
    serve_with(config, state, jobs).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves `state` and does its jobs.
pub async fn serve(config: &Config, state: AppState) -> anyhow::Result<()> {
    let jobs = Jobs::new();
    jobs.start_shared(&state)?;
    serve_with(config, state, jobs).await
}

/// Serves `state` at the configured addresses until SIGTERM or SIGINT, then drains.
async fn serve_with(config: &Config, state: AppState, jobs: Jobs) -> anyhow::Result<()> {
    if let Some(handle) = telemetry::start_metrics() {
        tokio::spawn(telemetry::keep_metrics(handle.clone()));
        if let Some(address) = config.metrics_listen {
            let listener = bind(address, "metrics_listen").await?;
            let router = telemetry::metrics_router(handle);
            tokio::spawn(listen::serve(listener, router, config.limits, listen::stop_signal()));
        }
    }
    let shell = Shell {
        public_url: config.public_url.clone(),
        proxies: config.trusted_proxies.clone(),
        limits: config.limits,
        tiles: config.map.origin(),
    };
    let router = build_router(state.clone(), &shell)?;
    let listener = bind(config.listen, "listen").await?;
    jobs.start_for_this_node(&state);
    tracing::info!(listen = %config.listen, public_url = config.public_url, "serving");
    // Jobs stop while the last requests are answered.
    let stop = async {
        listen::stop_signal().await;
        jobs.tell_to_stop();
    };
    listen::serve(listener, router, config.limits, stop).await;
    jobs.stop(config.limits.drain).await;
    Ok(())
}

async fn bind(address: SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address} (setting `{key}`)"))
}
