//! The public list: filters, order, pages.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::{ListColumns, list_columns};
use crate::{
    areas::model::AreaCode,
    calls::model::{CallId, CallState, Life, Phase},
    parties::model::{PartyId, PartyKind},
    themes::Theme,
    values::Cents,
};

/// How many calls are on one page.
pub const PAGE_SIZE: u32 = 24;

crate::closed_list! {
    /// In which order the list is.
    pub enum Sort {
        /// What closes first in front; of closed calls, what closed last.
        Deadline = "deadline",
        Newest = "nieuw",
    }
}

/// What the list must fit.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Scheduled, open and closed together when empty.
    pub phase: Option<Phase>,
    /// Any of these.
    pub themes: Vec<Theme>,
    /// In this area, in a part of it, or in an area that holds it.
    pub area: Option<AreaCode>,
    pub who: Option<PartyKind>,
    /// Only these, when a text was searched.
    pub ids: Option<Vec<CallId>>,
    /// Only those of this party.
    pub party: Option<PartyId>,
    pub sort: Sort,
    /// Where the page before ended.
    pub after: Option<String>,
    pub size: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            phase: None,
            themes: Vec::new(),
            area: None,
            who: None,
            ids: None,
            party: None,
            sort: Sort::Deadline,
            after: None,
            size: PAGE_SIZE,
        }
    }
}

/// What a list shows of a call.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: CallId,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub funder_name: String,
    pub funder_slug: String,
    pub who_may_apply: Vec<PartyKind>,
    pub ceiling: Option<Cents>,
    pub max: Option<Cents>,
    pub life: Life,
    pub updated_at: DateTime<Utc>,
    pub themes: Vec<Theme>,
    pub areas: Vec<(AreaCode, String)>,
}

/// One page of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub cards: Vec<Card>,
    /// How many calls fit the filter, on all pages together.
    pub total: u64,
    /// Where the next page starts; `None` on the last one.
    pub next: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: CallId,
    slug: String,
    title: String,
    summary: String,
    funder_name: String,
    funder_slug: String,
    who_may_apply: String,
    ceiling_cents: Option<Cents>,
    max_cents: Option<Cents>,
    opens_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
    state: CallState,
    published_at: Option<DateTime<Utc>>,
    closed_early_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    withdrawn_reason: Option<String>,
    updated_at: DateTime<Utc>,
    total: i64,
    #[sea_orm(nested)]
    lists: ListColumns,
}

/// Conditions and their values, written as they are found.
#[derive(Default)]
struct Where {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    /// Keeps a value and gives its place in the statement.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn values(&mut self, values: impl IntoIterator<Item = impl Into<Value>>) -> String {
        values.into_iter().map(|value| self.value(value)).collect::<Vec<_>>().join(", ")
    }

    fn add(&mut self, condition: String) {
        self.conditions.push(condition);
    }

    fn sql(&self) -> String {
        self.conditions.join(" and ")
    }
}

fn conditions(filter: &Filter, now: DateTime<Utc>) -> Where {
    let mut w = Where::default();
    let now = |w: &mut Where| w.value(now);
    match filter.phase {
        Some(Phase::Draft) | None => w.add("c.state = 'published'".to_owned()),
        Some(Phase::Withdrawn) => w.add("c.state = 'withdrawn'".to_owned()),
        Some(Phase::Scheduled) => {
            let now = now(&mut w);
            w.add(format!("c.state = 'published' and c.closed_early_at is null and c.opens_at > {now}"));
        }
        Some(Phase::Open) => {
            let now = now(&mut w);
            w.add(format!("c.state = 'published' and c.closed_early_at is null and c.opens_at <= {now} and c.closes_at > {now}"));
        }
        Some(Phase::Closed) => {
            let now = now(&mut w);
            w.add(format!("c.state = 'published' and (c.closed_early_at is not null or c.closes_at <= {now})"));
        }
    }
    if !filter.themes.is_empty() {
        let themes = w.values(filter.themes.iter().map(|theme| theme.as_str()));
        w.add(format!("exists (select 1 from call_theme ct where ct.call_id = c.id and ct.theme in ({themes}))"));
    }
    if let Some(area) = &filter.area {
        let area = w.value(area.as_str());
        w.add(format!(
            "c.id in (with recursive
                 below (code) as (select code from area where code = {area} union select a.code from area a join below b on a.parent_code = b.code),
                 above (code, parent_code) as (select code, parent_code from area where code = {area}
                     union select a.code, a.parent_code from area a join above b on a.code = b.parent_code)
             select ca.call_id from call_area ca where ca.area_code in (select code from below union select code from above))"
        ));
    }
    if let Some(who) = filter.who {
        let who = w.value(format!("%\"{}\"%", who.as_str()));
        w.add(format!("c.who_may_apply like {who}"));
    }
    if let Some(party) = filter.party {
        let party = w.value(party.0);
        w.add(format!("c.party_id = {party}"));
    }
    match &filter.ids {
        Some(ids) if ids.is_empty() => w.add("1 = 0".to_owned()),
        Some(ids) => {
            let ids = w.values(ids.iter().map(|id| id.0));
            w.add(format!("c.id in ({ids})"));
        }
        None => {}
    }
    w
}

/// Gives a page of the calls that fit, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn list(db: &impl ConnectionTrait, filter: &Filter, now: DateTime<Utc>) -> Result<Listed, DbErr> {
    let mut w = conditions(filter, now);
    let count = format!("(select count(*) from call c where {})", w.sql());
    let upcoming = matches!(filter.phase, Some(Phase::Open | Phase::Scheduled));
    let (column, sign, direction) = match filter.sort {
        Sort::Deadline if upcoming => ("c.closes_at", ">", "asc"),
        Sort::Deadline => ("c.closes_at", "<", "desc"),
        Sort::Newest => ("c.published_at", "<", "desc"),
    };
    if let Some((moment, id)) = filter.after.as_deref().and_then(cursor) {
        let (moment, id) = (w.value(moment), w.value(id));
        w.add(format!("({column} {sign} {moment} or ({column} = {moment} and c.id {sign} {id}))"));
    }
    let size = filter.size.min(100);
    let sql = format!(
        "select c.id, c.slug, c.title, c.summary, p.name as funder_name, p.slug as funder_slug, c.who_may_apply, c.ceiling_cents, c.max_cents,
                c.opens_at, c.closes_at, c.state, c.published_at, c.closed_early_at, c.withdrawn_at, c.withdrawn_reason, c.updated_at, {count} as total, {}
         from call c join party p on p.id = c.party_id where {} order by {column} {direction}, c.id {direction} limit {}",
        list_columns(db.get_database_backend(), "c.id"),
        w.sql(),
        size + 1
    );
    let mut rows = Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, w.values)).all(db).await?;
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    let next = rows.last().filter(|_| more).and_then(|row| {
        let moment = if filter.sort == Sort::Newest { row.published_at } else { row.closes_at };
        Some(format!("{}~{}", moment?.to_rfc3339_opts(SecondsFormat::Micros, true), row.id))
    });
    let total = rows.first().map_or(0, |row| u64::try_from(row.total).unwrap_or(0));
    Ok(Listed { cards: rows.into_iter().map(card).collect(), total, next })
}

fn card(row: Row) -> Card {
    let Row {
        id,
        slug,
        title,
        summary,
        funder_name,
        funder_slug,
        who_may_apply,
        ceiling_cents,
        max_cents,
        opens_at,
        closes_at,
        state,
        published_at,
        closed_early_at,
        withdrawn_at,
        withdrawn_reason,
        updated_at,
        total: _,
        lists,
    } = row;
    let (themes, areas) = lists.lists();
    Card {
        id,
        slug,
        title,
        summary,
        funder_name,
        funder_slug,
        who_may_apply: super::kinds(&who_may_apply),
        ceiling: ceiling_cents,
        max: max_cents,
        life: Life { state, opens_at, closes_at, published_at, closed_early_at, withdrawn_at, withdrawn_reason },
        updated_at,
        themes,
        areas,
    }
}

/// Reads where a page ended; something else than we wrote starts at the beginning.
fn cursor(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (moment, id) = text.split_once('~')?;
    Some((moment.parse().ok()?, id.parse().ok()?))
}

#[derive(FromQueryResult)]
struct Found {
    id: CallId,
}

/// Finds the calls published since then in whose title or summary every word of a text stands.
///
/// # Errors
/// When the database refuses.
pub async fn published_with_words(db: &impl ConnectionTrait, text: &str, since: DateTime<Utc>) -> Result<Vec<CallId>, DbErr> {
    let mut w = Where::default();
    let since = w.value(since);
    w.add(format!("c.state in ('published', 'withdrawn') and c.published_at >= {since}"));
    for word in text.split_whitespace().take(8) {
        let word = word.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let word = w.value(format!("%{word}%"));
        w.add(format!("(lower(c.title) like {word} escape '\\' or lower(c.summary) like {word} escape '\\')"));
    }
    let sql = format!("select c.id from call c where {} order by c.published_at desc limit 500", w.sql());
    let rows = Found::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, w.values)).all(db).await?;
    Ok(rows.into_iter().map(|Found { id }| id).collect())
}
