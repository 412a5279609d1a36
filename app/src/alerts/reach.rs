//! How many people a post will reach: said to whoever is about to publish it. A number, never names.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::{
    model::SavedSearchId,
    posts::{self, PostFacts},
    queries,
};
use crate::{
    accounts::model::{AccountId, Person},
    bakery::model::{ListingDraft, ListingId},
    calls::model::Call,
    error::AppError,
    notifications,
    parties::model::{PartyId, PartyKind},
    state::AppState,
    themes::Theme,
};

/// Counts the people who would hear of a need or an offer that was typed; of one that changes, those who did not hear of it before.
///
/// # Errors
/// When the database refuses.
pub async fn of_listing(
    state: &AppState,
    person: &Person,
    id: Option<ListingId>,
    draft: &ListingDraft,
    now: DateTime<Utc>,
) -> Result<usize, AppError> {
    let membership = draft.party_id.and_then(|party| person.membership(party));
    let kind = membership.map_or(PartyKind::Person, |membership| membership.kind);
    let facts = posts::of_draft_listing(state.db.reader(), id, draft, kind, now).await?;
    Ok(people(state, person, draft.party_id, &facts, now).await?.len())
}

/// Counts the people who would hear of a call if it were published now: those with a search that finds it, and the followers of its funder, themes and areas.
///
/// # Errors
/// When the database refuses.
pub async fn of_call(state: &AppState, person: &Person, call: &Call, now: DateTime<Utc>) -> Result<usize, AppError> {
    let db = state.db.reader();
    let Some(facts) = posts::of_draft_call(db, call.id).await? else { return Ok(0) };
    let mut people = people(state, person, Some(call.funder.id), &facts, now).await?;
    let themes: Vec<Theme> = facts.document.themes.iter().filter_map(|theme| theme.parse().ok()).collect();
    let things = notifications::followers::things_of_call(db, call.funder.id, &themes, &facts.areas).await?;
    people.extend(notifications::queries::followers(db, &things).await?);
    Ok(people.len())
}

async fn people(
    state: &AppState,
    person: &Person,
    party: Option<PartyId>,
    facts: &PostFacts,
    now: DateTime<Utc>,
) -> Result<HashSet<AccountId>, AppError> {
    let db = state.db.reader();
    let mut tested = vec![facts.post(db).await?];
    if let Some(before) = queries::seen(db, &[facts.document.id]).await?.remove(&facts.document.id) {
        tested.push(before.post(db).await?);
    }
    let mut matching = state.watchers.matching(&state.db, &state.search, tested).await?.into_iter();
    let found = matching.next().unwrap_or_default();
    let before: HashSet<SavedSearchId> = matching.flatten().collect();
    let ids: Vec<SavedSearchId> = found.into_iter().filter(|id| !before.contains(id)).collect();
    let mut people: HashSet<AccountId> = queries::listening(db, &ids, now).await?.into_iter().map(|(_, account)| account).collect();
    people.remove(&person.id);
    if let Some(party) = party {
        for member in queries::members(db, party).await? {
            people.remove(&member);
        }
    }
    Ok(people)
}
