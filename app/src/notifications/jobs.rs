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
