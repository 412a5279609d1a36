//! `wijkcall worker`: the jobs alone, for a machine that serves no pages.

use std::process::ExitCode;

use super::start;
use crate::{config::Config, listen, work::Jobs};

pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let state = start::state(config, start::environment(config)).await?;
    let jobs = Jobs::new();
    jobs.start_shared(&state)?;
    jobs.start_for_this_node(&state);
    tracing::info!("working");
    listen::stop_signal().await;
    jobs.stop(config.limits.drain).await;
    Ok(ExitCode::SUCCESS)
}
