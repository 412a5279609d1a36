//! What changes about people and their ways in.

mod address;
mod links;
mod second_factor;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    model::{AccountId, AccountRole, Person},
    queries,
};
use crate::{
    error::AppError,
    infra::{
        db::{
            Audit, Db, Object, Tx,
            entity::{account, session},
        },
        i18n::Locale,
        passwords,
    },
};

pub use address::{AddressLink, ask_new_address, change_address, reads_address_link};
pub use links::{LinkRequest, LinkUse, NewAccount, create_admin, create_setup_link, insert_account, mail_link, use_link};
pub use second_factor::{give_second_factor, remove_second_factor, seal_second_factors, set_up_second_factor};

/// Gives an account a role, and ends its sessions, so that everybody who uses it signs in again.
async fn give_role(tx: &Tx, id: AccountId, role: AccountRole, now: DateTime<Utc>) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::Role, Expr::value(role))
        .col_expr(account::Column::UpdatedAt, Expr::value(now))
        .filter(account::Column::Id.eq(id))
        .exec(tx.on())
        .await?;
    session::Entity::delete_many().filter(session::Column::AccountId.eq(id)).exec(tx.on()).await?;
    Ok(())
}

/// Gives the account of an address a role; says whether there is such an account.
///
/// # Errors
/// When the database refuses.
pub async fn change_role(db: &Db, email: &str, role: AccountRole, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let Some(known) = queries::by_email(tx.on(), email).await? else { return Ok(false) };
    give_role(&tx, known.id, role, now).await?;
    tx.commit(Audit::new("account.change_role", Object::new("account", known.id)).outcome(role.as_str()), now).await?;
    Ok(true)
}

/// Checks a password; the answer for an unknown address takes as long as for a wrong password.
///
/// # Errors
/// When the database refuses.
pub async fn sign_in_with_password(db: &Db, email: &str, password: String, now: DateTime<Utc>) -> Result<Option<AccountId>, AppError> {
    let account = queries::by_email(db.reader(), email).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let fits = passwords::fits(password, hash).await.map_err(|_| AppError::Internal)?;
    let Some(id) = account.map(|account| account.id).filter(|_| fits) else { return Ok(None) };
    let tx = db.begin().await?;
    tx.commit(Audit::new("account.sign_in", Object::new("account", id)).by(id, None::<Uuid>), now).await?;
    Ok(Some(id))
}

/// What a person changes about the own account.
#[derive(Clone, Debug)]
pub struct Profile {
    pub name: String,
    pub locale: Locale,
}

/// Changes name and language.
///
/// # Errors
/// When the database refuses.
pub async fn change_profile(db: &Db, person: &Person, profile: Profile, now: DateTime<Utc>) -> Result<(), AppError> {
    let Profile { name, locale } = profile;
    let columns = account::ActiveModel { name: Set(name), locale: Set(locale), ..Default::default() };
    change_account(db, person, columns, "account.change_profile", now).await
}

/// Writes columns of the own account, in a transaction of its own.
async fn change_account(
    db: &Db,
    person: &Person,
    columns: account::ActiveModel,
    action: &'static str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let tx = db.begin().await?;
    update_account(&tx, person.id, columns, now).await?;
    tx.commit(person.audit(action, Object::new("account", person.id)), now).await?;
    Ok(())
}

async fn update_account(tx: &Tx, id: AccountId, columns: account::ActiveModel, now: DateTime<Utc>) -> Result<(), DbErr> {
    account::Entity::update_many()
        .set(account::ActiveModel { updated_at: Set(now), ..columns })
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .filter(account::Column::Id.eq(id))
        .exec(tx.on())
        .await?;
    Ok(())
}

/// Sets or changes the password, and ends all other sessions. `session` is the row of the session that asks.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(db: &Db, person: &Person, password: String, session: Option<&str>, now: DateTime<Utc>) -> Result<(), AppError> {
    let hash = passwords::hash(password).await.map_err(|_| AppError::Internal)?;
    let tx = db.begin().await?;
    update_account(&tx, person.id, account::ActiveModel { password_hash: Set(Some(hash)), ..Default::default() }, now).await?;
    delete_other_sessions(&tx, person.id, session).await?;
    tx.commit(person.audit("account.set_password", Object::new("account", person.id)), now).await?;
    Ok(())
}

async fn delete_other_sessions(tx: &Tx, account: AccountId, session: Option<&str>) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::Id.ne(session.unwrap_or_default()))
        .exec(tx.on())
        .await?;
    Ok(())
}

/// Ends one of the own sessions; one that has ended meanwhile is fine too.
///
/// # Errors
/// When the database refuses.
pub async fn end_session(db: &Db, person: &Person, public_id: Uuid, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(person.id))
        .filter(session::Column::PublicId.eq(public_id))
        .exec(tx.on())
        .await?;
    tx.commit(person.audit("account.end_session", Object::new("account", person.id)), now).await?;
    Ok(())
}

/// Ends all own sessions but the one that asks.
///
/// # Errors
/// When the database refuses.
pub async fn end_other_sessions(db: &Db, person: &Person, session: Option<&str>, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    delete_other_sessions(&tx, person.id, session).await?;
    tx.commit(person.audit("account.end_other_sessions", Object::new("account", person.id)), now).await?;
    Ok(())
}
