//! Gives posts their vectors, where the operator gave a model; without one nothing here does anything.
//!
//! A vector is made once for the whole site, in a job after publishing, and kept in the database under the post's version and the name of the model;
//! another version or another model makes it anew. Each process holds all of them in memory ([`Meaning`]). What posts there are is what its index says.

use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    error::AppError,
    infra::{
        db::{Db, entity::post_vector},
        search::{
            index::SearchIndex,
            meaning::{
                Meaning,
                model::{Model, Purpose},
                passage,
                vector::Vector,
            },
        },
    },
    state::AppState,
};

/// The time between two looks at what is new.
const PAUSE: Duration = Duration::from_secs(2);

/// Vectors read from the database at once.
const BATCH: usize = 500;

/// The same when the model or the database does not do its work.
const AFTER_ERROR: Duration = Duration::from_secs(60);

/// Vectors of posts that are gone are removed as often as this.
const BETWEEN_CLEANINGS: Duration = Duration::from_secs(600);

/// Posts that are embedded before their vectors are written.
const EMBEDDED_AT_ONCE: usize = 8;

/// Takes up, for this process, the vectors that are made anywhere, until `stop`.
pub async fn follow(state: AppState, stop: CancellationToken) {
    let Some(meaning) = state.search.meaning().cloned() else { return stop.cancelled().await };
    while !stop.is_cancelled() {
        if let Some(model) = opened(&meaning).await
            && let Err(error) = take_up(&state, &meaning, &model).await
        {
            tracing::error!(?error, "the vectors of posts cannot be read; trying again");
        }
        pause(&stop, PAUSE).await;
    }
}

/// Makes the vectors that lack, until `stop`.
pub async fn embed(state: AppState, stop: CancellationToken) {
    let Some(meaning) = state.search.meaning().cloned() else { return stop.cancelled().await };
    let mut refused = HashSet::new();
    let mut tidied = None;
    while !stop.is_cancelled() {
        let wait = match opened(&meaning).await {
            None => AFTER_ERROR,
            Some(model) => match turn(&state, &meaning, &model, &mut refused, &mut tidied).await {
                Ok(Turn::Embedded) => continue,
                Ok(Turn::Nothing) => PAUSE,
                Ok(Turn::Refused) => AFTER_ERROR,
                Err(error) => {
                    tracing::error!(?error, "posts cannot be given their vectors; trying again");
                    AFTER_ERROR
                }
            },
        };
        pause(&stop, wait).await;
    }
}

async fn pause(stop: &CancellationToken, time: Duration) {
    let _ = tokio::time::timeout(time, stop.cancelled()).await;
}

async fn turn(
    state: &AppState,
    meaning: &Arc<Meaning>,
    model: &Arc<Model>,
    refused: &mut HashSet<Uuid>,
    tidied: &mut Option<Instant>,
) -> Result<Turn, AppError> {
    if tidied.is_none_or(|at| at.elapsed() > BETWEEN_CLEANINGS) {
        forget_gone(state).await?;
        *tidied = Some(Instant::now());
    }
    embed_some(state, meaning, model, refused).await
}

/// What became of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Embedded,
    Nothing,
    /// The model could not read any of the posts.
    Refused,
}

/// Gives every post that is in the index its vector, now; for tests and commands that end.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn catch_up(state: &AppState) -> Result<(), AppError> {
    let Some(meaning) = state.search.meaning() else { return Ok(()) };
    if let Some(model) = opened(meaning).await {
        forget_gone(state).await?;
        let mut refused = HashSet::new();
        while embed_some(state, meaning, &model, &mut refused).await? == Turn::Embedded {}
    }
    Ok(())
}

async fn opened(meaning: &Arc<Meaning>) -> Option<Arc<Model>> {
    let meaning = Arc::clone(meaning);
    tokio::task::spawn_blocking(move || meaning.model()).await.ok().flatten()
}

/// Takes up what the database has of this model, and gives the posts that still lack a vector of their version.
async fn take_up(state: &AppState, meaning: &Arc<Meaning>, model: &Model) -> Result<Vec<Uuid>, AppError> {
    let (lacking, gone) = compare(state, meaning).await?;
    gone.into_iter().for_each(|id| meaning.remove(id));
    for ids in lacking.chunks(BATCH) {
        for row in kept(&state.db, ids, model.name()).await? {
            if let Some(vector) = Vector::from_bytes(&row.vector) {
                meaning.put(row.post_id, row.version, &vector);
            }
        }
    }
    if lacking.is_empty() { Ok(lacking) } else { compare(state, meaning).await.map(|(lacking, _)| lacking) }
}

/// The posts of the index that have no vector of their version, and the vectors whose post is gone.
async fn compare(state: &AppState, meaning: &Arc<Meaning>) -> Result<(Vec<Uuid>, Vec<Uuid>), AppError> {
    let meaning = Arc::clone(meaning);
    // An index that is yet to be filled says nothing about what is gone.
    state
        .search
        .ask(move |index| Ok(if index.needs_rebuild() { Default::default() } else { meaning.compare(&index.ids_and_versions()?) }))
        .await
}

/// Embeds some posts that have no vector yet. Those that the model cannot read are left until all others are done, and then tried again.
async fn embed_some(state: &AppState, meaning: &Arc<Meaning>, model: &Arc<Model>, refused: &mut HashSet<Uuid>) -> Result<Turn, AppError> {
    let lacking = take_up(state, meaning, model).await?;
    let some: Vec<Uuid> = lacking.into_iter().filter(|id| !refused.contains(id)).take(EMBEDDED_AT_ONCE).collect();
    if some.is_empty() {
        refused.clear();
        return Ok(Turn::Nothing);
    }
    let embedder = Arc::clone(model);
    let embed = move |index: &Arc<SearchIndex>| {
        let mut made = Vec::with_capacity(some.len());
        for id in some {
            if let Some(post) = index.document(id)? {
                made.push((id, post.version, embedder.embed(Purpose::Passage, &passage(&post.title, &post.text))));
            }
        }
        Ok(made)
    };
    let mut rows = Vec::new();
    for (id, version, vector) in state.search.ask(embed).await? {
        match vector {
            Ok(vector) => rows.push((id, version, vector)),
            Err(error) => {
                tracing::error!(%id, %error, "a post cannot be read for its meaning; it is found by its words");
                refused.insert(id);
            }
        }
    }
    keep(&state.db, model.name(), &rows).await?;
    rows.iter().for_each(|(id, version, vector)| meaning.put(*id, *version, vector));
    Ok(if rows.is_empty() { Turn::Refused } else { Turn::Embedded })
}

async fn kept(db: &Db, ids: &[Uuid], model: &str) -> Result<Vec<post_vector::Model>, DbErr> {
    post_vector::Entity::find()
        .filter(post_vector::Column::PostId.is_in(ids.iter().copied()))
        .filter(post_vector::Column::Model.eq(model))
        .all(db.reader())
        .await
}

async fn keep(db: &Db, model: &str, made: &[(Uuid, i32, Vector)]) -> Result<(), DbErr> {
    if made.is_empty() {
        return Ok(());
    }
    let rows = made.iter().map(|(id, version, vector)| post_vector::ActiveModel {
        post_id: Set(*id),
        version: Set(*version),
        model: Set(model.to_owned()),
        vector: Set(vector.to_bytes()),
    });
    let columns = [post_vector::Column::Version, post_vector::Column::Model, post_vector::Column::Vector];
    post_vector::Entity::insert_many(rows)
        .on_conflict(OnConflict::column(post_vector::Column::PostId).update_columns(columns).to_owned())
        .exec_without_returning(db.writer())
        .await?;
    Ok(())
}

/// Removes the vectors of posts that are not public any more.
async fn forget_gone(state: &AppState) -> Result<(), AppError> {
    let posts = state.search.ask(|index| (!index.needs_rebuild()).then(|| index.ids_and_versions()).transpose()).await?;
    let Some(posts) = posts else { return Ok(()) };
    let there: HashSet<Uuid> = posts.into_iter().map(|(id, _)| id).collect();
    let mut after = None;
    loop {
        let mut page = post_vector::Entity::find().select_only().column(post_vector::Column::PostId);
        if let Some(after) = after {
            page = page.filter(post_vector::Column::PostId.gt::<Uuid>(after));
        }
        let limit = u64::try_from(BATCH).unwrap_or(u64::MAX);
        let ids: Vec<Uuid> = page.order_by_asc(post_vector::Column::PostId).limit(limit).into_tuple().all(state.db.reader()).await?;
        let Some(last) = ids.last() else { return Ok(()) };
        after = Some(*last);
        let gone: Vec<Uuid> = ids.into_iter().filter(|id| !there.contains(id)).collect();
        if !gone.is_empty() {
            post_vector::Entity::delete_many().filter(post_vector::Column::PostId.is_in(gone)).exec(state.db.writer()).await?;
        }
    }
}
