//! What happens by itself: reminders of what was left, and removing files that belong to no proposal.

use std::io;

use chrono::TimeDelta;

use super::{
    commands::{self, Refusal},
    queries::{self, reminders},
};
use crate::{error::AppError, infra::files::Files, state::AppState};

/// How long a file stays that belongs to no proposal: long enough for the upload that brings it, and for a backup that copies the files after the database.
const GRACE: TimeDelta = TimeDelta::days(7);

/// Files that are looked up in one statement.
const BATCH: usize = 500;

/// Tells followers of proposals what was decided.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn tell_decisions(state: &AppState) -> Result<(), AppError> {
    let now = state.clock.now();
    for decided in reminders::lately_told(state.db.reader(), now).await? {
        log(commands::tell_decision(state, &decided, now).await);
    }
    Ok(())
}

/// Reminds of drafts that were left, and funders of proposals that wait for a decision.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn remind(state: &AppState) -> Result<(), AppError> {
    let now = state.clock.now();
    for id in reminders::left_drafts(state.db.reader(), now).await? {
        log(commands::remind_of_draft(state, id, now).await);
    }
    for waiting in reminders::waiting_calls(state.db.reader(), now).await? {
        log(commands::remind_of_call(state, &waiting, now).await);
    }
    Ok(())
}

/// Somebody who acts at the same moment wins; that is no fault, and one that fails does not hold up the others.
fn log(done: Result<(), Refusal>) {
    match done {
        Ok(()) | Err(Refusal::Other(AppError::Conflict)) => {}
        Err(error) => tracing::error!(?error, "a reminder, or news of a proposal, is not written"),
    }
}

/// Removes files without a proposal, and what uploads that broke off left behind.
///
/// # Errors
/// When the database or the disk refuses; the next run goes on.
pub async fn remove_stray_files(state: &AppState) -> Result<(), AppError> {
    let before = state.clock.now() - GRACE;
    let files = Files::new(&state.settings.state_dir);
    let mut removed = files.empty_quarantine(before).await.map_err(disk)?;
    for hashes in files.stored_before(before).await.map_err(disk)?.chunks(BATCH) {
        let attached = queries::attached(state.db.reader(), hashes).await?;
        let stray: Vec<String> = hashes.iter().filter(|hash| !attached.contains(*hash)).cloned().collect();
        if !stray.is_empty() {
            removed += files.remove(stray, before).await.map_err(disk)?;
        }
    }
    if removed > 0 {
        tracing::info!(removed, "files that belonged to nothing are gone");
    }
    Ok(())
}

fn disk(error: io::Error) -> AppError {
    tracing::error!(%error, "stray files cannot be removed");
    AppError::Internal
}
