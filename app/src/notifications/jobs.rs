//! Mails to many, a few hundred at a time.

use sea_orm::DbErr;

use super::{commands, queries};
use crate::state::AppState;

/// Tells the followers of areas about calls that were published lately.
///
/// # Errors
/// When the database refuses; the next run goes on.
pub async fn tell_followers(state: &AppState) -> Result<(), DbErr> {
    let now = state.clock.now();
    for call in queries::lately_published(state.db.reader(), now).await? {
        commands::tell_followers_of_call(&state.db, &state.post, &call, now).await?;
    }
    Ok(())
}

/// Warns of deadlines that are near.
///
/// # Errors
/// When the database refuses; the next run goes on.
pub async fn warn_of_deadlines(state: &AppState) -> Result<(), DbErr> {
    let now = state.clock.now();
    for call in queries::closing_soon(state.db.reader(), now).await? {
        commands::warn_of_deadline(&state.db, &state.post, &call, now).await?;
    }
    Ok(())
}

/// Mails the round-ups whose moment has come.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn send_digests(state: &AppState) -> Result<(), DbErr> {
    let now = state.clock.now();
    for account in queries::due_digests(state.db.reader(), now).await? {
        // One that fails does not hold up the others.
        if let Err(error) = commands::send_digest(&state.db, &state.post, account, now).await {
            tracing::error!(%error, "a round-up is not written");
        }
    }
    Ok(())
}
