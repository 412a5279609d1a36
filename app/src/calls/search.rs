//! Calls as search documents. Only published ones are in the index; one whose deadline has passed is in there too, where it is not found any more.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::model::{CallId, CallState};
use crate::{
    areas,
    error::AppError,
    infra::{
        db::entity::{call, call_area, call_theme, party},
        search::{
            document::{DocumentKind, Place, SearchDocument},
            query::{Search, Words},
        },
    },
    state::AppState,
};

/// Gives the documents of these calls; what is not published is left out.
///
/// # Errors
/// When the database refuses.
pub async fn documents(db: &impl ConnectionTrait, ids: &[CallId]) -> Result<Vec<SearchDocument>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = call::Entity::find()
        .filter(call::Column::Id.is_in(ids.iter().copied()))
        .filter(call::Column::State.eq(CallState::Published))
        .all(db)
        .await?;
    written(db, rows).await
}

/// Gives the documents of published calls from behind an id on, in the order of their ids.
///
/// # Errors
/// When the database refuses.
pub async fn documents_after(db: &impl ConnectionTrait, after: Option<CallId>, limit: u64) -> Result<Vec<SearchDocument>, DbErr> {
    let mut query = call::Entity::find().filter(call::Column::State.eq(CallState::Published)).order_by_asc(call::Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(call::Column::Id.gt(after));
    }
    let rows = query.all(db).await?;
    written(db, rows).await
}

/// Gives the document that a call would have if it were published as it stands.
///
/// # Errors
/// When the database refuses.
pub async fn document_of_draft(db: &impl ConnectionTrait, id: CallId) -> Result<Option<SearchDocument>, DbErr> {
    let rows = call::Entity::find_by_id(id).all(db).await?;
    Ok(written(db, rows).await?.pop())
}

/// How many calls a search finds at most.
const MANY: usize = 200;

/// What was published within this time is also looked for in the database, because the index may not have it yet.
const FRESH: TimeDelta = TimeDelta::hours(1);

/// Finds public calls by a text: by the index, which knows Dutch and typing errors, and of the newest by the words as they stand in title and summary, so
/// that a call is found from the moment it is published. Closed calls are found too. With [`Words::All`]
/// the index alone decides, as it does for saved searches.
///
/// # Errors
/// When the index or the database refuses.
pub async fn find(state: &AppState, text: &str, words: Words) -> Result<Vec<CallId>, AppError> {
    // To somebody who looks from the beginning of time, no deadline has passed yet.
    let search = Search { kinds: vec![DocumentKind::Call], limit: MANY, words, ..Search::new(text, DateTime::UNIX_EPOCH) };
    let found = state.search.ask(move |index| index.search(&search)).await?;
    let mut ids: Vec<CallId> = found.hits.into_iter().map(|hit| CallId(hit.document.id)).collect();
    if words == Words::All {
        return Ok(ids);
    }
    for id in super::queries::published_with_words(state.db.reader(), text, state.clock.now() - FRESH).await? {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

async fn written(db: &impl ConnectionTrait, rows: Vec<call::Model>) -> Result<Vec<SearchDocument>, DbErr> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<CallId> = rows.iter().map(|row| row.id).collect();
    let mut themes: HashMap<CallId, Vec<String>> = HashMap::new();
    for row in call_theme::Entity::find().filter(call_theme::Column::CallId.is_in(ids.iter().copied())).all(db).await? {
        themes.entry(row.call_id).or_default().push(row.theme.as_str().to_owned());
    }
    let mut areas = HashMap::<CallId, Vec<_>>::new();
    for row in call_area::Entity::find().filter(call_area::Column::CallId.is_in(ids.iter().copied())).all(db).await? {
        areas.entry(row.call_id).or_default().push(row.area_code);
    }
    let codes: Vec<_> = areas.values().flatten().cloned().collect();
    let ancestry = areas::queries::ancestry(db, &codes).await?;
    let party_ids = rows.iter().map(|row| row.party_id);
    let parties: HashMap<_, _> =
        party::Entity::find().filter(party::Column::Id.is_in(party_ids)).all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let document = |row: call::Model| {
        let own_areas = areas.remove(&row.id).unwrap_or_default();
        let mut chain: Vec<String> = own_areas.iter().flat_map(|code| areas::queries::chain(&ancestry, code)).collect();
        chain.sort_unstable();
        chain.dedup();
        let place = match own_areas.as_slice() {
            [only] => ancestry.get(only).map(|area| Place {
                code: area.code.as_str().to_owned(),
                lat: area.latitude,
                lon: area.longitude,
                reach_km: None,
            }),
            _ => None,
        };
        let party = parties.get(&row.party_id);
        let mut document = SearchDocument::new(
            row.id.0,
            DocumentKind::Call,
            row.title,
            format!("{}\n{}", row.summary, row.body),
            row.published_at.unwrap_or(row.updated_at),
        );
        document.version = row.version;
        document.themes = themes.remove(&row.id).unwrap_or_default();
        document.areas = chain;
        document.place = place;
        document.party = Some(row.party_id.0);
        document.party_kind = party.map(|party| party.kind.as_str().to_owned());
        document.party_verified = party.is_some_and(|party| party.verified_at.is_some());
        document.expires_at = [row.closes_at, row.closed_early_at].into_iter().flatten().min();
        document.opens_at = row.opens_at;
        document
    };
    Ok(rows.into_iter().map(document).collect())
}
