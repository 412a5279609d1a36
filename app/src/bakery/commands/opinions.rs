//! What people say of matches. An opinion changes the list of those who gave it, at once, and is a judgement to measure the engine by.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{
    bakery::{model::Opinion, policy::MayJudge},
    error::AppError,
    infra::db::{Db, Object, entity::match_opinion},
};

/// Says whether a match fits; another opinion takes the place of the earlier one.
///
/// # Errors
/// When the database refuses.
pub async fn judge(db: &Db, may: MayJudge, opinion: Opinion, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayJudge { person, judge, need, offer } = may;
    let tx = db.begin().await?;
    let row = match_opinion::ActiveModel {
        need_id: Set(need),
        offer_id: Set(offer),
        judge: Set(judge.id()),
        opinion: Set(opinion),
        account_id: Set(Some(person.id)),
        given_at: Set(now),
    };
    let key = [match_opinion::Column::NeedId, match_opinion::Column::OfferId, match_opinion::Column::Judge];
    let values = [match_opinion::Column::Opinion, match_opinion::Column::AccountId, match_opinion::Column::GivenAt];
    match_opinion::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).update_columns(values).to_owned())
        .exec_without_returning(tx.on())
        .await?;
    let action = match opinion {
        Opinion::Fits => "match.fits",
        Opinion::FitsNot => "match.fits_not",
    };
    tx.commit(person.audit(action, Object::new("listing", need)), now).await?;
    Ok(())
}

/// Takes an opinion back; twice is once.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(db: &Db, may: MayJudge, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayJudge { person, judge, need, offer } = may;
    let tx = db.begin().await?;
    let gone = match_opinion::Entity::delete_by_id((need, offer, judge.id())).exec(tx.on()).await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    tx.commit(person.audit("match.opinion_taken_back", Object::new("listing", need)), now).await?;
    Ok(())
}
