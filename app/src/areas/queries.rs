//! Reads about areas.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

use super::model::{AreaCode, AreaKind};
use crate::infra::db::entity::area;

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

/// Finds the area that somebody typed: a code, a label such as `Diezerpoort, Zwolle`, or a name that only one area of the largest kind has.
///
/// # Errors
/// When the database refuses.
pub async fn by_typed(db: &impl ConnectionTrait, typed: &str) -> Result<Option<area::Model>, DbErr> {
    let typed = typed.trim();
    if let Ok(code) = typed.parse::<AreaCode>() {
        return by_code(db, &code).await;
    }
    let (name, parent) = typed.rsplit_once(", ").map_or((typed, None), |(name, parent)| (name.trim(), Some(parent.trim())));
    let named = named(db, name).await?;
    let Some(parent) = parent else {
        // A name alone means the largest area of that name, if there is just one.
        let largest = named.iter().map(|area| area.kind).min();
        let mut largest = named.into_iter().filter(|area| Some(area.kind) == largest);
        return Ok(largest.next().filter(|_| largest.next().is_none()));
    };
    let labels = labels_of(db, &named).await?;
    let wanted = format!("{name}, {parent}").to_lowercase();
    Ok(named.into_iter().find(|area| labels.get(&area.code).is_some_and(|label| label.to_lowercase() == wanted)))
}

async fn named(db: &impl ConnectionTrait, name: &str) -> Result<Vec<area::Model>, DbErr> {
    area::Entity::find()
        .filter(Expr::expr(Func::lower(Expr::col((area::Entity, area::Column::Name)))).eq(name.to_lowercase()))
        .order_by_asc(area::Column::Code)
        .all(db)
        .await
}

/// Gives the areas that a person can choose from, with their labels: municipalities by name, then districts and neighbourhoods.
///
/// # Errors
/// When the database refuses.
pub async fn choices(db: &impl ConnectionTrait) -> Result<Vec<(AreaCode, String)>, DbErr> {
    let areas = area::Entity::find().filter(area::Column::Kind.ne(AreaKind::Country)).order_by_asc(area::Column::Name).all(db).await?;
    let names: HashMap<&AreaCode, &area::Model> = areas.iter().map(|area| (&area.code, area)).collect();
    Ok(areas.iter().map(|area| (area.code.clone(), label(area, &names))).collect())
}

/// Gives a label per code: the name, and for a district or neighbourhood the municipality after it.
///
/// # Errors
/// When the database refuses.
pub async fn labels(db: &impl ConnectionTrait, codes: &[AreaCode]) -> Result<HashMap<AreaCode, String>, DbErr> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let areas = area::Entity::find().filter(area::Column::Code.is_in(codes.iter().cloned())).all(db).await?;
    labels_of(db, &areas).await
}

async fn labels_of(db: &impl ConnectionTrait, areas: &[area::Model]) -> Result<HashMap<AreaCode, String>, DbErr> {
    // A CBS code starts with the digits of its municipality, so one more statement finds all of those.
    let municipalities: Vec<AreaCode> = areas.iter().filter_map(|area| municipality_of(&area.code)).collect();
    let parents = area::Entity::find().filter(area::Column::Code.is_in(municipalities)).all(db).await?;
    let names: HashMap<&AreaCode, &area::Model> = parents.iter().map(|area| (&area.code, area)).collect();
    Ok(areas.iter().map(|area| (area.code.clone(), label(area, &names))).collect())
}

fn municipality_of(code: &AreaCode) -> Option<AreaCode> {
    let digits = code.as_str().get(2..6)?;
    matches!(code.as_str().get(..2), Some("WK" | "BU")).then(|| format!("GM{digits}").parse().ok()).flatten()
}

fn label(area: &area::Model, names: &HashMap<&AreaCode, &area::Model>) -> String {
    match municipality_of(&area.code).and_then(|code| names.get(&code)) {
        Some(municipality) => format!("{}, {}", area.name, municipality.name),
        None => area.name.clone(),
    }
}

/// Gives the area and all that lie in it, by walking down the parents.
///
/// # Errors
/// When the database refuses.
pub async fn with_descendants(db: &impl ConnectionTrait, code: &AreaCode) -> Result<Vec<AreaCode>, DbErr> {
    let mut all = vec![code.clone()];
    let mut level = all.clone();
    for _ in 1..LEVELS {
        let children = area::Entity::find().filter(area::Column::ParentCode.is_in(level)).all(db).await?;
        if children.is_empty() {
            break;
        }
        level = children.into_iter().map(|area| area.code).collect();
        all.extend(level.iter().cloned());
    }
    Ok(all)
}

/// Gives the area and all in which it lies, the smallest first.
///
/// # Errors
/// When the database refuses.
pub async fn with_ancestors(db: &impl ConnectionTrait, code: &AreaCode) -> Result<Vec<area::Model>, DbErr> {
    let mut all = Vec::new();
    let mut next = Some(code.clone());
    while let Some(code) = next.filter(|_| all.len() < LEVELS) {
        let Some(area) = by_code(db, &code).await? else { break };
        next = area.parent_code.clone();
        all.push(area);
    }
    Ok(all)
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

/// Lists the areas that lie directly in an area, by name.
///
/// # Errors
/// When the database refuses.
pub async fn parts(db: &impl ConnectionTrait, code: &AreaCode) -> Result<Vec<(AreaCode, String)>, DbErr> {
    let areas = area::Entity::find().filter(area::Column::ParentCode.eq(code.clone())).order_by_asc(area::Column::Name).all(db).await?;
    Ok(areas.into_iter().map(|area| (area.code, area.name)).collect())
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
