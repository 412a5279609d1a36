//! Reads about calls. A finder gives a [`Call`] whoever asks; whether it may be shown is decided by `policy`.

mod list;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
    SelectTwo, Statement, sea_query::Query,
};

pub use list::{Card, Filter, Listed, PAGE_SIZE, Sort, list, with_words};

use super::model::{Call, CallId, CallState, Content, Difference, Funder, Life, Part, Question};
use crate::{
    accounts::model::AccountId,
    areas::model::AreaCode,
    infra::db::entity::{call, call_area, call_change, call_question, party},
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

#[derive(FromQueryResult)]
struct ListRow {
    call_id: CallId,
    theme: Option<Theme>,
    code: Option<AreaCode>,
    name: Option<String>,
    municipality: Option<String>,
}

/// Gives the themes and areas of each call, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn lists_of(db: &impl ConnectionTrait, ids: &[CallId]) -> Result<HashMap<CallId, Lists>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let marks = (1..=ids.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
    // The code of a district or neighbourhood holds the digits of its municipality.
    let sql = format!(
        "select call_id, theme, null as code, null as name, null as municipality from call_theme where call_id in ({marks})
         union all
         select ca.call_id, null, a.code, a.name, m.name from call_area ca join area a on a.code = ca.area_code
         left join area m on a.kind in ('district', 'neighbourhood') and m.code = 'GM' || substr(a.code, 3, 4)
         where ca.call_id in ({marks}) order by 4, 3"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, ids.iter().map(|id| id.0.into()).collect::<Vec<_>>());
    let mut lists: HashMap<CallId, Lists> = HashMap::new();
    for ListRow { call_id, theme, code, name, municipality } in ListRow::find_by_statement(statement).all(db).await? {
        let (themes, areas) = lists.entry(call_id).or_default();
        themes.extend(theme);
        areas.extend(code.zip(name).map(|(code, name)| match municipality {
            Some(municipality) => (code, format!("{name}, {municipality}")),
            None => (code, name),
        }));
    }
    lists.values_mut().for_each(|(themes, _)| themes.sort_unstable());
    Ok(lists)
}

/// Gives a call's themes and areas, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn themes_and_areas(db: &impl ConnectionTrait, id: CallId) -> Result<Lists, DbErr> {
    Ok(lists_of(db, &[id]).await?.remove(&id).unwrap_or_default())
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
struct StandingRow {
    awarded: i64,
    followed: i64,
}

/// Gives what has been awarded, and whether `account` follows the call.
///
/// # Errors
/// When the database refuses.
pub async fn standing(db: &impl ConnectionTrait, id: CallId, account: Option<AccountId>) -> Result<Standing, DbErr> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "select (select cast(coalesce(sum(d.awarded_cents), 0) as bigint) from decision d join proposal p on p.id = d.proposal_id
                 where p.call_id = $1 and p.state = 'awarded') as awarded,
                (select count(*) from follow where account_id = $2 and object_kind = 'call' and object_key = $3) as followed",
        [id.0.into(), account.map(|account| account.0).into(), id.to_string().into()],
    );
    let row = StandingRow::find_by_statement(statement).one(db).await?;
    Ok(row.map_or(Standing { awarded: Cents(0), followed: false }, |row| Standing {
        awarded: Cents(row.awarded),
        followed: row.followed > 0,
    }))
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
