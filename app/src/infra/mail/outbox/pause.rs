//! The pause of all mail while the mail server takes nothing: one row in the database, so that every node knows of it and no mail uses up its tries.
//!
//! A worker that fails often enough in a row, with nothing in between that went, writes the row. From then on one mail at a time is tried, with longer and longer
//! between the tries; the first that the server deals with ends the pause.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Statement,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::infra::{
    db::{Audit, Db, Object, entity::mail_pause},
    mail::{one_line, transport::Failure},
};

/// The one row.
const ID: i32 = 1;

/// Failures in a row that make a pause, each by its weight.
pub(super) const ENOUGH: u32 = 20;

/// What a failure weighs: a server that answers "no" may mean that one mail, one that cannot be reached hardly does.
pub(super) fn weight(failure: &Failure) -> u32 {
    match failure {
        Failure::Unreachable(_) | Failure::Broken(_) => 7,
        Failure::Later(_) | Failure::Refused(_) => 1,
        // The server works, and knows its mailboxes.
        Failure::NoSuchMailbox(_) => 0,
    }
}

/// How long until the next try, by how many there were.
fn backoff(probes: i32) -> TimeDelta {
    TimeDelta::minutes(match probes {
        ..=0 => 1,
        1 => 2,
        2 => 5,
        _ => 10,
    })
}

/// What a worker may do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Go,
    /// One mail, to see whether the server is well again.
    Try,
    Wait,
}

/// A pause, as an organiser sees it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Pause {
    pub since: DateTime<Utc>,
    /// What the server said last, or why it said nothing.
    pub answer: String,
    pub waiting: i64,
}

/// Gives the pause that there is now.
///
/// # Errors
/// When the database refuses.
pub async fn now(db: &impl ConnectionTrait) -> Result<Option<Pause>, DbErr> {
    let sql = "select since, answer, (select count(*) from outbox where status in ('waiting', 'sending')) as waiting from mail_pause where id = 1";
    Pause::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).one(db).await
}

/// Says whether a worker may go on; of several that ask, one gets the next try.
pub(super) async fn turn(db: &Db, now: DateTime<Utc>) -> Result<Turn, DbErr> {
    let Some(pause) = mail_pause::Entity::find_by_id(ID).one(db.reader()).await? else { return Ok(Turn::Go) };
    if pause.probe_at > now {
        return Ok(Turn::Wait);
    }
    let mine = mail_pause::Entity::update_many()
        .col_expr(mail_pause::Column::Probes, Expr::value(pause.probes.saturating_add(1)))
        .col_expr(mail_pause::Column::ProbeAt, Expr::value(now + backoff(pause.probes.saturating_add(1))))
        .filter(mail_pause::Column::Id.eq(ID))
        .filter(mail_pause::Column::Probes.eq(pause.probes))
        .exec(db.writer())
        .await?;
    Ok(if mine.rows_affected == 1 { Turn::Try } else { Turn::Wait })
}

/// Begins a pause, unless there is one.
pub(super) async fn begin(db: &Db, failure: &Failure, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    let row = mail_pause::ActiveModel {
        id: Set(ID),
        since: Set(now),
        answer: Set(shown(failure)),
        probes: Set(0),
        probe_at: Set(now + backoff(0)),
    };
    let begun = mail_pause::Entity::insert(row)
        .on_conflict(OnConflict::column(mail_pause::Column::Id).do_nothing().to_owned())
        .exec_without_returning(tx.on())
        .await?;
    if begun == 0 {
        return Ok(());
    }
    tracing::error!("the mail server takes nothing; mail pauses, and one is tried now and then");
    tx.commit(Audit::new("mail.pause", Object::new("mail", Uuid::nil())), now).await
}

/// Notes what the server said to the last try.
pub(super) async fn go_on(db: &Db, failure: &Failure) -> Result<(), DbErr> {
    mail_pause::Entity::update_many().col_expr(mail_pause::Column::Answer, Expr::value(shown(failure))).exec(db.writer()).await?;
    Ok(())
}

/// The try said nothing about the server: the next one goes at once.
pub(super) async fn try_again(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    mail_pause::Entity::update_many().col_expr(mail_pause::Column::ProbeAt, Expr::value(now)).exec(db.writer()).await?;
    Ok(())
}

/// Ends the pause: the server dealt with a mail.
pub(super) async fn end(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    if mail_pause::Entity::delete_by_id(ID).exec(tx.on()).await?.rows_affected == 0 {
        return Ok(());
    }
    tracing::info!("the mail server takes mail again");
    tx.commit(Audit::new("mail.resume", Object::new("mail", Uuid::nil())), now).await
}

/// What a server says may name an address: for organisers that is no secret, and it is short.
fn shown(failure: &Failure) -> String {
    one_line(&failure.to_string()).chars().take(300).collect()
}
