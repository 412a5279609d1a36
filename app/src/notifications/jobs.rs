//! Mails to many, a few hundred at a time, and round-ups.

use std::fmt::Display;

use sea_orm::DbErr;

use super::{commands, followers, queries};
use crate::{alerts, state::AppState};

/// Tells followers about calls, and needs and offers, that were published lately. A post of which the saved searches were not asked yet waits for that, so
/// that nobody is told of it twice.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn tell_followers(state: &AppState) -> Result<(), DbErr> {
    let (db, now) = (state.db.reader(), state.clock.now());
    for call in followers::lately_published(db, now).await? {
        if alerts::queries::were_asked(db, call.id.0).await? {
            log(commands::tell_of_call(&state.db, &state.post, &call, now).await);
        }
    }
    for listing in followers::lately_posted(db, now).await? {
        if alerts::queries::were_asked(db, listing.id.0).await? {
            log(commands::tell_of_listing(&state.db, &state.post, &listing, now).await);
        }
    }
    Ok(())
}

/// Tells of calls that were changed or withdrawn.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn tell_changes(state: &AppState) -> Result<(), DbErr> {
    let now = state.clock.now();
    for change in followers::lately_changed(state.db.reader(), now).await? {
        log(commands::tell_of_change(&state.db, &state.post, &change, now).await);
    }
    Ok(())
}

/// Reminds of deadlines that are near.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn warn_of_deadlines(state: &AppState) -> Result<(), DbErr> {
    let now = state.clock.now();
    for deadline in followers::closing_soon(state.db.reader(), now).await? {
        log(commands::warn_of_deadline(&state.db, &state.post, &deadline, now).await);
    }
    Ok(())
}

/// One that fails does not hold up the others; the next run goes on with it.
fn log(done: Result<(), impl Display>) {
    if let Err(error) = done {
        tracing::error!(%error, "followers are not told");
    }
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
