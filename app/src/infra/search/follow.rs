//! Keeps the index equal to the database: follows the change log, rebuilds, verifies.
//!
//! The host implements [`Source`] over its database and runs [`follow`] once per node. Database first: a change-log row is written in the
//! transaction of the change itself; the index comes after it, reads the row in commit order, and can always be made anew.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::document::{DocumentKind, SearchDocument};
use super::index::{Change, SearchError, SearchIndex};

/// How long a change waits at most before the log is looked at, when nobody rings.
const POLL: Duration = Duration::from_millis(200);

/// How long to wait after an error, and at most after many.
const AFTER_ERROR: Duration = Duration::from_secs(2);
const LONGEST_AFTER_ERROR: Duration = Duration::from_secs(30);

/// An index that cannot be written this many times in a row is built anew.
const MOST_FAILURES: u32 = 3;

/// Rows of the change log per commit.
const BATCH: u64 = 1_000;

/// Documents per read of a rebuild.
const REBUILD_BATCH: u64 = 500;

/// A row of the change log: this document was made, changed or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeRow {
    pub seq: i64,
    pub kind: DocumentKind,
    pub id: Uuid,
}

/// Why the source could not answer.
pub type SourceError = Box<dyn std::error::Error + Send + Sync>;

/// Where documents come from.
pub trait Source: Send + Sync {
    /// Rows of the change log after `seq`, in the order in which their transactions committed, at most `limit`.
    ///
    /// On PostgreSQL a sequence's order is not the commit order: rows of transactions that may still commit with a lower number must hold
    /// back those with a higher one.
    fn changes_after(&self, seq: i64, limit: u64) -> impl Future<Output = Result<Vec<ChangeRow>, SourceError>> + Send;

    /// The documents as they are now. What is left out is removed from the index: deleted, withdrawn, never public.
    fn load(&self, posts: &[(DocumentKind, Uuid)]) -> impl Future<Output = Result<Vec<SearchDocument>, SourceError>> + Send;

    /// Every document that belongs in the index, in the order of kind and id, from behind `after`, at most `limit`; empty at the end.
    fn all(&self, after: Option<(DocumentKind, Uuid)>, limit: u64)
    -> impl Future<Output = Result<Vec<SearchDocument>, SourceError>> + Send;

    /// The number of the last row that `changes_after` would give now; 0 for an empty log.
    fn last_seq(&self) -> impl Future<Output = Result<i64, SourceError>> + Send;
}

/// Why the index could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    #[error("the source of the search index does not answer: {0}")]
    Source(SourceError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error("a task of the search index was broken off")]
    BrokenOff(#[from] tokio::task::JoinError),
}

/// Follows the change log until `shutdown`; `ring` makes it look at once. Rebuilds first where that is needed. Errors are logged and
/// tried again: search goes on with what there is.
pub async fn follow<S: Source>(index: Arc<SearchIndex>, source: S, ring: Arc<Notify>, shutdown: CancellationToken) {
    let mut failures = 0;
    loop {
        let wait = turn(&index, &source, &mut failures).await;
        if wait.is_zero() && !shutdown.is_cancelled() {
            continue;
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = ring.notified(), if wait == POLL => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Does what is to be done now, and gives the time until the next turn. `failures` counts how often in a row the index could not be
/// written; from [`MOST_FAILURES`] on it is built anew, less and less often while that fails too.
async fn turn<S: Source>(index: &Arc<SearchIndex>, source: &S, failures: &mut u32) -> Duration {
    let outcome = if *failures < MOST_FAILURES { step(index, source).await } else { rebuild(index, source).await.map(|_| 1) };
    match outcome {
        Ok(done) => {
            *failures = 0;
            if done == 0 { POLL } else { Duration::ZERO }
        }
        Err(FollowError::Search(SearchError::Busy)) => {
            if let Err(error) = index.refresh() {
                tracing::warn!(%error, "the search index cannot be read again");
            }
            POLL
        }
        Err(error) => {
            tracing::error!(%error, "the search index is behind");
            if !matches!(error, FollowError::Source(_)) {
                *failures = failures.saturating_add(1);
            }
            let longer = failures.saturating_sub(MOST_FAILURES).min(8);
            (AFTER_ERROR * 2_u32.pow(longer)).min(LONGEST_AFTER_ERROR)
        }
    }
}

/// Applies the next batch of changes and gives their number; rebuilds first where that is needed.
///
/// # Errors
/// When the source does not answer or the index cannot be written.
pub async fn step<S: Source>(index: &Arc<SearchIndex>, source: &S) -> Result<usize, FollowError> {
    if index.was_replaced() {
        index.refresh()?;
    }
    if index.needs_rebuild() {
        rebuild(index, source).await?;
    }
    let after = index.last_applied().unwrap_or_default();
    let rows = source.changes_after(after, BATCH).await.map_err(FollowError::Source)?;
    let Some(last) = rows.last().map(|row| row.seq) else { return Ok(0) };
    let mut seen = FxHashSet::default();
    let posts: Vec<(DocumentKind, Uuid)> = rows.iter().map(|row| (row.kind, row.id)).filter(|post| seen.insert(*post)).collect();
    let documents = source.load(&posts).await.map_err(FollowError::Source)?;
    let found: FxHashSet<Uuid> = documents.iter().map(|document| document.id).collect();
    let gone = posts.iter().filter(|(_, id)| !found.contains(id)).map(|(_, id)| Change::Remove(*id));
    let changes: Vec<Change> = gone.chain(documents.into_iter().map(|document| Change::Put(Box::new(document)))).collect();
    let target = Arc::clone(index);
    tokio::task::spawn_blocking(move || target.apply(&changes, last)).await??;
    Ok(rows.len())
}

/// Builds a new index from everything the source has, beside the current one, and swaps. Changes that come meanwhile are applied after it.
/// Returns the number of documents.
///
/// # Errors
/// When the source does not answer or the index cannot be written; the current index stays.
pub async fn rebuild<S: Source>(index: &SearchIndex, source: &S) -> Result<usize, FollowError> {
    let outcome = build_beside(index, source).await;
    if outcome.is_err() {
        index.remove_leftovers();
    }
    outcome
}

async fn build_beside<S: Source>(index: &SearchIndex, source: &S) -> Result<usize, FollowError> {
    let last = source.last_seq().await.map_err(FollowError::Source)?;
    let building = index.start_rebuild()?;
    let mut after = None;
    let mut documents = 0;
    loop {
        let batch = source.all(after, REBUILD_BATCH).await.map_err(FollowError::Source)?;
        let Some(end) = batch.last() else { break };
        after = Some((end.kind, end.id));
        documents += batch.len();
        building.add(batch)?;
        tokio::task::yield_now().await;
    }
    building.finish(last)?;
    tracing::info!(documents, last, "the search index was built");
    Ok(documents)
}

/// How the index differs from the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Documents in the source.
    pub checked: usize,
    /// In the source only.
    pub missing: Vec<Uuid>,
    /// In the index only.
    pub extra: Vec<Uuid>,
    /// In both, with different versions.
    pub outdated: Vec<Uuid>,
}

impl Report {
    /// Whether the two are equal.
    pub fn is_equal(&self) -> bool {
        self.missing.is_empty() && self.extra.is_empty() && self.outdated.is_empty()
    }
}

/// Compares ids and versions of the index with the source.
///
/// # Errors
/// When one of the two cannot be read.
pub async fn verify<S: Source>(index: &SearchIndex, source: &S) -> Result<Report, FollowError> {
    let mut indexed: FxHashMap<Uuid, i32> = index.ids_and_versions()?.into_iter().collect();
    let mut report = Report::default();
    let mut after = None;
    loop {
        let batch = source.all(after, REBUILD_BATCH).await.map_err(FollowError::Source)?;
        let Some(end) = batch.last() else { break };
        after = Some((end.kind, end.id));
        for document in &batch {
            report.checked += 1;
            match indexed.remove(&document.id) {
                None => report.missing.push(document.id),
                Some(version) if version != document.version => report.outdated.push(document.id),
                Some(_) => {}
            }
        }
    }
    report.extra = indexed.into_keys().collect();
    report.extra.sort_unstable();
    Ok(report)
}

/// How far the index is behind, for `/readyz`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    pub applied: Option<i64>,
    pub last: i64,
    pub looked_at: DateTime<Utc>,
}

/// Compares the last change in the index with the last of the log.
///
/// # Errors
/// When the source does not answer.
pub async fn lag<S: Source>(index: &SearchIndex, source: &S, now: DateTime<Utc>) -> Result<Lag, FollowError> {
    let last = source.last_seq().await.map_err(FollowError::Source)?;
    Ok(Lag { applied: index.last_applied(), last, looked_at: now })
}

#[cfg(test)]
#[path = "follow_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "life_tests.rs"]
mod life_tests;
