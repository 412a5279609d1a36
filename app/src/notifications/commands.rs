//! Choosing mails, following areas, telling followers.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict, SimpleExpr},
};
use uuid::Uuid;

use super::{
    mails::{CallPublished, DeadlineSoon, Digest, DigestLine},
    model::Event,
    queries,
    rhythm::Habits,
};
use crate::{
    accounts::model::{AccountId, Person},
    alerts::model::Rhythm,
    areas::model::AreaCode,
    calls::{
        self,
        model::{Call, CallId, Follow},
    },
    error::AppError,
    infra::{
        db::{
            Audit, Db, Object, Tx,
            entity::{account, follow, mail_habit, mail_preference, notice, party_rhythm},
        },
        i18n::Texts,
        mail::{Letter, Post, Recipient},
    },
    parties::model::PartyId,
    paths,
};

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
    let audit = Audit::new("mail.switch", Object::new("mail_preference", Uuid::now_v7()));
    Ok(tx.commit(audit.outcome(if wanted == Wanted::Yes { "on" } else { "off" }), now).await?)
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

/// Starts following an area.
///
/// # Errors
/// When the database refuses.
pub async fn follow_area(db: &Db, person: &Person, area: &AreaCode, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let row = follow::ActiveModel {
        account_id: Set(person.id),
        object_kind: Set("area".to_owned()),
        object_key: Set(area.to_string()),
        created_at: Set(now),
    };
    follow::Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(tx.on()).await?;
    Ok(tx.commit(person.audit("area.follow", Object::new("account", person.id)), now).await?)
}

/// Stops following an area.
///
/// # Errors
/// When the database refuses.
pub async fn unfollow_area(db: &Db, person: &Person, area: &AreaCode, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    follow::Entity::delete_by_id((person.id, "area".to_owned(), area.to_string())).exec(tx.on()).await?;
    Ok(tx.commit(person.audit("area.unfollow", Object::new("account", person.id)), now).await?)
}

/// Stops following a call.
///
/// # Errors
/// When the database refuses.
pub async fn unfollow_call(db: &Db, person: &Person, call: CallId, now: DateTime<Utc>) -> Result<(), AppError> {
    calls::commands::follow(db, person, call, Follow::Stop, now).await
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

/// Removes notices of more than a year ago.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old_notices(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    notice::Entity::delete_many().filter(notice::Column::CreatedAt.lt(now - TimeDelta::days(365))).exec(db.writer()).await?;
    Ok(())
}

/// Tells the followers of its areas about a call: some hundreds at a time, each once. Gives how many were told; when it is none, all have been.
///
/// # Errors
/// When the database refuses.
pub async fn tell_followers_of_call(db: &Db, post: &Post, call: &Call, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let areas = calls::queries::areas(db.reader(), call.id).await?;
    let codes: Vec<AreaCode> = areas.iter().map(|(code, _)| code.clone()).collect();
    let people = queries::followers_to_tell(db.reader(), call, &codes).await?;
    let labels: Vec<&str> = areas.iter().map(|(_, label)| label.as_str()).collect();
    let mail = CallPublished { call, areas: labels.join("; "), now };
    let letters = people.into_iter().map(|to| (to.clone(), mail.letter(Texts::new(to.locale), &to.address)));
    write(db, post, letters.collect(), "call.tell_followers", call.id, now).await
}

/// Warns those who follow a call, or began a proposal to it, that its deadline is near: some hundreds at a time, each once. Gives how many were warned.
///
/// # Errors
/// When the database refuses.
pub async fn warn_of_deadline(db: &Db, post: &Post, call: &Call, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let Some(closes_at) = call.life.closes_at else { return Ok(0) };
    let drafters = queries::drafters_to_warn(db.reader(), call, closes_at).await?;
    let followers = queries::followers_to_warn(db.reader(), call, closes_at).await?;
    let drafting: HashSet<String> = drafters.iter().map(|to| to.address.clone()).collect();
    let letter = |to: &Recipient, has_draft| DeadlineSoon { call, closes_at, has_draft }.letter(Texts::new(to.locale), &to.address);
    let mut letters: Vec<(Recipient, Letter)> = Vec::with_capacity(drafters.len() + followers.len());
    for to in drafters {
        let letter = letter(&to, true);
        letters.push((to, letter));
    }
    for to in followers.into_iter().filter(|to| !drafting.contains(&to.address)) {
        let letter = letter(&to, false);
        letters.push((to, letter));
    }
    write(db, post, letters, "call.warn_of_deadline", call.id, now).await
}

async fn write(
    db: &Db,
    post: &Post,
    letters: Vec<(Recipient, Letter)>,
    action: &'static str,
    call: CallId,
    now: DateTime<Utc>,
) -> Result<usize, DbErr> {
    let count = letters.len();
    if count > 0 {
        let tx = db.begin().await?;
        post.enqueue_all(&tx, letters, now).await?;
        tx.commit(Audit::new(action, Object::new("call", call)), now).await?;
    }
    Ok(count)
}
