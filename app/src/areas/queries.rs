//! Reads about areas.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement, Value,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

use super::model::{AreaCode, AreaKind};
use crate::{accounts::model::AccountId, infra::db::entity::area};

/// The deepest nesting: country, municipality, district, neighbourhood.
const LEVELS: usize = 4;

/// Areas of one name that are looked at; "Verspreide huizen" is the name of hundreds.
const MOST_NAMED: u64 = 500;

/// An area with its name alone.
#[derive(Clone, Debug)]
pub struct NamedArea {
    pub code: AreaCode,
    pub kind: AreaKind,
    pub name: String,
    pub parent: Option<AreaCode>,
}

/// Finds an area by its code.
///
/// # Errors
/// When the database refuses.
pub async fn by_code(db: &impl ConnectionTrait, code: &AreaCode) -> Result<Option<area::Model>, DbErr> {
    area::Entity::find_by_id(code.clone()).one(db).await
}

/// An area with the name that tells it from others: for a district or neighbourhood the municipality stands after its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub code: AreaCode,
    pub kind: AreaKind,
    pub name: String,
    pub label: String,
}

#[derive(FromQueryResult)]
struct PlaceRow {
    code: AreaCode,
    kind: AreaKind,
    name: String,
    municipality: Option<String>,
}

/// What [`PlaceRow`] reads: areas `a` with the name of their municipality, to which the code of a district or neighbourhood leads.
const PLACES: &str = "select a.code, a.kind, a.name, m.name as municipality from area a
     left join area m on a.kind in ('district', 'neighbourhood') and m.code = 'GM' || substr(a.code, 3, 4)";

async fn places(db: &impl ConnectionTrait, condition: &str, values: Vec<Value>) -> Result<Vec<Place>, DbErr> {
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), format!("{PLACES} where {condition} order by a.code"), values);
    let rows = PlaceRow::find_by_statement(statement).all(db).await?;
    let place = |PlaceRow { code, kind, name, municipality }| Place { label: label(&name, municipality.as_deref()), code, kind, name };
    Ok(rows.into_iter().map(place).collect())
}

fn label(name: &str, municipality: Option<&str>) -> String {
    municipality.map_or_else(|| name.to_owned(), |municipality| format!("{name}, {municipality}"))
}

fn marks(from: usize, count: usize) -> String {
    (from..from + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// Finds the area that somebody typed: a code, a label such as `Diezerpoort, Zwolle`, or a name that only one area of the largest kind has.
///
/// # Errors
/// When the database refuses.
pub async fn by_typed(db: &impl ConnectionTrait, typed: &str) -> Result<Option<Place>, DbErr> {
    Ok(all_typed(db, &[typed]).await?.remove(typed.trim()))
}

/// Finds what [`by_typed`] finds for each of these, in one statement; by what was typed, without the space around it.
///
/// # Errors
/// When the database refuses.
pub async fn all_typed(db: &impl ConnectionTrait, typed: &[&str]) -> Result<HashMap<String, Place>, DbErr> {
    // PostgreSQL takes no NUL in a text.
    let typed: Vec<&str> = typed.iter().map(|typed| typed.trim()).filter(|typed| !typed.is_empty() && !typed.contains('\0')).collect();
    if typed.is_empty() {
        return Ok(HashMap::new());
    }
    let codes = typed.iter().map(|typed| typed.parse().map_or_else(|_| String::new(), |code: AreaCode| code.to_string()));
    let names = typed.iter().map(|typed| name_and_parent(typed).0.to_lowercase());
    let condition = format!("a.code in ({}) or lower(a.name) in ({})", marks(1, typed.len()), marks(typed.len() + 1, typed.len()));
    let found = places(db, &condition, codes.chain(names).map(Value::from).collect()).await?;
    Ok(typed.into_iter().filter_map(|typed| Some((typed.to_owned(), understood(&found, typed)?.clone()))).collect())
}

fn name_and_parent(typed: &str) -> (&str, Option<&str>) {
    typed.rsplit_once(", ").map_or((typed, None), |(name, parent)| (name.trim(), Some(parent.trim())))
}

/// Chooses what somebody meant out of the areas that could be it.
fn understood<'places>(places: &'places [Place], typed: &str) -> Option<&'places Place> {
    if let Ok(code) = typed.parse::<AreaCode>() {
        return places.iter().find(|place| place.code == code);
    }
    let (name, parent) = name_and_parent(typed);
    let mut named = places.iter().filter(|place| place.name.to_lowercase() == name.to_lowercase());
    if let Some(parent) = parent {
        let wanted = label(name, Some(parent)).to_lowercase();
        return named.find(|place| place.label.to_lowercase() == wanted);
    }
    // A name alone means the largest area of that name, if there is just one.
    let largest = named.clone().map(|place| place.kind).min();
    let mut largest = named.filter(|place| Some(place.kind) == largest);
    largest.next().filter(|_| largest.next().is_none())
}

/// Gives the areas that a person can choose from, with their labels, by name.
///
/// # Errors
/// When the database refuses.
pub async fn choices(db: &impl ConnectionTrait) -> Result<Vec<(AreaCode, String)>, DbErr> {
    let mut all = places(db, "a.kind <> 'country'", Vec::new()).await?;
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all.into_iter().map(|place| (place.code, place.label)).collect())
}

/// Gives a label per code: the name, and for a district or neighbourhood the municipality after it.
///
/// # Errors
/// When the database refuses.
pub async fn labels(db: &impl ConnectionTrait, codes: &[AreaCode]) -> Result<HashMap<AreaCode, String>, DbErr> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let condition = format!("a.code in ({})", marks(1, codes.len()));
    let found = places(db, &condition, codes.iter().map(|code| code.as_str().into()).collect()).await?;
    Ok(found.into_iter().map(|place| (place.code, place.label)).collect())
}

#[derive(FromQueryResult)]
struct CodeRow {
    code: AreaCode,
}

/// Gives the codes that a walk from one area reaches: `step` joins the next area `a` to `reached r`.
async fn walk(db: &impl ConnectionTrait, code: &AreaCode, step: &str) -> Result<Vec<AreaCode>, DbErr> {
    let sql = format!(
        "with recursive reached (code, parent_code) as (select code, parent_code from area where code = $1
             union select a.code, a.parent_code from area a join reached r on {step})
         select code from reached"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [code.as_str().into()]);
    Ok(CodeRow::find_by_statement(statement).all(db).await?.into_iter().map(|row| row.code).collect())
}

/// Gives the area and all that lie in it.
///
/// # Errors
/// When the database refuses.
pub async fn with_descendants(db: &impl ConnectionTrait, code: &AreaCode) -> Result<Vec<AreaCode>, DbErr> {
    walk(db, code, "a.parent_code = r.code").await
}

/// Gives the area and all in which it lies.
///
/// # Errors
/// When the database refuses.
pub async fn with_ancestors(db: &impl ConnectionTrait, code: &AreaCode) -> Result<Vec<AreaCode>, DbErr> {
    walk(db, code, "a.code = r.parent_code").await
}

/// An area among its neighbours.
#[derive(Clone, Debug)]
pub struct Surrounded {
    pub kind: AreaKind,
    pub name: String,
    /// The areas in which it lies, the smallest first.
    pub above: Vec<(AreaCode, String)>,
    /// The areas that lie directly in it, by name.
    pub parts: Vec<(AreaCode, String)>,
    /// Whether the account that was asked for follows it.
    pub followed: bool,
}

#[derive(FromQueryResult)]
struct SurroundedRow {
    code: AreaCode,
    kind: AreaKind,
    name: String,
    /// Steps upward; -1 for a part.
    depth: i32,
    followed: i64,
}

/// Finds an area with those above and directly below it, and whether `account` follows it, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn surrounded(db: &impl ConnectionTrait, code: &AreaCode, account: Option<AccountId>) -> Result<Option<Surrounded>, DbErr> {
    let sql = "with recursive above (code, kind, name, parent_code, depth) as (
             select code, kind, name, parent_code, 0 from area where code = $1
             union all select a.code, a.kind, a.name, a.parent_code, b.depth + 1 from area a join above b on a.code = b.parent_code)
         select code, kind, name, depth,
             (select count(*) from follow where account_id = $2 and object_kind = 'area' and object_key = $1) as followed from above
         union all select code, kind, name, -1, 0 from area where parent_code = $1 order by 4, 3";
    let values = [code.as_str().into(), account.map(|account| account.0).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let mut found: Option<Surrounded> = None;
    let mut parts = Vec::new();
    for SurroundedRow { code, kind, name, depth, followed } in SurroundedRow::find_by_statement(statement).all(db).await? {
        match &mut found {
            _ if depth < 0 => parts.push((code, name)),
            None => found = Some(Surrounded { kind, name, above: Vec::new(), parts: Vec::new(), followed: followed > 0 }),
            Some(area) => area.above.push((code, name)),
        }
    }
    Ok(found.map(|area| Surrounded { parts, ..area }))
}

/// Gives the areas named and all in which they lie, by code, in at most four statements.
///
/// # Errors
/// When the database refuses.
pub async fn ancestry(db: &impl ConnectionTrait, codes: &[AreaCode]) -> Result<HashMap<AreaCode, area::Model>, DbErr> {
    let mut all: HashMap<AreaCode, area::Model> = HashMap::new();
    let mut wanted = codes.to_vec();
    for _ in 0..LEVELS {
        wanted.retain(|code| !all.contains_key(code));
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            break;
        }
        let found = area::Entity::find().filter(area::Column::Code.is_in(wanted)).all(db).await?;
        wanted = found.iter().filter_map(|area| area.parent_code.clone()).collect();
        all.extend(found.into_iter().map(|area| (area.code.clone(), area)));
    }
    Ok(all)
}

/// Lists the code and those of all areas in which it lies, the smallest first, out of what [`ancestry`] gave.
pub fn chain(ancestry: &HashMap<AreaCode, area::Model>, code: &AreaCode) -> Vec<String> {
    let mut codes = Vec::with_capacity(LEVELS);
    let mut next = ancestry.get(code);
    while let Some(area) = next.filter(|_| codes.len() < LEVELS) {
        codes.push(area.code.as_str().to_owned());
        next = area.parent_code.as_ref().and_then(|parent| ancestry.get(parent));
    }
    codes
}

/// The middle of an area, and the area in which it lies.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Point {
    pub code: AreaCode,
    #[sea_orm(from_alias = "parent_code")]
    pub parent: Option<AreaCode>,
    #[sea_orm(from_alias = "latitude")]
    pub lat: f64,
    #[sea_orm(from_alias = "longitude")]
    pub lon: f64,
}

/// Gives the areas named and all in which they lie, by code, in one statement: the codes of CBS tell in which areas an area lies.
///
/// # Errors
/// When the database refuses.
pub async fn points(db: &impl ConnectionTrait, codes: &[AreaCode]) -> Result<HashMap<AreaCode, Point>, DbErr> {
    let mut all: Vec<AreaCode> = Vec::new();
    for code in codes {
        let digits = code.as_str().get(2..).unwrap_or_default();
        let above = [("GM", 4), ("WK", 6)].into_iter().filter_map(|(kind, length)| format!("{kind}{}", digits.get(..length)?).parse().ok());
        all.extend(above.chain("NL00".parse()).chain([code.clone()]));
    }
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!("select code, parent_code, latitude, longitude from area where code in ({})", marks(1, all.len()));
    let values: Vec<Value> = all.iter().map(|code| code.as_str().into()).collect();
    let points = Point::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(points.into_iter().map(|point| (point.code.clone(), point)).collect())
}

/// Says whether there is no area at all.
///
/// # Errors
/// When the database refuses.
pub async fn none_known(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(area::Entity::find().limit(1).one(db).await?.is_none())
}

/// Lists the areas with one of these names, which are in lower case; not the country.
///
/// # Errors
/// When the database refuses.
pub async fn by_names(db: &impl ConnectionTrait, names: &[String]) -> Result<Vec<NamedArea>, DbErr> {
    by_lower_name(db, |name| name.is_in(names)).await
}

/// Lists the areas whose name begins so, in lower case; not the country.
///
/// # Errors
/// When the database refuses.
pub async fn by_name_beginning(db: &impl ConnectionTrait, beginning: &str) -> Result<Vec<NamedArea>, DbErr> {
    by_lower_name(db, |name| name.like(format!("{}%", beginning.replace(['%', '_', '\\'], "")))).await
}

async fn by_lower_name(db: &impl ConnectionTrait, condition: impl FnOnce(SimpleExpr) -> SimpleExpr) -> Result<Vec<NamedArea>, DbErr> {
    let name = SimpleExpr::from(Func::lower(Expr::col((area::Entity, area::Column::Name))));
    let rows =
        area::Entity::find().filter(area::Column::Kind.ne(AreaKind::Country)).filter(condition(name)).limit(MOST_NAMED).all(db).await?;
    Ok(rows.into_iter().map(|row| NamedArea { code: row.code, kind: row.kind, name: row.name, parent: row.parent_code }).collect())
}
