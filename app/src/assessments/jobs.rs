//! What happens by itself: reminding assessors who are behind.

use super::{commands, queries};
use crate::{error::AppError, infra::clock::local_day, state::AppState};

/// Reminds assessors whose date is near, or has passed.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn remind(state: &AppState) -> Result<(), AppError> {
    let now = state.clock.now();
    for id in queries::nearly_due(state.db.reader(), local_day(now)).await? {
        match commands::remind(state, id, now).await {
            // Who acts at the same moment wins; that is no fault.
            Ok(()) | Err(AppError::Conflict | AppError::NotFound) => {}
            // One that fails does not hold up the others.
            Err(error) => tracing::error!(?error, "an assessor is not reminded"),
        }
    }
    Ok(())
}
