//! How well a need and an offer fit, and why: a suggestion with reasons that a person can check.
//!
//! A pair is looked at from both sides. Each side gives parts between 0 and 1 ([`parts`]), weighted by the table in [`weights`](crate::infra::search::weights) over
//! the parts that apply; the score of the match is the harmonic mean of both sides, so that a match that is good for one side only ranks low. The
//! contributions of the shown parts add up to the score.
//!
//! Everything is pure but [`matches_for`], which reads the index: moments and statistics come in as arguments.

pub mod parts;
pub mod text;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;
use uuid::Uuid;

use self::parts::{Evidence, Side, TrustFacts};
use self::text::{Post, SharedWord};
use crate::infra::search::candidates::{Statistics, candidates};
use crate::infra::search::document::{DocumentKind, SearchDocument};
use crate::infra::search::evaluate::{Entry, document as judged_document, rank_by_text};
use crate::infra::search::index::{SearchError, SearchIndex};
use crate::infra::search::weights::PairWeights;

/// What a score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    Text,
    /// What the texts are about, where there is a model.
    Meaning,
    Themes,
    Contribution,
    Place,
    Time,
    Trust,
}

impl PartKind {
    /// All parts, in the order of display.
    pub const ALL: [Self; 7] = [Self::Text, Self::Meaning, Self::Themes, Self::Contribution, Self::Place, Self::Time, Self::Trust];

    /// How much it counts, of 1 in all. A part that does not apply to a pair (distance, for money) leaves its share to the others.
    fn weight(self, weights: &PairWeights) -> f64 {
        match self {
            Self::Text => weights.text,
            Self::Meaning => weights.meaning,
            Self::Themes => weights.themes,
            Self::Contribution => weights.contribution,
            Self::Place => weights.place,
            Self::Time => weights.time,
            Self::Trust => weights.trust,
        }
    }
}

/// Matches below this score are not shown.
pub const LOWEST_SCORE: f64 = 0.35;

/// A part below this value in the lower direction is worth a warning.
const CAUTION_BELOW: f64 = 0.5;

/// At most this many matches with one party ...
const MOST_OF_ONE_PARTY: usize = 2;

/// ... among this many in a row.
const IN_A_ROW: usize = 10;

/// How many of the best are re-ranked for diversity.
const RERANKED: usize = 50;

/// A part of a score, with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub kind: PartKind,
    /// Its share, of 1 for all parts of this match.
    pub weight: f64,
    /// Between 0 and 1.
    pub value: f64,
    /// What it adds to the score: weight times value.
    pub contribution: f64,
    pub evidence: Evidence,
}

/// A fitting counterpart.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    pub other: SearchDocument,
    pub score: f64,
    /// How well the other serves this post.
    pub forward: f64,
    /// How well this post serves the other.
    pub backward: f64,
    /// Their contributions add up to `score`. Evidence is told from this post's side.
    pub parts: Vec<Part>,
    /// The weakest part of the lower direction, if it is weak.
    pub caution: Option<Part>,
}

/// The score of a pair, before anybody asks whether it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct PairScore {
    pub score: f64,
    pub forward: f64,
    pub backward: f64,
    pub parts: Vec<Part>,
    pub caution: Option<Part>,
    /// A telling word or a theme is shared.
    pub has_evidence: bool,
}

/// What is needed beside the two posts.
pub struct Surroundings<'a> {
    pub now: DateTime<Utc>,
    pub statistics: &'a dyn Statistics,
    pub weights: PairWeights,
    /// What is known about a party.
    pub facts: &'a dyn Fn(Uuid) -> TrustFacts,
}

/// Scores a pair from the side of `ours`.
pub fn score_pair(ours: &Post<'_>, theirs: &Post<'_>, around: &Surroundings<'_>) -> PairScore {
    let forward_parts = parts::parts_of(Side { from: ours, to: theirs }, around);
    let backward_parts = parts::parts_of(Side { from: theirs, to: ours }, around);
    let (forward, backward) = (total(&forward_parts), total(&backward_parts));
    let score = harmonic_mean(forward, backward);
    let mut parts = Vec::with_capacity(forward_parts.len());
    for part in &forward_parts {
        let back = backward_parts.iter().find(|other| other.kind == part.kind);
        parts.push(joined(part, back, forward, backward));
    }
    let weaker = if forward <= backward { &forward_parts } else { &backward_parts };
    // Two posts seldom use the same words; that says something only where no telling word is shared at all.
    let shares_word = text::shares_telling_word(ours, theirs, around);
    let tells = |part: &&Part| match part.kind {
        PartKind::Trust | PartKind::Meaning => false,
        PartKind::Text => !shares_word,
        _ => true,
    };
    let caution = weaker.iter().filter(|part| part.value < CAUTION_BELOW).filter(tells).min_by(|left, right| {
        let lost = |part: &Part| part.weight * (1.0 - part.value);
        lost(right).total_cmp(&lost(left))
    });
    let has_evidence = shares_word || parts::shares_theme(ours.document, theirs.document);
    PairScore { score, forward, backward, caution: caution.cloned(), parts, has_evidence }
}

fn harmonic_mean(forward: f64, backward: f64) -> f64 {
    let sum = forward + backward;
    if sum > 0.0 { 2.0 * forward * backward / sum } else { 0.0 }
}

/// Lists the words that carry the score of a pair, as each side wrote them.
pub fn reasons(ours: &Post<'_>, theirs: &Post<'_>, around: &Surroundings<'_>) -> Vec<SharedWord> {
    let split = |side: Side<'_>| {
        let parts = parts::parts_of(side, around);
        let weight = parts.iter().find(|part| part.kind == PartKind::Text).map_or(0.0, |part| part.weight);
        let rest: f64 = parts.iter().filter(|part| part.kind != PartKind::Text).map(|part| part.contribution).sum();
        move |value: f64| rest + weight * value
    };
    let (forward, backward) = (split(Side { from: ours, to: theirs }), split(Side { from: theirs, to: ours }));
    text::shared_words(ours, theirs, around, |ahead, back| harmonic_mean(forward(ahead), backward(back)))
}

fn total(parts: &[Part]) -> f64 {
    parts.iter().map(|part| part.contribution).sum()
}

/// The harmonic mean 2fb/(f+b) is f weighted by b/(f+b) plus b weighted by f/(f+b): with these shares the parts add up to it.
fn joined(ahead: &Part, back: Option<&Part>, forward: f64, backward: f64) -> Part {
    let sum = forward + backward;
    let (ahead_share, back_share) = if sum > 0.0 { (backward / sum, forward / sum) } else { (0.5, 0.5) };
    let weight = ahead.weight * ahead_share + back.map_or(0.0, |part| part.weight * back_share);
    let contribution = ahead.contribution * ahead_share + back.map_or(0.0, |part| part.contribution * back_share);
    let value = if weight > 0.0 { (contribution / weight).clamp(0.0, 1.0) } else { 0.0 };
    Part { kind: ahead.kind, weight, value, contribution, evidence: ahead.evidence.clone() }
}

/// Why two posts may not be matched, whatever their score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    SameSide,
    SameParty,
    NotOpen,
    Contribution,
    Period,
    Reach,
}

/// Lists what keeps two posts from being matched.
pub fn hindrances(ours: &SearchDocument, theirs: &SearchDocument, now: DateTime<Utc>) -> impl Iterator<Item = Hindrance> {
    use Hindrance::{Contribution, NotOpen, Period, Reach, SameParty, SameSide};
    [SameSide, SameParty, NotOpen, Contribution, Period, Reach].into_iter().filter(move |hindrance| match hindrance {
        SameSide => ours.kind.opposite() != Some(theirs.kind),
        SameParty => ours.party.is_some() && ours.party == theirs.party,
        NotOpen => !(ours.is_open(now) && theirs.is_open(now) && ours.capacity_left && theirs.capacity_left),
        Contribution => !parts::contributions_fit(ours, theirs),
        Period => !parts::periods_overlap(ours, theirs),
        Reach => !parts::is_in_reach(ours, theirs),
    })
}

/// Whether two posts may be matched at all; these conditions are never scored.
pub fn may_match(ours: &SearchDocument, theirs: &SearchDocument, now: DateTime<Utc>) -> bool {
    hindrances(ours, theirs, now).next().is_none()
}

/// Lists the best matches for a post: only pairs that may match, that share a telling word or a theme and score at least
/// [`LOWEST_SCORE`]; best first, at most two of one party in ten. Blocking, some milliseconds.
///
/// # Errors
/// When the index cannot be read.
pub fn matches_for(
    index: &SearchIndex,
    document: &SearchDocument,
    now: DateTime<Utc>,
    limit: usize,
    facts: &dyn Fn(Uuid) -> TrustFacts,
) -> Result<Vec<Match>, SearchError> {
    let statistics = index.statistics();
    let around = Surroundings { now, statistics: &statistics, weights: index.weights.pair, facts };
    let ours = Post::new(document);
    let mut matches = Vec::new();
    for other in candidates(index, document, now)? {
        if !may_match(document, &other, now) {
            continue;
        }
        let pair = score_pair(&ours, &Post::new(&other), &around);
        if pair.has_evidence && pair.score >= LOWEST_SCORE {
            let PairScore { score, forward, backward, parts, caution, has_evidence: _ } = pair;
            matches.push(Match { other, score, forward, backward, parts, caution });
        }
    }
    sort_matches(&mut matches);
    matches.truncate(RERANKED);
    let mut shown = spread(matches);
    shown.truncate(limit);
    for shown in &mut shown {
        let words = reasons(&ours, &Post::new(&shown.other), &around);
        for part in shown.parts.iter_mut().chain(&mut shown.caution).filter(|part| part.kind == PartKind::Text) {
            part.evidence = Evidence::Words(words.clone());
        }
    }
    Ok(shown)
}

/// Ranks all candidates for a post by the score of the pair, also those that would not be shown: for measuring.
///
/// # Errors
/// When the index cannot be read.
pub fn rank_all(index: &SearchIndex, document: &SearchDocument, now: DateTime<Utc>, top: usize) -> Result<Vec<(Uuid, f64)>, SearchError> {
    let statistics = index.statistics();
    let around = Surroundings { now, statistics: &statistics, weights: index.weights.pair, facts: &|_| TrustFacts::default() };
    let ours = Post::new(document);
    let others = candidates(index, document, now)?;
    let mut ranked: Vec<(Uuid, f64)> = others.iter().map(|other| (other.id, score_pair(&ours, &Post::new(other), &around).score)).collect();
    ranked.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    ranked.truncate(top);
    Ok(ranked)
}

/// The id of a judged query while it is ranked as a post.
pub const JUDGED: Uuid = Uuid::max();

/// Ranks a query of a judged set: one that says what it seeks (theme, resource) as a need against offers, by the score of a pair; any other as text
/// in the search box.
///
/// # Errors
/// When the index cannot be read.
pub fn rank_judged(index: &SearchIndex, query: &Entry, now: DateTime<Utc>, top: usize) -> Result<Vec<(Uuid, f64)>, SearchError> {
    if !query.is_post() {
        return rank_by_text(index, query, top, now);
    }
    rank_all(index, &judged_document(query, DocumentKind::Need, JUDGED.as_u128(), now), now, top)
}

/// Best first; among equals the newest, then by id.
fn sort_matches(matches: &mut [Match]) {
    matches.sort_by(|left, right| {
        let newest = right.other.published_at.cmp(&left.other.published_at);
        right.score.total_cmp(&left.score).then(newest).then(left.other.id.cmp(&right.other.id))
    });
}

/// Takes the best remaining match whose party does not stand too often among the last ones; what never fits in is left out.
fn spread(sorted: Vec<Match>) -> Vec<Match> {
    let mut waiting = sorted;
    let mut shown: Vec<Match> = Vec::with_capacity(waiting.len());
    loop {
        let mut recent: FxHashMap<Uuid, usize> = FxHashMap::default();
        for party in shown.iter().rev().take(IN_A_ROW - 1).filter_map(|shown| shown.other.party) {
            *recent.entry(party).or_default() += 1;
        }
        let fits = |candidate: &Match| {
            candidate.other.party.is_none_or(|party| recent.get(&party).copied().unwrap_or_default() < MOST_OF_ONE_PARTY)
        };
        let Some(next) = waiting.iter().position(fits) else { return shown };
        shown.push(waiting.remove(next));
    }
}

#[cfg(test)]
mod tests;
