//! The product's own index and ranking.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::bakery::matching::{self, matches_for, parts::TrustFacts};
use app::infra::search::document::{DocumentKind, SearchDocument};
use app::infra::search::evaluate::{Quality, evaluate};
use app::infra::search::follow::{ChangeRow, Source, SourceError, follow};
use app::infra::search::index::SearchIndex;
use app::infra::search::judged::JudgedSet;
use chrono::DateTime;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::growth::{Dice, Mill, now};
use super::{Engine, Times};

/// Posts per step of building, as a rebuild reads them from the database.
const BATCH: u64 = 500;
const SEARCHES: u64 = 3_000;
const MATCHED: u64 = 500;
const PUBLISHED: u64 = 150;

/// nDCG@10, recall@20, MRR@10.
pub fn quality(set: &JudgedSet) -> anyhow::Result<[f64; 3]> {
    let index = SearchIndex::in_memory()?;
    let now = DateTime::UNIX_EPOCH;
    let (Quality { ndcg_at_10, recall_at_20, mrr_at_10, .. }, _) =
        evaluate(&index, set, now, &mut |index, query| matching::rank_judged(index, query, now, 100))?;
    Ok([ndcg_at_10, recall_at_20, mrr_at_10])
}

/// Builds an index of so many posts on disk and asks it.
pub async fn measure(mill: &Mill, posts: usize) -> anyhow::Result<(Engine, Times, f64)> {
    let folder = tempfile::tempdir()?;
    let index_seconds = build(&SearchIndex::open(folder.path())?, mill, posts as u64)?;
    let start = Instant::now();
    let index = Arc::new(SearchIndex::open(folder.path())?);
    let opened_ms = millis(start);
    anyhow::ensure!(index.len() == posts as u64, "the index has {} posts", index.len());
    let search = time(SEARCHES, |number| {
        let search = mill.search(number);
        let start = Instant::now();
        index.search(&search)?;
        Ok(millis(start))
    })?;
    let matches = time(MATCHED, |number| {
        let need = mill.long_need(number);
        let start = Instant::now();
        matches_for(&index, &need, now(), 50, &|_| TrustFacts::default())?;
        Ok(millis(start))
    })?;
    let engine = Engine { index_seconds, index_bytes: index.bytes()?, search, matches };
    Ok((engine, published_to_findable(mill, index).await?, opened_ms))
}

fn millis(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}

/// A tenth more is done first, to warm up.
fn time(tries: u64, one: impl Fn(u64) -> anyhow::Result<f64>) -> anyhow::Result<Times> {
    let times: Vec<f64> = (0..tries + tries / 10).map(one).collect::<Result<_, _>>()?;
    Ok(Times::of(times[usize::try_from(tries / 10)?..].to_vec()))
}

/// Seconds that building took, without those in which the posts were made up.
fn build(index: &SearchIndex, mill: &Mill, posts: u64) -> anyhow::Result<f64> {
    let mut seconds = 0.0;
    let mut timed = |start: Instant| seconds += start.elapsed().as_secs_f64();
    let start = Instant::now();
    let building = index.start_rebuild()?;
    timed(start);
    for from in (0..posts).step_by(BATCH as usize) {
        let batch: Vec<SearchDocument> = (from..posts.min(from + BATCH)).map(|number| mill.post(number)).collect();
        let start = Instant::now();
        building.add(batch)?;
        timed(start);
    }
    let start = Instant::now();
    building.finish(0)?;
    timed(start);
    Ok(seconds)
}

/// A change log in memory, beside the posts that are in the index already.
#[derive(Default)]
struct Log(Mutex<Vec<SearchDocument>>);

impl Source for &'static Log {
    async fn changes_after(&self, seq: i64, limit: u64) -> Result<Vec<ChangeRow>, SourceError> {
        let posts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = (1..).zip(posts.iter()).map(|(seq, post)| ChangeRow { seq, kind: post.kind, id: post.id });
        Ok(rows.filter(|row| row.seq > seq).take(usize::try_from(limit)?).collect())
    }

    async fn load(&self, ids: &[(DocumentKind, Uuid)]) -> Result<Vec<SearchDocument>, SourceError> {
        let posts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(posts.iter().filter(|post| ids.iter().any(|(_, id)| *id == post.id)).cloned().collect())
    }

    async fn all(&self, _: Option<(DocumentKind, Uuid)>, _: u64) -> Result<Vec<SearchDocument>, SourceError> {
        Ok(Vec::new())
    }

    async fn last_seq(&self) -> Result<i64, SourceError> {
        Ok(i64::try_from(self.0.lock().unwrap_or_else(PoisonError::into_inner).len())?)
    }
}

/// From the commit of a post's row in the change log until a search can find it, with the follower that every node runs.
async fn published_to_findable(mill: &Mill, index: Arc<SearchIndex>) -> anyhow::Result<Times> {
    let log: &'static Log = Box::leak(Box::default());
    let shutdown = CancellationToken::new();
    let follower = tokio::spawn(follow(Arc::clone(&index), log, Arc::new(Notify::new()), shutdown.clone()));
    let mut dice = Dice::of(5, 0);
    let mut times = Vec::new();
    for number in 0..PUBLISHED {
        tokio::time::sleep(Duration::from_millis(dice.below(300))).await;
        let mut post = mill.post(1_000_000_000 + number);
        post.id = Uuid::from_u64_pair(6, number);
        let id = post.id;
        log.0.lock().unwrap_or_else(PoisonError::into_inner).push(post);
        let start = Instant::now();
        while index.document(id)?.is_none() {
            anyhow::ensure!(start.elapsed() < Duration::from_secs(30), "a post cannot be found after 30 s");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        times.push(millis(start));
    }
    shutdown.cancel();
    follower.await?;
    Ok(Times::of(times))
}
