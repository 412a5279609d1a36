//! Addresses to which nothing goes any more, because their server said that there is no such mailbox. Mailing on would make other servers distrust us.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{SWITCHED_OFF, Status};
use crate::{
    infra::db::{
        Audit, Db, Object, Tx,
        entity::{mail_suppression, outbox},
    },
    notifications::model::Event,
};

/// Stands as the reason in a row that did not go because its address is suppressed.
pub const REASON: &str = "no such mailbox";

/// How many addresses are listed.
const MOST: u64 = 200;

/// Says whether a mail of that kind stays behind when its address is suppressed. A link to sign in, or to a new address, does not: somebody asked for it
/// just now, and its arrival shows that the mailbox is there.
pub(super) fn holds_for(kind: &str) -> bool {
    ![Event::SignIn, Event::Address].map(Event::as_str).contains(&kind)
}

/// An address to which nothing goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    pub id: Uuid,
    pub address: String,
    /// What the server said.
    pub answer: String,
    pub since: DateTime<Utc>,
}

/// Lists the suppressed addresses, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Suppressed>, DbErr> {
    let rows = mail_suppression::Entity::find().order_by_desc(mail_suppression::Column::CreatedAt).limit(MOST).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|mail_suppression::Model { address, id, answer, created_at }| Suppressed { id, address, answer, since: created_at })
        .collect())
}

/// Gives which of the addresses of these rows are suppressed.
pub(super) async fn among(db: &impl ConnectionTrait, rows: &[outbox::Model]) -> Result<HashSet<String>, DbErr> {
    let addresses: HashSet<&str> = rows.iter().map(|row| row.to_address.as_str()).collect();
    if addresses.is_empty() {
        return Ok(HashSet::new());
    }
    let found = mail_suppression::Entity::find()
        .select_only()
        .column(mail_suppression::Column::Address)
        .filter(mail_suppression::Column::Address.is_in(addresses))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// Notes that there is no such mailbox.
///
/// # Errors
/// When the database refuses.
pub async fn add(db: &impl ConnectionTrait, address: &str, answer: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = mail_suppression::ActiveModel {
        address: Set(address.to_owned()),
        id: Set(Uuid::now_v7()),
        answer: Set(answer.to_owned()),
        created_at: Set(now),
    };
    mail_suppression::Entity::insert(row)
        .on_conflict(
            OnConflict::column(mail_suppression::Column::Address)
                .update_columns([mail_suppression::Column::Answer, mail_suppression::Column::CreatedAt])
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Forgets it: a mail arrived.
pub(super) async fn arrived(db: &impl ConnectionTrait, address: &str) -> Result<(), DbErr> {
    mail_suppression::Entity::delete_by_id(address).exec(db).await?;
    Ok(())
}

/// Leaves behind what waits for an address and is about one thing only, which its reader does not want any more: `links` are the addresses that stop it.
///
/// # Errors
/// When the database refuses.
pub async fn unwanted(tx: &Tx, address: &str, links: impl IntoIterator<Item = String>) -> Result<(), DbErr> {
    outbox::Entity::update_many()
        .col_expr(outbox::Column::Status, Expr::value(Status::Suppressed.as_str()))
        .col_expr(outbox::Column::LastError, Expr::value(SWITCHED_OFF))
        .filter(outbox::Column::Status.eq(Status::Waiting.as_str()))
        .filter(outbox::Column::ToAddress.eq(address))
        .filter(outbox::Column::UnsubscribeUrl.is_in(links))
        .exec(tx.on())
        .await?;
    Ok(())
}

/// Lets mail go to an address again; says whether it was suppressed.
///
/// # Errors
/// When the database refuses.
pub async fn lift(db: &Db, id: Uuid, audit: Audit, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin().await?;
    let lifted = mail_suppression::Entity::delete_many().filter(mail_suppression::Column::Id.eq(id)).exec(tx.on()).await?;
    if lifted.rows_affected == 0 {
        return Ok(false);
    }
    tx.commit(Audit { object: Object::new("mail_suppression", id), ..audit }, now).await?;
    Ok(true)
}
