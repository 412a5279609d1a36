//! Asking the index which posts fit, with reasons.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    matching::{
        Hindrance, Match, PairScore, PartKind, Surroundings, hindrances, matches_for,
        parts::{Evidence, TrustFacts},
        reasons, score_pair,
        text::Post,
    },
    model::ListingId,
    queries,
};
use crate::{error::AppError, infra::search::document::SearchDocument, state::AppState};

/// How far down its list a counterpart that somebody expected is looked for.
const DEEPEST_PLACE: usize = 50;

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
            let around =
                Surroundings { now, statistics: &statistics, weights: index.weights.pair, facts: &|party| facts(&answered, party) };
            let explained = pairs.into_iter().filter_map(|pair| {
                let (need, offer) = (Post::new(documents.get(&pair.0.0)?), Post::new(documents.get(&pair.1.0)?));
                Some((pair, explained(&need, &offer, &around)))
            });
            Ok(explained.collect())
        })
        .await
}

/// How a listing stands to one that somebody expected among its matches.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What rules the pair out, whatever its score.
    pub hindrances: Vec<Hindrance>,
    pub pair: PairScore,
    /// Its place in the list of matches, from 1.
    pub place: Option<usize>,
    /// In kilometres, where both have a place.
    pub km: Option<f64>,
    /// The smallest distance that one of both asks for.
    pub reach_km: Option<f64>,
}

/// Compares two listings as the engine does; none when one is not in the index.
///
/// # Errors
/// When the index cannot be read.
pub async fn compare(state: &AppState, ours: ListingId, theirs: ListingId, now: DateTime<Utc>) -> Result<Option<Comparison>, AppError> {
    let answered = queries::answered(state.db.reader()).await?;
    state
        .search
        .ask(move |index| {
            let (Some(own), Some(other)) = (index.document(ours.0)?, index.document(theirs.0)?) else { return Ok(None) };
            let facts = |party| facts(&answered, party);
            let place = matches_for(index, &own, now, DEEPEST_PLACE, &facts)?.iter().position(|found| found.other.id == other.id);
            let statistics = index.statistics();
            let around = Surroundings { now, statistics: &statistics, weights: index.weights.pair, facts: &facts };
            let pair = explained(&Post::new(&own), &Post::new(&other), &around);
            let places = own.place.as_ref().zip(other.place.as_ref());
            Ok(Some(Comparison {
                hindrances: hindrances(&own, &other, now).collect(),
                pair,
                place: place.map(|at| at + 1),
                km: places.map(|(from, to)| from.km_to(to.lat, to.lon)),
                reach_km: [&own.place, &other.place].into_iter().flatten().filter_map(|place| place.reach_km).reduce(f64::min),
            }))
        })
        .await
}

/// Scores a pair and names the words that carry it.
fn explained(ours: &Post<'_>, theirs: &Post<'_>, around: &Surroundings<'_>) -> PairScore {
    let mut score = score_pair(ours, theirs, around);
    let words = reasons(ours, theirs, around);
    for part in score.parts.iter_mut().chain(&mut score.caution).filter(|part| part.kind == PartKind::Text) {
        part.evidence = Evidence::Words(words.clone());
    }
    score
}

fn facts(answered: &HashMap<Uuid, (u32, u32)>, party: Uuid) -> TrustFacts {
    let (asked, answered) = answered.get(&party).copied().unwrap_or_default();
    TrustFacts { asked, answered, ..TrustFacts::default() }
}
