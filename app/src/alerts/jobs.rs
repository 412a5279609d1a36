//! Finding what is new for saved searches, and telling it.

use super::{
    commands,
    queries::{self, Batch},
};
use crate::{error::AppError, state::AppState};

/// Batches of changes in one run; the next run goes on.
const BATCHES: usize = 20;

/// Notes which searches find the posts that changed since the last run.
///
/// # Errors
/// When the database refuses; the next run goes on.
pub async fn find(state: &AppState) -> Result<(), AppError> {
    for _ in 0..BATCHES {
        if !queries::has_changes(state.db.reader()).await? || commands::note_found(state, state.clock.now()).await? == 0 {
            break;
        }
    }
    Ok(())
}

/// Mails what waits: at once, or gathered since the last seven o'clock.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn tell(state: &AppState) -> Result<(), AppError> {
    let now = state.clock.now();
    for batch in [Batch::Direct, Batch::Gathered] {
        for account in queries::to_tell(state.db.reader(), batch, now).await? {
            // One that fails does not hold up the others.
            if let Err(error) = commands::tell(state, account, batch, now).await {
                tracing::error!(?error, "a mail about saved searches is not written");
            }
        }
    }
    Ok(())
}
