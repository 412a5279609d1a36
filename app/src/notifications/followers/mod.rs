//! Reads for telling many: whom an event concerns, who of them was not told yet, and what is done altogether.
//!
//! Each event has a key. What one reader was told stands under that key with their address, among the mails and the notices; that all were told stands in
//! `followers_told`, so that a job looks at an event until it is done and never again.

mod about_calls;

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement, Value};
use uuid::Uuid;

use super::things::{Thing, ThingKind};
use crate::{
    accounts::model::AccountId,
    areas::{self, model::AreaCode},
    bakery::{
        self,
        model::{ListingId, ListingState},
        queries::ListingView,
    },
    calls::{
        self,
        model::{Call, CallId, CallState},
    },
    infra::{
        db::entity::{call, followers_told, listing},
        i18n::Locale,
        mail::Recipient,
    },
    parties::model::PartyId,
    proposals::{self, model::ProposalId},
    themes::Theme,
};
pub use about_calls::{Change, Deadline, closing_soon, deadline_days, lately_changed, of_that_call};

/// How many people one transaction writes to.
pub const AT_ONCE: usize = 500;

/// How long after it happened followers are still told; enough for a weekend without a worker.
pub const NEWS: TimeDelta = TimeDelta::days(3);

/// How long nothing else must have changed before a change is told: who mends three things tells of them once.
pub const SETTLED: TimeDelta = TimeDelta::minutes(15);

/// How many days before a deadline people are reminded of it, the last first.
pub const DEADLINE_DAYS: [i64; 2] = [1, 7];

/// Rows that a job reads to find what is new.
const ROWS: u64 = 2_000;

/// Somebody who follows what an event is about.
#[derive(Clone, Debug)]
pub struct Reader {
    pub account: AccountId,
    pub to: Recipient,
    pub follows: Vec<Thing>,
}

/// Somebody with an unfinished draft, who may have no account.
#[derive(Clone, Debug)]
pub struct Drafter {
    pub proposal: ProposalId,
    pub to: Recipient,
}

/// Gives the keys under which all have been told.
///
/// # Errors
/// When the database refuses.
async fn done(db: &impl ConnectionTrait, keys: &[String]) -> Result<HashSet<String>, DbErr> {
    let mut done = HashSet::new();
    for keys in keys.chunks(1_000) {
        let rows = followers_told::Entity::find().filter(followers_told::Column::Key.is_in(keys)).all(db).await?;
        done.extend(rows.into_iter().map(|row| row.key));
    }
    Ok(done)
}

/// Keeps what is not done yet.
async fn open<T>(db: &impl ConnectionTrait, all: Vec<T>, key: impl Fn(&T) -> String) -> Result<Vec<T>, DbErr> {
    let keys: Vec<String> = all.iter().map(&key).collect();
    let done = done(db, &keys).await?;
    Ok(all.into_iter().filter(|one| !done.contains(&key(one))).collect())
}

#[derive(FromQueryResult)]
struct ReaderRow {
    id: AccountId,
    email: String,
    name: String,
    locale: Locale,
    object_kind: String,
    object_key: String,
}

/// Lists people who followed one of these things at `since` and were not told under that key, some hundreds, with what each of them follows.
/// `condition` is about the account `a`; its values are numbered from 3.
async fn untold(
    db: &impl ConnectionTrait,
    things: &[Thing],
    since: DateTime<Utc>,
    key: &str,
    condition: &str,
    more: Vec<Value>,
) -> Result<Vec<Reader>, DbErr> {
    let mut values: Vec<Value> = vec![since.into(), format!("{key}:").into()];
    values.extend(more);
    let mut kinds = Vec::new();
    for kind in ThingKind::ALL {
        let keys: Vec<String> = things.iter().filter(|thing| thing.kind() == *kind).map(Thing::key).collect();
        if !keys.is_empty() {
            let marks: Vec<String> = (0..keys.len()).map(|at| format!("${}", values.len() + 1 + at)).collect();
            kinds.push(format!("(f.object_kind = '{}' and f.object_key in ({}))", kind.as_str(), marks.join(", ")));
            values.extend(keys.into_iter().map(Value::from));
        }
    }
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select a.id, a.email, a.name, a.locale, f.object_kind, f.object_key from follow f join account a on a.id = f.account_id
         where ({}) and f.created_at <= $1
         and not exists (select 1 from outbox o where o.dedupe_key = $2 || a.email)
         and not exists (select 1 from notice n where n.dedupe_key = $2 || a.email) {condition}
         order by a.id, f.object_kind desc, f.object_key limit {AT_ONCE}",
        kinds.join(" or ")
    );
    let rows = ReaderRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    let mut readers: Vec<Reader> = Vec::new();
    for ReaderRow { id, email, name, locale, object_kind, object_key } in rows {
        let Some(thing) = Thing::read(&object_kind, &object_key) else { continue };
        match readers.last_mut().filter(|last| last.account == id) {
            Some(last) => last.follows.push(thing),
            None => {
                let to = Recipient { address: email, name, account_id: Some(id), locale };
                readers.push(Reader { account: id, to, follows: vec![thing] });
            }
        }
    }
    Ok(readers)
}

#[derive(FromQueryResult)]
struct DrafterRow {
    id: ProposalId,
    account_id: Option<AccountId>,
    contact_email: String,
    contact_name: String,
    locale: Locale,
}

/// Lists people who had an unfinished draft for a call at `since` and were not told under that key, some hundreds.
///
/// # Errors
/// When the database refuses.
pub async fn drafters(db: &impl ConnectionTrait, call: CallId, since: DateTime<Utc>, key: &str) -> Result<Vec<Drafter>, DbErr> {
    let sql = format!(
        "select p.id, p.account_id, p.contact_email, p.contact_name, p.locale from proposal p
         where p.call_id = $3 and p.state = 'draft' and p.created_at <= $1
         and not exists (select 1 from outbox o where o.dedupe_key = $2 || p.contact_email)
         and not exists (select 1 from notice n where n.dedupe_key = $2 || p.contact_email) order by p.id limit {AT_ONCE}"
    );
    let values: [Value; 3] = [since.into(), format!("{key}:").into(), call.0.into()];
    let rows = DrafterRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    let mut seen = HashSet::new();
    Ok(rows
        .into_iter()
        .filter(|row| seen.insert(row.contact_email.clone()))
        .map(|row| {
            let DrafterRow { id, account_id, contact_email, contact_name, locale } = row;
            Drafter { proposal: id, to: Recipient { address: contact_email, name: contact_name, account_id, locale } }
        })
        .collect())
}

/// Gives the areas whose followers something in `codes` concerns: the areas themselves, all that lie in them and all in which they lie.
async fn concerned(db: &impl ConnectionTrait, codes: &[AreaCode]) -> Result<BTreeSet<AreaCode>, DbErr> {
    let mut concerned = BTreeSet::new();
    for code in codes {
        concerned.extend(areas::queries::with_descendants(db, code).await?);
        concerned.extend(areas::queries::with_ancestors(db, code).await?);
    }
    Ok(concerned)
}

/// Gives what somebody may follow to hear that a call is published: its funder, its themes, its areas and those around them.
///
/// # Errors
/// When the database refuses.
pub async fn things_of_call(db: &impl ConnectionTrait, funder: PartyId, themes: &[Theme], codes: &[AreaCode]) -> Result<Vec<Thing>, DbErr> {
    let mut things = vec![Thing::Party(funder)];
    things.extend(themes.iter().copied().map(Thing::Theme));
    things.extend(concerned(db, codes).await?.into_iter().map(Thing::Area));
    Ok(things)
}

/// Whoever hears of it at once through a saved search is not told again.
const NO_SEARCH: &str = "and not exists (select 1 from saved_search s join search_alert x on x.search_id = s.id and x.object_id = $3
         where s.account_id = a.id and s.rhythm = 'direct' and x.state in ('waiting', 'told'))";

/// The key of the event that a call was published.
pub fn published_key(call: CallId) -> String {
    format!("call_published:{call}")
}

/// Lists calls that were published lately, and whose followers were not all told.
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
        .limit(ROWS)
        .into_tuple::<CallId>()
        .all(db)
        .await?;
    let ids = open(db, ids, |id| published_key(*id)).await?;
    calls::queries::by_ids(db, &ids).await
}

/// Lists people to tell that a call is published.
///
/// # Errors
/// When the database refuses.
pub async fn of_call(db: &impl ConnectionTrait, call: &Call, things: &[Thing]) -> Result<Vec<Reader>, DbErr> {
    let Some(published_at) = call.life.published_at else { return Ok(Vec::new()) };
    untold(db, things, published_at, &published_key(call.id), NO_SEARCH, vec![call.id.0.into()]).await
}

/// The key of the event that a need or an offer was posted.
pub fn posted_key(listing: ListingId) -> String {
    format!("listing_posted:{listing}")
}

/// Lists needs and offers that were posted lately, still stand, and whose followers were not all told.
///
/// # Errors
/// When the database refuses.
pub async fn lately_posted(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<ListingView>, DbErr> {
    let ids = listing::Entity::find()
        .select_only()
        .column(listing::Column::Id)
        .filter(listing::Column::CreatedAt.gt(now - NEWS))
        .filter(listing::Column::State.eq(ListingState::Open))
        .filter(listing::Column::ExpiresAt.gt(now))
        .order_by_asc(listing::Column::CreatedAt)
        .limit(ROWS)
        .into_tuple::<ListingId>()
        .all(db)
        .await?;
    let ids = open(db, ids, |id| posted_key(*id)).await?;
    bakery::queries::by_ids(db, &ids).await
}

/// Gives what somebody may follow to hear that a need or an offer is posted.
pub fn things_of_listing(listing: &ListingView) -> Vec<Thing> {
    let themes = listing.themes.iter().copied().map(Thing::Theme);
    listing.party.as_ref().map(|party| Thing::Party(party.id)).into_iter().chain(themes).collect()
}

/// Lists people to tell that a need or an offer is posted; not its author.
///
/// # Errors
/// When the database refuses.
pub async fn of_listing(db: &impl ConnectionTrait, listing: &ListingView, posted_at: DateTime<Utc>) -> Result<Vec<Reader>, DbErr> {
    let condition = format!("{NO_SEARCH} and a.id <> $4");
    let values = vec![listing.id.0.into(), listing.account_id.0.into()];
    untold(db, &things_of_listing(listing), posted_at, &posted_key(listing.id), &condition, values).await
}

/// Gives when these needs and offers were posted; renewing them does not change that.
///
/// # Errors
/// When the database refuses.
pub async fn posted_at(db: &impl ConnectionTrait, id: ListingId) -> Result<Option<DateTime<Utc>>, DbErr> {
    listing::Entity::find_by_id(id).select_only().column(listing::Column::CreatedAt).into_tuple().one(db).await
}

#[derive(FromQueryResult)]
struct ProposalReaderRow {
    id: AccountId,
    email: String,
    name: String,
    locale: Locale,
    funds: i32,
}

/// Lists people who follow a proposal and may see it now, and whether each of them sees it as its funder.
///
/// # Errors
/// When the database refuses.
pub async fn of_proposal(db: &impl ConnectionTrait, proposal: ProposalId) -> Result<Vec<(Recipient, bool)>, DbErr> {
    let bars = proposals::queries::barred::bars("p.id", "a.id");
    let sql = format!(
        "select a.id, a.email, a.name, a.locale,
             (case when p.submitted_at is not null and exists (select 1 from membership m where m.account_id = a.id and m.party_id = c.party_id and m.state = 'active')
              then 1 else 0 end) as funds
         from follow f join account a on a.id = f.account_id join proposal p on p.id = $1 join call c on c.id = p.call_id
         where f.object_kind = 'proposal' and f.object_key = $2 and (p.account_id = a.id
             or exists (select 1 from membership m where m.account_id = a.id and m.state = 'active'
                 and (m.party_id = p.party_id or (m.party_id = c.party_id and p.submitted_at is not null and not {bars})))
             or exists (select 1 from co_applicant x where x.proposal_id = p.id and x.account_id = a.id and x.state = 'accepted'))
         order by a.id"
    );
    let values: [Value; 2] = [proposal.0.into(), proposal.to_string().into()];
    let rows = ProposalReaderRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let ProposalReaderRow { id, email, name, locale, funds } = row;
            (Recipient { address: email, name, account_id: Some(id), locale }, funds > 0)
        })
        .collect())
}

/// Gives which of these posts somebody heard of by following something, by mail or in a round-up.
///
/// # Errors
/// When the database refuses.
pub async fn heard_of(db: &impl ConnectionTrait, account: AccountId, address: &str, posts: &[Uuid]) -> Result<HashSet<Uuid>, DbErr> {
    use super::model::Event;
    use crate::infra::db::entity::notice;
    if posts.is_empty() {
        return Ok(HashSet::new());
    }
    let off = super::queries::switched_off(db, address).await?;
    let events = [Event::CallPublished, Event::ListingPosted].into_iter().filter(|event| !off.contains(event)).map(Event::as_str);
    let rows: Vec<Uuid> = notice::Entity::find()
        .select_only()
        .column(notice::Column::ObjectId)
        .filter(notice::Column::ObjectId.is_in(posts.iter().copied()))
        .filter(notice::Column::Event.is_in(events))
        .filter(notice::Column::AccountId.eq(account))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table that people read has the moments of the code.
    #[test]
    fn every_reminder_has_its_row() {
        use crate::{
            assessments::model::REMIND_DAYS,
            bakery::model::{EXPIRY_NOTICE_DAYS, REMIND_AFTER_DAYS},
            notifications::model::Event,
            proposals::queries::reminders::{DRAFT_LEFT, WAITING_DAYS},
            reports::model::REMIND_DAYS as REPORT_DAYS,
        };
        let [last, first] = DEADLINE_DAYS;
        let [second_call, first_call] = WAITING_DAYS;
        let [last_report, first_report] = REPORT_DAYS;
        let left = DRAFT_LEFT.num_days();
        let code = [
            (Event::DraftWaiting, format!("{left} days after a draft was last saved, while its call is open for more than {first} days")),
            (Event::DeadlineSoon, format!("{first} and {last} days before the deadline")),
            (Event::IntroductionReminder, format!("{REMIND_AFTER_DAYS} days after it was asked")),
            (Event::ListingExpires, format!("{EXPIRY_NOTICE_DAYS} days before the end")),
            (Event::CallWaiting, format!("{first_call} and {second_call} days after the deadline")),
            (Event::AssessmentWaiting, format!("{REMIND_DAYS} days before the date and once it has passed")),
            (Event::ReportDue, format!("{first_report} and {last_report} days before the date and once it has passed")),
        ];
        let rows = include_str!("../reminders.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let table: Vec<(String, String)> = rows
            .map(|row| {
                let cells: Vec<&str> = row.split(" | ").collect();
                assert_eq!(cells.len(), 5, "{row}");
                (cells[0].to_owned(), cells[1].to_owned())
            })
            .collect();
        assert_eq!(table, code.map(|(event, when)| (event.as_str().to_owned(), when)));
    }
}
