//! What people do with their answers. Each is one transaction with its audit row.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QueryFilter};

use super::{
    model::{Answers, FitProfileId},
    policy::{MayAnswer, Whose},
    queries::of_whom,
};
use crate::{
    error::AppError,
    infra::db::{Db, Object, entity::fit_profile},
};

/// What the log calls it.
const KIND: &str = "fit_profile";

/// Keeps the answers, in the place of earlier ones.
///
/// # Errors
/// When the database refuses.
pub async fn answer(db: &Db, may: MayAnswer, answers: &Answers, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayAnswer { person, whose, kind: _ } = may;
    let json = serde_json::to_string(answers).map_err(|_| AppError::Internal)?;
    let tx = db.begin().await?;
    let known = fit_profile::Entity::find().filter(of_whom(whose)).one(tx.on()).await?;
    let id = known.as_ref().map_or_else(FitProfileId::new, |row| row.id);
    let row = fit_profile::ActiveModel { id: Set(id), answers: Set(json), updated_at: Set(now), ..Default::default() };
    if known.is_some() {
        row.update(tx.on()).await?;
    } else {
        let (account_id, party_id) = match whose {
            Whose::Person(account) => (Some(account), None),
            Whose::Party(party) => (None, Some(party)),
        };
        fit_profile::ActiveModel { account_id: Set(account_id), party_id: Set(party_id), created_at: Set(now), ..row }
            .insert(tx.on())
            .await?;
    }
    tx.commit(person.audit("fits.answer", Object::new(KIND, id)), now).await?;
    Ok(())
}

/// Deletes the answers.
///
/// # Errors
/// [`AppError::NotFound`] when there are none.
pub async fn delete(db: &Db, may: MayAnswer, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayAnswer { person, whose, kind: _ } = may;
    let tx = db.begin().await?;
    let known = fit_profile::Entity::find().filter(of_whom(whose)).one(tx.on()).await?.ok_or(AppError::NotFound)?;
    fit_profile::Entity::delete_by_id(known.id).exec(tx.on()).await?;
    tx.commit(person.audit("fits.delete", Object::new(KIND, known.id)), now).await?;
    Ok(())
}
