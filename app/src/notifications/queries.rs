//! Reads about mails and who wants them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    followers::AT_ONCE,
    model::Event,
    rhythm::Habits,
    things::{Thing, ThingKind},
};
use crate::{
    accounts::model::{AccountId, Person},
    alerts::model::Rhythm,
    areas::{self, model::AreaCode},
    calls::{
        self,
        model::{CallId, CallState},
    },
    infra::{
        db::{
            Object,
            entity::{account, follow, mail_habit, mail_preference, notice, outbox, party},
        },
        i18n::Texts,
        mail::{Post, outbox::Status},
    },
    parties::model::PartyId,
    paths,
    proposals::model::ProposalId,
};

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
        .limit(AT_ONCE as u64)
        .into_tuple()
        .all(db)
        .await
}

/// Lists the people who follow one of these things and want to hear of new calls.
///
/// # Errors
/// When the database refuses.
pub async fn followers(db: &impl ConnectionTrait, things: &[Thing]) -> Result<Vec<AccountId>, DbErr> {
    let off = Query::select()
        .column(mail_preference::Column::Address)
        .from(mail_preference::Entity)
        .and_where(mail_preference::Column::Kind.eq(Event::CallPublished.as_str()))
        .and_where(mail_preference::Column::Enabled.eq(false))
        .and_where(Expr::col((mail_preference::Entity, mail_preference::Column::Address)).equals((account::Entity, account::Column::Email)))
        .to_owned();
    let mut any = Condition::any();
    for kind in ThingKind::ALL {
        let keys: Vec<String> = things.iter().filter(|thing| thing.kind() == *kind).map(Thing::key).collect();
        if !keys.is_empty() {
            any = any.add(follow::Column::ObjectKind.eq(kind.as_str()).and(follow::Column::ObjectKey.is_in(keys)));
        }
    }
    let following = Query::select().column(follow::Column::AccountId).from(follow::Entity).cond_where(any).to_owned();
    account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.in_subquery(following))
        .filter(Expr::exists(off).not())
        .into_tuple()
        .all(db)
        .await
}

/// Says whether somebody follows a thing.
///
/// # Errors
/// When the database refuses.
pub async fn follows(db: &impl ConnectionTrait, account: AccountId, thing: &Thing) -> Result<bool, DbErr> {
    let key = (account, thing.kind().as_str().to_owned(), thing.key());
    Ok(follow::Entity::find_by_id(key).one(db).await?.is_some())
}

/// Says whether the person with that address follows a thing.
///
/// # Errors
/// When the database refuses.
pub async fn follows_by_address(db: &impl ConnectionTrait, address: &str, thing: &Thing) -> Result<bool, DbErr> {
    let account = account::Entity::find().filter(account::Column::Email.eq(address)).one(db).await?;
    match account {
        Some(account) => follows(db, account.id, thing).await,
        None => Ok(false),
    }
}

/// Something that a person follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    pub thing: Thing,
    pub name: String,
    /// Its page; none when it is gone, or not for this person any more.
    pub path: Option<String>,
}

/// Lists what a person follows, by kind and name.
///
/// # Errors
/// When the database refuses.
pub async fn followed(db: &impl ConnectionTrait, t: Texts, person: &Person) -> Result<Vec<Followed>, DbErr> {
    let rows = follow::Entity::find().filter(follow::Column::AccountId.eq(person.id)).all(db).await?;
    let things: Vec<Thing> = rows.iter().filter_map(|row| Thing::read(&row.object_kind, &row.object_key)).collect();
    let mut named = named(db, t, &things, Some(person)).await?;
    named.sort_by_key(|followed| (followed.thing.kind(), followed.name.to_lowercase()));
    Ok(named)
}

#[derive(FromQueryResult)]
struct ProposalRow {
    id: ProposalId,
    title: String,
    call: String,
    slug: String,
    funds: i32,
}

/// Names things for a person; without one, only what everybody may see. What may not be seen is named by its kind alone.
///
/// # Errors
/// When the database refuses.
pub async fn named(db: &impl ConnectionTrait, t: Texts, things: &[Thing], person: Option<&Person>) -> Result<Vec<Followed>, DbErr> {
    let codes: Vec<AreaCode> =
        things.iter().filter_map(|thing| if let Thing::Area(code) = thing { Some(code.clone()) } else { None }).collect();
    let calls: Vec<CallId> = things.iter().filter_map(|thing| if let Thing::Call(id) = thing { Some(*id) } else { None }).collect();
    let parties: Vec<PartyId> = things.iter().filter_map(|thing| if let Thing::Party(id) = thing { Some(*id) } else { None }).collect();
    let proposals: Vec<ProposalId> =
        things.iter().filter_map(|thing| if let Thing::Proposal(id) = thing { Some(*id) } else { None }).collect();
    let mut names: HashMap<String, (String, String)> = HashMap::new();
    for (code, label) in areas::queries::labels(db, &codes).await? {
        names.insert(Thing::Area(code.clone()).to_string(), (label, paths::area(code)));
    }
    if !calls.is_empty() {
        for call in calls::queries::by_ids(db, &calls).await? {
            if call.life.state != CallState::Draft || person.is_some_and(|person| person.membership(call.funder.id).is_some()) {
                names.insert(Thing::Call(call.id).to_string(), (call.title, paths::call(&call.slug)));
            }
        }
    }
    if !parties.is_empty() {
        for row in party::Entity::find().filter(party::Column::Id.is_in(parties)).all(db).await? {
            names.insert(Thing::Party(row.id).to_string(), (row.name, paths::party(&row.slug)));
        }
    }
    if let Some(person) = person.filter(|_| !proposals.is_empty()) {
        for row in visible_proposals(db, person.id, &proposals).await? {
            let ProposalRow { id, title, call, slug, funds } = row;
            let name = if title.is_empty() { call } else { title };
            let path = if funds > 0 { paths::call_proposal(&slug, id) } else { paths::proposal(id) };
            names.insert(Thing::Proposal(id).to_string(), (name, path));
        }
    }
    let name = |thing: &Thing| {
        let (name, path) = match (thing, names.remove(&thing.to_string())) {
            (_, Some((name, path))) => (name, Some(path)),
            (Thing::Theme(theme), None) => (theme.label(t), Some(paths::theme(theme.as_str()))),
            (thing, None) => (t.with("following-gone", &[("kind", thing.kind().label(t).into())]), None),
        };
        Followed { thing: thing.clone(), name, path }
    };
    Ok(things.iter().map(name).collect())
}

async fn visible_proposals(db: &impl ConnectionTrait, account: AccountId, ids: &[ProposalId]) -> Result<Vec<ProposalRow>, DbErr> {
    let marks: Vec<String> = (2..ids.len() + 2).map(|at| format!("${at}")).collect();
    let sql = format!(
        "select p.id, p.title, c.title as call, c.slug, (case when p.submitted_at is not null and exists (select 1 from membership m
                 where m.account_id = $1 and m.party_id = c.party_id and m.state = 'active') then 1 else 0 end) as funds
         from proposal p join call c on c.id = p.call_id where p.id in ({}) and (p.account_id = $1
             or exists (select 1 from membership m where m.account_id = $1 and m.state = 'active'
                 and (m.party_id = p.party_id or (m.party_id = c.party_id and p.submitted_at is not null)))
             or exists (select 1 from co_applicant x where x.proposal_id = p.id and x.account_id = $1 and x.state = 'accepted'))",
        marks.join(", ")
    );
    let values = std::iter::once(account.0.into()).chain(ids.iter().map(|id| id.0.into()));
    ProposalRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await
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

/// A mail in the history of what it is about.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Mailed {
    pub id: Uuid,
    pub kind: String,
    pub object_id: Option<Uuid>,
    pub to_address: String,
    pub subject: String,
    pub status: Status,
    pub created_at: DateTime<Utc>,
}

/// How many mails a history shows.
pub const MAILED: u64 = 20;

/// Lists the mails about one thing, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn mailed_about(db: &impl ConnectionTrait, object: Object) -> Result<Vec<Mailed>, DbErr> {
    mailed(object.kind, [object.id]).limit(MAILED).into_model::<Mailed>().all(db).await
}

/// Lists the mails about several things of a kind, the newest first, by the thing; for things about which little is mailed.
///
/// # Errors
/// When the database refuses.
pub async fn mailed_about_each(
    db: &impl ConnectionTrait,
    kind: &'static str,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<Mailed>>, DbErr> {
    let mut all: HashMap<Uuid, Vec<Mailed>> = HashMap::new();
    for mail in mailed(kind, ids).into_model::<Mailed>().all(db).await? {
        if let Some(id) = mail.object_id {
            all.entry(id).or_default().push(mail);
        }
    }
    Ok(all)
}

fn mailed(kind: &'static str, ids: impl IntoIterator<Item = Uuid>) -> sea_orm::Select<outbox::Entity> {
    outbox::Entity::find()
        .select_only()
        .columns([
            outbox::Column::Id,
            outbox::Column::Kind,
            outbox::Column::ObjectId,
            outbox::Column::ToAddress,
            outbox::Column::Subject,
            outbox::Column::Status,
            outbox::Column::CreatedAt,
        ])
        .filter(outbox::Column::ObjectKind.eq(kind))
        .filter(outbox::Column::ObjectId.is_in(ids))
        .order_by_desc(outbox::Column::Id)
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

/// What nobody got, and perhaps nobody ever gets.
const NOT_MAILED: [&str; 2] = ["held", "discarded"];

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
        .filter(outbox::Column::Status.is_not_in(NOT_MAILED))
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
    let find = outbox::Entity::find_by_id(id).filter(outbox::Column::Status.is_not_in(NOT_MAILED));
    let Some(row) = find.one(db).await? else { return Ok(None) };
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
