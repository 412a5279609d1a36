//! Decisions of the demo whose letters still wait: made as a funder makes them, so that letters lie ready to be released.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::content::Content;
use crate::{
    accounts::{self, model::Actor},
    infra::db::entity::{membership, proposal},
    input,
    parties::model::MemberRole,
    proposals::{
        commands::{self, Verdict},
        policy, queries,
    },
    state::AppState,
};

/// Decides on the proposals that have a verdict.
///
/// # Errors
/// When the content does not fit together, or the database refuses.
pub async fn decide(state: &AppState, content: &Content, now: DateTime<Utc>) -> Result<()> {
    let db = state.db.reader();
    for item in &content.proposal {
        let Some(verdict) = &item.verdict else { continue };
        let call = content.call.iter().find(|call| call.key == item.call).with_context(|| format!("no call {}", item.call))?;
        let call = queries::call_by_slug(db, &input::slug(&call.title)).await?.context("the call was written before")?;
        let owner = membership::Entity::find()
            .filter(membership::Column::PartyId.eq(call.party_id))
            .filter(membership::Column::Role.eq(MemberRole::Owner))
            .one(db)
            .await?
            .context("nobody decides for the funder")?;
        let person = accounts::queries::person(db, owner.account_id, Some(call.party_id), true).await?.context("an owner is somebody")?;
        let proposal = proposal::Entity::find()
            .filter(proposal::Column::CallId.eq(call.id))
            .filter(proposal::Column::Title.eq(&item.title))
            .one(db)
            .await?
            .context("the proposal was written before")?;
        let may = policy::funder_acts(&Actor::Person(Arc::clone(&person)), Some(call))
            .map_err(|error| anyhow::anyhow!("{}: {error:?}", item.key))?;
        let wish = Verdict { outcome: verdict.outcome, amount: verdict.amount.clone(), reason: verdict.reason.clone() };
        commands::decide(state, &may, proposal.id, wish, now).await.map_err(|refusal| anyhow::anyhow!("{}: {refusal:?}", item.key))?;
    }
    Ok(())
}
