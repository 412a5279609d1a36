//! What runs beside the requests: jobs, in the same process as the site or in one of their own (`wijkcall worker`).
//!
//! A job is a loop that ends when it is told to. One that panics is logged and started again after a pause, so that a single
//! bad row stops neither the others nor the site.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use app::{
    infra::{
        limits,
        mail::{Transport, outbox},
        session::DbSessions,
    },
    notifications, proposals,
    state::AppState,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// After a panic: long enough not to fill the log, short enough not to be noticed.
const PAUSE_AFTER_PANIC: Duration = Duration::from_secs(5);

const BETWEEN_CLEANINGS: Duration = Duration::from_secs(3600);

/// The jobs of this process.
pub struct Jobs {
    stop: CancellationToken,
    running: TaskTracker,
}

impl Jobs {
    /// Starts nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { stop: CancellationToken::new(), running: TaskTracker::new() }
    }

    /// Starts what is needed once in the whole site, and does no harm when several processes do it.
    ///
    /// # Errors
    /// When the settings name no usable way out for mail.
    pub fn start_shared(&self, state: &AppState) -> anyhow::Result<()> {
        Transport::from_settings(&state.settings).context("the setting `smtp_url` cannot be used")?;
        self.keep("clean", state, clean);
        self.keep("jobs", state, app::jobs::run);
        self.keep("mail", state, send_mail);
        self.keep("embed", state, app::meaning::embed);
        Ok(())
    }

    /// Starts what each process needs for itself: its search index follows the change log, and what posts mean comes into memory.
    pub fn start_for_this_node(&self, state: &AppState) {
        self.keep("index", state, app::search::follow);
        self.keep("meaning", state, app::meaning::follow);
    }

    /// Keeps a job running until the stop.
    fn keep<Job>(&self, name: &'static str, state: &AppState, job: impl Fn(AppState, CancellationToken) -> Job + Send + 'static)
    where
        Job: Future<Output = ()> + Send + 'static,
    {
        let (state, stop) = (state.clone(), self.stop.clone());
        self.running.spawn(async move {
            while !stop.is_cancelled() {
                // A task of its own, so that a panic ends that task and not this loop.
                if let Err(error) = tokio::spawn(job(state.clone(), stop.clone())).await {
                    metrics::counter!("job_panics_total", "job" => name).increment(1);
                    tracing::error!(job = name, panicked = error.is_panic(), "a job broke off and will be started again");
                }
                pause(&stop, PAUSE_AFTER_PANIC).await;
            }
        });
    }

    /// Tells all jobs to stop, without waiting for them.
    pub fn tell_to_stop(&self) {
        self.stop.cancel();
    }

    /// Tells all jobs to stop and waits for them, for so long at most.
    pub async fn stop(self, patience: Duration) {
        let start = Instant::now();
        self.tell_to_stop();
        self.running.close();
        if tokio::time::timeout(patience, self.running.wait()).await.is_err() {
            tracing::warn!(waited = ?start.elapsed(), "stopping: a job was still running after the time to drain");
        }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self::new()
    }
}

async fn pause(stop: &CancellationToken, time: Duration) {
    let _ = tokio::time::timeout(time, stop.cancelled()).await;
}

async fn send_mail(state: AppState, stop: CancellationToken) {
    match Transport::from_settings(&state.settings) {
        Ok(transport) => outbox::run(state, transport, stop).await,
        Err(error) => tracing::error!(%error, "mail cannot be sent"),
    }
}

/// Throws away what has expired.
async fn clean(state: AppState, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let now = state.clock.now();
        let sessions = DbSessions::new(state.db.clone(), state.clock.clone());
        let results = [
            sessions.forget_expired().await,
            limits::forget_old(&state.db, now).await,
            outbox::forget_old(&state.db, now).await,
            notifications::commands::forget_old_notices(&state.db, now).await,
        ];
        for result in results {
            if let Err(error) = result {
                tracing::warn!(%error, "could not clean up; trying again later");
            }
        }
        if proposals::jobs::remove_stray_files(&state).await.is_err() {
            tracing::warn!("could not clean up files; trying again later");
        }
        pause(&stop, BETWEEN_CLEANINGS).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_pause_ends_with_the_stop() {
        let stop = CancellationToken::new();
        stop.cancel();
        tokio::time::timeout(Duration::from_secs(5), pause(&stop, Duration::from_secs(3600))).await.expect("at once");
    }
}
