//! What happens by itself: reminding applicants of a report.

use super::{commands, queries};
use crate::{error::AppError, infra::clock::local_day, proposals::commands::Refusal, state::AppState};

/// Reminds applicants of a report whose date is near, or has passed.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn remind(state: &AppState) -> Result<(), AppError> {
    let now = state.clock.now();
    for id in queries::due(state.db.reader(), local_day(now)).await? {
        match commands::remind(state, id, now).await {
            // Who acts at the same moment wins; that is no fault.
            Ok(()) | Err(Refusal::Other(AppError::Conflict | AppError::NotFound)) => {}
            // One that fails does not hold up the others.
            Err(error) => tracing::error!(?error, "nobody is reminded of a report"),
        }
    }
    Ok(())
}
