//! Mails that wait until somebody releases them. All of this happens inside a transaction of a command, which knows who may.
//!
//! One letter to several people is one batch: it is reworded, released and discarded as one. Its notices are written when it is released, so that mail and
//! notice come together.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::{
    super::{Post, Recipient, Start, kept::Wording, notices, rhythms::Plan, to},
    Status,
};
use crate::{
    infra::db::{Object, Tx, entity::outbox},
    notifications::model::Event,
};

/// Values in one statement; SQLite takes 32,766.
const VALUES: usize = 5_000;

/// Gives the mails of these batches that are in that state, locked until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn locked(tx: &Tx, batches: &[Uuid], status: Status) -> Result<Vec<outbox::Model>, DbErr> {
    let mut rows = Vec::new();
    for some in batches.chunks(VALUES) {
        rows.extend(
            outbox::Entity::find()
                .filter(outbox::Column::Batch.is_in(some.iter().copied()))
                .filter(outbox::Column::Status.eq(status.as_str()))
                .order_by_asc(outbox::Column::Id)
                .lock_exclusive()
                .all(tx.on())
                .await?,
        );
    }
    Ok(rows)
}

/// Gives what is held of these batches, not locked yet.
///
/// # Errors
/// When the database refuses.
pub async fn about_batches(tx: &Tx, batches: &[Uuid]) -> Result<Vec<outbox::Model>, DbErr> {
    let mut rows = Vec::new();
    for some in batches.chunks(VALUES) {
        rows.extend(
            outbox::Entity::find()
                .filter(outbox::Column::Batch.is_in(some.iter().copied()))
                .filter(outbox::Column::Status.eq(Status::Held.as_str()))
                .all(tx.on())
                .await?,
        );
    }
    Ok(rows)
}

/// Lets held mails go, with their notices.
///
/// # Errors
/// When the database refuses, and when the key does not open a mail.
pub async fn release(tx: &Tx, post: &Post, rows: &[outbox::Model], now: DateTime<Utc>) -> Result<(), DbErr> {
    let mut letters = Vec::new();
    for row in rows {
        let Some(kept) = post.kept(row).map_err(|error| DbErr::Custom(error.to_string()))? else { continue };
        let to = to(row, kept.locale);
        let mut letter = kept.letter(row);
        // Held once more and released again, it is not told again.
        letter.dedupe_key.get_or_insert_with(|| format!("held:{}", row.id));
        letters.push((row.id, to, letter));
    }
    let plan = Plan::of(tx, letters.iter().map(|(_, to, letter)| (to, letter))).await?;
    let all = letters.iter().filter_map(|(_, to, letter)| notices::row(to, letter, None, now)).collect();
    notices::write(tx, all).await?;
    // By when they go: those of a reader with quiet hours when these end.
    let mut moments: BTreeMap<DateTime<Utc>, Vec<Uuid>> = BTreeMap::new();
    let not_before: HashMap<Uuid, DateTime<Utc>> =
        letters.iter().map(|(id, to, letter)| (*id, plan.not_before(to, letter.kind, now))).collect();
    for row in rows {
        moments.entry(not_before.get(&row.id).copied().unwrap_or(now)).or_default().push(row.id);
    }
    for (moment, ids) in moments {
        for some in ids.chunks(VALUES) {
            outbox::Entity::update_many()
                .col_expr(outbox::Column::Status, Expr::value(Status::Waiting.as_str()))
                .col_expr(outbox::Column::NextAttemptAt, Expr::value(moment))
                // Its three days start now.
                .col_expr(outbox::Column::CreatedAt, Expr::value(now))
                .filter(outbox::Column::Id.is_in(some.iter().copied()))
                .exec(tx.on())
                .await?;
        }
    }
    Ok(())
}

/// Puts mails aside that wait.
///
/// # Errors
/// When the database refuses.
pub async fn hold(tx: &Tx, rows: &[outbox::Model]) -> Result<(), DbErr> {
    for some in ids(rows) {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::Status, Expr::value(Status::Held.as_str()))
            .col_expr(outbox::Column::Attempts, Expr::value(0))
            .filter(outbox::Column::Id.is_in(some))
            .exec(tx.on())
            .await?;
    }
    Ok(())
}

/// Decides that mails do not go. Their text is forgotten like that of sent ones.
///
/// # Errors
/// When the database refuses.
pub async fn discard(tx: &Tx, rows: &[outbox::Model], reason: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    for some in ids(rows) {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::Status, Expr::value(Status::Discarded.as_str()))
            .col_expr(outbox::Column::DiscardedReason, Expr::value(reason))
            .col_expr(outbox::Column::NextAttemptAt, Expr::value(now))
            // What it was about may be told anew.
            .col_expr(outbox::Column::DedupeKey, Expr::value(None::<String>))
            .filter(outbox::Column::Id.is_in(some))
            .exec(tx.on())
            .await?;
    }
    Ok(())
}

/// Discards what is held of a kind about one thing.
///
/// # Errors
/// When the database refuses.
pub async fn discard_about(tx: &Tx, object: Object, kind: Event, reason: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    let rows = about(tx, object, kind).await?;
    discard(tx, &rows, reason, now).await
}

/// Gives somebody the letter too that is held about one thing; does nothing without one. `path` is where its button leads them.
///
/// # Errors
/// When the database refuses, and when the key does not open the letter.
pub async fn add_reader(
    tx: &Tx,
    post: &Post,
    object: Object,
    kind: Event,
    reader: Recipient,
    path: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let rows = about(tx, object, kind).await?;
    if rows.iter().any(|row| row.to_address == reader.address) {
        return Ok(());
    }
    let Some(row) = rows.first() else { return Ok(()) };
    let Some(mut kept) = post.kept(row).map_err(|error| DbErr::Custom(error.to_string()))? else { return Ok(()) };
    if let Some((_, button)) = &mut kept.button {
        path.clone_into(button);
    }
    let mut letter = kept.letter(row);
    letter.dedupe_key = None;
    let mut new = post.row(reader, letter, Start::Held(row.batch.unwrap_or(row.id)), now);
    new.version = Set(row.version);
    outbox::Entity::insert(new)
        .on_conflict(OnConflict::column(outbox::Column::DedupeKey).do_nothing().to_owned())
        .exec_without_returning(tx.on())
        .await?;
    Ok(())
}

async fn about(tx: &Tx, object: Object, kind: Event) -> Result<Vec<outbox::Model>, DbErr> {
    outbox::Entity::find()
        .filter(outbox::Column::ObjectKind.eq(object.kind))
        .filter(outbox::Column::ObjectId.eq(object.id))
        .filter(outbox::Column::Kind.eq(kind.as_str()))
        .filter(outbox::Column::Status.eq(Status::Held.as_str()))
        .order_by_asc(outbox::Column::Id)
        .lock_exclusive()
        .all(tx.on())
        .await
}

/// Puts other words into held mails that say the same as `now_says`; gives how many these are.
///
/// # Errors
/// When the database refuses, and when the key does not open a mail.
pub async fn reword(tx: &Tx, post: &Post, rows: &[outbox::Model], now_says: &Wording, wording: &Wording) -> Result<usize, DbErr> {
    let mut changed = 0;
    for row in rows {
        let Some(mut kept) = post.kept(row).map_err(|error| DbErr::Custom(error.to_string()))? else { continue };
        if kept.wording() != *now_says {
            continue;
        }
        kept.reword(wording);
        let mut made = post.made(row, kept);
        made = outbox::ActiveModel {
            subject: made.subject.take().map_or_else(Default::default, Set),
            body_text: made.body_text.take().map_or_else(Default::default, Set),
            body_html: made.body_html.take().map_or_else(Default::default, Set),
            letter: made.letter.take().map_or_else(Default::default, Set),
            ..Default::default()
        };
        outbox::Entity::update_many()
            .set(made)
            .col_expr(outbox::Column::Version, Expr::col(outbox::Column::Version).add(1))
            .filter(outbox::Column::Id.eq(row.id))
            .exec(tx.on())
            .await?;
        changed += 1;
    }
    Ok(changed)
}

fn ids(rows: &[outbox::Model]) -> Vec<Vec<Uuid>> {
    rows.chunks(VALUES).map(|some| some.iter().map(|row| row.id).collect()).collect()
}
