//! Reads about people.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::model::{AccountId, AccountRole, Known, LinkPurpose, Membership, Person};
use crate::{
    infra::{
        db::entity::{account, login_link, membership, party, session},
        tokens,
    },
    parties::model::{MemberRole, MembershipState, PartyId, PartyKind},
};

#[derive(FromQueryResult)]
struct MembershipRow {
    party_id: PartyId,
    slug: String,
    name: String,
    kind: PartyKind,
    verified_at: Option<DateTime<Utc>>,
    role: MemberRole,
}

/// Loads a person, in two statements. For who is signed in, the session has it already.
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
    let known = Known {
        email: account.email,
        name: account.name,
        role: account.role,
        locale: account.locale,
        second_factor_set_up: account.totp_enabled_at.is_some(),
        unread: 0,
        mails_to_see: 0,
        to_assess: 0,
        memberships,
    };
    Ok(Some(Arc::new(Person::new(id, known, acting_for, second_factor_given))))
}

/// Counts the accounts.
///
/// # Errors
/// When the database refuses.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    account::Entity::find().count(db).await
}

/// Finds the account of an address.
///
/// # Errors
/// When the database refuses.
pub async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find().filter(account::Column::Email.eq(email)).one(db).await
}

/// Finds an account.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id).one(db).await
}

/// Lists the secrets of second factors, as they are stored.
///
/// # Errors
/// When the database refuses.
pub async fn second_factors(db: &impl ConnectionTrait) -> Result<Vec<(AccountId, String)>, DbErr> {
    account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::TotpSecret])
        .filter(account::Column::TotpSecret.is_not_null())
        .into_tuple()
        .all(db)
        .await
}

/// Says whether there is an admin.
///
/// # Errors
/// When the database refuses.
pub async fn has_admin(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(account::Entity::find().filter(account::Column::Role.eq(AccountRole::Admin)).limit(1).one(db).await?.is_some())
}

/// A link that still works.
#[derive(Clone, Debug)]
pub struct OpenLink {
    /// Empty for a link that sets up the site.
    pub email: String,
    pub purpose: LinkPurpose,
    /// Whether its use makes an account.
    pub is_new: bool,
    /// Whether its use must ask for a name, because there is none yet.
    pub asks_name: bool,
}

/// Looks at a link without using it.
///
/// # Errors
/// When the database refuses.
pub async fn open_link(db: &impl ConnectionTrait, token: &str, now: DateTime<Utc>) -> Result<Option<OpenLink>, DbErr> {
    let link = login_link::Entity::find()
        .filter(login_link::Column::TokenHash.eq(tokens::hash(token)))
        .filter(login_link::Column::UsedAt.is_null())
        .filter(login_link::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    let Some(login_link::Model { email, purpose, name, .. }) = link else { return Ok(None) };
    let is_new = by_email(db, &email).await?.is_none();
    Ok(Some(OpenLink { email, purpose, is_new, asks_name: is_new && name.is_none() }))
}

/// A place where a person is signed in.
#[derive(Clone, Debug)]
pub struct OpenSession {
    pub public_id: Uuid,
    pub user_agent: String,
    pub signed_in_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the session that asks.
    pub current: bool,
}

/// Lists where a person is signed in, the latest first. `current` is the row of the session that asks.
///
/// # Errors
/// When the database refuses.
pub async fn list_sessions(
    db: &impl ConnectionTrait,
    account: AccountId,
    current: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<OpenSession>, DbErr> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::LastSeenAt)
        .limit(100)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|session::Model { id, public_id, user_agent, created_at, last_seen_at, .. }| OpenSession {
            public_id,
            user_agent,
            signed_in_at: created_at,
            last_seen_at,
            current: current == Some(id.as_str()),
        })
        .collect())
}

/// A person of the demo who can be signed in as with one click.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DemoPerson {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub role: AccountRole,
    /// The name of a party of that person.
    pub party: Option<String>,
}

/// Lists the invented people: those whose address nobody can own.
///
/// # Errors
/// When the database refuses.
pub async fn list_demo_people(db: &impl ConnectionTrait) -> Result<Vec<DemoPerson>, DbErr> {
    demo_people()
        .order_by_asc(account::Column::CreatedAt)
        .order_by_asc(account::Column::Id)
        .limit(100)
        .into_model::<DemoPerson>()
        .all(db)
        .await
}

/// Finds one of the invented people.
///
/// # Errors
/// When the database refuses.
pub async fn demo_person(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<DemoPerson>, DbErr> {
    demo_people().filter(account::Column::Id.eq(id)).into_model::<DemoPerson>().one(db).await
}

fn demo_people() -> Select<account::Entity> {
    let invented = Condition::any().add(account::Column::Email.ends_with(".example")).add(account::Column::Email.ends_with("@example.nl"));
    account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Name, account::Column::Email, account::Column::Role])
        .column_as(party::Column::Name.min(), "party")
        .join(
            JoinType::LeftJoin,
            account::Entity::belongs_to(membership::Entity).from(account::Column::Id).to(membership::Column::AccountId).into(),
        )
        .join(
            JoinType::LeftJoin,
            membership::Entity::belongs_to(party::Entity).from(membership::Column::PartyId).to(party::Column::Id).into(),
        )
        .filter(invented)
        .group_by(account::Column::Id)
}
