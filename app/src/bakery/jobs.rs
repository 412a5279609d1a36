//! What happens by itself in the businessbakkerij: matches are looked up and told, listings expire, introductions are reminded of and lapse.
//!
//! Each job takes what waits and does it one by one, each in its own transaction; running twice, or on two nodes, changes nothing.

use chrono::{DateTime, Utc};

use super::{commands, due, matches, model::ListingId};
use crate::{error::AppError, infra::clock::local_day, state::AppState};

/// Matches kept per listing.
const MATCHES: usize = 50;

/// Does everything that waits. One that fails is logged and does not hold up the others.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn run(state: &AppState) -> Result<(), AppError> {
    let now = state.clock.now();
    // A few at a time, so that somebody who posts meanwhile does not wait behind all others.
    while find_matches(state, now).await? > 0 {}
    tell_matches(state, now).await?;
    tell_expiry(state, now).await?;
    lapse_introductions(state, now).await?;
    remind_introductions(state, now).await
}

/// Looks up matches of some new and changed listings, as soon as the index of this node knows them. Gives of how many.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn find_matches(state: &AppState, now: DateTime<Utc>) -> Result<usize, AppError> {
    let mut matched = 0;
    for (id, side, version) in due::to_match(state.db.reader(), now).await? {
        let known = state.search.ask(move |index| Ok(index.document(id.0)?.map(|document| document.version))).await?;
        if known != Some(version) {
            continue;
        }
        let found: Vec<(ListingId, f64)> = matches::for_listing(state, id, MATCHES, now)
            .await?
            .into_iter()
            .map(|found| (ListingId(found.other.id), found.score))
            .collect();
        let kept = commands::matches::keep_matches(&state.db, id, side, version, &found, now).await;
        matched += usize::from(kept.is_ok());
        log(kept, "the matches of a listing are not kept");
    }
    Ok(matched)
}

/// Mails people about good matches that they have not heard of.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn tell_matches(state: &AppState, now: DateTime<Utc>) -> Result<(), AppError> {
    let today = local_day(now);
    for untold in due::untold_matches(state.db.reader(), today, now).await? {
        let told = commands::matches::tell_matches(state, &untold.listing, &untold.found, today, now).await;
        log(told, "a mail about matches is not written");
    }
    Ok(())
}

/// Mails people whose listing expires within a week.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn tell_expiry(state: &AppState, now: DateTime<Utc>) -> Result<(), AppError> {
    for listing in due::expiring(state.db.reader(), now).await? {
        log(commands::matches::tell_expiry(state, &listing, now).await, "a mail about expiry is not written");
    }
    Ok(())
}

/// Reminds both sides of introductions that wait a week.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn remind_introductions(state: &AppState, now: DateTime<Utc>) -> Result<(), AppError> {
    for introduction in due::to_remind(state.db.reader(), now).await? {
        log(commands::introductions::remind(state, &introduction, now).await, "an introduction is not reminded of");
    }
    Ok(())
}

/// Ends introductions that wait three weeks.
///
/// # Errors
/// When the database cannot tell what waits.
pub async fn lapse_introductions(state: &AppState, now: DateTime<Utc>) -> Result<(), AppError> {
    for introduction in due::to_lapse(state.db.reader(), now).await? {
        log(commands::introductions::lapse(state, &introduction, now).await, "an introduction does not lapse");
    }
    Ok(())
}

/// Somebody who acts at the same moment wins; that is no fault.
fn log(done: Result<(), AppError>, what: &'static str) {
    match done {
        Ok(()) | Err(AppError::Conflict) => {}
        Err(error) => tracing::error!(?error, "{what}"),
    }
}
