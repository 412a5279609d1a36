//! Files of a proposal.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use super::{Refusal, locked, one};
use crate::{
    calls::model::QuestionId,
    error::AppError,
    infra::{
        db::{
            Tx,
            entity::{attachment, proposal},
        },
        files::{Files, Stored},
    },
    input::Problem,
    proposals::{
        model::{MAX_FILES, Step},
        policy::MayWrite,
        queries,
    },
    state::AppState,
};

/// Adds a stored file to a proposal.
///
/// # Errors
/// [`Refusal::Fields`] above the number of files, [`AppError::Conflict`] when the proposal cannot be changed any more.
pub async fn attach(
    state: &AppState,
    may: &MayWrite,
    file: &Stored,
    name: String,
    question: Option<QuestionId>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    may_change_files(&tx, &proposal, now).await?;
    let there = queries::files(tx.on(), proposal.id).await?;
    if there.len() as u64 >= MAX_FILES {
        return Err(one("file", Problem::new("problem-files").n(i64::try_from(MAX_FILES).unwrap_or(i64::MAX))));
    }
    attachment::ActiveModel {
        id: Set(Uuid::now_v7()),
        proposal_id: Set(proposal.id),
        question_id: Set(question),
        file_hash: Set(file.hash.clone()),
        file_name: Set(name),
        media_type: Set(file.kind.media_type.to_owned()),
        size_bytes: Set(i64::try_from(file.bytes).unwrap_or(i64::MAX)),
        uploaded_at: Set(now),
    }
    .insert(tx.on())
    .await?;
    tx.commit(may.audit("proposal.attach"), now).await?;
    Ok(())
}

/// Takes a file from a proposal.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, [`AppError::Conflict`] when the proposal cannot be changed any more.
pub async fn detach(state: &AppState, may: &MayWrite, file: Uuid, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    may_change_files(&tx, &proposal, now).await?;
    let found = queries::files(tx.on(), proposal.id).await?.into_iter().find(|row| row.id == file).ok_or(AppError::NotFound)?;
    attachment::Entity::delete_by_id(found.id).exec(tx.on()).await?;
    tx.commit(may.audit("proposal.detach"), now).await?;
    // A backup that was begun before still finds it.
    if let Err(error) = Files::new(&state.settings.state_dir).keep_a_while(&found.file_hash, now).await {
        tracing::warn!(%error, "a file that was taken from a proposal may go before its time");
    }
    Ok(())
}

/// Files belong to the proposal at once; so they change only while it may be changed.
async fn may_change_files(tx: &Tx, proposal: &proposal::Model, now: DateTime<Utc>) -> Result<(), Refusal> {
    proposal.state.after(Step::Submit)?;
    let call = queries::call_of(tx.on(), proposal).await?;
    if call.life.is_open(now) { Ok(()) } else { Err(Refusal::Closed) }
}
