//! The notice of an event: what the page with notices shows of it. It is written with the letter, under the same key, so that both are there or neither.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

use super::{LONGEST_SUBJECT, Letter, ROWS_PER_STATEMENT, Recipient, one_line};
use crate::{
    bakery::model::ListingId,
    infra::db::{Tx, entity::notice},
    notifications::model::{Channel, Event},
    paths,
};

/// Makes the notice of a letter; none without an account, and none of what goes by mail alone.
pub(super) fn row(to: &Recipient, letter: &Letter, digest_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<notice::ActiveModel> {
    let account = to.account_id.filter(|_| letter.kind.channel() == Channel::Both)?;
    Some(notice::ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(account),
        event: Set(letter.kind.as_str().to_owned()),
        title: Set(one_line(&letter.subject).chars().take(LONGEST_SUBJECT).collect()),
        path: Set(path(letter)),
        object_kind: Set(letter.object.kind.to_owned()),
        object_id: Set(letter.object.id),
        dedupe_key: Set(letter.dedupe_key.clone()),
        created_at: Set(now),
        read_at: Set(None),
        digest_at: Set(digest_at),
        digested_at: Set(None),
    })
}

/// Where the notice leads: to what the button of the mail leads to, without the key that stands in for signing in.
fn path(letter: &Letter) -> String {
    let button = letter.button.as_ref().map_or(paths::HOME, |(_, path)| paths::local(path));
    match letter.kind {
        Event::Receipt | Event::Clarification | Event::Decision | Event::Withdrawn | Event::DraftWaiting => {
            paths::proposal(letter.object.id)
        }
        // The way of somebody without an account stays out of a notice.
        Event::ReportAsked | Event::ReportDue | Event::ReportJudged => match button.split_once("/link/") {
            Some((path, _)) => path.to_owned(),
            None => button.to_owned(),
        },
        Event::ListingExpires => paths::listing(ListingId(letter.object.id)),
        _ => match button.split_once("?code=") {
            Some((path, _)) => path.to_owned(),
            None => button.to_owned(),
        },
    }
}

/// Puts notices in, each once.
pub(super) async fn write(tx: &Tx, notices: Vec<notice::ActiveModel>) -> Result<(), DbErr> {
    for some in notices.chunks(ROWS_PER_STATEMENT) {
        notice::Entity::insert_many(some.iter().cloned())
            .on_conflict(OnConflict::column(notice::Column::DedupeKey).do_nothing().to_owned())
            .exec_without_returning(tx.on())
            .await?;
    }
    Ok(())
}
