//! What happens by the clock: every job of every slice, one after the other, every twenty seconds.
//!
//! A job does a bounded piece of work and can run twice, or on two machines at once, without harm. One that fails, or panics, is logged and does not stop
//! the others; the next round tries again.

use std::{fmt::Debug, panic::AssertUnwindSafe, time::Duration};

use futures::FutureExt as _;
use tokio_util::sync::CancellationToken;

use crate::{alerts, assessments, bakery, notifications, proposals, reports, state::AppState};

/// The time between two rounds.
const PAUSE: Duration = Duration::from_secs(20);

/// Runs the jobs until told to stop.
pub async fn run(state: AppState, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        round(&state).await;
        let _ = tokio::time::timeout(PAUSE, shutdown.cancelled()).await;
    }
}

/// Runs each job once.
pub async fn round(state: &AppState) {
    attempt("bakery", bakery::jobs::run(state)).await;
    attempt("alerts: find", alerts::jobs::find(state)).await;
    attempt("alerts: tell", alerts::jobs::tell(state)).await;
    attempt("notifications: new calls and posts", notifications::jobs::tell_followers(state)).await;
    attempt("notifications: changed calls", notifications::jobs::tell_changes(state)).await;
    attempt("notifications: round-ups", notifications::jobs::send_digests(state)).await;
    attempt("notifications: deadlines", notifications::jobs::warn_of_deadlines(state)).await;
    attempt("proposals: decisions", proposals::jobs::tell_decisions(state)).await;
    attempt("proposals: reminders", proposals::jobs::remind(state)).await;
    attempt("assessments: reminders", assessments::jobs::remind(state)).await;
    attempt("reports: reminders", reports::jobs::remind(state)).await;
}

async fn attempt<E: Debug>(name: &'static str, job: impl Future<Output = Result<(), E>>) {
    match AssertUnwindSafe(job).catch_unwind().await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            metrics::counter!("job_failures_total", "job" => name).increment(1);
            tracing::error!(job = name, ?error, "a job failed; the next round tries again");
        }
        Err(_) => {
            metrics::counter!("job_panics_total", "job" => name).increment(1);
            tracing::error!(job = name, "a job broke off; the next round tries again");
        }
    }
}
