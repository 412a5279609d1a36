//! Reads of mails to a selection, and whom they reach.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::model::{Audience, MOST, Reach, Segment, Words};
use crate::{
    areas::{self, model::AreaKind},
    bakery,
    infra::{
        db::entity::{mail_preference, mail_suppression, segment},
        mail::Recipient,
        tokens,
    },
    notifications::model::Event,
    parties, proposals,
};

/// Finds a mail to a selection.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Segment>, DbErr> {
    let Some(row) = segment::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let Ok(audience) = serde_json::from_str(&row.audience) else { return Ok(None) };
    Ok(Some(Segment {
        id,
        audience,
        dutch: Words { subject: row.subject, body: row.body },
        english: (!row.english_body.is_empty()).then_some(Words { subject: row.english_subject, body: row.english_body }),
        queued: row.queued_at.is_some(),
        people: row.people,
        version: row.version,
    }))
}

/// Finds whom a mail reaches now, each address once.
///
/// # Errors
/// When the database refuses.
pub async fn reach(db: &impl ConnectionTrait, audience: &Audience, now: DateTime<Utc>) -> Result<Reach, DbErr> {
    let most = MOST * 2;
    let area = match audience {
        Audience::Parties { area, .. } | Audience::Listings { area, .. } => area.trim(),
        Audience::Proposals { .. } => "",
    };
    let place = match area {
        "" => None,
        typed => match areas::queries::by_typed(db, typed).await? {
            Some(area) => Some((area.kind, area.code)),
            // An area that nobody knows holds nobody.
            None => return Ok(Reach { mark: tokens::hash(""), ..Reach::default() }),
        },
    };
    let found: Vec<Recipient> = match audience {
        Audience::Parties { text, kind, area: _ } => {
            let filter = parties::queries::Filter { text: text.clone(), kind: *kind, area: place, after: String::new() };
            parties::queries::owners(db, &filter, most as u64 + 1).await?
        }
        Audience::Listings { side, theme, area: _ } => {
            let code = place.filter(|(kind, _)| *kind != AreaKind::Country).map(|(_, code)| code);
            bakery::queries::authors(db, *side, *theme, code.as_ref(), now, most as u64 + 1).await?
        }
        Audience::Proposals { call, state } => proposals::queries::people(db, call, *state, most as u64 + 1).await?,
    };
    let mut reach = Reach { too_many: found.len() > most, ..Reach::default() };
    let mut seen = HashSet::new();
    let all = found.len();
    let unique: Vec<Recipient> = found.into_iter().filter(|person| seen.insert(person.address.to_lowercase())).collect();
    reach.doubles = all - unique.len();
    let addresses: Vec<&str> = unique.iter().map(|person| person.address.as_str()).collect();
    let suppressed: Vec<String> = mail_suppression::Entity::find()
        .select_only()
        .column(mail_suppression::Column::Address)
        .filter(mail_suppression::Column::Address.is_in(addresses.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let off: Vec<String> = mail_preference::Entity::find()
        .select_only()
        .column(mail_preference::Column::Address)
        .filter(mail_preference::Column::Address.is_in(addresses))
        .filter(mail_preference::Column::Kind.eq(Event::Segment.as_str()))
        .filter(mail_preference::Column::Enabled.eq(false))
        .into_tuple()
        .all(db)
        .await?;
    let (suppressed, off): (HashSet<String>, HashSet<String>) = (suppressed.into_iter().collect(), off.into_iter().collect());
    for person in unique {
        if suppressed.contains(&person.address) {
            reach.suppressed += 1;
        } else if off.contains(&person.address) {
            reach.unsubscribed += 1;
        } else {
            reach.people.push(person);
        }
    }
    reach.people.sort_by(|one, other| one.address.cmp(&other.address));
    reach.too_many |= reach.people.len() > MOST;
    let addresses: Vec<&str> = reach.people.iter().map(|person| person.address.as_str()).collect();
    reach.mark = tokens::hash(&addresses.join(" "));
    Ok(reach)
}
