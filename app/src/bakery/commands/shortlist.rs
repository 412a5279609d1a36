//! What organisers put aside to decide on, with their notes.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    accounts::model::Organiser,
    bakery::model::ListingId,
    error::AppError,
    infra::db::{Db, Object, entity::shortlist_item},
};

/// Puts a match on the shortlist; one that stands there already keeps its place and gets the new note.
///
/// # Errors
/// When the database refuses, as for a listing that does not exist.
pub async fn put_on_shortlist(
    db: &Db,
    organiser: &Organiser,
    need: ListingId,
    offer: ListingId,
    note: String,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let known = shortlist_item::Entity::find()
        .filter(shortlist_item::Column::NeedId.eq(need))
        .filter(shortlist_item::Column::OfferId.eq(offer))
        .one(tx.on())
        .await?;
    let id = match known {
        Some(item) => {
            let version = item.version;
            let id = item.id;
            let mut item: shortlist_item::ActiveModel = item.into();
            if !note.is_empty() {
                item.note = Set(note);
            }
            item.updated_at = Set(now);
            item.version = Set(version + 1);
            item.update(tx.on()).await?;
            id
        }
        None => {
            let id = Uuid::now_v7();
            shortlist_item::ActiveModel {
                id: Set(id),
                need_id: Set(Some(need)),
                offer_id: Set(Some(offer)),
                proposal_id: Set(None),
                note: Set(note),
                account_id: Set(Some(organiser.person().id)),
                created_at: Set(now),
                updated_at: Set(now),
                version: Set(1),
            }
            .insert(tx.on())
            .await?;
            id
        }
    };
    tx.commit(organiser.person().audit("shortlist.put", Object::new("shortlist_item", id)), now).await?;
    Ok(())
}

/// Writes another note.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else changed it meanwhile or took it off.
pub async fn write_note(db: &Db, organiser: &Organiser, id: Uuid, version: i32, note: String, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let values = shortlist_item::ActiveModel { note: Set(note), updated_at: Set(now), version: Set(version + 1), ..Default::default() };
    let changed = shortlist_item::Entity::update_many()
        .set(values)
        .filter(shortlist_item::Column::Id.eq(id))
        .filter(shortlist_item::Column::Version.eq(version))
        .exec(tx.on())
        .await?;
    if changed.rows_affected == 0 {
        return Err(AppError::Conflict);
    }
    tx.commit(organiser.person().audit("shortlist.note", Object::new("shortlist_item", id)), now).await?;
    Ok(())
}

/// Takes an item off the shortlist; taking it off twice is once.
///
/// # Errors
/// When the database refuses.
pub async fn take_off_shortlist(db: &Db, organiser: &Organiser, id: Uuid, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let gone = shortlist_item::Entity::delete_by_id(id).exec(tx.on()).await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    tx.commit(organiser.person().audit("shortlist.take_off", Object::new("shortlist_item", id)), now).await?;
    Ok(())
}
