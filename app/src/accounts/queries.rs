//! Reads about people.

use std::sync::Arc;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::model::{AccountId, Membership, Person, SecondFactor};
use crate::{
    infra::db::entity::{account, membership, party},
    parties::model::{MemberRole, MembershipState, PartyId, PartyKind},
};

#[derive(FromQueryResult)]
struct MembershipRow {
    party_id: PartyId,
    slug: String,
    name: String,
    kind: PartyKind,
    verified_at: Option<chrono::DateTime<chrono::Utc>>,
    role: MemberRole,
}

/// Loads who is signed in, in two statements.
///
/// # Errors
/// When the database refuses.
pub async fn person(
    db: &impl ConnectionTrait,
    id: AccountId,
    acting_for: Option<PartyId>,
    second_factor_given: bool,
) -> Result<Option<Arc<Person>>, DbErr> {
    let Some(account) = account::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let memberships: Vec<Membership> = membership::Entity::find()
        .select_only()
        .column(membership::Column::PartyId)
        .column(membership::Column::Role)
        .columns([party::Column::Slug, party::Column::Name, party::Column::Kind, party::Column::VerifiedAt])
        .join(
            JoinType::InnerJoin,
            membership::Entity::belongs_to(party::Entity).from(membership::Column::PartyId).to(party::Column::Id).into(),
        )
        .filter(membership::Column::AccountId.eq(id))
        .filter(membership::Column::State.eq(MembershipState::Active))
        .order_by_asc(party::Column::Name)
        .into_model::<MembershipRow>()
        .all(db)
        .await?
        .into_iter()
        .map(|MembershipRow { party_id, slug, name, kind, verified_at, role }| Membership {
            party_id,
            slug,
            name,
            kind,
            verified: verified_at.is_some(),
            role,
        })
        .collect();
    let second_factor = match (account.totp_enabled_at, second_factor_given) {
        (None, _) => SecondFactor::NotSetUp,
        (Some(_), false) => SecondFactor::Asked,
        (Some(_), true) => SecondFactor::Given,
    };
    Ok(Some(Arc::new(Person {
        id,
        email: account.email,
        name: account.name,
        role: account.role,
        locale: account.locale,
        acting_for: acting_for.filter(|party| memberships.iter().any(|membership| membership.party_id == *party)),
        memberships,
        second_factor,
    })))
}

/// Counts the accounts.
///
/// # Errors
/// When the database refuses.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    account::Entity::find().count(db).await
}
