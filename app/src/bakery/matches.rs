//! Asking the index which posts fit, with reasons.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    matching::{
        Match, PairScore, PartKind, Surroundings, matches_for,
        parts::{Evidence, TrustFacts},
        reasons, score_pair,
        text::Post,
    },
    model::ListingId,
    queries,
};
use crate::{error::AppError, infra::search::document::SearchDocument, state::AppState};

/// Lists the best matches of a listing as the index knows it now; none for one that is not in it.
///
/// # Errors
/// When the index cannot be read.
pub async fn for_listing(state: &AppState, id: ListingId, limit: usize, now: DateTime<Utc>) -> Result<Vec<Match>, AppError> {
    let answered = queries::answered(state.db.reader()).await?;
    state
        .search
        .ask(move |index| {
            let Some(document) = index.document(id.0)? else { return Ok(Vec::new()) };
            matches_for(index, &document, now, limit, &|party| facts(&answered, party))
        })
        .await
}

/// Gives the reasons of pairs that were found before, seen from the need; a pair that is not in the index any more has none.
///
/// # Errors
/// When the index cannot be read.
pub async fn explain(
    state: &AppState,
    pairs: Vec<(ListingId, ListingId)>,
    now: DateTime<Utc>,
) -> Result<HashMap<(ListingId, ListingId), PairScore>, AppError> {
    let answered = queries::answered(state.db.reader()).await?;
    state
        .search
        .ask(move |index| {
            let mut documents: HashMap<Uuid, SearchDocument> = HashMap::new();
            for id in pairs.iter().flat_map(|(need, offer)| [need.0, offer.0]) {
                if !documents.contains_key(&id)
                    && let Some(document) = index.document(id)?
                {
                    documents.insert(id, document);
                }
            }
            let statistics = index.statistics();
            let around = Surroundings { now, statistics: &statistics, facts: &|party| facts(&answered, party) };
            let explained = pairs.into_iter().filter_map(|pair| {
                let (need, offer) = (Post::new(documents.get(&pair.0.0)?), Post::new(documents.get(&pair.1.0)?));
                let mut score = score_pair(&need, &offer, &around);
                let words = reasons(&need, &offer, &around);
                for part in score.parts.iter_mut().chain(&mut score.caution).filter(|part| part.kind == PartKind::Text) {
                    part.evidence = Evidence::Words(words.clone());
                }
                Some((pair, score))
            });
            Ok(explained.collect())
        })
        .await
}

fn facts(answered: &HashMap<Uuid, (u32, u32)>, party: Uuid) -> TrustFacts {
    let (asked, answered) = answered.get(&party).copied().unwrap_or_default();
    TrustFacts { asked, answered, ..TrustFacts::default() }
}
