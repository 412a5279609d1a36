//! What the product itself does with matches: keep them, and tell the people concerned.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{ExprTrait, OnConflict},
};

use crate::{
    bakery::{
        mails::{ListingExpires, NewMatch},
        model::{ListingId, Side},
        policy::renewal_code,
        queries::{self, ListingView},
    },
    error::AppError,
    infra::{
        db::{
            Audit, Db, Object,
            entity::{listing, listing_match},
        },
        i18n::Texts,
    },
    state::AppState,
};

/// Keeps the matches of a listing as it was at `version`: new ones come in, scores are brought up to date, what does not fit any more goes.
///
/// # Errors
/// When the database refuses.
pub async fn keep_matches(
    db: &Db,
    id: ListingId,
    side: Side,
    version: i32,
    found: &[(ListingId, f64)],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let matched = listing::ActiveModel { matched_version: Set(version), ..Default::default() };
    let current = listing::Entity::update_many()
        .set(matched)
        .filter(listing::Column::Id.eq(id))
        .filter(listing::Column::Version.eq(version))
        .exec(tx.on())
        .await?;
    if current.rows_affected == 0 {
        // Changed meanwhile: its next version is looked at in the next round.
        return Ok(());
    }
    let (own, other) = match side {
        Side::Need => (listing_match::Column::NeedId, listing_match::Column::OfferId),
        Side::Offer => (listing_match::Column::OfferId, listing_match::Column::NeedId),
    };
    let others = found.iter().map(|(other, _)| *other);
    listing_match::Entity::delete_many().filter(own.eq(id)).filter(other.is_not_in(others)).exec(tx.on()).await?;
    let rows = found.iter().map(|(other, score)| {
        let (need, offer) = match side {
            Side::Need => (id, *other),
            Side::Offer => (*other, id),
        };
        listing_match::ActiveModel {
            need_id: Set(need),
            offer_id: Set(offer),
            score: Set(*score),
            found_at: Set(now),
            need_mailed_at: Set(None),
            offer_mailed_at: Set(None),
        }
    });
    if !found.is_empty() {
        listing_match::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([listing_match::Column::NeedId, listing_match::Column::OfferId])
                    .update_column(listing_match::Column::Score)
                    .to_owned(),
            )
            .exec_without_returning(tx.on())
            .await?;
    }
    tx.commit(Audit::new("listing.match", Object::new("listing", id)), now).await?;
    Ok(())
}

/// Tells the author of a listing about matches that were not told before; at most once a day, the rest waits for the next day.
///
/// # Errors
/// When the database refuses.
pub async fn tell_matches(
    state: &AppState,
    listing: &ListingView,
    found: &[(ListingView, f64)],
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let told = listing::ActiveModel { matches_mailed_on: Set(Some(today)), ..Default::default() };
    let first_today = listing::Entity::update_many()
        .set(told)
        .filter(listing::Column::Id.eq(listing.id))
        .filter(listing::Column::MatchesMailedOn.is_null().or(listing::Column::MatchesMailedOn.lt(today)))
        .exec(tx.on())
        .await?;
    if first_today.rows_affected == 0 {
        return Ok(());
    }
    let others = found.iter().map(|(other, _)| other.id);
    let update = listing_match::Entity::update_many();
    let update = match listing.side {
        Side::Need => update
            .set(listing_match::ActiveModel { need_mailed_at: Set(Some(now)), ..Default::default() })
            .filter(listing_match::Column::NeedId.eq(listing.id))
            .filter(listing_match::Column::OfferId.is_in(others)),
        Side::Offer => update
            .set(listing_match::ActiveModel { offer_mailed_at: Set(Some(now)), ..Default::default() })
            .filter(listing_match::Column::OfferId.eq(listing.id))
            .filter(listing_match::Column::NeedId.is_in(others)),
    };
    update.exec(tx.on()).await?;
    let contacts = queries::contacts(tx.on(), &[listing.account_id]).await?;
    if let Some(author) = contacts.get(&listing.account_id) {
        let letter = NewMatch { listing, found, day: today }.letter(Texts::new(author.locale));
        state.post.enqueue(&tx, &author.recipient(), letter, now).await?;
    }
    tx.commit(Audit::new("listing.tell_matches", Object::new("listing", listing.id)), now).await?;
    Ok(())
}

/// Tells the author that a listing expires, once per period that it stands.
///
/// # Errors
/// When the database refuses.
pub async fn tell_expiry(state: &AppState, listing: &ListingView, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let told = listing::ActiveModel { expiry_mailed_at: Set(Some(now)), ..Default::default() };
    let first = listing::Entity::update_many()
        .set(told)
        .filter(listing::Column::Id.eq(listing.id))
        .filter(listing::Column::Version.eq(listing.version))
        .filter(listing::Column::ExpiryMailedAt.is_null())
        .exec(tx.on())
        .await?;
    if first.rows_affected == 0 {
        return Ok(());
    }
    let contacts = queries::contacts(tx.on(), &[listing.account_id]).await?;
    if let Some(author) = contacts.get(&listing.account_id) {
        let code = renewal_code(&state.settings.secret_key, listing.id);
        let letter = ListingExpires { listing, code: &code }.letter(Texts::new(author.locale));
        state.post.enqueue(&tx, &author.recipient(), letter, now).await?;
    }
    tx.commit(Audit::new("listing.tell_expiry", Object::new("listing", listing.id)), now).await?;
    Ok(())
}
