//! Choosing mails, following, round-ups and notices; `telling` tells followers what happened.

mod telling;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict, SimpleExpr},
};
use uuid::Uuid;

use super::{
    mails::{Digest, DigestLine},
    model::Event,
    policy::MayFollow,
    queries,
    rhythm::Habits,
    things::{Thing, Wish},
};
use crate::{
    accounts::model::{AccountId, Person},
    alerts::model::Rhythm,
    error::AppError,
    infra::{
        db::{
            Audit, Db, Object, Tx,
            entity::{account, follow, followers_told, mail_habit, mail_preference, notice, outbox, party_rhythm},
        },
        i18n::Texts,
        mail::{Post, Recipient, outbox::suppression},
    },
    parties::model::PartyId,
    paths,
};
pub use telling::{tell_of_call, tell_of_change, tell_of_listing, tell_of_proposal, warn_of_deadline};

/// Notices in one round-up; what is left goes in the next round.
const MOST_IN_A_DIGEST: u64 = 500;

/// What a person chooses about mails; what is not named stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub kinds: HashMap<Event, Rhythm>,
    /// For each party its rhythm; none for the own one.
    pub parties: HashMap<PartyId, Option<Rhythm>>,
    pub habits: Option<Habits>,
}

/// Notes how often, and when, a person wants to hear of what.
///
/// # Errors
/// When the database refuses.
pub async fn choose_mails(db: &Db, person: &Person, choices: Choices, now: DateTime<Utc>) -> Result<(), AppError> {
    let Choices { kinds, parties, habits } = choices;
    let tx = db.begin().await?;
    let kinds = kinds.into_iter().filter(|(kind, rhythm)| kind.can_be_switched_off() && kind.rhythms().contains(rhythm));
    prefer(&tx, &person.email, kinds, now).await?;
    let parties = parties.into_iter().filter(|(party, _)| person.membership(*party).is_some());
    prefer_for_parties(&tx, person.id, parties, now).await?;
    if let Some(Habits { weekday, quiet }) = habits {
        let hour = |hour: u32| i32::try_from(hour).ok();
        let row = mail_habit::ActiveModel {
            account_id: Set(person.id),
            weekday: Set(i32::try_from(weekday.number_from_monday()).unwrap_or(1)),
            quiet_from: Set(quiet.and_then(|quiet| hour(quiet.hours().0))),
            quiet_until: Set(quiet.and_then(|quiet| hour(quiet.hours().1))),
            updated_at: Set(now),
        };
        let replace = OnConflict::column(mail_habit::Column::AccountId)
            .update_columns([
                mail_habit::Column::Weekday,
                mail_habit::Column::QuietFrom,
                mail_habit::Column::QuietUntil,
                mail_habit::Column::UpdatedAt,
            ])
            .to_owned();
        mail_habit::Entity::insert(row).on_conflict(replace).exec_without_returning(tx.on()).await?;
    }
    Ok(tx.commit(person.audit("mail.choose", Object::new("account", person.id)), now).await?)
}

async fn prefer_for_parties(
    tx: &Tx,
    account: AccountId,
    wanted: impl Iterator<Item = (PartyId, Option<Rhythm>)>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (own, chosen): (Vec<_>, Vec<_>) = wanted.partition(|(_, rhythm)| rhythm.is_none());
    if !own.is_empty() {
        party_rhythm::Entity::delete_many()
            .filter(party_rhythm::Column::AccountId.eq(account))
            .filter(party_rhythm::Column::PartyId.is_in(own.into_iter().map(|(party, _)| party)))
            .exec(tx.on())
            .await?;
    }
    let rows: Vec<_> = chosen
        .into_iter()
        .filter_map(|(party, rhythm)| Some((party, rhythm?)))
        .map(|(party, rhythm)| party_rhythm::ActiveModel {
            account_id: Set(account),
            party_id: Set(party),
            rhythm: Set(rhythm),
            updated_at: Set(now),
        })
        .collect();
    if !rows.is_empty() {
        let replace = OnConflict::columns([party_rhythm::Column::AccountId, party_rhythm::Column::PartyId])
            .update_columns([party_rhythm::Column::Rhythm, party_rhythm::Column::UpdatedAt])
            .to_owned();
        party_rhythm::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx.on()).await?;
    }
    Ok(())
}

/// Switches a kind of mail on or off for an address, for whoever holds the signed link.
///
/// # Errors
/// When the database refuses.
pub async fn switch(db: &Db, address: &str, kind: Event, wanted: Wanted, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    prefer(&tx, address, std::iter::once((kind, if wanted == Wanted::Yes { Rhythm::Direct } else { Rhythm::Off })), now).await?;
    let audit = Audit::new("mail.switch", reader(&tx, address, kind).await?);
    Ok(tx.commit(audit.outcome(if wanted == Wanted::Yes { "on" } else { "off" }), now).await?)
}

/// Names whose mails these are: an account, or of somebody without one the last such mail, which holds the link.
async fn reader(tx: &Tx, address: &str, kind: Event) -> Result<Object, DbErr> {
    if let Some(account) = account::Entity::find().filter(account::Column::Email.eq(address)).one(tx.on()).await? {
        return Ok(Object::new("account", account.id));
    }
    let mail = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Id)
        .filter(outbox::Column::ToAddress.eq(address))
        .filter(outbox::Column::Kind.eq(kind.as_str()))
        .order_by_desc(outbox::Column::Id)
        .into_tuple::<Uuid>()
        .one(tx.on())
        .await?;
    // Mails are forgotten after a year; the link goes on.
    Ok(Object::new("mail", mail.unwrap_or(Uuid::nil())))
}

/// Switches a kind of mail off for an address, within a transaction.
///
/// # Errors
/// When the database refuses.
pub(super) async fn switch_off(tx: &Tx, address: &str, kind: Event, now: DateTime<Utc>) -> Result<(), DbErr> {
    prefer(tx, address, std::iter::once((kind, Rhythm::Off)), now).await
}

/// Whether somebody wants a kind of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Yes,
    No,
}

async fn prefer(tx: &Tx, address: &str, wanted: impl Iterator<Item = (Event, Rhythm)>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let mut rows = wanted
        .map(|(kind, rhythm)| mail_preference::ActiveModel {
            address: Set(address.to_owned()),
            kind: Set(kind.as_str().to_owned()),
            enabled: Set(rhythm != Rhythm::Off),
            rhythm: Set(rhythm),
            updated_at: Set(now),
        })
        .peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    mail_preference::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([mail_preference::Column::Address, mail_preference::Column::Kind])
                .update_columns([mail_preference::Column::Enabled, mail_preference::Column::Rhythm, mail_preference::Column::UpdatedAt])
                .to_owned(),
        )
        .exec_without_returning(tx.on())
        .await?;
    Ok(())
}

/// Starts following a thing.
///
/// # Errors
/// When the database refuses.
pub async fn follow(db: &Db, may: MayFollow, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayFollow { person, thing } = may;
    let tx = db.begin().await?;
    start(&tx, person.id, &thing, now).await?;
    Ok(tx.commit(person.audit("follow.start", Object::new("account", person.id)).outcome(thing.kind().as_str()), now).await?)
}

/// Stops following a thing, also one that the person may not see any more.
///
/// # Errors
/// When the database refuses.
pub async fn unfollow(db: &Db, post: &Post, person: &Person, thing: &Thing, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    stop(&tx, post, person.id, &person.email, thing).await?;
    Ok(tx.commit(person.audit("follow.stop", Object::new("account", person.id)).outcome(thing.kind().as_str()), now).await?)
}

/// Starts or stops following a thing for whoever holds the signed link of a mail. Who may not see the thing hears nothing of it either way.
///
/// # Errors
/// When the database refuses.
pub async fn follow_by_link(db: &Db, post: &Post, address: &str, thing: &Thing, wish: Wish, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let Some(account) = account::Entity::find().filter(account::Column::Email.eq(address)).one(tx.on()).await? else { return Ok(()) };
    let action = match wish {
        Wish::Start => {
            start(&tx, account.id, thing, now).await?;
            "follow.start"
        }
        Wish::Stop => {
            stop(&tx, post, account.id, address, thing).await?;
            "follow.stop"
        }
    };
    Ok(tx.commit(Audit::new(action, Object::new("account", account.id)).outcome(thing.kind().as_str()), now).await?)
}

async fn start(tx: &Tx, account: AccountId, thing: &Thing, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = follow::ActiveModel {
        account_id: Set(account),
        object_kind: Set(thing.kind().as_str().to_owned()),
        object_key: Set(thing.key()),
        created_at: Set(now),
    };
    follow::Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(tx.on()).await?;
    Ok(())
}

/// What waits to be mailed about that thing alone does not go any more either.
async fn stop(tx: &Tx, post: &Post, account: AccountId, address: &str, thing: &Thing) -> Result<(), DbErr> {
    follow::Entity::delete_by_id((account, thing.kind().as_str().to_owned(), thing.key())).exec(tx.on()).await?;
    suppression::unwanted(tx, address, post.unsubscribe_urls(address, &thing.link_name())).await
}

/// Mails what waited for a round-up, the newest first and together by what it is about. Of several processes that try, one takes it and the others find
/// nothing. What its reader switched off meanwhile is left out.
///
/// # Errors
/// When the database refuses; then all of it still waits.
pub async fn send_digest(db: &Db, post: &Post, account: AccountId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    let waiting = notice::Entity::find()
        .filter(notice::Column::AccountId.eq(account))
        .filter(notice::Column::DigestAt.lte(now))
        .filter(notice::Column::DigestedAt.is_null())
        .order_by_desc(notice::Column::CreatedAt)
        .order_by_desc(notice::Column::Id)
        .limit(MOST_IN_A_DIGEST)
        .lock_exclusive()
        .all(tx.on())
        .await?;
    let Some(to) = account::Entity::find_by_id(account).one(tx.on()).await? else { return Ok(()) };
    if waiting.is_empty() {
        return Ok(());
    }
    notice::Entity::update_many()
        .col_expr(notice::Column::DigestedAt, Expr::value(now))
        .filter(notice::Column::Id.is_in(waiting.iter().map(|notice| notice.id)))
        .exec(tx.on())
        .await?;
    let off = queries::switched_off(tx.on(), &to.email).await?;
    let wanted =
        |notice: &notice::Model| !off.contains(&Event::Digest) && notice.event.parse().is_ok_and(|event: Event| !off.contains(&event));
    let mut groups: Vec<(Uuid, Vec<DigestLine>)> = Vec::new();
    for notice in waiting.into_iter().filter(wanted) {
        let Ok(event) = notice.event.parse::<Event>() else { continue };
        let line = DigestLine { event, title: notice.title, path: notice.path };
        match groups.iter_mut().find(|(object, _)| *object == notice.object_id) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((notice.object_id, vec![line])),
        }
    }
    if !groups.is_empty() {
        let to = Recipient { address: to.email, name: to.name, account_id: Some(to.id), locale: to.locale };
        let letter = Digest { groups: &groups, account }.letter(Texts::new(to.locale));
        post.enqueue(&tx, &to, letter, now).await?;
    }
    tx.commit(Audit::new("notice.digest", Object::new("account", account)), now).await
}

/// Opens a notice: it is read, and gives where it leads.
///
/// # Errors
/// [`AppError::NotFound`] when it is not this person's.
pub async fn open_notice(db: &Db, person: &Person, id: Uuid, now: DateTime<Utc>) -> Result<String, AppError> {
    let tx = db.begin().await?;
    let found = notice::Entity::find_by_id(id).filter(notice::Column::AccountId.eq(person.id)).one(tx.on()).await?;
    let path = found.ok_or(AppError::NotFound)?.path;
    read(&tx, notice::Column::Id.eq(id), now).await?;
    tx.commit(person.audit("notice.open", Object::new("notice", id)), now).await?;
    Ok(paths::local(&path).to_owned())
}

/// Notes that a person has read all notices.
///
/// # Errors
/// When the database refuses.
pub async fn read_notices(db: &Db, person: &Person, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    read(&tx, notice::Column::AccountId.eq(person.id), now).await?;
    Ok(tx.commit(person.audit("notice.read_all", Object::new("account", person.id)), now).await?)
}

async fn read(tx: &Tx, which: SimpleExpr, now: DateTime<Utc>) -> Result<(), DbErr> {
    notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, Expr::value(now))
        .filter(which)
        .filter(notice::Column::ReadAt.is_null())
        .exec(tx.on())
        .await?;
    Ok(())
}

/// Removes notices of more than a year ago, and what is known of events of which nobody is told any more.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old_notices(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    notice::Entity::delete_many().filter(notice::Column::CreatedAt.lt(now - TimeDelta::days(365))).exec(db.writer()).await?;
    followers_told::Entity::delete_many().filter(followers_told::Column::At.lt(now - TimeDelta::days(30))).exec(db.writer()).await?;
    Ok(())
}
