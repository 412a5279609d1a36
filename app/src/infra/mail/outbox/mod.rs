//! The outbox: what waits to be mailed, and what became of it. `worker` empties it, `marks` notes what became of each row.
//!
//! A row is taken by lease: one statement notes who sends it and until when, so that two workers, or two nodes, never take the same one. It is sent outside
//! of any transaction and marked afterwards. A worker that dies leaves its rows to whoever comes after the lease; only a mail that was handed over and
//! not yet marked can then go twice, with the same Message-ID: at most one on each connection that was open.
//!
//! An address that refuses is tried once; a server that says "later", or says nothing, is tried again after 1, 5 and 15 minutes, then after
//! 1, 4 and 8 hours, until the mail is three days old. Then it is `failed`, with the reason, and stays to be seen ([`standing`]).
//!
//! A mail that somebody should read first is `held`: no worker takes it until it is released ([`held`]).
//! A server that takes nothing at all makes a pause for all mail ([`pause`]). An address gets no more, and a party causes no more, than the settings say in an hour or
//! a day ([`limits`]); the rest waits.
//!
//! A server that says that a mailbox does not exist stops all mail to that address ([`suppression`]), until an organiser lifts that or a mail to sign in,
//! which is tried all the same, arrives.

pub mod held;
pub mod limits;
mod marks;
pub mod pause;
pub mod suppression;
mod worker;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use crate::infra::{
    db::{Db, Tx, entity::outbox},
    i18n::Texts,
};
pub use worker::{Pace, Round, Worker, run};

crate::closed_list! {
    /// Where a mail is.
    pub enum Status {
        Waiting = "waiting",
        /// Put aside until somebody releases it; no worker takes it.
        Held = "held",
        Sending = "sending",
        Sent = "sent",
        /// Given up; the reason stands beside it.
        Failed = "failed",
        /// Switched off by the reader before it went, or the mailbox does not exist.
        Suppressed = "suppressed",
        /// Somebody decided that it does not go; the reason stands beside it.
        Discarded = "discarded",
    }
}

/// Begins the reason in a row that went, and that a server sent back later; what that server said follows.
pub const RETURNED: &str = "returned: ";

/// Stands as the reason in a row that went, and of which its reader complained.
pub const COMPLAINT: &str = "its reader complained";

/// Says in words of an organiser's language why a mail did not go, or what came of it; answers of servers stay as they are.
pub fn reason(t: Texts, stored: &str) -> String {
    match stored {
        suppression::REASON => t.get("outbox-no-mailbox"),
        SWITCHED_OFF => t.get("outbox-switched-off"),
        COMPLAINT => t.get("outbox-complaint"),
        limits::ADDRESS => t.get("outbox-address-limit"),
        limits::PARTY => t.get("outbox-party-limit"),
        _ => match stored.strip_prefix(RETURNED) {
            Some(answer) => t.with("outbox-returned", &[("answer", answer.into())]),
            None => stored.to_owned(),
        },
    }
}

/// Stands as the reason in a row that did not go because its reader does not want that kind of mail.
pub const SWITCHED_OFF: &str = "switched off by the reader";

#[derive(FromQueryResult)]
struct Counted {
    status: String,
    count: i64,
}

/// How the outbox stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub waiting: i64,
    /// Given up; somebody should look.
    pub failed: i64,
    /// Put aside; somebody should release or discard it.
    pub held: i64,
    /// The moment since which the oldest waiting mail should have gone.
    pub waiting_since: Option<DateTime<Utc>>,
}

/// Counts what waits and what was given up, for operators.
///
/// # Errors
/// When the database refuses.
pub async fn standing(db: &Db) -> Result<Standing, DbErr> {
    let open = [Status::Waiting, Status::Sending, Status::Failed, Status::Held].map(Status::as_str);
    let counted: HashMap<String, i64> = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Status)
        .column_as(outbox::Column::Id.count(), "count")
        .filter(outbox::Column::Status.is_in(open))
        .group_by(outbox::Column::Status)
        .into_model::<Counted>()
        .all(db.reader())
        .await?
        .into_iter()
        .map(|Counted { status, count }| (status, count))
        .collect();
    let of = |status: Status| counted.get(status.as_str()).copied().unwrap_or(0);
    let waiting_since = outbox::Entity::find()
        .select_only()
        .column_as(outbox::Column::CreatedAt.min(), "oldest")
        .filter(outbox::Column::Status.is_in([Status::Waiting.as_str(), Status::Sending.as_str()]))
        .filter(outbox::Column::LastError.is_null().or(outbox::Column::LastError.is_not_in([limits::ADDRESS, limits::PARTY])))
        .into_tuple::<Option<DateTime<Utc>>>()
        .one(db.reader())
        .await?
        .flatten();
    Ok(Standing { waiting: of(Status::Waiting) + of(Status::Sending), failed: of(Status::Failed), held: of(Status::Held), waiting_since })
}

/// Lets a mail that was given up go again; says whether there was such a mail.
///
/// # Errors
/// When the database refuses.
pub async fn send_again(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let again = outbox::Entity::update_many()
        .col_expr(outbox::Column::Status, Expr::value(Status::Waiting.as_str()))
        .col_expr(outbox::Column::Attempts, Expr::value(0))
        .col_expr(outbox::Column::NextAttemptAt, Expr::value(now))
        // Its three days start anew.
        .col_expr(outbox::Column::CreatedAt, Expr::value(now))
        .filter(outbox::Column::Id.eq(id))
        .filter(outbox::Column::Status.eq(Status::Failed.as_str()))
        .exec(tx.on())
        .await?;
    Ok(again.rows_affected == 1)
}

/// Empties the text of mails that went more than 30 days ago (it can hold names and links), and removes those of more than a year ago.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    let gone = [Status::Sent, Status::Suppressed, Status::Discarded].map(Status::as_str);
    outbox::Entity::delete_many()
        .filter(outbox::Column::Status.is_in(gone))
        .filter(outbox::Column::NextAttemptAt.lt(now - TimeDelta::days(365)))
        .exec(db.writer())
        .await?;
    outbox::Entity::update_many()
        .col_expr(outbox::Column::BodyText, Expr::value(""))
        .col_expr(outbox::Column::BodyHtml, Expr::value(""))
        .col_expr(outbox::Column::Letter, Expr::value(""))
        .filter(outbox::Column::Status.is_in(gone))
        .filter(outbox::Column::NextAttemptAt.lt(now - TimeDelta::days(30)))
        .filter(outbox::Column::BodyText.ne(""))
        .exec(db.writer())
        .await?;
    Ok(())
}
