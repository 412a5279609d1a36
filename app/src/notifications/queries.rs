//! Reads about mails and who wants them.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{model::Event, rhythm::Habits};
use crate::{
    accounts::model::AccountId,
    alerts::model::Rhythm,
    areas::{self, model::AreaCode},
    calls::{
        self,
        model::{Call, CallId, CallState},
    },
    infra::{
        db::entity::{account, call, follow, mail_habit, mail_preference, notice, outbox, proposal},
        mail::{Post, Recipient},
    },
    parties::model::PartyId,
    proposals::model::ProposalState,
};

/// How many people one transaction writes to.
const AT_ONCE: u64 = 500;

/// How long after publishing the followers of an area are still told; enough for a weekend without a worker.
const NEWS: TimeDelta = TimeDelta::days(3);

/// When a deadline is soon.
pub const SOON: TimeDelta = TimeDelta::days(3);

/// How many calls a job looks at in one run.
const CALLS_AT_ONCE: u64 = 50;

/// Gives the kinds that an address switched off.
///
/// # Errors
/// When the database refuses.
pub async fn switched_off(db: &impl ConnectionTrait, address: &str) -> Result<HashSet<Event>, DbErr> {
    let off = mail_preference::Entity::find()
        .filter(mail_preference::Column::Address.eq(address))
        .filter(mail_preference::Column::Enabled.eq(false))
        .all(db)
        .await?;
    Ok(off.iter().filter_map(|preference| preference.kind.parse().ok()).collect())
}

/// Gives when a person reads mail.
///
/// # Errors
/// When the database refuses.
pub async fn habits(db: &impl ConnectionTrait, account: AccountId) -> Result<Habits, DbErr> {
    let row = mail_habit::Entity::find_by_id(account).one(db).await?;
    Ok(row.map_or_else(Habits::default, |row| Habits::stored(row.weekday, row.quiet_from, row.quiet_until)))
}

/// What a person chose about mails; every kind that is not named is mailed at once, for every party alike.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    pub habits: Habits,
    pub kinds: HashMap<Event, Rhythm>,
    pub parties: HashMap<PartyId, Rhythm>,
}

#[derive(FromQueryResult)]
struct ChosenRow {
    weekday: Option<i32>,
    quiet_from: Option<i32>,
    quiet_until: Option<i32>,
    party_id: Option<PartyId>,
    party_rhythm: Option<Rhythm>,
    kind: Option<String>,
    rhythm: Option<Rhythm>,
}

/// Gives what a person chose about mails, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn chosen(db: &impl ConnectionTrait, account: AccountId) -> Result<Chosen, DbErr> {
    let sql = "select h.weekday, h.quiet_from, h.quiet_until, p.party_id, p.rhythm as party_rhythm, k.kind, k.rhythm from account a
         left join mail_habit h on h.account_id = a.id left join party_rhythm p on p.account_id = a.id
         left join mail_preference k on k.address = a.email where a.id = $1";
    let rows =
        ChosenRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, [account.0.into()])).all(db).await?;
    let habits = rows.first().and_then(|row| row.weekday.map(|weekday| Habits::stored(weekday, row.quiet_from, row.quiet_until)));
    Ok(Chosen {
        habits: habits.unwrap_or_default(),
        parties: rows.iter().filter_map(|row| row.party_id.zip(row.party_rhythm)).collect(),
        kinds: rows.iter().filter_map(|row| row.kind.as_ref()?.parse().ok().zip(row.rhythm)).collect(),
    })
}

/// Lists people for whom a round-up is due.
///
/// # Errors
/// When the database refuses.
pub async fn due_digests(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<AccountId>, DbErr> {
    notice::Entity::find()
        .select_only()
        .column(notice::Column::AccountId)
        .distinct()
        .filter(notice::Column::DigestAt.is_not_null())
        .filter(notice::Column::DigestAt.lte(now))
        .filter(notice::Column::DigestedAt.is_null())
        .limit(AT_ONCE)
        .into_tuple()
        .all(db)
        .await
}

/// What a person follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Codes and labels, by label.
    pub areas: Vec<(AreaCode, String)>,
    /// By title.
    pub calls: Vec<FollowedCall>,
}

/// A call that a person follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedCall {
    pub id: CallId,
    pub slug: String,
    pub title: String,
}

#[derive(FromQueryResult)]
struct FollowRow {
    object_kind: String,
    object_key: String,
    name: Option<String>,
    municipality: Option<String>,
}

/// Lists what a person follows, in two statements.
///
/// # Errors
/// When the database refuses.
pub async fn followed(db: &impl ConnectionTrait, account: AccountId) -> Result<Followed, DbErr> {
    let sql = "select f.object_kind, f.object_key, a.name, m.name as municipality from follow f
         left join area a on f.object_kind = 'area' and a.code = f.object_key
         left join area m on a.kind in ('district', 'neighbourhood') and m.code = 'GM' || substr(a.code, 3, 4) where f.account_id = $1";
    let rows =
        FollowRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, [account.0.into()])).all(db).await?;
    let ids: Vec<CallId> = rows.iter().filter(|row| row.object_kind == "call").filter_map(|row| row.object_key.parse().ok()).collect();
    let area = |row: FollowRow| {
        let name = row.name?;
        let label = row.municipality.map_or_else(|| name.clone(), |municipality| format!("{name}, {municipality}"));
        Some((row.object_key.parse().ok()?, label))
    };
    let mut areas: Vec<(AreaCode, String)> = rows.into_iter().filter_map(area).collect();
    areas.sort_by(|one, other| one.1.cmp(&other.1));
    let mut calls: Vec<FollowedCall> = calls::queries::by_ids(db, &ids)
        .await?
        .into_iter()
        .map(|call| FollowedCall { id: call.id, slug: call.slug, title: call.title })
        .collect();
    calls.sort_by(|one, other| one.title.cmp(&other.title));
    Ok(Followed { areas, calls })
}

/// Lists calls that were published lately.
///
/// # Errors
/// When the database refuses.
pub async fn lately_published(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Call>, DbErr> {
    let ids = call::Entity::find()
        .select_only()
        .column(call::Column::Id)
        .filter(call::Column::State.eq(CallState::Published))
        .filter(call::Column::PublishedAt.gt(now - NEWS))
        .filter(call::Column::ClosesAt.gt(now))
        .order_by_asc(call::Column::PublishedAt)
        .limit(CALLS_AT_ONCE)
        .into_tuple::<CallId>()
        .all(db)
        .await?;
    calls::queries::by_ids(db, &ids).await
}

/// Lists calls whose deadline is soon.
///
/// # Errors
/// When the database refuses.
pub async fn closing_soon(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Call>, DbErr> {
    let ids = call::Entity::find()
        .select_only()
        .column(call::Column::Id)
        .filter(call::Column::State.eq(CallState::Published))
        .filter(call::Column::ClosesAt.gt(now))
        .filter(call::Column::ClosesAt.lte(now + SOON))
        .order_by_asc(call::Column::ClosesAt)
        .limit(CALLS_AT_ONCE)
        .into_tuple::<CallId>()
        .all(db)
        .await?;
    Ok(calls::queries::by_ids(db, &ids).await?.into_iter().filter(|call| call.is_open(now)).collect())
}

/// Gives the areas whose followers a call in `codes` concerns: the areas themselves, all that lie in them and all in which they lie.
async fn concerned(db: &impl ConnectionTrait, codes: &[AreaCode]) -> Result<BTreeSet<AreaCode>, DbErr> {
    let mut concerned = BTreeSet::new();
    for code in codes {
        concerned.extend(areas::queries::with_descendants(db, code).await?);
        concerned.extend(areas::queries::with_ancestors(db, code).await?);
    }
    Ok(concerned)
}

/// Lists people who follow an area of that call since before it was published and have not been told, at most a few hundred.
///
/// # Errors
/// When the database refuses.
pub async fn followers_to_tell(db: &impl ConnectionTrait, call: &Call, codes: &[AreaCode]) -> Result<Vec<Recipient>, DbErr> {
    let Some(published_at) = call.life.published_at else { return Ok(Vec::new()) };
    let codes: Vec<String> = concerned(db, codes).await?.iter().map(ToString::to_string).collect();
    let followers = following("area", codes).and_where(follow::Column::CreatedAt.lte(published_at)).to_owned();
    people(db, followers, told(Event::CallPublished, call.id, published_at), noticed(Event::CallPublished, call.id, published_at)).await
}

/// Lists the people who follow an area of a call in these areas and want to hear of new calls.
///
/// # Errors
/// When the database refuses.
pub async fn followers(db: &impl ConnectionTrait, codes: &[AreaCode]) -> Result<Vec<AccountId>, DbErr> {
    let codes: Vec<String> = concerned(db, codes).await?.iter().map(ToString::to_string).collect();
    let off = Query::select()
        .column(mail_preference::Column::Address)
        .from(mail_preference::Entity)
        .and_where(mail_preference::Column::Kind.eq(Event::CallPublished.as_str()))
        .and_where(mail_preference::Column::Enabled.eq(false))
        .and_where(Expr::col((mail_preference::Entity, mail_preference::Column::Address)).equals((account::Entity, account::Column::Email)))
        .to_owned();
    account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.in_subquery(following("area", codes)))
        .filter(Expr::exists(off).not())
        .into_tuple()
        .all(db)
        .await
}

/// Lists people who follow that call and have not been told that its deadline is soon, at most a few hundred.
///
/// # Errors
/// When the database refuses.
pub async fn followers_to_warn(db: &impl ConnectionTrait, call: &Call, closes_at: DateTime<Utc>) -> Result<Vec<Recipient>, DbErr> {
    let followers = following("call", vec![call.id.to_string()]);
    people(db, followers, told(Event::DeadlineSoon, call.id, closes_at - SOON), noticed(Event::DeadlineSoon, call.id, closes_at - SOON))
        .await
}

/// Lists people with an unfinished draft for that call who have not been told that its deadline is soon, at most a few hundred.
///
/// # Errors
/// When the database refuses.
pub async fn drafters_to_warn(db: &impl ConnectionTrait, call: &Call, closes_at: DateTime<Utc>) -> Result<Vec<Recipient>, DbErr> {
    let told = told(Event::DeadlineSoon, call.id, closes_at - SOON);
    let drafts = proposal::Entity::find()
        .filter(proposal::Column::CallId.eq(call.id))
        .filter(proposal::Column::State.eq(ProposalState::Draft))
        .filter(proposal::Column::ContactEmail.in_subquery(told).not())
        .order_by_asc(proposal::Column::Id)
        .limit(AT_ONCE)
        .all(db)
        .await?;
    let mut seen = HashSet::new();
    Ok(drafts
        .into_iter()
        .filter(|draft| seen.insert(draft.contact_email.clone()))
        .map(|draft| Recipient {
            address: draft.contact_email,
            name: draft.contact_name,
            account_id: draft.account_id,
            locale: draft.locale,
        })
        .collect())
}

/// Who follows one of these.
fn following(kind: &str, keys: Vec<String>) -> SelectStatement {
    Query::select()
        .column(follow::Column::AccountId)
        .from(follow::Entity)
        .and_where(follow::Column::ObjectKind.eq(kind))
        .and_where(follow::Column::ObjectKey.is_in(keys))
        .to_owned()
}

/// The addresses that got a mail of that kind about that call since then.
fn told(kind: Event, call: CallId, since: DateTime<Utc>) -> SelectStatement {
    Query::select()
        .column(outbox::Column::ToAddress)
        .from(outbox::Entity)
        .and_where(outbox::Column::ObjectKind.eq("call"))
        .and_where(outbox::Column::ObjectId.eq(call.0))
        .and_where(outbox::Column::Kind.eq(kind.as_str()))
        .and_where(outbox::Column::CreatedAt.gte(since))
        .to_owned()
}

/// The accounts that have a notice of that kind about that call since then.
fn noticed(kind: Event, call: CallId, since: DateTime<Utc>) -> SelectStatement {
    Query::select()
        .column(notice::Column::AccountId)
        .from(notice::Entity)
        .and_where(notice::Column::ObjectKind.eq("call"))
        .and_where(notice::Column::ObjectId.eq(call.0))
        .and_where(notice::Column::Event.eq(kind.as_str()))
        .and_where(notice::Column::CreatedAt.gte(since))
        .to_owned()
}

async fn people(
    db: &impl ConnectionTrait,
    wanted: SelectStatement,
    told: SelectStatement,
    noticed: SelectStatement,
) -> Result<Vec<Recipient>, DbErr> {
    let accounts = account::Entity::find()
        .filter(account::Column::Id.in_subquery(wanted))
        .filter(account::Column::Email.in_subquery(told).not())
        .filter(account::Column::Id.in_subquery(noticed).not())
        .order_by_asc(account::Column::Id)
        .limit(AT_ONCE)
        .all(db)
        .await?;
    Ok(accounts
        .into_iter()
        .map(|account| Recipient { address: account.email, name: account.name, account_id: Some(account.id), locale: account.locale })
        .collect())
}

/// A notice as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: Uuid,
    pub event: String,
    pub title: String,
    pub created_at: DateTime<Utc>,
    pub is_new: bool,
}

/// How many notices a page has.
const NOTICES_PER_PAGE: u64 = 30;

/// Lists the notices of a person, the newest first, from `before` on if that is given. Says whether there are more.
///
/// # Errors
/// When the database refuses.
pub async fn notices(db: &impl ConnectionTrait, account: AccountId, before: Option<Uuid>) -> Result<(Vec<Notice>, bool), DbErr> {
    let mut find =
        notice::Entity::find().filter(notice::Column::AccountId.eq(account)).order_by_desc(notice::Column::Id).limit(NOTICES_PER_PAGE + 1);
    if let Some(before) = before {
        find = find.filter(notice::Column::Id.lt(before));
    }
    let rows = find.all(db).await?;
    let mut notices: Vec<Notice> = rows
        .into_iter()
        .map(|row| Notice { id: row.id, event: row.event, title: row.title, created_at: row.created_at, is_new: row.read_at.is_none() })
        .collect();
    let per_page = usize::try_from(NOTICES_PER_PAGE).unwrap_or(usize::MAX);
    let more = notices.len() > per_page;
    notices.truncate(per_page);
    Ok((notices, more))
}

/// A mail as the mailbox page of the demo lists it.
#[derive(Clone, Debug, sea_orm::FromQueryResult)]
pub struct MailLine {
    pub id: Uuid,
    pub kind: String,
    pub to_address: String,
    pub to_name: String,
    pub subject: String,
    pub status: String,
    pub created_at: DateTime<Utc>,
}

/// How many mails a page of the mailbox has.
const MAILS_PER_PAGE: u64 = 50;

/// Lists mails, the newest first, from `before` on if that is given; `q` looks in address and subject. Says whether there are more.
///
/// # Errors
/// When the database refuses.
pub async fn list_mails(db: &impl ConnectionTrait, q: &str, before: Option<Uuid>) -> Result<(Vec<MailLine>, bool), DbErr> {
    let mut find = outbox::Entity::find()
        .select_only()
        .columns([
            outbox::Column::Id,
            outbox::Column::Kind,
            outbox::Column::ToAddress,
            outbox::Column::ToName,
            outbox::Column::Subject,
            outbox::Column::Status,
            outbox::Column::CreatedAt,
        ])
        .order_by_desc(outbox::Column::Id)
        .limit(MAILS_PER_PAGE + 1);
    if let Some(before) = before {
        find = find.filter(outbox::Column::Id.lt(before));
    }
    if !q.is_empty() {
        find = find.filter(Condition::any().add(outbox::Column::ToAddress.contains(q)).add(outbox::Column::Subject.contains(q)));
    }
    let mut lines = find.into_model::<MailLine>().all(db).await?;
    let per_page = usize::try_from(MAILS_PER_PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > per_page;
    lines.truncate(per_page);
    Ok((lines, more))
}

/// A mail with its text and its HTML.
#[derive(Clone, Debug)]
pub struct WholeMail {
    pub line: MailLine,
    pub text: String,
    pub html: String,
    pub last_error: Option<String>,
}

/// Finds a mail, opened.
///
/// # Errors
/// When the database refuses, and when the key does not open the mail.
pub async fn mail(db: &impl ConnectionTrait, post: &Post, id: Uuid) -> Result<Option<WholeMail>, DbErr> {
    let Some(row) = outbox::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let row = post.open(row).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(Some(WholeMail {
        line: MailLine {
            id: row.id,
            kind: row.kind,
            to_address: row.to_address,
            to_name: row.to_name,
            subject: row.subject,
            status: row.status,
            created_at: row.created_at,
        },
        text: row.body_text,
        html: row.body_html,
        last_error: row.last_error,
    }))
}
