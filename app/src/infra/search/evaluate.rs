//! Measures the quality of the ranking on a judged set in BEIR form: a corpus, queries, and grades of pairs.
//!
//! Documents and queries go through the product's own chain and ranking.

use std::time::Instant;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::document::{DocumentKind, SearchDocument};
use super::index::{SearchError, SearchIndex};
use super::judged::JudgedSet;
use super::query::Search;

/// A document or query as it stands in the files; the extra keys may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Entry {
    #[serde(rename = "_id")]
    pub id: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
    #[serde(default, alias = "themes")]
    pub theme: OneOrMany,
    #[serde(default, alias = "resources")]
    pub resource: OneOrMany,
    /// A code or a name.
    #[serde(default, alias = "areas")]
    pub area: OneOrMany,
    #[serde(default)]
    pub party_kind: Option<String>,
}

impl Entry {
    /// Whether it says what it seeks, like a post, and is more than text for the search box.
    pub fn is_post(&self) -> bool {
        !(self.theme.keys().is_empty() && self.resource.keys().is_empty())
    }
}

/// A value that files write alone or as a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
    Nothing(()),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Nothing(())
    }
}

impl OneOrMany {
    /// The values as keys: lower case, with `_` between words.
    pub fn keys(&self) -> Vec<String> {
        self.values().iter().map(|value| value.trim().to_lowercase().replace(['-', ' '], "_")).filter(|key| !key.is_empty()).collect()
    }

    /// The values as written.
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
            Self::Nothing(()) => &[],
        }
    }
}

/// Grades per query and document.
pub type Grades = FxHashMap<String, FxHashMap<String, f64>>;

/// A ranked list of document ids with their scores, per query.
pub type Run = Vec<(String, Vec<(String, f64)>)>;

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quality {
    pub ndcg_at_10: f64,
    pub recall_at_20: f64,
    pub mrr_at_10: f64,
    pub queries: usize,
    pub documents: usize,
    pub index_seconds: f64,
    pub index_bytes: u64,
    pub query_ms_p50: f64,
    pub query_ms_p99: f64,
}

/// Makes the document of an entry; `number` becomes its id.
pub fn document(entry: &Entry, kind: DocumentKind, number: u128, now: DateTime<Utc>) -> SearchDocument {
    let mut document = SearchDocument::new(Uuid::from_u128(number), kind, &entry.title, &entry.text, now);
    document.themes = entry.theme.keys();
    document.resources =
        entry.resource.keys().into_iter().map(|key| (if key == "voertuig" { "vervoermiddel".to_owned() } else { key }, None)).collect();
    document.areas = entry.area.values().to_vec();
    document.party_kind = entry.party_kind.clone();
    document
}

/// Ranks one query: its documents with their scores, best first.
pub type Rank<'a> = dyn FnMut(&SearchIndex, &Entry) -> Result<Vec<(Uuid, f64)>, SearchError> + 'a;

/// The ranking of the search box.
///
/// # Errors
/// When the index cannot be read.
pub fn rank_by_text(index: &SearchIndex, entry: &Entry, top: usize, now: DateTime<Utc>) -> Result<Vec<(Uuid, f64)>, SearchError> {
    let mut search = Search::new(format!("{} {}", entry.title, entry.text), now);
    search.limit = top;
    Ok(index.search(&search)?.hits.into_iter().map(|hit| (hit.document.id, hit.score)).collect())
}

/// Indexes the corpus, ranks every query that has a grade, and measures.
///
/// # Errors
/// When the index cannot be written or read.
pub fn evaluate(index: &SearchIndex, set: &JudgedSet, now: DateTime<Utc>, rank: &mut Rank<'_>) -> Result<(Quality, Run), SearchError> {
    let JudgedSet { name: _, corpus, queries, grades } = set;
    let started = Instant::now();
    let building = index.start_rebuild()?;
    let documents: Vec<SearchDocument> =
        (0_u128..).zip(corpus).map(|(number, entry)| document(entry, DocumentKind::Offer, number, now)).collect();
    building.add(documents)?;
    building.finish(0)?;
    let index_seconds = started.elapsed().as_secs_f64();

    let mut run: Run = Vec::new();
    let mut milliseconds = Vec::new();
    let mut sums = [0.0; 3];
    for (query, grades) in queries.iter().filter_map(|query| grades.get(&query.id).map(|grades| (query, grades))) {
        let started = Instant::now();
        let ranked = rank(index, query)?;
        milliseconds.push(started.elapsed().as_secs_f64() * 1000.0);
        let named = |(id, score): (Uuid, f64)| {
            usize::try_from(id.as_u128()).ok().and_then(|at| corpus.get(at)).map(|entry| (entry.id.clone(), score))
        };
        let ranked: Vec<(String, f64)> = ranked.into_iter().filter_map(named).filter(|(id, _)| *id != query.id).collect();
        let ids: Vec<&str> = ranked.iter().map(|(id, _)| id.as_str()).collect();
        for (sum, value) in sums.iter_mut().zip([ndcg(&ids, grades, 10), recall(&ids, grades, 20), reciprocal_rank(&ids, grades, 10)]) {
            *sum += value;
        }
        run.push((query.id.clone(), ranked));
    }
    milliseconds.sort_by(f64::total_cmp);
    let mean = |sum: f64| if run.is_empty() { 0.0 } else { sum / count(run.len()) };
    let quality = Quality {
        ndcg_at_10: mean(sums[0]),
        recall_at_20: mean(sums[1]),
        mrr_at_10: mean(sums[2]),
        queries: run.len(),
        documents: corpus.len(),
        index_seconds,
        index_bytes: index.bytes()?,
        query_ms_p50: percentile(&milliseconds, 50),
        query_ms_p99: percentile(&milliseconds, 99),
    };
    Ok((quality, run))
}

#[expect(clippy::cast_precision_loss, reason = "counts of results")]
fn count(number: usize) -> f64 {
    number as f64
}

/// The value below which so many percent of sorted values lie.
pub fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn gain(grade: f64) -> f64 {
    grade.exp2() - 1.0
}

fn discounted(gains: impl Iterator<Item = f64>, depth: usize) -> f64 {
    (0..depth).zip(gains).map(|(at, gain)| gain / count(at + 2).log2()).sum()
}

/// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) with gain 2^grade - 1.
pub fn ndcg(ranked: &[&str], grades: &FxHashMap<String, f64>, depth: usize) -> f64 {
    let mut ideal: Vec<f64> = grades.values().copied().filter(|grade| *grade > 0.0).map(gain).collect();
    ideal.sort_by(|left, right| right.total_cmp(left));
    let best = discounted(ideal.into_iter(), depth);
    let got = discounted(ranked.iter().map(|id| grades.get(*id).copied().filter(|grade| *grade > 0.0).map_or(0.0, gain)), depth);
    if best > 0.0 { got / best } else { 0.0 }
}

/// The share of the relevant documents among the first `depth`, which is full when all of those are relevant.
pub fn recall(ranked: &[&str], grades: &FxHashMap<String, f64>, depth: usize) -> f64 {
    let relevant = grades.values().filter(|grade| **grade > 0.0).count();
    let found = ranked.iter().take(depth).filter(|id| grades.get(**id).is_some_and(|grade| *grade > 0.0)).count();
    if relevant == 0 { 0.0 } else { count(found) / count(relevant.min(depth)) }
}

/// One divided by the place of the first relevant document, 0 behind `depth`.
pub fn reciprocal_rank(ranked: &[&str], grades: &FxHashMap<String, f64>, depth: usize) -> f64 {
    let first = ranked.iter().take(depth).position(|id| grades.get(*id).is_some_and(|grade| *grade > 0.0));
    first.map_or(0.0, |at| 1.0 / count(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_agree_with_a_computation_by_hand() {
        let grades: FxHashMap<String, f64> = [("a".to_owned(), 3.0), ("b".to_owned(), 1.0), ("c".to_owned(), 0.0)].into_iter().collect();
        let ranked = ["c", "a", "x", "b"];
        let expected = (7.0 / 3_f64.log2() + 1.0 / 5_f64.log2()) / (7.0 + 1.0 / 3_f64.log2());
        assert!((ndcg(&ranked, &grades, 10) - expected).abs() < 1e-12);
        assert_eq!(recall(&ranked, &grades, 20), 1.0);
        assert_eq!(recall(&ranked, &grades, 2), 0.5);
        assert_eq!(reciprocal_rank(&ranked, &grades, 10), 0.5);
    }

    #[test]
    fn entries_take_one_value_many_or_none() {
        let entry: Entry =
            serde_json::from_str(r#"{"_id":"1","text":"t","theme":["openbare-ruimte","werk"],"area":"GM0193","resource":null}"#)
                .expect("an entry");
        assert_eq!(entry.theme.keys(), ["openbare_ruimte", "werk"]);
        assert_eq!(entry.area.values(), ["GM0193"]);
        assert!(entry.resource.keys().is_empty());
    }
}
