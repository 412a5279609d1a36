//! The product's own index and ranking.

use std::path::Path;
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

/// Posts up to which healing is measured: the files of more are mapped, and cutting off a mapped file ends the process that reads it.
const HEALED: usize = 10_000;

/// What is measured beside speed.
pub struct Life {
    pub findable: Times,
    pub opened_ms: f64,
    pub healed_seconds: Option<f64>,
}

/// Builds an index of so many posts on disk and asks it.
pub async fn measure(mill: &Arc<Mill>, posts: usize) -> anyhow::Result<(Engine, Life)> {
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
    let findable = published_to_findable(mill, index).await?;
    let healed_seconds = if posts > HEALED { None } else { Some(heal(mill, folder.path(), posts as u64).await?) };
    Ok((engine, Life { findable, opened_ms, healed_seconds }))
}

/// The number of the change that comes after the damage.
const CHANGE: i64 = 1;

/// All posts of the mill, and one change that comes after the damage.
struct Posts {
    mill: Arc<Mill>,
    posts: u64,
}

impl Source for Posts {
    async fn changes_after(&self, seq: i64, _: u64) -> Result<Vec<ChangeRow>, SourceError> {
        let SearchDocument { kind, id, .. } = self.mill.post(0);
        Ok(if seq < CHANGE { vec![ChangeRow { seq: CHANGE, kind, id }] } else { Vec::new() })
    }

    async fn load(&self, _: &[(DocumentKind, Uuid)]) -> Result<Vec<SearchDocument>, SourceError> {
        Ok(vec![self.mill.post(0)])
    }

    async fn all(&self, after: Option<(DocumentKind, Uuid)>, limit: u64) -> Result<Vec<SearchDocument>, SourceError> {
        // The number of a post stands in its id.
        let from = after.map_or(0, |(_, id)| (id.as_u64_pair().0 >> 16 & 0xffff_ffff) + 1);
        Ok((from..self.posts.min(from + limit)).map(|number| self.mill.post(number)).collect())
    }

    async fn last_seq(&self) -> Result<i64, SourceError> {
        Ok(0)
    }
}

/// The seconds from cutting off every file of an index in use until it is whole again. It is searched all the while.
async fn heal(mill: &Arc<Mill>, folder: &Path, posts: u64) -> anyhow::Result<f64> {
    let index = Arc::new(SearchIndex::open(folder)?);
    cut_off(folder)?;
    let start = Instant::now();
    let shutdown = CancellationToken::new();
    let source = Posts { mill: Arc::clone(mill), posts };
    let follower = tokio::spawn(follow(Arc::clone(&index), source, Arc::new(Notify::new()), shutdown.clone()));
    for number in 0.. {
        let found = index.search(&mill.search(number))?;
        anyhow::ensure!(found.total == 0 || !found.hits.is_empty(), "a search goes unanswered");
        if index.last_applied() == Some(CHANGE) {
            break;
        }
        anyhow::ensure!(start.elapsed() < Duration::from_secs(600), "not healed after ten minutes");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let seconds = start.elapsed().as_secs_f64();
    shutdown.cancel();
    follower.await?;
    anyhow::ensure!(index.len() == posts, "{} posts are there after healing", index.len());
    Ok(seconds)
}

fn cut_off(folder: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            cut_off(&path)?;
        } else {
            let file = std::fs::OpenOptions::new().write(true).open(&path)?;
            file.set_len(file.metadata()?.len() / 2)?;
        }
    }
    Ok(())
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
