//! Reads about listings, matches and introductions.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use super::{
    model::{Answers, Contribution, IntroductionId, IntroductionState, ListingId, ListingState, Opinion, Side, Standing},
    policy::Judge,
};
use crate::{
    accounts::model::{AccountId, Person},
    areas::{self, model::AreaCode},
    infra::{
        db::entity::{account, introduction, listing, listing_resource, listing_theme, match_opinion, party},
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

/// Finds a listing, in five statements.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(db: &impl ConnectionTrait, id: ListingId) -> Result<Option<ListingView>, DbErr> {
    Ok(by_ids(db, &[id]).await?.pop())
}

/// Finds listings with all that belongs to them, in six statements whatever their number; in no order.
///
/// # Errors
/// When the database refuses.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[ListingId]) -> Result<Vec<ListingView>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = listing::Entity::find().filter(listing::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    views(db, rows).await
}

/// Lists the open listings of one side from behind an id on, in the order of their ids.
///
/// # Errors
/// When the database refuses.
pub async fn open_after(db: &impl ConnectionTrait, side: Side, after: Option<ListingId>, limit: u64) -> Result<Vec<ListingView>, DbErr> {
    let mut query = listing::Entity::find()
        .filter(listing::Column::State.eq(ListingState::Open))
        .filter(listing::Column::Side.eq(side))
        .order_by_asc(listing::Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(listing::Column::Id.gt(after));
    }
    let rows = query.all(db).await?;
    let mut listings = views(db, rows).await?;
    listings.sort_by_key(|listing| listing.id);
    Ok(listings)
}

async fn views(db: &impl ConnectionTrait, rows: Vec<listing::Model>) -> Result<Vec<ListingView>, DbErr> {
    let ids: Vec<ListingId> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let party_ids: Vec<PartyId> = rows.iter().filter_map(|row| row.party_id).collect();
    let mut parties: HashMap<PartyId, PartyRef> = HashMap::new();
    if !party_ids.is_empty() {
        for row in party::Entity::find().filter(party::Column::Id.is_in(party_ids)).all(db).await? {
            let party = PartyRef { id: row.id, slug: row.slug, name: row.name, kind: row.kind, verified: row.verified_at.is_some() };
            parties.insert(row.id, party);
        }
    }
    let mut themes: HashMap<ListingId, Vec<Theme>> = HashMap::new();
    for row in listing_theme::Entity::find().filter(listing_theme::Column::ListingId.is_in(ids.iter().copied())).all(db).await? {
        themes.entry(row.listing_id).or_default().push(row.theme);
    }
    let mut contributions = contributions(db, &ids).await?;
    let codes: Vec<AreaCode> = rows.iter().map(|row| row.area_code.clone()).collect();
    let labels = areas::queries::labels(db, &codes).await?;
    let view = |row: listing::Model| {
        let mut themes = themes.remove(&row.id).unwrap_or_default();
        themes.sort_unstable();
        ListingView {
            id: row.id,
            side: row.side,
            account_id: row.account_id,
            party: row.party_id.and_then(|id| parties.get(&id).cloned()),
            title: row.title,
            body: row.body,
            locale: row.locale,
            themes,
            contributions: contributions.remove(&row.id).unwrap_or_default(),
            area: labels.get(&row.area_code).cloned().unwrap_or_default(),
            area_code: row.area_code,
            reach_km: row.reach_km,
            online: row.online,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            state: row.state,
            published_at: row.published_at,
            expires_at: row.expires_at,
            version: row.version,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Gives what each listing asks or brings, in the order of the list of kinds.
///
/// # Errors
/// When the database refuses.
pub async fn contributions(db: &impl ConnectionTrait, ids: &[ListingId]) -> Result<HashMap<ListingId, Vec<Contribution>>, DbErr> {
    let mut all: HashMap<ListingId, Vec<Contribution>> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    for row in listing_resource::Entity::find().filter(listing_resource::Column::ListingId.is_in(ids.iter().copied())).all(db).await? {
        let listing_resource::Model { listing_id, resource, quantity, unit } = row;
        all.entry(listing_id).or_default().push(Contribution { resource, quantity, unit });
    }
    for list in all.values_mut() {
        list.sort_by_key(|contribution| contribution.resource);
    }
    Ok(all)
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
    let parties = person.memberships.iter().map(|membership| membership.party_id).filter(|party| person.may_edit_for(*party));
    let personal = Condition::all().add(listing::Column::AccountId.eq(person.id)).add(listing::Column::PartyId.is_null());
    let rows = listing::Entity::find()
        .filter(Condition::any().add(personal).add(listing::Column::PartyId.is_in(parties)))
        .order_by_desc(listing::Column::UpdatedAt)
        .order_by_desc(listing::Column::Id)
        .offset(page.saturating_sub(1).saturating_mul(OWN_PER_PAGE))
        .limit(OWN_PER_PAGE + 1)
        .all(db)
        .await?;
    let ids: Vec<ListingId> = rows.iter().map(|row| row.id).collect();
    let order: HashMap<ListingId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let counts = match_counts(db, &ids, now).await?;
    let mut listings = views(db, rows).await?;
    listings.sort_by_key(|listing| order.get(&listing.id).copied());
    Ok(listings.into_iter().map(|listing| OwnListing { matches: counts.get(&listing.id).copied().unwrap_or_default(), listing }).collect())
}

#[derive(FromQueryResult)]
struct MatchCount {
    id: ListingId,
    matches: i64,
}

/// Counts per listing the matches whose other side stands open.
async fn match_counts(db: &impl ConnectionTrait, ids: &[ListingId], now: DateTime<Utc>) -> Result<HashMap<ListingId, i64>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let holders: Vec<String> = (2..ids.len() + 2).map(|number| format!("${number}")).collect();
    let holders = holders.join(", ");
    let sql = format!(
        "select m.need_id as id, count(*) as matches from listing_match m join listing l on l.id = m.need_id join listing o on o.id = m.offer_id
         where m.need_id in ({holders}) and o.state = 'open' and o.expires_at > $1{NOT_TURNED_DOWN} group by m.need_id
         union all
         select m.offer_id as id, count(*) as matches from listing_match m join listing l on l.id = m.offer_id join listing n on n.id = m.need_id
         where m.offer_id in ({holders}) and n.state = 'open' and n.expires_at > $1{NOT_TURNED_DOWN} group by m.offer_id"
    );
    let values = std::iter::once(now.into()).chain(ids.iter().map(|id| id.0.into()));
    let counts = MatchCount::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(counts.into_iter().map(|count| (count.id, count.matches)).collect())
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

/// Finds an introduction with both listings, in at most eight statements.
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
