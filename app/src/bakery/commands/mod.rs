//! What people do in the businessbakkerij, one function per sentence: post, change, renew and close a listing; matches, shortlist and
//! introductions have a file each.

pub mod introductions;
pub mod matches;
pub mod opinions;
pub mod shortlist;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{
    model::{ListingDraft, ListingId, ListingState, renewed},
    policy::{MayEdit, MayPost, MayRenew},
};
use crate::{
    error::AppError,
    infra::db::{
        Audit, Db, Object, Tx,
        entity::{listing, listing_match, listing_resource, listing_theme},
    },
};

/// Posts a listing in the name that `may` allows.
///
/// # Errors
/// When the database refuses.
pub async fn post(db: &Db, may: MayPost, draft: ListingDraft, now: DateTime<Utc>) -> Result<ListingId, AppError> {
    let MayPost { person, party_id } = may;
    let id = ListingId::new();
    let ListingDraft {
        side,
        party_id: _,
        title,
        body,
        locale,
        themes,
        contributions,
        area_code,
        reach_km,
        online,
        starts_on,
        ends_on,
        expires_at,
    } = draft;
    let mut tx = db.begin().await?;
    listing::ActiveModel {
        id: Set(id),
        side: Set(side),
        account_id: Set(person.id),
        party_id: Set(party_id),
        title: Set(title),
        body: Set(body),
        locale: Set(locale),
        area_code: Set(area_code),
        reach_km: Set(reach_km),
        online: Set(online),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        state: Set(ListingState::Open),
        published_at: Set(now),
        expires_at: Set(expires_at),
        expiry_mailed_at: Set(None),
        closed_at: Set(None),
        matched_version: Set(0),
        matches_mailed_on: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    }
    .insert(tx.on())
    .await?;
    put_details(&tx, id, themes, contributions).await?;
    tx.changed(Object::new("listing", id));
    let audit = Audit::new("listing.post", Object::new("listing", id)).by(person.id, party_id);
    tx.commit(audit, now).await?;
    Ok(id)
}

async fn put_details(
    tx: &Tx,
    id: ListingId,
    themes: Vec<crate::themes::Theme>,
    contributions: Vec<super::model::Contribution>,
) -> Result<(), AppError> {
    listing_theme::Entity::delete_many().filter(listing_theme::Column::ListingId.eq(id)).exec(tx.on()).await?;
    listing_resource::Entity::delete_many().filter(listing_resource::Column::ListingId.eq(id)).exec(tx.on()).await?;
    let themes = themes.into_iter().map(|theme| listing_theme::ActiveModel { listing_id: Set(id), theme: Set(theme) });
    listing_theme::Entity::insert_many(themes).exec_without_returning(tx.on()).await?;
    let contributions = contributions.into_iter().map(|contribution| listing_resource::ActiveModel {
        listing_id: Set(id),
        resource: Set(contribution.resource),
        quantity: Set(contribution.quantity),
        unit: Set(contribution.unit),
    });
    listing_resource::Entity::insert_many(contributions).exec_without_returning(tx.on()).await?;
    Ok(())
}

/// Changes an open listing; its side and its party stay.
///
/// # Errors
/// [`AppError::Conflict`] when it is not at `version` any more, or closed.
pub async fn change(db: &Db, may: MayEdit, draft: ListingDraft, version: i32, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayEdit { person, id } = may;
    let ListingDraft {
        side: _,
        party_id: _,
        title,
        body,
        locale,
        themes,
        contributions,
        area_code,
        reach_km,
        online,
        starts_on,
        ends_on,
        expires_at,
    } = draft;
    let mut tx = db.begin().await?;
    let values = listing::ActiveModel {
        title: Set(title),
        body: Set(body),
        locale: Set(locale),
        area_code: Set(area_code),
        reach_km: Set(reach_km),
        online: Set(online),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        expires_at: Set(expires_at),
        expiry_mailed_at: Set(None),
        updated_at: Set(now),
        version: Set(version + 1),
        ..Default::default()
    };
    let changed = listing::Entity::update_many()
        .set(values)
        .filter(listing::Column::Id.eq(id))
        .filter(listing::Column::Version.eq(version))
        .filter(listing::Column::State.eq(ListingState::Open))
        .exec(tx.on())
        .await?;
    if changed.rows_affected == 0 {
        return Err(AppError::Conflict);
    }
    put_details(&tx, id, themes, contributions).await?;
    tx.changed(Object::new("listing", id));
    tx.commit(person.audit("listing.change", Object::new("listing", id)), now).await?;
    Ok(())
}

/// Closes a listing: nobody sees or matches it any more. Closing twice is closing once.
///
/// # Errors
/// When the database refuses.
pub async fn close(db: &Db, may: MayEdit, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayEdit { person, id } = may;
    let mut tx = db.begin().await?;
    let values =
        listing::ActiveModel { state: Set(ListingState::Closed), closed_at: Set(Some(now)), updated_at: Set(now), ..Default::default() };
    let closed = listing::Entity::update_many()
        .set(values)
        .col_expr(listing::Column::Version, Expr::col(listing::Column::Version).add(1))
        .filter(listing::Column::Id.eq(id))
        .filter(listing::Column::State.eq(ListingState::Open))
        .exec(tx.on())
        .await?;
    if closed.rows_affected == 0 {
        return Ok(());
    }
    listing_match::Entity::delete_many()
        .filter(listing_match::Column::NeedId.eq(id).or(listing_match::Column::OfferId.eq(id)))
        .exec(tx.on())
        .await?;
    tx.changed(Object::new("listing", id));
    tx.commit(person.audit("listing.close", Object::new("listing", id)), now).await?;
    Ok(())
}

/// Renews a listing that was not closed, also one that has expired: it stands sixty days from now.
///
/// # Errors
/// [`AppError::NotFound`] when it is gone, [`AppError::Conflict`] when it was closed or changed meanwhile.
pub async fn renew(db: &Db, may: MayRenew, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayRenew { person, id } = may;
    let mut tx = db.begin().await?;
    let row = listing::Entity::find_by_id(id).one(tx.on()).await?.ok_or(AppError::NotFound)?;
    if row.state != ListingState::Open {
        return Err(AppError::Conflict);
    }
    let values = listing::ActiveModel {
        expires_at: Set(renewed(row.expires_at, now)),
        expiry_mailed_at: Set(None),
        published_at: Set(now),
        updated_at: Set(now),
        version: Set(row.version + 1),
        ..Default::default()
    };
    let changed = listing::Entity::update_many()
        .set(values)
        .filter(listing::Column::Id.eq(id))
        .filter(listing::Column::Version.eq(row.version))
        .exec(tx.on())
        .await?;
    if changed.rows_affected == 0 {
        return Err(AppError::Conflict);
    }
    tx.changed(Object::new("listing", id));
    let audit = match person {
        Some(person) => person.audit("listing.renew", Object::new("listing", id)),
        None => Audit::new("listing.renew", Object::new("listing", id)),
    };
    tx.commit(audit, now).await?;
    Ok(())
}
