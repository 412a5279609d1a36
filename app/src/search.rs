//! The search index of this node, fed by the change log with what is public: published calls and open listings.
//!
//! [`SearchHandle`] stands in the state; it opens the index when it is first asked for. `serve` and `worker` each run [`follow()`]; of two processes on
//! one folder the first writes and the other reads along.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    bakery::{
        self,
        model::{ListingId, Side},
    },
    calls::{self, model::CallId},
    error::AppError,
    infra::{
        db::{Db, entity::change_log},
        search::{
            document::{DocumentKind, SearchDocument},
            follow::{self, ChangeRow, FollowError, Source, SourceError},
            index::{SearchError, SearchIndex},
            meaning::Meaning,
        },
    },
    state::AppState,
};

/// The kinds of the change log that are findable.
const KINDS: [&str; 2] = ["call", "listing"];

/// The index, opened at its first use. Cheap to clone.
#[derive(Clone)]
pub struct SearchHandle {
    folder: Arc<PathBuf>,
    opened: Arc<Mutex<Option<Arc<SearchIndex>>>>,
    meaning: Option<Arc<Meaning>>,
}

impl fmt::Debug for SearchHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchHandle").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl SearchHandle {
    /// Names the index in the folder of this node's state.
    pub fn at(state_dir: &Path) -> Self {
        Self { folder: Arc::new(state_dir.join("index")), opened: Arc::default(), meaning: None }
    }

    /// The same, reading for meaning too with the model in this folder.
    #[must_use]
    pub fn with_model(self, folder: Option<&Path>) -> Self {
        Self { meaning: folder.map(|folder| Arc::new(Meaning::new(folder))), ..self }
    }

    /// Gives the model with the vectors of the posts; none where the operator gave no model.
    pub fn meaning(&self) -> Option<&Arc<Meaning>> {
        self.meaning.as_ref()
    }

    /// Gives the index. Blocking the first time.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn index(&self) -> Result<Arc<SearchIndex>, SearchError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = &*opened {
            return Ok(index.clone());
        }
        let mut index = SearchIndex::open(&self.folder)?;
        if let Some(meaning) = &self.meaning {
            index.read_for_meaning(Arc::clone(meaning));
        }
        let index = Arc::new(index);
        *opened = Some(index.clone());
        Ok(index)
    }

    /// Asks the index something, away from the threads that serve.
    ///
    /// # Errors
    /// [`AppError::Internal`] when the index cannot be read.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Arc<SearchIndex>) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, AppError> {
        let handle = self.clone();
        let answer = tokio::task::spawn_blocking(move || question(&handle.index()?)).await;
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                tracing::error!(%error, "the search index does not answer");
                Err(AppError::Internal)
            }
            Err(error) => {
                tracing::error!(%error, "a question to the search index was broken off");
                Err(AppError::Internal)
            }
        }
    }
}

/// The database as the source of the index.
#[derive(Clone, Debug)]
pub struct PublicPosts {
    db: Db,
}

impl PublicPosts {
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}

impl Source for PublicPosts {
    async fn changes_after(&self, seq: i64, limit: u64) -> Result<Vec<ChangeRow>, SourceError> {
        // Rows become visible in the order of their numbers: `Tx::commit` holds a lock for that.
        let rows = change_log::Entity::find()
            .filter(change_log::Column::Seq.gt(seq))
            .filter(change_log::Column::ObjectKind.is_in(KINDS))
            .order_by_asc(change_log::Column::Seq)
            .limit(limit)
            .all(self.db.reader())
            .await?;
        // The log does not know the side of a listing; its id is enough to load or remove it.
        let kind = |kind: &str| if kind == "call" { DocumentKind::Call } else { DocumentKind::Need };
        Ok(rows.into_iter().map(|row| ChangeRow { seq: row.seq, kind: kind(&row.object_kind), id: row.object_id }).collect())
    }

    async fn load(&self, posts: &[(DocumentKind, Uuid)]) -> Result<Vec<SearchDocument>, SourceError> {
        let calls: Vec<CallId> = posts.iter().filter(|(kind, _)| *kind == DocumentKind::Call).map(|(_, id)| CallId(*id)).collect();
        let listings: Vec<ListingId> = posts.iter().filter(|(kind, _)| *kind != DocumentKind::Call).map(|(_, id)| ListingId(*id)).collect();
        let mut documents = calls::search::documents(self.db.reader(), &calls).await?;
        // SQLite and PostgreSQL both bound the number of values in one statement.
        for ids in listings.chunks(500) {
            documents.extend(bakery::search::documents(self.db.reader(), ids).await?);
        }
        Ok(documents)
    }

    async fn all(&self, after: Option<(DocumentKind, Uuid)>, limit: u64) -> Result<Vec<SearchDocument>, SourceError> {
        for kind in DocumentKind::ALL {
            let after = match after {
                Some((done, _)) if kind < done => continue,
                Some((current, id)) if kind == current => Some(id),
                _ => None,
            };
            let documents = match kind {
                DocumentKind::Call => calls::search::documents_after(self.db.reader(), after.map(CallId), limit).await?,
                DocumentKind::Need => bakery::search::documents_after(self.db.reader(), Side::Need, after.map(ListingId), limit).await?,
                DocumentKind::Offer => bakery::search::documents_after(self.db.reader(), Side::Offer, after.map(ListingId), limit).await?,
            };
            if !documents.is_empty() {
                return Ok(documents);
            }
        }
        Ok(Vec::new())
    }

    async fn last_seq(&self) -> Result<i64, SourceError> {
        let last: Option<i64> = change_log::Entity::find()
            .select_only()
            .column(change_log::Column::Seq)
            .filter(change_log::Column::ObjectKind.is_in(KINDS))
            .order_by_desc(change_log::Column::Seq)
            .limit(1)
            .into_tuple()
            .one(self.db.reader())
            .await?;
        Ok(last.unwrap_or(0))
    }
}

/// Keeps this node's index up to date until `shutdown`.
pub async fn follow(state: AppState, shutdown: CancellationToken) {
    let handle = state.search.clone();
    match tokio::task::spawn_blocking(move || handle.index()).await {
        Ok(Ok(index)) => follow::follow(index, PublicPosts::new(state.db), Arc::new(Notify::new()), shutdown).await,
        Ok(Err(error)) => tracing::error!(%error, "the search index cannot be opened; search does not work"),
        Err(error) => tracing::error!(%error, "opening the search index was broken off"),
    }
}

/// Applies all changes that wait, now; for commands that end and for tests.
///
/// # Errors
/// When the database does not answer or the index cannot be written.
pub async fn catch_up(state: &AppState) -> Result<(), FollowError> {
    let index = state.search.index()?;
    let source = PublicPosts::new(state.db.clone());
    while follow::step(&index, &source).await? > 0 {}
    Ok(())
}
