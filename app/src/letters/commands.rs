//! What is done with letters: one transaction each.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    model::{Filter, MOST},
    policy::MayAct,
    queries,
};
use crate::{
    error::AppError,
    infra::{
        db::{Db, Object, Tx, entity::outbox as table},
        mail::{
            kept::Wording,
            outbox::{self, Status, held},
        },
    },
    notifications::model::Event,
    proposals::{self, model::ProposalId},
    state::AppState,
};

/// Why letters were not released.
#[derive(Debug)]
pub enum Refusal {
    /// They are not those that somebody saw.
    Changed,
    /// More than go at once.
    TooMany,
    Other(AppError),
}

impl<E: Into<AppError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// Finds a letter that the actor may handle.
async fn found(tx: &Tx, may: &MayAct, id: Uuid) -> Result<table::Model, AppError> {
    queries::row(tx.on(), may.scope(), id).await?.ok_or(AppError::NotFound)
}

fn batch(row: &table::Model) -> Uuid {
    row.batch.unwrap_or(row.id)
}

fn object(row: &table::Model) -> Object {
    Object::new("mail", batch(row))
}

/// Takes the mails of a letter that are in that state; the one that was seen must be among them, as it was seen.
async fn taken(tx: &Tx, row: &table::Model, version: i32, status: Status) -> Result<Vec<table::Model>, AppError> {
    lock_proposals(tx, std::slice::from_ref(row)).await?;
    let rows = held::locked(tx, &[batch(row)], status).await?;
    if rows.iter().any(|other| other.id == row.id && other.version == version) { Ok(rows) } else { Err(AppError::Conflict) }
}

/// The proposals whose decisions these letters tell.
fn decided(rows: &[table::Model]) -> Vec<ProposalId> {
    let mut ids: Vec<ProposalId> = rows
        .iter()
        .filter(|row| row.kind == Event::Decision.as_str() && row.object_kind == "proposal")
        .filter_map(|row| row.object_id.map(ProposalId))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A proposal is locked before its letters, here as where its applicant changes it.
async fn lock_proposals(tx: &Tx, rows: &[table::Model]) -> Result<(), AppError> {
    Ok(proposals::commands::lock(tx, &decided(rows)).await?)
}

/// Puts other words into a letter, for all to whom it goes.
///
/// # Errors
/// [`AppError::Conflict`] when it is not held any more, or says something else than was seen.
pub async fn edit(state: &AppState, may: &MayAct, id: Uuid, version: i32, wording: &Wording, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let row = found(&tx, may, id).await?;
    let rows = taken(&tx, &row, version, Status::Held).await?;
    let kept = state.post.kept(&row).map_err(|_| AppError::Internal)?.ok_or(AppError::Conflict)?;
    let now_says = kept.wording();
    if now_says.texts.len() != wording.texts.len() {
        return Err(AppError::Conflict);
    }
    if held::reword(&tx, &state.post, &rows, &now_says, wording).await? == 0 {
        return Err(AppError::Conflict);
    }
    Ok(tx.commit(may.audit("mail.edit", object(&row)), now).await?)
}

/// Lets a letter go to all to whom it goes. From here on the applicants know the decision that it tells.
///
/// # Errors
/// As [`edit`].
pub async fn release(state: &AppState, may: &MayAct, id: Uuid, version: i32, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let row = found(&tx, may, id).await?;
    let rows = taken(&tx, &row, version, Status::Held).await?;
    go(state, &tx, &rows, now).await?;
    Ok(tx.commit(may.audit("mail.release", object(&row)), now).await?)
}

async fn go(state: &AppState, tx: &Tx, rows: &[table::Model], now: DateTime<Utc>) -> Result<(), AppError> {
    held::release(tx, &state.post, rows, now).await?;
    Ok(proposals::commands::tell(tx, &decided(rows), now).await?)
}

/// Lets all held letters go that fit a filter; `mark` stands for those that somebody saw. Gives how many mails these are.
///
/// # Errors
/// [`Refusal::Changed`] when they are others now, [`Refusal::TooMany`].
pub async fn release_all(state: &AppState, may: &MayAct, filter: &Filter, mark: &str, now: DateTime<Utc>) -> Result<usize, Refusal> {
    let tx = state.db.begin().await?;
    let seen = queries::held(tx.on(), may.scope(), filter).await?;
    if seen.count as u64 > MOST {
        return Err(Refusal::TooMany);
    }
    if seen.count == 0 || seen.mark != mark {
        return Err(Refusal::Changed);
    }
    let about = held::about_batches(&tx, &seen.batches).await?;
    lock_proposals(&tx, &about).await?;
    let rows = held::locked(&tx, &seen.batches, Status::Held).await?;
    if rows.len() != seen.count {
        return Err(Refusal::Changed);
    }
    go(state, &tx, &rows, now).await?;
    tx.commit(may.audit("mail.release_all", Object::new("mail", Uuid::now_v7())), now).await?;
    Ok(rows.len())
}

/// Puts a letter aside that waits.
///
/// # Errors
/// [`AppError::Conflict`] when it does not wait, or is one that nobody but its reader sees.
pub async fn hold(state: &AppState, may: &MayAct, id: Uuid, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let row = found(&tx, may, id).await?;
    let rows = held::locked(&tx, &[batch(&row)], Status::Waiting).await?;
    if row.letter.is_empty() || !rows.iter().any(|other| other.id == row.id) {
        return Err(AppError::Conflict);
    }
    held::hold(&tx, &rows).await?;
    Ok(tx.commit(may.audit("mail.hold", object(&row)), now).await?)
}

/// Decides that a held letter does not go. With the letter of a decision that nobody was told the decision itself is taken back; one that is known goes.
///
/// # Errors
/// [`AppError::Conflict`] as [`edit`], and for the letter of a decision that the applicants know.
pub async fn discard(state: &AppState, may: &MayAct, id: Uuid, version: i32, reason: &str, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let row = found(&tx, may, id).await?;
    let rows = taken(&tx, &row, version, Status::Held).await?;
    for proposal in decided(&rows) {
        if !proposals::commands::take_back(&tx, proposal, reason, now).await? {
            return Err(AppError::Conflict);
        }
    }
    held::discard(&tx, &rows, reason, now).await?;
    Ok(tx.commit(may.audit("mail.discard", object(&row)), now).await?)
}

/// Lets a mail go again that was given up.
///
/// # Errors
/// [`AppError::Conflict`] when it was not given up, or goes again already.
pub async fn send_again(db: &Db, may: &MayAct, id: Uuid, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let row = found(&tx, may, id).await?;
    if !outbox::send_again(&tx, row.id, now).await? {
        return Err(AppError::Conflict);
    }
    Ok(tx.commit(may.audit("mail.resend", Object::new("mail", row.id)), now).await?)
}
