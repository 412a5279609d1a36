//! Reads for the desk. Matches count only while both sides stand open.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement, Value};
use uuid::Uuid;

use super::model::{Cursor, Handled, MatchFilter, MatchQuery};
use crate::{
    areas,
    bakery::{
        model::{Answer, IntroductionId, IntroductionState, ListingId, Opinion, REMIND_AFTER_DAYS, STRONG_SCORE},
        policy::Judge,
        queries::{self as bakery, ListingView},
    },
    infra::{db::entity::introduction, i18n::Texts},
};

/// Rows on one page of the desk.
pub const PER_PAGE: usize = 20;

/// A statement that grows, with its values in order.
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a value and gives the name by which the statement calls it.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn on(self, db: &impl ConnectionTrait) -> Statement {
        Statement::from_sql_and_values(db.get_database_backend(), self.text, self.values)
    }
}

/// How many wait, and since when the oldest does.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct Waiting {
    pub count: i64,
    pub oldest: Option<DateTime<Utc>>,
}

/// What waits today.
#[derive(Clone, Debug)]
pub struct Today {
    pub matches: Waiting,
    pub needs: Waiting,
    pub introductions: Waiting,
    /// Those of the introductions that wait more than a week.
    pub late: i64,
    pub shortlist: Waiting,
    pub parties: Waiting,
    pub mails: Waiting,
    /// Mails that somebody must release or discard.
    pub letters: Waiting,
}

/// Both sides of a match stand open, seen from `listing_match m`.
const BOTH_OPEN: &str = " from listing_match m join listing n on n.id = m.need_id join listing o on o.id = m.offer_id
     where n.state = 'open' and o.state = 'open'";

const NOT_HANDLED: &str = " and not exists (select 1 from shortlist_item s where s.need_id = m.need_id and s.offer_id = m.offer_id)
     and not exists (select 1 from introduction i where i.need_id = m.need_id and i.offer_id = m.offer_id)";

/// Leaves out what this organiser said does not fit; `judge` names the value.
fn not_turned_down(judge: &str) -> String {
    format!(
        " and not exists (select 1 from match_opinion p where p.need_id = m.need_id and p.offer_id = m.offer_id and p.opinion = 'fits_not'
         and p.judge = {judge})"
    )
}

/// Needs that stand open without a strong match whose other side does; `$1` is now, `$2` the score.
const NEED_WITHOUT_MATCH: &str = " from listing l where l.side = 'need' and l.state = 'open' and l.expires_at > $1 and not exists (
     select 1 from listing_match m join listing o on o.id = m.offer_id where m.need_id = l.id and o.state = 'open' and o.expires_at > $1
     and m.score >= $2)";

#[derive(FromQueryResult)]
struct WaitingRow {
    what: String,
    #[sea_orm(nested)]
    waiting: Waiting,
}

/// Counts what waits, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn today(db: &impl ConnectionTrait, judge: Judge, now: DateTime<Utc>) -> Result<Today, DbErr> {
    let text = format!(
        "select 'matches' as what, count(*) as count, min(m.found_at) as oldest{BOTH_OPEN}
             and n.expires_at > $1 and o.expires_at > $1 and m.score >= $2{NOT_HANDLED}{}
         union all select 'needs', count(*), min(l.published_at){NEED_WITHOUT_MATCH}
         union all select 'introductions', count(*), min(asked_at) from introduction where state = 'asked'
         union all select 'late', count(*), min(asked_at) from introduction where state = 'asked' and asked_at <= $3
         union all select 'shortlist', count(*), min(created_at) from shortlist_item
         union all select 'parties', count(*), min(created_at) from party where verified_at is null and kind <> 'person'
         union all select 'mails', count(*), min(created_at) from outbox where status = 'failed'
         union all select 'letters', count(*), min(created_at) from outbox where status = 'held'",
        not_turned_down("$4")
    );
    let late_before = now - TimeDelta::days(REMIND_AFTER_DAYS);
    let sql = Sql { text, values: vec![now.into(), STRONG_SCORE.into(), late_before.into(), judge.id().into()] };
    let rows = WaitingRow::find_by_statement(sql.on(db)).all(db).await?;
    let mut found: HashMap<String, Waiting> = rows.into_iter().map(|row| (row.what, row.waiting)).collect();
    let mut of = |what: &str| found.remove(what).unwrap_or_default();
    Ok(Today {
        matches: of("matches"),
        needs: of("needs"),
        introductions: of("introductions"),
        late: of("late").count,
        shortlist: of("shortlist"),
        parties: of("parties"),
        mails: of("mails"),
        letters: of("letters"),
    })
}

/// A match as it was found.
#[derive(Clone, Debug, FromQueryResult)]
struct PairRow {
    need_id: ListingId,
    offer_id: ListingId,
    score: f64,
    found_at: DateTime<Utc>,
    note: Option<String>,
    introduced: Option<IntroductionState>,
    opinion: Option<Opinion>,
    against: i64,
    total: i64,
}

/// A page of matches.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    pub pairs: Vec<Pair>,
    /// How many there are on all pages together.
    pub total: i64,
}

/// A match with both listings and what an organiser did with it.
#[derive(Clone, Debug)]
pub struct Pair {
    pub need: ListingView,
    pub offer: ListingView,
    pub score: f64,
    pub found_at: DateTime<Utc>,
    /// The note, when it stands on the shortlist.
    pub shortlisted: Option<String>,
    pub introduced: Option<IntroductionState>,
    /// What this organiser said.
    pub opinion: Option<Opinion>,
    /// Whether one of both sides said that it does not fit.
    pub turned_down: bool,
}

impl Pair {
    pub fn cursor(&self) -> Cursor {
        Cursor { score: self.score, need: self.need.id, offer: self.offer.id }
    }
}

/// Makes a query of a filter; an area that nobody knows finds nothing.
///
/// # Errors
/// When the database refuses.
pub async fn match_query(db: &impl ConnectionTrait, filter: &MatchFilter, judge: Judge) -> Result<MatchQuery, DbErr> {
    let areas = if filter.area.is_empty() {
        None
    } else {
        match areas::queries::by_typed(db, &filter.area).await? {
            Some(area) => Some(areas::queries::with_descendants(db, &area.code).await?),
            None => Some(Vec::new()),
        }
    };
    Ok(MatchQuery { theme: filter.theme, areas, lowest: f64::from(filter.lowest) / 100.0 - 0.005, handled: filter.handled, judge })
}

/// Adds which matches a query wants.
fn add_conditions(sql: &mut Sql, query: &MatchQuery, now: DateTime<Utc>) {
    let now = sql.value(now);
    let lowest = sql.value(query.lowest);
    sql.add(&format!(" and n.expires_at > {now} and o.expires_at > {now} and m.score >= {lowest}"));
    if let Some(theme) = query.theme {
        let theme = sql.value(theme.as_str());
        sql.add(&format!(
            " and exists (select 1 from listing_theme t where t.theme = {theme} and t.listing_id in (m.need_id, m.offer_id))"
        ));
    }
    match query.areas.as_deref() {
        None => {}
        Some([]) => sql.add(" and 1 = 0"),
        Some(codes) => {
            let names: Vec<String> = codes.iter().map(|code| sql.value(code.as_str())).collect();
            let names = names.join(", ");
            sql.add(&format!(" and (n.area_code in ({names}) or o.area_code in ({names}))"));
        }
    }
    if query.handled == Handled::Hidden {
        sql.add(NOT_HANDLED);
        let judge = sql.value(query.judge.id());
        sql.add(&not_turned_down(&judge));
    }
}

/// Lists matches, the best first, from behind a cursor on, in two statements.
///
/// # Errors
/// When the database refuses.
pub async fn list_matches(
    db: &impl ConnectionTrait,
    query: &MatchQuery,
    after: Option<Cursor>,
    limit: usize,
    now: DateTime<Utc>,
) -> Result<Pairs, DbErr> {
    let mut wanted = Sql::new("");
    add_conditions(&mut wanted, query, now);
    let judge = wanted.value(query.judge.id());
    let Sql { text: conditions, values } = wanted;
    let text = format!(
        "select m.need_id, m.offer_id, m.score, m.found_at,
             (select s.note from shortlist_item s where s.need_id = m.need_id and s.offer_id = m.offer_id) as note,
             (select i.state from introduction i where i.need_id = m.need_id and i.offer_id = m.offer_id) as introduced,
             (select p.opinion from match_opinion p where p.need_id = m.need_id and p.offer_id = m.offer_id and p.judge = {judge}) as opinion,
             (select count(*) from match_opinion p where p.need_id = m.need_id and p.offer_id = m.offer_id and p.opinion = 'fits_not'
                 and p.judge in (coalesce(n.party_id, n.account_id), coalesce(o.party_id, o.account_id))) as against,
             (select count(*){BOTH_OPEN}{conditions}) as total{BOTH_OPEN}{conditions}"
    );
    let mut sql = Sql { text, values };
    if let Some(after) = after {
        let (score, need, offer) = (sql.value(after.score), sql.value(after.need.0), sql.value(after.offer.0));
        sql.add(&format!(
            " and (m.score < {score} or (m.score = {score} and (m.need_id > {need} or (m.need_id = {need} and m.offer_id > {offer}))))"
        ));
    }
    sql.add(&format!(" order by m.score desc, m.need_id, m.offer_id limit {limit}"));
    let rows = PairRow::find_by_statement(sql.on(db)).all(db).await?;
    let total = rows.first().map_or(0, |row| row.total);
    let listings = listings(db, rows.iter().flat_map(|row| [row.need_id, row.offer_id]).collect()).await?;
    let pair = |PairRow { need_id, offer_id, score, found_at, note, introduced, opinion, against, total: _ }: PairRow| {
        let (need, offer) = (listings.get(&need_id)?.clone(), listings.get(&offer_id)?.clone());
        Some(Pair { need, offer, score, found_at, shortlisted: note, introduced, opinion, turned_down: against > 0 })
    };
    Ok(Pairs { pairs: rows.into_iter().filter_map(pair).collect(), total })
}

async fn listings(db: &impl ConnectionTrait, mut ids: Vec<ListingId>) -> Result<HashMap<ListingId, ListingView>, DbErr> {
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::new();
    for ids in ids.chunks(500) {
        found.extend(bakery::by_ids(db, ids).await?.into_iter().map(|listing| (listing.id, listing)));
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct IdRow {
    id: ListingId,
}

/// Lists open needs without a match, the longest waiting first; one more than a page tells that there are more.
///
/// # Errors
/// When the database refuses.
pub async fn needs_without_match(db: &impl ConnectionTrait, page: u64, now: DateTime<Utc>) -> Result<Vec<ListingView>, DbErr> {
    let limit = PER_PAGE + 1;
    let offset = page.saturating_sub(1).saturating_mul(PER_PAGE as u64);
    let text = format!("select l.id{NEED_WITHOUT_MATCH} order by l.published_at, l.id limit {limit} offset {offset}");
    let rows = IdRow::find_by_statement(Sql { text, values: vec![now.into(), STRONG_SCORE.into()] }.on(db)).all(db).await?;
    let mut found = listings(db, rows.iter().map(|row| row.id).collect()).await?;
    Ok(rows.iter().filter_map(|row| found.remove(&row.id)).collect())
}

/// An item of the shortlist; a proposal on it is shown by its own page.
#[derive(Clone, Debug)]
pub struct ShortlistItem {
    pub id: Uuid,
    pub need: ListingView,
    pub offer: ListingView,
    pub note: String,
    pub version: i32,
    pub added_at: DateTime<Utc>,
    pub introduced: Option<IntroductionState>,
}

#[derive(FromQueryResult)]
struct ShortlistRow {
    id: Uuid,
    need_id: ListingId,
    offer_id: ListingId,
    note: String,
    version: i32,
    created_at: DateTime<Utc>,
    introduced: Option<IntroductionState>,
}

/// Lists matches on the shortlist, the last added first, in two statements; one more than a page tells that there are more.
///
/// # Errors
/// When the database refuses.
pub async fn shortlist(db: &impl ConnectionTrait, page: u64) -> Result<Vec<ShortlistItem>, DbErr> {
    let (limit, offset) = (PER_PAGE + 1, page.saturating_sub(1).saturating_mul(PER_PAGE as u64));
    let sql = Sql::new(&format!(
        "select s.id, s.need_id, s.offer_id, s.note, s.version, s.created_at, i.state as introduced
         from shortlist_item s left join introduction i on i.need_id = s.need_id and i.offer_id = s.offer_id
         where s.need_id is not null order by s.created_at desc, s.id desc limit {limit} offset {offset}"
    ));
    let rows = ShortlistRow::find_by_statement(sql.on(db)).all(db).await?;
    let found = listings(db, rows.iter().flat_map(|row| [row.need_id, row.offer_id]).collect()).await?;
    let item = |ShortlistRow { id, need_id, offer_id, note, version, created_at, introduced }: ShortlistRow| {
        let (need, offer) = (found.get(&need_id)?.clone(), found.get(&offer_id)?.clone());
        Some(ShortlistItem { id, need, offer, note, version, added_at: created_at, introduced })
    };
    Ok(rows.into_iter().filter_map(item).collect())
}

/// An introduction as the desk shows it.
#[derive(Clone, Debug)]
pub struct IntroductionRow {
    pub id: IntroductionId,
    pub need: ListingView,
    pub offer: ListingView,
    pub state: IntroductionState,
    pub need_answer: Option<(Answer, DateTime<Utc>)>,
    pub offer_answer: Option<(Answer, DateTime<Utc>)>,
    pub asked_at: DateTime<Utc>,
    pub reminded_at: Option<DateTime<Utc>>,
}

/// Lists introductions, those without an answer first; one more than a page tells that there are more.
///
/// # Errors
/// When the database refuses.
pub async fn introductions(db: &impl ConnectionTrait, state: Option<IntroductionState>, page: u64) -> Result<Vec<IntroductionRow>, DbErr> {
    let mut query = introduction::Entity::find();
    if let Some(state) = state {
        query = query.filter(introduction::Column::State.eq(state));
    }
    let rows = query
        .order_by_desc(introduction::Column::AskedAt)
        .order_by_desc(introduction::Column::Id)
        .offset(page.saturating_sub(1).saturating_mul(PER_PAGE as u64))
        .limit(PER_PAGE as u64 + 1)
        .all(db)
        .await?;
    let found = listings(db, rows.iter().flat_map(|row| [row.need_id, row.offer_id]).collect()).await?;
    let view = |row: introduction::Model| {
        Some(IntroductionRow {
            id: row.id,
            need: found.get(&row.need_id)?.clone(),
            offer: found.get(&row.offer_id)?.clone(),
            state: row.state,
            need_answer: row.need_answer.zip(row.need_answered_at),
            offer_answer: row.offer_answer.zip(row.offer_answered_at),
            asked_at: row.asked_at,
            reminded_at: row.reminded_at,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// Says how long something waits: `3 dagen`.
pub fn waits(t: Texts, since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    t.with("desk-waits", &[("days", (now - since).num_days().max(0).into())])
}

/// What was said of a pair, by all together.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Judgement {
    pub need: ListingId,
    pub offer: ListingId,
    pub fits: i64,
    pub fits_not: i64,
}

impl Judgement {
    /// Gives the grade: 2 when all say that it fits, 0 when all say that it does not, 1 between.
    pub fn grade(&self) -> u8 {
        match (self.fits, self.fits_not) {
            (0, _) => 0,
            (_, 0) => 2,
            _ => 1,
        }
    }
}

/// Lists what was said of pairs, by need.
///
/// # Errors
/// When the database refuses.
pub async fn judgements(db: &impl ConnectionTrait) -> Result<Vec<Judgement>, DbErr> {
    let sql = Sql::new(
        "select need_id as need, offer_id as offer, count(case when opinion = 'fits' then 1 end) as fits,
         count(case when opinion = 'fits_not' then 1 end) as fits_not from match_opinion group by need_id, offer_id order by need_id, offer_id",
    );
    Judgement::find_by_statement(sql.on(db)).all(db).await
}
