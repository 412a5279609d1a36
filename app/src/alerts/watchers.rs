//! Everybody's saved searches in memory, to ask which of them find a post.
//!
//! They are read once and then kept up to date from the change log, so that each process sees what another one saved before it answers. A search that
//! was deleted with its account may linger: the caller asks the database which of those found are still there.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use super::{
    model::{Criteria, SavedSearchId},
    search,
};
use crate::{
    error::AppError,
    infra::{
        db::{
            Db,
            entity::{change_log, saved_search},
        },
        search::percolate::{Percolator, Post},
    },
    search::SearchHandle,
};

/// The kind under which saved searches stand in the change log.
pub const KIND: &str = "saved_search";

/// Rows read at once.
const BATCH: usize = 2_000;

/// Cheap to clone.
#[derive(Clone, Default)]
pub struct Watchers {
    kept: Arc<RwLock<Percolator<SavedSearchId>>>,
    /// The last row of the change log that was seen; none before the first reading.
    seen: Arc<tokio::sync::Mutex<Option<i64>>>,
}

impl fmt::Debug for Watchers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watchers").finish_non_exhaustive()
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: SavedSearchId,
    criteria: String,
}

impl Watchers {
    /// Gives for each post the searches that find it, among all that were saved before this was asked.
    ///
    /// # Errors
    /// When the database refuses or the index cannot be opened.
    pub async fn matching(&self, db: &Db, index: &SearchHandle, posts: Vec<Post>) -> Result<Vec<Vec<SavedSearchId>>, AppError> {
        self.refresh(db, index).await?;
        let kept = Arc::clone(&self.kept);
        let find = move || {
            let kept = kept.read().unwrap_or_else(PoisonError::into_inner);
            posts.iter().map(|post| kept.matching(post)).collect()
        };
        tokio::task::spawn_blocking(find).await.map_err(|error| {
            tracing::error!(%error, "looking for saved searches was broken off");
            AppError::Internal
        })
    }

    async fn refresh(&self, db: &Db, index: &SearchHandle) -> Result<(), AppError> {
        let mut seen = self.seen.lock().await;
        let last = last_change(db, seen.unwrap_or(0)).await?;
        match *seen {
            None => {
                let mut after = None;
                loop {
                    let rows = page(db, after).await?;
                    let Some(end) = rows.last().map(|row| row.id) else { break };
                    self.keep(index, rows, Vec::new()).await?;
                    after = Some(end);
                }
            }
            Some(seen) if seen < last => {
                let ids = changed(db, seen, last).await?;
                for ids in ids.chunks(BATCH) {
                    let rows = by_ids(db, ids).await?;
                    let there: HashMap<SavedSearchId, ()> = rows.iter().map(|row| (row.id, ())).collect();
                    let gone = ids.iter().copied().filter(|id| !there.contains_key(id)).collect();
                    self.keep(index, rows, gone).await?;
                }
            }
            Some(_) => {}
        }
        *seen = Some(last);
        Ok(())
    }

    async fn keep(&self, index: &SearchHandle, rows: Vec<Row>, gone: Vec<SavedSearchId>) -> Result<(), AppError> {
        let kept = Arc::clone(&self.kept);
        let keep = move |index: &Arc<crate::infra::search::index::SearchIndex>| {
            let frequencies = index.frequencies();
            let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
            gone.iter().for_each(|id| kept.remove(id));
            for Row { id, criteria } in rows {
                match serde_json::from_str::<Criteria>(&criteria) {
                    Ok(criteria) => kept.put(id, &search::of_criteria(&criteria, chrono::DateTime::UNIX_EPOCH), &frequencies),
                    Err(error) => tracing::warn!(%id, %error, "a saved search cannot be read"),
                }
            }
            Ok(())
        };
        index.ask(keep).await
    }
}

/// Rows of the change log become visible in the order of their numbers, so that nothing comes in below this one later.
async fn last_change(db: &Db, seen: i64) -> Result<i64, DbErr> {
    let last: Option<i64> = change_log::Entity::find()
        .select_only()
        .column(change_log::Column::Seq)
        .filter(change_log::Column::Seq.gt(seen))
        .order_by_desc(change_log::Column::Seq)
        .limit(1)
        .into_tuple()
        .one(db.reader())
        .await?;
    Ok(last.unwrap_or(seen))
}

async fn changed(db: &Db, after: i64, until: i64) -> Result<Vec<SavedSearchId>, DbErr> {
    let mut ids: Vec<SavedSearchId> = change_log::Entity::find()
        .select_only()
        .column(change_log::Column::ObjectId)
        .filter(change_log::Column::ObjectKind.eq(KIND))
        .filter(change_log::Column::Seq.gt(after))
        .filter(change_log::Column::Seq.lte(until))
        .into_tuple()
        .all(db.reader())
        .await?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn rows() -> sea_orm::Select<saved_search::Entity> {
    saved_search::Entity::find().select_only().columns([saved_search::Column::Id, saved_search::Column::Criteria])
}

async fn page(db: &Db, after: Option<SavedSearchId>) -> Result<Vec<Row>, DbErr> {
    let mut find = rows().order_by_asc(saved_search::Column::Id).limit(BATCH as u64);
    if let Some(after) = after {
        find = find.filter(saved_search::Column::Id.gt(after));
    }
    find.into_model::<Row>().all(db.reader()).await
}

async fn by_ids(db: &Db, ids: &[SavedSearchId]) -> Result<Vec<Row>, DbErr> {
    rows().filter(saved_search::Column::Id.is_in(ids.iter().copied())).into_model::<Row>().all(db.reader()).await
}
