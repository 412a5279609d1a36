//! Reads about listings, matches and introductions.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Statement, Value,
};
use uuid::Uuid;

use super::{
    model::{Answers, Contribution, IntroductionId, IntroductionState, ListingId, ListingState, Opinion, Resource, Side, Standing},
    policy::Judge,
};
use crate::{
    accounts::model::{AccountId, Person},
    areas::{self, model::AreaCode},
    infra::{
        db::{
            entity::{account, introduction, listing, listing_theme, match_opinion},
            related::{self, Related},
        },
        i18n::Locale,
        mail::Recipient,
    },
    parties::model::{PartyId, PartyKind},
    themes::Theme,
};

/// Own listings shown on one page.
pub const OWN_PER_PAGE: u64 = 30;

/// Opinions that are read for one list.
const MOST_OPINIONS: u64 = 500;

/// Leaves out of `listing_match m` what those to whom listing `l` belongs said does not fit.
pub(crate) const NOT_TURNED_DOWN: &str =
    " and not exists (select 1 from match_opinion p where p.need_id = m.need_id and p.offer_id = m.offer_id
     and p.opinion = 'fits_not' and p.judge = coalesce(l.party_id, l.account_id))";

/// The party in whose name a listing stands.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyRef {
    pub id: PartyId,
    pub slug: String,
    pub name: String,
    pub kind: PartyKind,
    pub verified: bool,
}

/// A listing as its page shows it. It never holds an address.
#[derive(Clone, Debug)]
pub struct ListingView {
    pub id: ListingId,
    pub side: Side,
    pub account_id: AccountId,
    pub party: Option<PartyRef>,
    pub title: String,
    pub body: String,
    pub locale: Locale,
    pub themes: Vec<Theme>,
    pub contributions: Vec<Contribution>,
    pub area_code: AreaCode,
    pub area: String,
    pub reach_km: Option<i32>,
    pub online: bool,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub state: ListingState,
    pub published_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub version: i32,
}

impl ListingView {
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        Standing::at(self.state, self.expires_at, now)
    }
}

/// An introduction with both of its listings.
#[derive(Clone, Debug)]
pub struct IntroductionView {
    pub id: IntroductionId,
    pub answers: Answers,
    pub message: String,
    pub asked_by: Option<AccountId>,
    pub asked_at: DateTime<Utc>,
    pub need: ListingView,
    pub offer: ListingView,
    pub version: i32,
}

impl IntroductionView {
    pub fn listing(&self, side: Side) -> &ListingView {
        match side {
            Side::Need => &self.need,
            Side::Offer => &self.offer,
        }
    }
}

/// Finds a listing, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(db: &impl ConnectionTrait, id: ListingId) -> Result<Option<ListingView>, DbErr> {
    Ok(by_ids(db, &[id]).await?.pop())
}

/// Finds listings with all that belongs to them, in one statement; in no order.
///
/// # Errors
/// When the database refuses.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[ListingId]) -> Result<Vec<ListingView>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = listings(db, "0", &format!("where l.id in ({})", marks(1, ids.len())), ids.iter().map(|id| id.0.into()).collect()).await?;
    Ok(rows.into_iter().map(Row::view).collect())
}

/// Lists the open listings of one side from behind an id on, in the order of their ids.
///
/// # Errors
/// When the database refuses.
pub async fn open_after(db: &impl ConnectionTrait, side: Side, after: Option<ListingId>, limit: u64) -> Result<Vec<ListingView>, DbErr> {
    let mut values: Vec<Value> = vec![side.as_str().into()];
    let behind = after.map(|after| {
        values.push(after.0.into());
        " and l.id > $2"
    });
    let rest = format!("where l.state = 'open' and l.side = $1{} order by l.id limit {limit}", behind.unwrap_or_default());
    Ok(listings(db, "0", &rest, values).await?.into_iter().map(Row::view).collect())
}

/// Places for values: `$2, $3` for two from the second on.
fn marks(from: usize, count: usize) -> String {
    (from..from + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// A listing with its party, the name of its area, its themes, and what it asks or brings.
#[derive(FromQueryResult)]
struct Row {
    id: ListingId,
    side: Side,
    account_id: AccountId,
    title: String,
    body: String,
    locale: Locale,
    area_code: AreaCode,
    reach_km: Option<i32>,
    online: bool,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    state: ListingState,
    published_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    version: i32,
    party_id: Option<PartyId>,
    party_slug: Option<String>,
    party_name: Option<String>,
    party_kind: Option<PartyKind>,
    party_verified_at: Option<DateTime<Utc>>,
    themes: Related<(Theme,)>,
    matches: i64,
    #[sea_orm(nested)]
    facts: FactColumns,
}

/// What a card shows of a listing and the search index does not know.
#[derive(FromQueryResult)]
struct FactColumns {
    area_name: String,
    municipality: Option<String>,
    contributions: Related<(Resource, Option<f64>, String)>,
}

impl FactColumns {
    fn facts(self) -> CardFacts {
        let area = match self.municipality {
            Some(municipality) => format!("{}, {municipality}", self.area_name),
            None => self.area_name,
        };
        let contribution = |(resource, quantity, unit)| Contribution { resource, quantity, unit };
        let mut contributions: Vec<Contribution> = self.contributions.0.into_iter().map(contribution).collect();
        contributions.sort_by_key(|contribution| contribution.resource);
        CardFacts { area, contributions }
    }
}

/// The columns that [`FactColumns`] reads.
fn fact_columns(backend: DbBackend) -> String {
    let contributions =
        related::rows(backend, "r.resource, r.quantity, r.unit", "listing_resource r where r.listing_id = l.id", "r.resource");
    format!("a.name as area_name, m.name as municipality, {contributions} as contributions")
}

/// Listings `l` with their area `a` and its municipality `m`, to which the code of a district or neighbourhood leads.
const LISTINGS: &str = "from listing l join area a on a.code = l.area_code
     left join area m on a.kind in ('district', 'neighbourhood') and m.code = 'GM' || substr(a.code, 3, 4)";

/// Reads the listings `l` that `rest` (conditions, order, limit) leaves; `matches` is the expression that counts them.
async fn listings(db: &impl ConnectionTrait, matches: &str, rest: &str, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    let backend = db.get_database_backend();
    let themes = related::rows(backend, "lt.theme", "listing_theme lt where lt.listing_id = l.id", "lt.theme");
    let sql = format!(
        "select l.id, l.side, l.account_id, l.title, l.body, l.locale, l.area_code, l.reach_km, l.online, l.starts_on, l.ends_on, l.state,
                l.published_at, l.expires_at, l.version, p.id as party_id, p.slug as party_slug, p.name as party_name, p.kind as party_kind,
                p.verified_at as party_verified_at, {themes} as themes, cast({matches} as bigint) as matches, {}
         {LISTINGS} left join party p on p.id = l.party_id {rest}",
        fact_columns(backend)
    );
    Row::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(db).await
}

impl Row {
    fn view(self) -> ListingView {
        let Self {
            id,
            side,
            account_id,
            title,
            body,
            locale,
            area_code,
            reach_km,
            online,
            starts_on,
            ends_on,
            state,
            published_at,
            expires_at,
            version,
            party_id,
            party_slug,
            party_name,
            party_kind,
            party_verified_at,
            themes,
            matches: _,
            facts,
        } = self;
        let party = match (party_id, party_slug, party_name, party_kind) {
            (Some(id), Some(slug), Some(name), Some(kind)) => {
                Some(PartyRef { id, slug, name, kind, verified: party_verified_at.is_some() })
            }
            _ => None,
        };
        let mut themes: Vec<Theme> = themes.0.into_iter().map(|(theme,)| theme).collect();
        themes.sort_unstable();
        let CardFacts { area, contributions } = facts.facts();
        ListingView {
            id,
            side,
            account_id,
            party,
            title,
            body,
            locale,
            themes,
            contributions,
            area_code,
            area,
            reach_km,
            online,
            starts_on,
            ends_on,
            state,
            published_at,
            expires_at,
            version,
        }
    }
}

/// What a card shows of a listing and the search index does not know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardFacts {
    /// The name of the area, with its municipality.
    pub area: String,
    /// In the order of the list of kinds.
    pub contributions: Vec<Contribution>,
}

/// Gives what cards show of these listings, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn card_facts(db: &impl ConnectionTrait, ids: &[ListingId]) -> Result<HashMap<ListingId, CardFacts>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: ListingId,
        #[sea_orm(nested)]
        facts: FactColumns,
    }
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let backend = db.get_database_backend();
    let sql = format!("select l.id, {} {LISTINGS} where l.id in ({})", fact_columns(backend), marks(1, ids.len()));
    let values: Vec<Value> = ids.iter().map(|id| id.0.into()).collect();
    let rows = Row::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.facts.facts())).collect())
}

/// An own listing with how many matches it has.
#[derive(Clone, Debug)]
pub struct OwnListing {
    pub listing: ListingView,
    pub matches: i64,
}

/// Lists the listings of a person and of the parties for which the person may act, the last changed first; one more than a page tells that there are more.
///
/// # Errors
/// When the database refuses.
pub async fn own(db: &impl ConnectionTrait, person: &Person, page: u64, now: DateTime<Utc>) -> Result<Vec<OwnListing>, DbErr> {
    let mut values: Vec<Value> = vec![now.into(), person.id.0.into()];
    let parties = person.memberships.iter().map(|membership| membership.party_id).filter(|party| person.may_edit_for(*party));
    values.extend(parties.map(|party| Value::from(party.0)));
    let parties = match values.len() {
        2 => String::new(),
        all => format!(" or l.party_id in ({})", marks(3, all - 2)),
    };
    let (limit, offset) = (OWN_PER_PAGE + 1, page.saturating_sub(1).saturating_mul(OWN_PER_PAGE).min(MOST_SKIPPED));
    let rest = format!(
        "where (l.account_id = $2 and l.party_id is null){parties} order by l.updated_at desc, l.id desc limit {limit} offset {offset}"
    );
    let rows = listings(db, OPEN_MATCHES, &rest, values).await?;
    Ok(rows.into_iter().map(|row| OwnListing { matches: row.matches, listing: row.view() }).collect())
}

/// An opinion on a match, seen from one of its listings.
#[derive(Clone, Copy, Debug)]
pub struct OpinionOn {
    pub other: ListingId,
    pub opinion: Opinion,
}

/// Lists what was said of a listing's matches for one list, the last said first.
///
/// # Errors
/// When the database refuses.
pub async fn opinions_on(db: &impl ConnectionTrait, id: ListingId, side: Side, judge: Judge) -> Result<Vec<OpinionOn>, DbErr> {
    let own = match side {
        Side::Need => match_opinion::Column::NeedId,
        Side::Offer => match_opinion::Column::OfferId,
    };
    let rows = match_opinion::Entity::find()
        .filter(own.eq(id))
        .filter(match_opinion::Column::Judge.eq(judge.id()))
        .order_by_desc(match_opinion::Column::GivenAt)
        .limit(MOST_OPINIONS)
        .all(db)
        .await?;
    let other = |row: &match_opinion::Model| if side == Side::Need { row.offer_id } else { row.need_id };
    Ok(rows.iter().map(|row| OpinionOn { other: other(row), opinion: row.opinion }).collect())
}

/// Further than this nobody leafs.
const MOST_SKIPPED: u64 = 1_000_000;

/// Counts the matches of a listing `l` whose other side stands open; `$1` is now.
const OPEN_MATCHES: &str = "case l.side
     when 'need' then (select count(*) from listing_match x join listing o on o.id = x.offer_id
         where x.need_id = l.id and o.state = 'open' and o.expires_at > $1 and not exists (select 1 from match_opinion p
          where p.need_id = x.need_id and p.offer_id = x.offer_id and p.opinion = 'fits_not' and p.judge = coalesce(l.party_id, l.account_id)))
     else (select count(*) from listing_match x join listing n on n.id = x.need_id
         where x.offer_id = l.id and n.state = 'open' and n.expires_at > $1 and not exists (select 1 from match_opinion p
          where p.need_id = x.need_id and p.offer_id = x.offer_id and p.opinion = 'fits_not' and p.judge = coalesce(l.party_id, l.account_id))) end";

/// Finds an introduction with both listings, in two statements.
///
/// # Errors
/// When the database refuses.
pub async fn introduction(db: &impl ConnectionTrait, id: IntroductionId) -> Result<Option<IntroductionView>, DbErr> {
    let Some(row) = introduction::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    Ok(with_listings(db, vec![row]).await?.pop())
}

/// Gives introductions their listings; one that lost a listing is left out.
pub(super) async fn with_listings(db: &impl ConnectionTrait, rows: Vec<introduction::Model>) -> Result<Vec<IntroductionView>, DbErr> {
    let ids: Vec<ListingId> = rows.iter().flat_map(|row| [row.need_id, row.offer_id]).collect();
    let listings: HashMap<ListingId, ListingView> = by_ids(db, &ids).await?.into_iter().map(|listing| (listing.id, listing)).collect();
    let view = |row: introduction::Model| {
        Some(IntroductionView {
            id: row.id,
            answers: Answers { state: row.state, need: row.need_answer, offer: row.offer_answer },
            message: row.message,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            need: listings.get(&row.need_id)?.clone(),
            offer: listings.get(&row.offer_id)?.clone(),
            version: row.version,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// Lists the introductions of a listing, the last asked first.
///
/// # Errors
/// When the database refuses.
pub async fn introductions_of(db: &impl ConnectionTrait, id: ListingId) -> Result<Vec<(IntroductionId, IntroductionState)>, DbErr> {
    introduction::Entity::find()
        .select_only()
        .columns([introduction::Column::Id, introduction::Column::State])
        .filter(Condition::any().add(introduction::Column::NeedId.eq(id)).add(introduction::Column::OfferId.eq(id)))
        .order_by_desc(introduction::Column::AskedAt)
        .limit(20)
        .into_tuple()
        .all(db)
        .await
}

/// How to reach a person: shown and mailed to the other side after both said yes, and to nobody else.
#[derive(Clone, Debug)]
pub struct Contact {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub locale: Locale,
}

impl Contact {
    /// As the one to whom a letter goes.
    pub fn recipient(&self) -> Recipient {
        Recipient { address: self.email.clone(), name: self.name.clone(), account_id: Some(self.id), locale: self.locale }
    }
}

/// Lists the authors of needs or of offers that stand in the bakery, about a theme and in an area or a part of it; somebody with two of them stands there twice.
///
/// # Errors
/// When the database refuses.
pub async fn authors(
    db: &impl ConnectionTrait,
    side: Side,
    theme: Option<Theme>,
    area: Option<&AreaCode>,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<Recipient>, DbErr> {
    #[derive(FromQueryResult)]
    struct Author {
        id: AccountId,
        email: String,
        name: String,
        locale: Locale,
    }
    let mut find = listing::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Email, account::Column::Name, account::Column::Locale])
        .join(
            JoinType::InnerJoin,
            listing::Entity::belongs_to(account::Entity).from(listing::Column::AccountId).to(account::Column::Id).into(),
        )
        .filter(listing::Column::Side.eq(side))
        .filter(listing::Column::State.eq(ListingState::Open))
        .filter(listing::Column::ExpiresAt.gt(now))
        .order_by_asc(listing::Column::Id)
        .limit(most);
    if let Some(theme) = theme {
        let about = listing_theme::Entity::find()
            .select_only()
            .column(listing_theme::Column::ListingId)
            .filter(listing_theme::Column::Theme.eq(theme));
        find = find.filter(listing::Column::Id.in_subquery(about.into_query()));
    }
    if let Some(code) = area {
        find = find.filter(listing::Column::AreaCode.is_in(areas::queries::with_descendants(db, code).await?));
    }
    let authors = find.into_model::<Author>().all(db).await?;
    let recipient = |Author { id, email, name, locale }: Author| Recipient { address: email, name, account_id: Some(id), locale };
    Ok(authors.into_iter().map(recipient).collect())
}

/// Gives how to reach these people.
///
/// # Errors
/// When the database refuses.
pub async fn contacts(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<HashMap<AccountId, Contact>, DbErr> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, Contact { id: row.id, name: row.name, email: row.email, locale: row.locale })).collect())
}

/// Gives what is known of parties (or people who post for themselves) from earlier introductions: asked and answered.
///
/// # Errors
/// When the database refuses.
pub async fn answered(db: &impl ConnectionTrait) -> Result<HashMap<Uuid, (u32, u32)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        who: Uuid,
        asked: i64,
        answered: i64,
    }
    let sql = "select coalesce(l.party_id, l.account_id) as who, count(*) as asked,
         count(case when l.side = 'need' then i.need_answer else i.offer_answer end) as answered
         from introduction i join listing l on l.id in (i.need_id, i.offer_id) group by coalesce(l.party_id, l.account_id)";
    let rows = Row::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(rows.into_iter().map(|row| (row.who, (number(row.asked), number(row.answered)))).collect())
}
