//! Reads about parties.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, Select,
    Statement,
    sea_query::{Expr, ExprTrait, Func},
};
use uuid::Uuid;

use super::model::{MemberRole, MembershipState, Party, PartyId, PartyKind};
use crate::{
    accounts::model::AccountId,
    areas::model::{AreaCode, AreaKind},
    infra::{
        db::entity::{account, area, invitation, membership, party},
        i18n::Locale,
        mail::Recipient,
        tokens,
    },
};

/// How many parties are on one page.
pub const PAGE_SIZE: u64 = 30;

/// What the public list must fit.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of the name.
    pub text: String,
    pub kind: Option<PartyKind>,
    /// In this area or a part of it.
    pub area: Option<(AreaKind, AreaCode)>,
    /// The slug with which the page before ended.
    pub after: String,
}

/// What a list shows of a party.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Card {
    pub id: PartyId,
    pub slug: String,
    pub kind: PartyKind,
    pub name: String,
    pub description: String,
    pub area_name: Option<String>,
    pub verified_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

fn cards() -> Select<party::Entity> {
    party::Entity::find()
        .select_only()
        .columns([
            party::Column::Id,
            party::Column::Slug,
            party::Column::Kind,
            party::Column::Name,
            party::Column::Description,
            party::Column::VerifiedAt,
            party::Column::CreatedAt,
        ])
        .column_as(area::Column::Name, "area_name")
        .join(JoinType::LeftJoin, party::Entity::belongs_to(area::Entity).from(party::Column::AreaCode).to(area::Column::Code).into())
}

/// What the filter asks for.
fn wanted(filter: &Filter) -> Condition {
    let mut wanted = Condition::all();
    if !filter.text.is_empty() {
        let text = filter.text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let name = Expr::expr(Func::lower(Expr::col((party::Entity, party::Column::Name))));
        wanted = wanted.add(name.like(sea_orm::sea_query::LikeExpr::new(format!("%{text}%")).escape('\\')));
    }
    if let Some(kind) = filter.kind {
        wanted = wanted.add(party::Column::Kind.eq(kind));
    }
    match &filter.area {
        None | Some((AreaKind::Country, _)) => {}
        Some((_, code)) => {
            // What lies in an area has its digits in front of the own.
            let digits = code.as_str().get(2..).unwrap_or_default();
            wanted = wanted.add(
                Condition::any()
                    .add(party::Column::AreaCode.eq(code.clone()))
                    .add(Expr::col((party::Entity, party::Column::AreaCode)).like(format!("WK{digits}%")))
                    .add(Expr::col((party::Entity, party::Column::AreaCode)).like(format!("BU{digits}%"))),
            );
        }
    }
    wanted
}

/// Lists parties by their slug, which follows the name; says whether there are more.
///
/// # Errors
/// When the database refuses.
pub async fn list(db: &impl ConnectionTrait, filter: &Filter) -> Result<(Vec<Card>, bool), DbErr> {
    let rows = cards()
        .filter(wanted(filter))
        .filter(party::Column::Slug.gt(&filter.after))
        .order_by_asc(party::Column::Slug)
        .limit(PAGE_SIZE + 1)
        .into_model::<Card>()
        .all(db)
        .await?;
    let more = rows.len() as u64 > PAGE_SIZE;
    Ok((rows.into_iter().take(PAGE_SIZE as usize).collect(), more))
}

/// Lists the people who own the parties that a filter finds; somebody who owns two of them stands there twice.
///
/// # Errors
/// When the database refuses.
pub async fn owners(db: &impl ConnectionTrait, filter: &Filter, most: u64) -> Result<Vec<Recipient>, DbErr> {
    let owners = members()
        .join(
            JoinType::InnerJoin,
            membership::Entity::belongs_to(party::Entity).from(membership::Column::PartyId).to(party::Column::Id).into(),
        )
        .filter(membership::Column::State.eq(MembershipState::Active))
        .filter(membership::Column::Role.eq(MemberRole::Owner))
        .filter(wanted(filter))
        .order_by_asc(membership::Column::PartyId)
        .limit(most)
        .into_model::<Member>()
        .all(db)
        .await?;
    let recipient = |owner: Member| Recipient { address: owner.email, name: owner.name, account_id: Some(owner.id), locale: owner.locale };
    Ok(owners.into_iter().map(recipient).collect())
}

/// Lists parties that nobody has verified yet, the oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_unverified(db: &impl ConnectionTrait) -> Result<Vec<Card>, DbErr> {
    cards()
        .filter(party::Column::VerifiedAt.is_null())
        .filter(party::Column::Kind.ne(PartyKind::Person))
        .order_by_asc(party::Column::CreatedAt)
        .order_by_asc(party::Column::Id)
        .limit(100)
        .into_model::<Card>()
        .all(db)
        .await
}

/// Finds the party of a page.
///
/// # Errors
/// When the database refuses.
pub async fn by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Party>, DbErr> {
    Ok(party::Entity::find().filter(party::Column::Slug.eq(slug)).one(db).await?.map(read))
}

/// Finds a party.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(db: &impl ConnectionTrait, id: PartyId) -> Result<Option<Party>, DbErr> {
    Ok(party::Entity::find_by_id(id).one(db).await?.map(read))
}

fn read(row: party::Model) -> Party {
    let party::Model {
        id,
        slug,
        kind,
        name,
        description,
        area_code,
        website,
        kvk_number,
        verified_at,
        verified_by: _,
        created_at: _,
        updated_at: _,
        version,
    } = row;
    Party { id, slug, kind, name, description, area: area_code, website, kvk_number, verified: verified_at.is_some(), version }
}

/// Somebody who belongs to a party, or asks to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Member {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub locale: Locale,
    pub role: MemberRole,
    pub state: MembershipState,
}

/// Lists members and requests of a party, by name.
///
/// # Errors
/// When the database refuses.
pub async fn list_members(db: &impl ConnectionTrait, party: PartyId) -> Result<Vec<Member>, DbErr> {
    members().filter(membership::Column::PartyId.eq(party)).order_by_asc(account::Column::Name).into_model::<Member>().all(db).await
}

/// Finds a member of a party, or somebody who asks to be one.
///
/// # Errors
/// When the database refuses.
pub async fn member(db: &impl ConnectionTrait, party: PartyId, account: AccountId) -> Result<Option<Member>, DbErr> {
    members()
        .filter(membership::Column::PartyId.eq(party))
        .filter(membership::Column::AccountId.eq(account))
        .into_model::<Member>()
        .one(db)
        .await
}

/// How somebody who is signed in stands to a party, beside a membership.
#[derive(Clone, Copy, Debug)]
pub struct Relation {
    /// Asked to belong to it.
    pub asked: bool,
    pub followed: bool,
}

#[derive(FromQueryResult)]
struct RelationRow {
    asked: i64,
    followed: i64,
}

/// Gives how somebody stands to a party, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn relation(db: &impl ConnectionTrait, party: PartyId, account: AccountId) -> Result<Relation, DbErr> {
    let sql = "select (select count(*) from membership where party_id = $1 and account_id = $2 and state = 'requested') as asked,
             (select count(*) from follow where account_id = $2 and object_kind = 'party' and object_key = $3) as followed";
    let values = [party.0.into(), account.0.into(), party.to_string().into()];
    let row = RelationRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).one(db).await?;
    Ok(row.map_or(Relation { asked: false, followed: false }, |row| Relation { asked: row.asked > 0, followed: row.followed > 0 }))
}

fn members() -> Select<membership::Entity> {
    membership::Entity::find()
        .select_only()
        .columns([membership::Column::Role, membership::Column::State])
        .columns([account::Column::Id, account::Column::Name, account::Column::Email, account::Column::Locale])
        .join(
            JoinType::InnerJoin,
            membership::Entity::belongs_to(account::Entity).from(membership::Column::AccountId).to(account::Column::Id).into(),
        )
}

/// Somebody who was invited and has not answered.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Invited {
    pub id: Uuid,
    pub email: String,
    pub role: MemberRole,
    pub expires_at: DateTime<Utc>,
}

/// Lists the open invitations of a party.
///
/// # Errors
/// When the database refuses.
pub async fn list_invited(db: &impl ConnectionTrait, party: PartyId, now: DateTime<Utc>) -> Result<Vec<Invited>, DbErr> {
    open_invitations(now)
        .filter(invitation::Column::PartyId.eq(party))
        .order_by_asc(invitation::Column::Email)
        .into_model::<Invited>()
        .all(db)
        .await
}

fn open_invitations(now: DateTime<Utc>) -> Select<invitation::Entity> {
    invitation::Entity::find().filter(invitation::Column::AcceptedAt.is_null()).filter(invitation::Column::ExpiresAt.gt(now))
}

/// An invitation that can still be accepted.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OpenInvitation {
    pub id: Uuid,
    pub email: String,
    pub role: MemberRole,
    pub party_id: PartyId,
    pub party_name: String,
    pub party_slug: String,
    /// Whether the address has an account.
    pub account_id: Option<AccountId>,
}

/// Looks at the invitation behind a link without using it.
///
/// # Errors
/// When the database refuses.
pub async fn open_invitation(db: &impl ConnectionTrait, token: &str, now: DateTime<Utc>) -> Result<Option<OpenInvitation>, DbErr> {
    open_invitations(now)
        .filter(invitation::Column::TokenHash.eq(tokens::hash(token)))
        .column_as(party::Column::Name, "party_name")
        .column_as(party::Column::Slug, "party_slug")
        .column_as(account::Column::Id, "account_id")
        .join(
            JoinType::InnerJoin,
            invitation::Entity::belongs_to(party::Entity).from(invitation::Column::PartyId).to(party::Column::Id).into(),
        )
        .join(
            JoinType::LeftJoin,
            invitation::Entity::belongs_to(account::Entity).from(invitation::Column::Email).to(account::Column::Email).into(),
        )
        .into_model::<OpenInvitation>()
        .one(db)
        .await
}
