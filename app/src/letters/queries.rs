//! Reads of letters. What a mail says is opened here and nowhere else, without what lets its reader in.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Statement,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};
use uuid::Uuid;

use super::model::{Filter, MOST, STATES};
use crate::{
    accounts::model::AccountId,
    calls::model::CallId,
    infra::{
        db::entity::{outbox, proposal},
        mail::{Post, kept::Kept, kept::Wording, outbox::Status},
        tokens,
    },
    notifications::model::Event,
    paths,
    proposals::queries::barred::barred_from,
};

/// Letters on one page of the list.
pub const PER_PAGE: usize = 30;

/// Which letters somebody meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    /// Those about decisions on proposals to a call, for somebody of its party, without what that person may not read.
    Call(CallId, AccountId),
}

impl Scope {
    fn condition(&self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Call(call, reader) => {
                let proposals = proposal::Entity::find()
                    .select_only()
                    .column(proposal::Column::Id)
                    .filter(proposal::Column::CallId.eq(*call))
                    .filter(proposal::Column::Id.not_in_subquery(barred_from(*reader)))
                    .into_query();
                Condition::all()
                    .add(outbox::Column::ObjectKind.eq("proposal"))
                    .add(outbox::Column::Kind.eq(Event::Decision.as_str()))
                    .add(outbox::Column::ObjectId.in_subquery(proposals))
            }
        }
    }
}

/// A letter as a list shows it: to whom and what about, without its text.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Line {
    pub id: Uuid,
    pub kind: String,
    pub to_address: String,
    pub to_name: String,
    pub subject: String,
    pub object_kind: String,
    pub object_id: Option<Uuid>,
    pub status: String,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub discarded_reason: Option<String>,
}

impl Line {
    /// Gives its kind, if that is one of today.
    pub fn event(&self) -> Option<Event> {
        self.kind.parse().ok()
    }
}

const COLUMNS: [outbox::Column; 13] = [
    outbox::Column::Id,
    outbox::Column::Kind,
    outbox::Column::ToAddress,
    outbox::Column::ToName,
    outbox::Column::Subject,
    outbox::Column::ObjectKind,
    outbox::Column::ObjectId,
    outbox::Column::Status,
    outbox::Column::Attempts,
    outbox::Column::LastError,
    outbox::Column::CreatedAt,
    outbox::Column::SentAt,
    outbox::Column::DiscardedReason,
];

/// The states that a tab shows.
fn states(status: Status) -> Vec<&'static str> {
    match status {
        Status::Waiting => vec![Status::Waiting.as_str(), Status::Sending.as_str()],
        other => vec![other.as_str()],
    }
}

/// What the filter asks for, beside the state.
fn narrowed(scope: &Scope, filter: &Filter) -> Condition {
    let mut wanted = scope.condition();
    if let Some(kind) = filter.kind {
        wanted = wanted.add(outbox::Column::Kind.eq(kind.as_str()));
    }
    if let Some((kind, id)) = filter.about {
        wanted = wanted.add(outbox::Column::ObjectKind.eq(kind));
        if let Some(id) = id {
            wanted = wanted.add(outbox::Column::ObjectId.eq(id));
        }
    }
    if !filter.text.is_empty() {
        let text = filter.text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like =
            |column| Expr::expr(Func::lower(Expr::col((outbox::Entity, column)))).like(LikeExpr::new(format!("%{text}%")).escape('\\'));
        wanted = wanted.add(Condition::any().add(like(outbox::Column::Subject)).add(like(outbox::Column::ToAddress)));
    }
    wanted
}

/// Lists letters, the newest first, from behind `after` on. Says whether there are more.
///
/// # Errors
/// When the database refuses.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, filter: &Filter, after: Option<Uuid>) -> Result<(Vec<Line>, bool), DbErr> {
    let mut find = outbox::Entity::find()
        .select_only()
        .columns(COLUMNS)
        .filter(outbox::Column::Status.is_in(states(filter.status)))
        .filter(narrowed(scope, filter))
        .order_by_desc(outbox::Column::Id)
        .limit(PER_PAGE as u64 + 1);
    if let Some(after) = after {
        find = find.filter(outbox::Column::Id.lt(after));
    }
    let mut lines = find.into_model::<Line>().all(db).await?;
    let more = lines.len() > PER_PAGE;
    lines.truncate(PER_PAGE);
    Ok((lines, more))
}

#[derive(FromQueryResult)]
struct Counted {
    status: String,
    count: i64,
}

/// How many letters fit the filter, by state.
#[derive(Clone, Debug, Default)]
pub struct Counts(HashMap<String, i64>);

impl Counts {
    pub fn of(&self, status: Status) -> i64 {
        states(status).into_iter().filter_map(|status| self.0.get(status)).sum()
    }

    /// Gives the first state in which there is something, in the order in which they are shown.
    pub fn first(&self) -> Status {
        STATES.into_iter().find(|status| self.of(*status) > 0).unwrap_or(Status::Held)
    }
}

/// Counts the letters that fit a filter, by state.
///
/// # Errors
/// When the database refuses.
pub async fn counts(db: &impl ConnectionTrait, scope: &Scope, filter: &Filter) -> Result<Counts, DbErr> {
    let rows = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Status)
        .column_as(outbox::Column::Id.count(), "count")
        // All of them, by name, so that an index on the state answers.
        .filter(outbox::Column::Status.is_in(Status::ALL.iter().map(|status| status.as_str())))
        .filter(narrowed(scope, filter))
        .group_by(outbox::Column::Status)
        .into_model::<Counted>()
        .all(db)
        .await?;
    Ok(Counts(rows.into_iter().map(|row| (row.status, row.count)).collect()))
}

/// The held letters that fit a filter, as somebody sees them before releasing them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// How many mails.
    pub count: usize,
    /// Stands for exactly these letters with exactly these words.
    pub mark: String,
    pub batches: Vec<Uuid>,
}

#[derive(FromQueryResult)]
struct SetRow {
    id: Uuid,
    version: i32,
    batch: Option<Uuid>,
}

/// Finds the held letters that fit a filter, each with all to whom it goes; one mail more than may go at once tells that there are too many.
///
/// # Errors
/// When the database refuses.
pub async fn held(db: &impl ConnectionTrait, scope: &Scope, filter: &Filter) -> Result<Set, DbErr> {
    let batches = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Batch)
        .filter(outbox::Column::Status.eq(Status::Held.as_str()))
        .filter(narrowed(scope, filter))
        .into_query();
    let rows = outbox::Entity::find()
        .select_only()
        .columns([outbox::Column::Id, outbox::Column::Version, outbox::Column::Batch])
        .filter(outbox::Column::Status.eq(Status::Held.as_str()))
        .filter(outbox::Column::Batch.in_subquery(batches))
        .order_by_asc(outbox::Column::Id)
        .limit(MOST + 1)
        .into_model::<SetRow>()
        .all(db)
        .await?;
    let lines: Vec<String> = rows.iter().map(|row| format!("{}:{}", row.id, row.version)).collect();
    let mut batches: Vec<Uuid> = rows.iter().filter_map(|row| row.batch).collect();
    batches.sort_unstable();
    batches.dedup();
    Ok(Set { count: rows.len(), mark: tokens::hash(&lines.join(" ")), batches })
}

/// Finds the row of a letter; for commands.
///
/// # Errors
/// When the database refuses.
pub(super) async fn row(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> Result<Option<outbox::Model>, DbErr> {
    outbox::Entity::find_by_id(id).filter(scope.condition()).one(db).await
}

/// A letter with what it says.
#[derive(Clone, Debug)]
pub struct Letter {
    pub line: Line,
    pub version: i32,
    /// The words that can be changed, the text and the HTML; none of a mail that is a key, or whose text was forgotten.
    pub says: Option<(Wording, Kept, String, String)>,
    pub people: i64,
    /// Of a decision: whether the applicants know it.
    pub told: bool,
    pub about: Option<About>,
}

/// What a letter is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub path: Option<String>,
}

#[derive(FromQueryResult)]
struct BesideRow {
    people: i64,
    untold: i64,
    name: Option<String>,
    slug: Option<String>,
}

/// Finds a letter, in two statements.
///
/// # Errors
/// When the database refuses, and when the key does not open the letter.
pub async fn find(db: &impl ConnectionTrait, post: &Post, scope: &Scope, id: Uuid) -> Result<Option<Letter>, DbErr> {
    let Some(row) = row(db, scope, id).await? else { return Ok(None) };
    let name = match row.object_kind.as_str() {
        // Organisers see the call, not what was submitted to it.
        "proposal" if *scope == Scope::All => {
            "(select c.title from proposal p join call c on c.id = p.call_id where p.id = $3) as name, (select c.slug from proposal p join call c on c.id = p.call_id where p.id = $3) as slug"
        }
        "proposal" => {
            "(select p.title from proposal p where p.id = $3) as name, (select c.slug from proposal p join call c on c.id = p.call_id where p.id = $3) as slug"
        }
        "assessment" => {
            "(select c.title from assessment s join proposal p on p.id = s.proposal_id join call c on c.id = p.call_id where s.id = $3) as name,
             (select c.slug from assessment s join proposal p on p.id = s.proposal_id join call c on c.id = p.call_id where s.id = $3) as slug"
        }
        "call" => "(select c.title from call c where c.id = $3) as name, (select c.slug from call c where c.id = $3) as slug",
        "report" => {
            "(select c.title from report r join proposal p on p.id = r.proposal_id join call c on c.id = p.call_id where r.id = $3) as name,
             (select c.slug from report r join proposal p on p.id = r.proposal_id join call c on c.id = p.call_id where r.id = $3) as slug"
        }
        "party" => "(select p.name from party p where p.id = $3) as name, (select p.slug from party p where p.id = $3) as slug",
        "listing" => "(select l.title from listing l where l.id = $3) as name, null as slug",
        "introduction" => "(select l.title from introduction i join listing l on l.id = i.need_id where i.id = $3) as name, null as slug",
        "segment" => "(select s.subject from segment s where s.id = $3) as name, null as slug",
        _ => "null as name, null as slug",
    };
    let sql = format!(
        "select (select count(*) from outbox where batch = $1 and status = $2) as people,
             (select count(*) from decision where proposal_id = $3 and told_at is null) as untold, {name}"
    );
    let batch = row.batch.unwrap_or(row.id);
    let values = [batch.into(), row.status.clone().into(), row.object_id.into()];
    let beside = BesideRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).one(db).await?;
    let BesideRow { people, untold, name, slug } = beside.unwrap_or(BesideRow { people: 1, untold: 0, name: None, slug: None });
    let about = name.map(|name| About { name, path: path(scope, &row, slug) });
    let kept = post.kept(&row).map_err(|error| DbErr::Custom(error.to_string()))?;
    let says = kept.map(|kept| {
        let (text, html) = post.shown(&row, kept.clone());
        (kept.wording(), kept, text, html)
    });
    let told = untold == 0;
    Ok(Some(Letter { version: row.version, line: line(row), says, people: Ord::max(people, 1), told, about }))
}

/// Where somebody sees what a letter is about.
fn path(scope: &Scope, row: &outbox::Model, slug: Option<String>) -> Option<String> {
    let id = row.object_id?;
    match (row.object_kind.as_str(), scope) {
        ("proposal", Scope::Call(..)) => slug.map(|slug| paths::call_proposal(&slug, id)),
        ("assessment" | "report" | "proposal" | "call", _) => slug.map(|slug| paths::call(&slug)),
        ("party", _) => slug.map(|slug| paths::party(&slug)),
        ("listing", _) => Some(paths::listing(crate::bakery::model::ListingId(id))),
        ("introduction", _) => Some(paths::DESK_INTRODUCTIONS.to_owned()),
        ("segment", _) => Some(paths::desk_segment(id)),
        _ => None,
    }
}

fn line(row: outbox::Model) -> Line {
    Line {
        id: row.id,
        kind: row.kind,
        to_address: row.to_address,
        to_name: row.to_name,
        subject: row.subject,
        object_kind: row.object_kind,
        object_id: row.object_id,
        status: row.status,
        attempts: row.attempts,
        last_error: row.last_error,
        created_at: row.created_at,
        sent_at: row.sent_at,
        discarded_reason: row.discarded_reason,
    }
}
