//! The second factor: set up, given, switched off.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use super::{change_account, delete_other_sessions, update_account};
use crate::{
    accounts::{
        model::{AccountId, Person, second_factor_of},
        queries,
    },
    error::AppError,
    infra::{
        db::{Db, Object, entity::account},
        seal::{Seal, is_sealed},
    },
};

/// Sets up the second factor with the secret, sealed, that the app has; `step` is that of the code which proved it.
///
/// # Errors
/// When the database refuses.
pub async fn set_up_second_factor(db: &Db, person: &Person, sealed: String, step: i64, now: DateTime<Utc>) -> Result<(), AppError> {
    let columns = account::ActiveModel {
        totp_secret: Set(Some(sealed)),
        totp_enabled_at: Set(Some(now)),
        totp_last_step: Set(Some(step)),
        ..Default::default()
    };
    change_account(db, person, columns, "account.set_up_second_factor", now).await
}

/// Takes a code of the second factor. A step counts once, whoever is first.
///
/// # Errors
/// When the database refuses.
pub async fn give_second_factor(db: &Db, person: &Person, step: i64, now: DateTime<Utc>) -> Result<bool, AppError> {
    let tx = db.begin().await?;
    if !take_step(tx.on(), person.id, step).await? {
        return Ok(false);
    }
    tx.commit(person.audit("account.give_second_factor", Object::new("account", person.id)), now).await?;
    Ok(true)
}

async fn take_step(db: &impl ConnectionTrait, id: AccountId, step: i64) -> Result<bool, DbErr> {
    let taken = account::Entity::update_many()
        .col_expr(account::Column::TotpLastStep, Expr::value(step))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::TotpEnabledAt.is_not_null())
        .filter(Condition::any().add(account::Column::TotpLastStep.is_null()).add(account::Column::TotpLastStep.lt(step)))
        .exec(db)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Switches the second factor off, with a code of it, and ends all other sessions. `false` when the code was used before.
///
/// # Errors
/// When the database refuses.
pub async fn remove_second_factor(
    db: &Db,
    person: &Person,
    step: i64,
    session: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let tx = db.begin().await?;
    if !take_step(tx.on(), person.id, step).await? {
        return Ok(false);
    }
    let columns = account::ActiveModel { totp_secret: Set(None), totp_enabled_at: Set(None), ..Default::default() };
    update_account(&tx, person.id, columns, now).await?;
    delete_other_sessions(&tx, person.id, session).await?;
    tx.commit(person.audit("account.remove_second_factor", Object::new("account", person.id)), now).await?;
    Ok(true)
}

/// Seals secrets of second factors that were stored before they were sealed, and gives how many.
///
/// # Errors
/// When the database refuses.
pub async fn seal_second_factors(db: &Db, seal: &Seal) -> Result<usize, DbErr> {
    let open: Vec<(AccountId, String)> =
        queries::second_factors(db.reader()).await?.into_iter().filter(|(_, secret)| !is_sealed(secret)).collect();
    for (id, secret) in &open {
        account::Entity::update_many()
            .col_expr(account::Column::TotpSecret, Expr::value(seal.seal(&second_factor_of(*id), secret)))
            .filter(account::Column::Id.eq(*id))
            // Unless it was changed meanwhile.
            .filter(account::Column::TotpSecret.eq(secret))
            .exec(db.writer())
            .await?;
    }
    Ok(open.len())
}
