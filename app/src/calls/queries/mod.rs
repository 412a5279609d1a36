//! Reads about calls. A finder gives a [`Call`] whoever asks; whether it may be shown is decided by `policy`.

mod list;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, Select, SelectTwo, Statement, sea_query::Query,
};

pub use list::{Card, Filter, Listed, PAGE_SIZE, Sort, list, published_with_words};

use super::model::{Call, CallId, CallState, Content, Difference, Funder, Life, Part, Question};
use crate::{
    accounts::model::AccountId,
    areas::model::AreaCode,
    infra::db::{
        entity::{call, call_area, call_change, call_question, party},
        related::{self, Related},
    },
    parties::model::{PartyId, PartyKind},
    themes::Theme,
    values::Cents,
};

fn to_party() -> RelationDef {
    call::Entity::belongs_to(party::Entity).from(call::Column::PartyId).to(party::Column::Id).into()
}

fn with_funder(find: Select<call::Entity>) -> SelectTwo<call::Entity, party::Entity> {
    find.join(JoinType::InnerJoin, to_party()).select_also(party::Entity)
}

async fn all(db: &impl ConnectionTrait, find: Select<call::Entity>) -> Result<Vec<Call>, DbErr> {
    Ok(with_funder(find).all(db).await?.into_iter().filter_map(|(call, funder)| Some(read(call, funder?))).collect())
}

/// Makes a call of its rows.
fn read(row: call::Model, funder: party::Model) -> Call {
    let call::Model {
        id,
        slug,
        party_id: _,
        title,
        summary,
        body,
        conditions,
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
        created_by,
        created_at,
        updated_at,
        version,
    } = row;
    Call {
        id,
        slug,
        funder: Funder { id: funder.id, slug: funder.slug, name: funder.name, kind: funder.kind, verified: funder.verified_at.is_some() },
        title,
        summary,
        body,
        conditions,
        who_may_apply: kinds(&who_may_apply),
        ceiling: ceiling_cents,
        max: max_cents,
        life: Life { state, opens_at, closes_at, published_at, closed_early_at, withdrawn_at, withdrawn_reason },
        created_by,
        created_at,
        updated_at,
        version,
    }
}

/// Reads the stored list of kinds; a list that cannot be read lets nobody apply.
fn kinds(stored: &str) -> Vec<PartyKind> {
    serde_json::from_str(stored).unwrap_or_default()
}

/// Finds a call by its address.
///
/// # Errors
/// When the database refuses.
pub async fn by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Call>, DbErr> {
    let found = with_funder(call::Entity::find().filter(call::Column::Slug.eq(slug))).one(db).await?;
    Ok(found.and_then(|(call, funder)| Some(read(call, funder?))))
}

/// Finds a call.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(db: &impl ConnectionTrait, id: CallId) -> Result<Option<Call>, DbErr> {
    let found = with_funder(call::Entity::find_by_id(id)).one(db).await?;
    Ok(found.and_then(|(call, funder)| Some(read(call, funder?))))
}

/// Finds several calls at once, in no order.
///
/// # Errors
/// When the database refuses.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[CallId]) -> Result<Vec<Call>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    all(db, call::Entity::find().filter(call::Column::Id.is_in(ids.iter().copied()))).await
}

/// Gives a call's questions in their order.
///
/// # Errors
/// When the database refuses.
pub async fn questions(db: &impl ConnectionTrait, id: CallId) -> Result<Vec<Question>, DbErr> {
    let rows = call_question::Entity::find()
        .filter(call_question::Column::CallId.eq(id))
        .order_by_asc(call_question::Column::Position)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|call_question::Model { id, call_id: _, position: _, kind, label, help, required, word_limit, options }| Question {
            id,
            kind,
            label,
            help,
            required,
            word_limit,
            options: serde_json::from_str(&options).unwrap_or_default(),
        })
        .collect())
}

/// Themes in the order in which they are shown; areas by name, with their labels.
pub type Lists = (Vec<Theme>, Vec<(AreaCode, String)>);

/// Themes and areas as they come along with a call: see [`list_columns`].
#[derive(FromQueryResult)]
struct ListColumns {
    themes: Related<(Theme,)>,
    areas: Related<(AreaCode, String, Option<String>)>,
}

impl ListColumns {
    fn lists(self) -> Lists {
        let mut themes: Vec<Theme> = self.themes.0.into_iter().map(|(theme,)| theme).collect();
        themes.sort_unstable();
        let label = |(code, name, municipality)| match municipality {
            Some(municipality) => (code, format!("{name}, {municipality}")),
            None => (code, name),
        };
        (themes, self.areas.0.into_iter().map(label).collect())
    }
}

/// The columns that [`ListColumns`] reads, of the call whose id is `id` in the statement.
fn list_columns(backend: DbBackend, id: &str) -> String {
    let themes = related::rows(backend, "ct.theme", &format!("call_theme ct where ct.call_id = {id}"), "ct.theme");
    // The code of a district or neighbourhood holds the digits of its municipality.
    let areas = related::rows(
        backend,
        "la.code, la.name, lm.name",
        &format!(
            "call_area ca join area la on la.code = ca.area_code
             left join area lm on la.kind in ('district', 'neighbourhood') and lm.code = 'GM' || substr(la.code, 3, 4) where ca.call_id = {id}"
        ),
        "la.name",
    );
    format!("{themes} as themes, {areas} as areas")
}

/// Gives a call's themes and areas, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn themes_and_areas(db: &impl ConnectionTrait, id: CallId) -> Result<Lists, DbErr> {
    let sql = format!("select {}", list_columns(db.get_database_backend(), "$1"));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [id.0.into()]);
    Ok(ListColumns::find_by_statement(statement).one(db).await?.map(ListColumns::lists).unwrap_or_default())
}

/// Gives a call's themes.
///
/// # Errors
/// When the database refuses.
pub async fn themes(db: &impl ConnectionTrait, id: CallId) -> Result<Vec<Theme>, DbErr> {
    Ok(themes_and_areas(db, id).await?.0)
}

/// Gives a call's areas with their labels.
///
/// # Errors
/// When the database refuses.
pub async fn areas(db: &impl ConnectionTrait, id: CallId) -> Result<Vec<(AreaCode, String)>, DbErr> {
    Ok(themes_and_areas(db, id).await?.1)
}

/// Gives everything that the funder filled in.
///
/// # Errors
/// When the database refuses.
pub async fn content(db: &impl ConnectionTrait, call: &Call) -> Result<Content, DbErr> {
    let (themes, areas) = themes_and_areas(db, call.id).await?;
    Ok(Content::of(call, themes, areas, questions(db, call.id).await?))
}

/// One recorded change.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub at: DateTime<Utc>,
    pub difference: Difference,
}

/// Gives what changed after publishing, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn changes(db: &impl ConnectionTrait, id: CallId) -> Result<Vec<Recorded>, DbErr> {
    let rows = call_change::Entity::find()
        .filter(call_change::Column::CallId.eq(id))
        .order_by_desc(call_change::Column::At)
        .order_by_asc(call_change::Column::Id)
        .limit(200)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let difference = Difference { part: row.field.parse::<Part>().ok()?, before: row.before_text, after: row.after_text };
            Some(Recorded { at: row.at, difference })
        })
        .collect())
}

/// What has been awarded from a call, and whether somebody follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub awarded: Cents,
    pub followed: bool,
}

#[derive(FromQueryResult)]
struct BesideRow {
    awarded: i64,
    followed: i64,
    #[sea_orm(nested)]
    lists: ListColumns,
}

/// Gives a call's themes and areas, what has been awarded, and whether `account` follows it, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn beside(db: &impl ConnectionTrait, id: CallId, account: Option<AccountId>) -> Result<(Lists, Standing), DbErr> {
    let sql = format!(
        "select (select cast(coalesce(sum(d.awarded_cents), 0) as bigint) from decision d join proposal p on p.id = d.proposal_id
                 where p.call_id = $1 and p.state = 'awarded') as awarded,
                (select count(*) from follow where account_id = $2 and object_kind = 'call' and object_key = $3) as followed, {}",
        list_columns(db.get_database_backend(), "$1")
    );
    let values = [id.0.into(), account.map(|account| account.0).into(), id.to_string().into()];
    let row = BesideRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).one(db).await?;
    Ok(row.map_or((Lists::default(), Standing { awarded: Cents(0), followed: false }), |BesideRow { awarded, followed, lists }| {
        (lists.lists(), Standing { awarded: Cents(awarded), followed: followed > 0 })
    }))
}

/// Lists slugs and titles of published calls, the latest first; at most two hundred.
///
/// # Errors
/// When the database refuses.
pub async fn latest(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbErr> {
    call::Entity::find()
        .select_only()
        .columns([call::Column::Slug, call::Column::Title])
        .filter(call::Column::State.eq(CallState::Published))
        .order_by_desc(call::Column::PublishedAt)
        .limit(200)
        .into_tuple()
        .all(db)
        .await
}

/// Gives the open calls of these areas, those that close first in front.
///
/// # Errors
/// When the database refuses.
pub async fn open_in_areas(db: &impl ConnectionTrait, codes: &[AreaCode], now: DateTime<Utc>, limit: u64) -> Result<Vec<Call>, DbErr> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let here = Query::select()
        .column(call_area::Column::CallId)
        .from(call_area::Entity)
        .and_where(call_area::Column::AreaCode.is_in(codes.iter().cloned()))
        .to_owned();
    let find = call::Entity::find()
        .filter(call::Column::State.eq(CallState::Published))
        .filter(call::Column::ClosedEarlyAt.is_null())
        .filter(call::Column::OpensAt.lte(now))
        .filter(call::Column::ClosesAt.gt(now))
        .filter(call::Column::Id.in_subquery(here))
        .order_by_asc(call::Column::ClosesAt)
        .order_by_asc(call::Column::Id)
        .limit(limit);
    all(db, find).await
}

/// Gives the calls of a party that everybody may see, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_party(db: &impl ConnectionTrait, party: PartyId, limit: u64) -> Result<Vec<Call>, DbErr> {
    let find = call::Entity::find()
        .filter(call::Column::PartyId.eq(party))
        .filter(call::Column::State.ne(CallState::Draft))
        .order_by_desc(call::Column::PublishedAt)
        .order_by_desc(call::Column::Id)
        .limit(limit);
    all(db, find).await
}

/// Gives all calls of these parties, drafts too, last changed first.
///
/// # Errors
/// When the database refuses.
pub async fn managed_by(db: &impl ConnectionTrait, parties: &[PartyId]) -> Result<Vec<Call>, DbErr> {
    if parties.is_empty() {
        return Ok(Vec::new());
    }
    let find = call::Entity::find()
        .filter(call::Column::PartyId.is_in(parties.iter().copied()))
        .order_by_desc(call::Column::UpdatedAt)
        .order_by_desc(call::Column::Id)
        .limit(200);
    all(db, find).await
}
