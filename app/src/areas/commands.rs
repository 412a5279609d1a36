//! Writes about areas.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, QuerySelect, sea_query::OnConflict};
use uuid::Uuid;

use super::{
    import::{AreaRow, WrongRow, read_csv},
    model::AreaCode,
    queries,
};
use crate::infra::db::{Audit, Db, Object, entity::area};

/// Rows in one statement; SQLite takes 32,766 values.
const CHUNK: usize = 1_000;

/// Why a list was not taken over; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum NotImported {
    #[error("{code} lies in {parent}, which is neither in this list nor there already")]
    NoSuchParent { code: AreaCode, parent: AreaCode },
    #[error("{0}")]
    Wrong(WrongRow),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Takes over the list that the product ships, where there is no area yet. Gives how many came in.
///
/// # Errors
/// As [`import`]; [`NotImported::Wrong`] when the list itself has a fault.
pub async fn seed_if_empty(db: &Db, csv: &str, now: DateTime<Utc>) -> Result<usize, NotImported> {
    if !queries::none_known(db.reader()).await? {
        return Ok(0);
    }
    let read = read_csv(csv);
    match read.wrong.into_iter().next() {
        Some(wrong) => Err(NotImported::Wrong(wrong)),
        None => import(db, read.rows, now).await,
    }
}

/// Takes over a list of areas, all or none: new codes are added, known ones get the name and place of the list.
///
/// # Errors
/// When a parent is missing, or the database refuses.
pub async fn import(db: &Db, rows: Vec<AreaRow>, now: DateTime<Utc>) -> Result<usize, NotImported> {
    let tx = db.begin().await?;
    let mut known: HashSet<AreaCode> =
        area::Entity::find().select_only().column(area::Column::Code).into_tuple::<AreaCode>().all(tx.on()).await?.into_iter().collect();
    known.extend(rows.iter().map(|row| row.code.clone()));
    for row in &rows {
        if let Some(parent) = row.parent.as_ref().filter(|parent| !known.contains(parent)) {
            return Err(NotImported::NoSuchParent { code: row.code.clone(), parent: parent.clone() });
        }
    }
    let count = rows.len();
    let mut rows = rows.into_iter().map(model).peekable();
    while rows.peek().is_some() {
        area::Entity::insert_many(rows.by_ref().take(CHUNK))
            .on_conflict(
                OnConflict::column(area::Column::Code)
                    .update_columns([
                        area::Column::Year,
                        area::Column::Kind,
                        area::Column::Name,
                        area::Column::ParentCode,
                        area::Column::Latitude,
                        area::Column::Longitude,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(tx.on())
            .await?;
    }
    tx.commit(Audit::new("area.import", Object::new("area", Uuid::nil())), now).await?;
    Ok(count)
}

fn model(row: AreaRow) -> area::ActiveModel {
    let AreaRow { code, year, kind, name, parent, latitude, longitude } = row;
    area::ActiveModel {
        code: Set(code),
        year: Set(year),
        kind: Set(kind),
        name: Set(name),
        parent_code: Set(parent),
        latitude: Set(latitude),
        longitude: Set(longitude),
    }
}
