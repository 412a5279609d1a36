//! What is typed and not submitted: kept, thrown away.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use super::{Refusal, locked};
use crate::{
    error::AppError,
    infra::db::{Tx, entity::proposal},
    proposals::{
        model::{Draft, NotNow, ProposalState, Step},
        policy::MayWrite,
    },
    state::AppState,
};

/// The longest draft that is kept, in bytes of JSON.
const MAX_DRAFT: usize = 400_000;

/// Keeps what was typed, as it was typed. Gives the version that the next save has to name.
///
/// # Errors
/// [`Refusal::Changed`] when somebody saved after the form was shown, [`Refusal::Closed`] when the proposal cannot be changed any more.
pub async fn save(state: &AppState, may: &MayWrite, draft: &Draft, expected: i32, now: DateTime<Utc>) -> Result<i32, Refusal> {
    let tx = state.db.begin().await?;
    let version = keep(&tx, may, draft, expected, now).await?;
    tx.commit(may.audit("proposal.save"), now).await?;
    Ok(version)
}

pub(super) async fn keep(tx: &Tx, may: &MayWrite, draft: &Draft, expected: i32, now: DateTime<Utc>) -> Result<i32, Refusal> {
    let json = serde_json::to_string(draft).map_err(|_| AppError::Internal)?;
    if json.len() > MAX_DRAFT {
        return Err(AppError::BadRequest.into());
    }
    let id = may.proposal().id;
    may.proposal().state.after(Step::Submit).map_err(|NotNow| Refusal::Closed)?;
    let next = expected.saturating_add(1);
    let updated = proposal::Entity::update_many()
        .col_expr(proposal::Column::DraftJson, Expr::value(json))
        .col_expr(proposal::Column::Version, Expr::value(next))
        .col_expr(proposal::Column::UpdatedAt, Expr::value(now))
        .filter(proposal::Column::Id.eq(id))
        .filter(proposal::Column::Version.eq(expected))
        .filter(proposal::Column::State.is_in([ProposalState::Draft, ProposalState::Submitted]))
        .exec(tx.on())
        .await?;
    if updated.rows_affected == 0 { Err(Refusal::Changed) } else { Ok(next) }
}

/// Throws a draft away that was never submitted.
///
/// # Errors
/// [`AppError::Conflict`] for anything else.
pub async fn discard(state: &AppState, may: &MayWrite, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    if proposal.state != ProposalState::Draft {
        return Err(AppError::Conflict.into());
    }
    proposal::Entity::delete_by_id(proposal.id).exec(tx.on()).await?;
    tx.commit(may.audit("proposal.discard"), now).await?;
    Ok(())
}

/// Forgets what was typed since the last submission.
///
/// # Errors
/// [`AppError::Conflict`] when there was no submission.
pub async fn undo_changes(state: &AppState, may: &MayWrite, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    if proposal.state != ProposalState::Submitted {
        return Err(AppError::Conflict.into());
    }
    let mut row = proposal.clone().into_active_model();
    row.draft_json = Set(None);
    row.updated_at = Set(now);
    row.version = Set(proposal.version.saturating_add(1));
    row.update(tx.on()).await?;
    tx.commit(may.audit("proposal.undo_changes"), now).await?;
    Ok(())
}
