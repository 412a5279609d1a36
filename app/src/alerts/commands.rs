//! What people do with saved searches, and what the jobs note and tell. Each is one transaction with its audit row.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc, Weekday};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{
    mails::{Group, Item, News},
    model::{AlertState, Criteria, Heard, MOST_SEARCHES, Rhythm, SavedSearchId, last_digest},
    policy::MayEdit,
    posts::{self, CALL, LISTING, PostFacts},
    queries::{self, Batch},
    watchers,
};
use crate::{
    accounts::model::{AccountId, Person},
    bakery::{self, model::ListingId},
    calls::{
        self,
        model::{CallId, Phase},
    },
    error::AppError,
    infra::{
        clock::local_day,
        db::{
            Audit, Db, Object, Tx,
            entity::{account, alert_post, job_cursor, outbox, saved_search, search_alert},
        },
        i18n::Texts,
        mail::{Post, Recipient, outbox::suppression},
    },
    notifications,
    state::AppState,
};

/// Rows in one insert.
const ROWS: usize = 500;

/// Posts that one mail can tell of; whoever is told of more finds them on the results page.
const MOST_TOLD: u64 = 10_000;

/// Why a search is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// Under that name it is kept already.
    Same(String),
    TooMany,
}

/// Keeps a search under a name.
///
/// # Errors
/// When the database refuses.
pub async fn save(
    db: &Db,
    person: &Person,
    name: String,
    criteria: &Criteria,
    rhythm: Rhythm,
    now: DateTime<Utc>,
) -> Result<Result<SavedSearchId, NotSaved>, AppError> {
    let id = SavedSearchId::new();
    let json = serde_json::to_string(criteria).map_err(|_| AppError::Internal)?;
    let mut tx = db.begin().await?;
    if let Some(same) = queries::same(tx.on(), person.id, criteria.target, &json).await? {
        return Ok(Err(NotSaved::Same(same.name)));
    }
    if queries::count(tx.on(), person.id).await? >= MOST_SEARCHES {
        return Ok(Err(NotSaved::TooMany));
    }
    saved_search::ActiveModel {
        id: Set(id),
        account_id: Set(person.id),
        name: Set(name),
        target: Set(criteria.target),
        criteria: Set(json),
        rhythm: Set(rhythm),
        created_at: Set(now),
        updated_at: Set(now),
    }
    .insert(tx.on())
    .await?;
    tx.changed(Object::new(watchers::KIND, id));
    tx.commit(person.audit("search.save", Object::new(watchers::KIND, id)), now).await?;
    Ok(Ok(id))
}

/// Gives a search another name or rhythm. What waits when it is switched off is never told.
///
/// # Errors
/// When the database refuses.
pub async fn change(db: &Db, may: MayEdit, name: String, rhythm: Rhythm, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayEdit { person, search } = may;
    let tx = db.begin().await?;
    set(&tx, search.id, saved_search::ActiveModel { name: Set(name), rhythm: Set(rhythm), ..Default::default() }, now).await?;
    tx.commit(person.audit("search.change", Object::new(watchers::KIND, search.id)), now).await?;
    Ok(())
}

/// Gives a search of that address another rhythm, for whoever holds the signed link of a mail about it. Nothing happens when it is gone.
///
/// # Errors
/// When the database refuses.
pub async fn switch_by_link(
    db: &Db,
    post: &Post,
    address: &str,
    id: SavedSearchId,
    rhythm: Rhythm,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let Some(heard) = queries::heard(tx.on(), address, id).await? else { return Ok(()) };
    set(&tx, id, saved_search::ActiveModel { rhythm: Set(rhythm), ..Default::default() }, now).await?;
    if rhythm == Rhythm::Off {
        suppression::unwanted(&tx, address, post.unsubscribe_urls(address, &heard.link_name())).await?;
    }
    let audit = Audit::new("search.switch", Object::new(watchers::KIND, id)).outcome(if rhythm == Rhythm::Off { "off" } else { "on" });
    Ok(tx.commit(audit, now).await?)
}

async fn set(tx: &Tx, id: SavedSearchId, mut row: saved_search::ActiveModel, now: DateTime<Utc>) -> Result<(), AppError> {
    row.updated_at = Set(now);
    let off = row.rhythm == Set(Rhythm::Off);
    saved_search::Entity::update_many().set(row).filter(saved_search::Column::Id.eq(id)).exec(tx.on()).await?;
    if off {
        search_alert::Entity::update_many()
            .set(search_alert::ActiveModel { state: Set(AlertState::LeftOut), done_at: Set(Some(now)), ..Default::default() })
            .filter(search_alert::Column::SearchId.eq(id))
            .filter(search_alert::Column::State.eq(AlertState::Waiting))
            .exec(tx.on())
            .await?;
    }
    Ok(())
}

/// Deletes a search and all that is known of it.
///
/// # Errors
/// When the database refuses.
pub async fn delete(db: &Db, may: MayEdit, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayEdit { person, search } = may;
    let mut tx = db.begin().await?;
    saved_search::Entity::delete_by_id(search.id).exec(tx.on()).await?;
    tx.changed(Object::new(watchers::KIND, search.id));
    tx.commit(person.audit("search.delete", Object::new(watchers::KIND, search.id)), now).await?;
    Ok(())
}

/// Notes which searches find the posts that changed, some hundreds of rows of the change log at a time. Gives how many rows it dealt with; none when
/// there is nothing to do or another process does it.
///
/// # Errors
/// When the database refuses; then nothing is noted and the next run begins at the same row.
pub async fn note_found(state: &AppState, now: DateTime<Utc>) -> Result<usize, AppError> {
    let tx = state.db.begin().await?;
    let Some(cursor) = queries::take_cursor(tx.on()).await? else { return Ok(0) };
    let rows = queries::changes(tx.on(), cursor).await?;
    let Some(last) = rows.last().map(|row| row.seq) else { return Ok(0) };
    // Of each post its last change.
    let changed: HashMap<Uuid, (Object, DateTime<Utc>)> = rows.iter().map(|row| (row.object.id, (row.object, row.at))).collect();
    let objects: Vec<Object> = changed.values().map(|(object, _)| *object).collect();
    let ids: Vec<Uuid> = changed.keys().copied().collect();
    let mut present = posts::load(tx.on(), &objects).await?;
    let gone: Vec<Uuid> = ids.iter().copied().filter(|id| !present.contains_key(id)).collect();
    // What has expired waits until it is renewed, and is then compared with how it was last public.
    present.retain(|_, facts| facts.document.is_findable(now));
    let seen = queries::seen(tx.on(), &ids).await?;
    let found = newly_found(state, &tx, &present, &seen).await?;
    for (facts, ids) in &found {
        let object = facts.object();
        let at = changed.get(&object.id).map_or(now, |(_, at)| *at);
        note(&tx, object, ids, at, now).await?;
    }
    remember(&tx, present.values()).await?;
    forget(&tx, &gone).await?;
    job_cursor::Entity::update_many()
        .col_expr(job_cursor::Column::Seq, Expr::value(last))
        .filter(job_cursor::Column::Name.eq(queries::CURSOR))
        .exec(tx.on())
        .await?;
    tx.commit(Audit::new("search.find", Object::new("job_cursor", Uuid::now_v7())), now).await?;
    Ok(rows.len())
}

/// Gives for each post the searches that find it now and did not find it as it was last seen.
async fn newly_found<'a>(
    state: &AppState,
    tx: &Tx,
    present: &'a HashMap<Uuid, PostFacts>,
    seen: &HashMap<Uuid, PostFacts>,
) -> Result<Vec<(&'a PostFacts, Vec<SavedSearchId>)>, AppError> {
    let mut compared = Vec::new();
    let mut tested = Vec::new();
    for facts in present.values() {
        let before = seen.get(&facts.document.id);
        tested.push(facts.post(tx.on()).await?);
        if let Some(before) = before {
            tested.push(before.post(tx.on()).await?);
        }
        compared.push((facts, before.is_some()));
    }
    let mut matching = state.watchers.matching(&state.db, &state.search, tested).await?.into_iter();
    let mut found = Vec::new();
    for (facts, known) in compared {
        let mut now = matching.next().unwrap_or_default();
        if known {
            let before: HashSet<SavedSearchId> = matching.next().unwrap_or_default().into_iter().collect();
            now.retain(|id| !before.contains(id));
        }
        found.push((facts, now));
    }
    Ok(found)
}

/// Notes that searches find a post, each once; not those of the people to whom it belongs.
async fn note(tx: &Tx, object: Object, ids: &[SavedSearchId], at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), AppError> {
    if ids.is_empty() {
        return Ok(());
    }
    let owners = queries::owners(tx.on(), object).await?;
    let listening = queries::listening(tx.on(), ids, at).await?;
    let rows: Vec<_> = listening
        .into_iter()
        .filter(|(_, account)| !owners.contains(account))
        .map(|(search, _)| search_alert::ActiveModel {
            search_id: Set(search),
            object_id: Set(object.id),
            object_kind: Set(object.kind.to_owned()),
            state: Set(AlertState::Waiting),
            found_at: Set(now),
            done_at: Set(None),
        })
        .collect();
    for rows in rows.chunks(ROWS) {
        search_alert::Entity::insert_many(rows.iter().cloned())
            .on_conflict(OnConflict::columns([search_alert::Column::SearchId, search_alert::Column::ObjectId]).do_nothing().to_owned())
            .exec_without_returning(tx.on())
            .await?;
    }
    Ok(())
}

/// Keeps posts as searches have now seen them.
async fn remember(tx: &Tx, posts: impl Iterator<Item = &PostFacts>) -> Result<(), AppError> {
    let mut rows = Vec::new();
    for facts in posts {
        let object = facts.object();
        rows.push(alert_post::ActiveModel {
            object_id: Set(object.id),
            object_kind: Set(object.kind.to_owned()),
            facts: Set(serde_json::to_string(facts).map_err(|_| AppError::Internal)?),
        });
    }
    for rows in rows.chunks(ROWS) {
        alert_post::Entity::insert_many(rows.iter().cloned())
            .on_conflict(OnConflict::column(alert_post::Column::ObjectId).update_column(alert_post::Column::Facts).to_owned())
            .exec_without_returning(tx.on())
            .await?;
    }
    Ok(())
}

/// Forgets posts that are closed or gone.
async fn forget(tx: &Tx, ids: &[Uuid]) -> Result<(), AppError> {
    if !ids.is_empty() {
        alert_post::Entity::delete_many().filter(alert_post::Column::ObjectId.is_in(ids.iter().copied())).exec(tx.on()).await?;
    }
    Ok(())
}

/// Tells a person in one mail what waits. Of several processes that try, one takes the rows and the others find none.
///
/// # Errors
/// When the database refuses; then all of it still waits.
pub async fn tell(state: &AppState, account: AccountId, batch: Batch, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let weekday = notifications::queries::habits(tx.on(), account).await?.weekday;
    let gathered_until = last_digest(Rhythm::Daily, weekday, now);
    let dedupe_key = match batch {
        Batch::Direct => None,
        Batch::Gathered => Some(format!("search_digest:{account}:{}", local_day(gathered_until))),
    };
    if let Some(key) = &dedupe_key
        && outbox::Entity::find().filter(outbox::Column::DedupeKey.eq(key)).one(tx.on()).await?.is_some()
    {
        // What came in too late for this morning's mail goes with the next one.
        return Ok(());
    }
    let taken = take(&tx, account, batch, weekday, now).await?;
    if taken.is_empty() {
        return Ok(());
    }
    let Some(to) = account::Entity::find_by_id(account).one(tx.on()).await? else { return Ok(()) };
    let to = Recipient { address: to.email, name: to.name, account_id: Some(to.id), locale: to.locale };
    let t = Texts::new(to.locale);
    let (groups, left_out) = groups(&tx, t, account, &to.address, &taken, now).await?;
    for (search, object) in left_out {
        search_alert::Entity::update_many()
            .set(search_alert::ActiveModel { state: Set(AlertState::LeftOut), ..Default::default() })
            .filter(search_alert::Column::SearchId.eq(search))
            .filter(search_alert::Column::ObjectId.eq(object))
            .exec(tx.on())
            .await?;
    }
    if !groups.is_empty() {
        let letter = News { groups: &groups, batch, account, dedupe_key }.letter(t);
        state.post.enqueue(&tx, &to, letter, now).await?;
    }
    tx.commit(Audit::new("search.tell", Object::new("account", account)), now).await?;
    Ok(())
}

/// Marks what waits as told and gives it.
async fn take(
    tx: &Tx,
    account: AccountId,
    batch: Batch,
    weekday: Weekday,
    now: DateTime<Utc>,
) -> Result<Vec<search_alert::Model>, AppError> {
    let of = |rhythm: Rhythm| {
        let searches = saved_search::Entity::find()
            .select_only()
            .column(saved_search::Column::Id)
            .filter(saved_search::Column::AccountId.eq(account))
            .filter(saved_search::Column::Rhythm.eq(rhythm));
        search_alert::Column::SearchId.in_subquery(searches.into_query())
    };
    let before = |rhythm: Rhythm| of(rhythm).and(search_alert::Column::FoundAt.lt(last_digest(rhythm, weekday, now)));
    let which = match batch {
        Batch::Direct => of(Rhythm::Direct),
        Batch::Gathered => before(Rhythm::Daily).or(before(Rhythm::Weekly)),
    };
    // Locked, so that a second process waits here and then finds nothing.
    let taken = search_alert::Entity::find()
        .filter(search_alert::Column::State.eq(AlertState::Waiting))
        .filter(which)
        .order_by_asc(search_alert::Column::SearchId)
        .order_by_asc(search_alert::Column::ObjectId)
        .limit(MOST_TOLD)
        .lock_exclusive()
        .all(tx.on())
        .await?;
    for rows in taken.chunk_by(|one, other| one.search_id == other.search_id) {
        let Some(first) = rows.first() else { continue };
        search_alert::Entity::update_many()
            .set(search_alert::ActiveModel { state: Set(AlertState::Told), done_at: Set(Some(now)), ..Default::default() })
            .filter(search_alert::Column::SearchId.eq(first.search_id))
            .filter(search_alert::Column::ObjectId.is_in(rows.iter().map(|row| row.object_id)))
            .exec(tx.on())
            .await?;
    }
    Ok(taken)
}

/// Groups what is told by search, and gives beside it what is not: posts that are gone or ended, and posts that this person was told about before.
async fn groups(
    tx: &Tx,
    t: Texts,
    account: AccountId,
    address: &str,
    taken: &[search_alert::Model],
    now: DateTime<Utc>,
) -> Result<(Vec<Group>, Vec<(SavedSearchId, Uuid)>), AppError> {
    let items = items(tx, t, taken, now).await?;
    let searches = queries::own(tx.on(), account).await?;
    let labels = queries::area_labels(tx.on(), searches.iter().map(|search| &search.criteria)).await?;
    let now_told: HashSet<(SavedSearchId, Uuid)> = taken.iter().map(|row| (row.search_id, row.object_id)).collect();
    let mut told: HashSet<Uuid> = search_alert::Entity::find()
        .filter(search_alert::Column::SearchId.is_in(searches.iter().map(|search| search.id)))
        .filter(search_alert::Column::ObjectId.is_in(taken.iter().map(|row| row.object_id)))
        .filter(search_alert::Column::State.eq(AlertState::Told))
        .all(tx.on())
        .await?
        .into_iter()
        .filter(|row| !now_told.contains(&(row.search_id, row.object_id)))
        .map(|row| row.object_id)
        .collect();
    // What somebody heard of by following something is not told again.
    let posts: Vec<Uuid> = taken.iter().map(|row| row.object_id).collect();
    told.extend(notifications::followers::heard_of(tx.on(), account, address, &posts).await?);
    let mut groups = Vec::new();
    let mut left_out = Vec::new();
    for search in searches {
        let mut list: Vec<Item> = Vec::new();
        for row in taken.iter().filter(|row| row.search_id == search.id) {
            match items.get(&row.object_id) {
                Some(item) if told.insert(row.object_id) => list.push(item.clone()),
                _ => left_out.push((row.search_id, row.object_id)),
            }
        }
        list.sort_by_key(|item| std::cmp::Reverse(item.published_at));
        if !list.is_empty() {
            let results = search.criteria.results(|code| labels.get(code).cloned());
            groups.push(Group { search: Heard { id: search.id, name: search.name, rhythm: search.rhythm }, results, items: list });
        }
    }
    Ok((groups, left_out))
}

/// Loads what a mail says of posts that still stand open.
async fn items(tx: &Tx, t: Texts, taken: &[search_alert::Model], now: DateTime<Utc>) -> Result<HashMap<Uuid, Item>, AppError> {
    let ids = |kind: &'static str| {
        let ids: HashSet<Uuid> = taken.iter().filter(|row| row.object_kind == kind).map(|row| row.object_id).collect();
        ids.into_iter()
    };
    let mut items = HashMap::new();
    let listings: Vec<ListingId> = ids(LISTING).map(ListingId).collect();
    for listings in listings.chunks(ROWS) {
        for listing in bakery::queries::by_ids(tx.on(), listings).await? {
            if listing.standing(now).is_public() {
                items.insert(listing.id.0, Item::of_listing(t, &listing));
            }
        }
    }
    let calls: Vec<CallId> = ids(CALL).map(CallId).collect();
    for calls in calls.chunks(ROWS) {
        for call in calls::queries::by_ids(tx.on(), calls).await? {
            if matches!(call.phase(now), Phase::Open | Phase::Scheduled) {
                items.insert(call.id.0, Item::of_call(t, &call));
            }
        }
    }
    Ok(items)
}
