//! Telling followers what happened: some hundreds at a time, each once.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, sea_query::OnConflict};

use super::super::{
    followers::{self, Change, Deadline, Drafter, Reader},
    mails::{CallChanged, CallPublished, DeadlineSoon, ListingPosted, ProposalNews},
    queries,
    things::Thing,
};
use crate::{
    areas::model::AreaCode,
    bakery::queries::ListingView,
    calls::{self, model::Call},
    infra::{
        db::{Audit, Db, Object, Tx, entity::followers_told},
        i18n::{Locale, Texts},
        mail::{Because, Letter, Post, Recipient},
    },
    parties::model::PartyId,
};

/// Tells some of those who follow its funder, its themes or its areas that a call is published; each once.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_call(db: &Db, post: &Post, call: &Call, now: DateTime<Utc>) -> Result<(), DbErr> {
    let (themes, areas) = calls::queries::themes_and_areas(db.reader(), call.id).await?;
    let codes: Vec<AreaCode> = areas.iter().map(|(code, _)| code.clone()).collect();
    let things = followers::things_of_call(db.reader(), call.funder.id, &themes, &codes).await?;
    let readers = followers::of_call(db.reader(), call, &things).await?;
    let labels: Vec<&str> = areas.iter().map(|(_, label)| label.as_str()).collect();
    let mail = CallPublished { call, areas: labels.join("; "), now };
    let told = Told {
        key: followers::published_key(call.id),
        action: "call.tell_followers",
        object: Object::new("call", call.id),
        cause: Some(call.funder.id),
    };
    let done = readers.len() < followers::AT_ONCE;
    let letters = for_readers(db, readers, |t, to| mail.letter(t, &to.address)).await?;
    told.write(db, post, letters, done, now).await
}

/// Tells some of those who follow its party or its themes that a need or an offer is posted; each once.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_listing(db: &Db, post: &Post, listing: &ListingView, now: DateTime<Utc>) -> Result<(), DbErr> {
    let Some(posted_at) = followers::posted_at(db.reader(), listing.id).await? else { return Ok(()) };
    let readers = followers::of_listing(db.reader(), listing, posted_at).await?;
    let told = Told {
        key: followers::posted_key(listing.id),
        action: "listing.tell_followers",
        object: Object::new("listing", listing.id),
        cause: listing.party.as_ref().map(|party| party.id),
    };
    let done = readers.len() < followers::AT_ONCE;
    let letters = for_readers(db, readers, |t, to| ListingPosted { listing }.letter(t, &to.address)).await?;
    told.write(db, post, letters, done, now).await
}

/// Tells some of those who follow a call, or began a proposal to it, what changed; each once.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_change(db: &Db, post: &Post, change: &Change, now: DateTime<Utc>) -> Result<(), DbErr> {
    let Change { call, by, since, key, .. } = change;
    let drafters = followers::drafters(db.reader(), call.id, *since, key).await?;
    let readers = followers::of_that_call(db.reader(), call.id, *since, key).await?;
    let done = readers.len() < followers::AT_ONCE && drafters.len() < followers::AT_ONCE;
    let drafting: HashSet<_> = drafters.iter().filter_map(|drafter| drafter.to.account_id).collect();
    let readers = readers.into_iter().filter(|reader| !by.contains(&reader.account) && !drafting.contains(&reader.account)).collect();
    let mail = CallChanged { change };
    let mut letters = for_readers(db, readers, |t, to| mail.letter(t, &to.address)).await?;
    letters.extend(drafters.into_iter().map(|Drafter { to, .. }| (to.clone(), mail.letter(Texts::new(to.locale), &to.address))));
    let told = Told { key: key.clone(), action: "call.tell_change", object: Object::new("call", call.id), cause: Some(call.funder.id) };
    told.write(db, post, letters, done, now).await
}

/// Reminds some of those who follow a call, or began a proposal to it, that its deadline is near; each once for each time that it comes near.
///
/// # Errors
/// When the database refuses.
pub async fn warn_of_deadline(db: &Db, post: &Post, deadline: &Deadline, now: DateTime<Utc>) -> Result<(), DbErr> {
    let Deadline { call, closes_at, since, key } = deadline;
    let drafters = followers::drafters(db.reader(), call.id, *since, key).await?;
    let readers = followers::of_that_call(db.reader(), call.id, *since, key).await?;
    let done = readers.len() < followers::AT_ONCE && drafters.len() < followers::AT_ONCE;
    let drafting: HashSet<_> = drafters.iter().filter_map(|drafter| drafter.to.account_id).collect();
    let addresses: HashSet<_> = drafters.iter().map(|drafter| drafter.to.address.clone()).collect();
    let readers =
        readers.into_iter().filter(|reader| !drafting.contains(&reader.account) && !addresses.contains(&reader.to.address)).collect();
    let mail = |has_draft| DeadlineSoon { call, closes_at: *closes_at, has_draft, key };
    let mut letters = for_readers(db, readers, |t, to| mail(false).letter(t, &to.address)).await?;
    letters.extend(drafters.into_iter().map(|Drafter { to, .. }| (to.clone(), mail(true).letter(Texts::new(to.locale), &to.address))));
    let told = Told { key: key.clone(), action: "call.warn_of_deadline", object: Object::new("call", call.id), cause: None };
    told.write(db, post, letters, done, now).await
}

/// Tells those who follow a proposal, and may see it, what became of it, in the transaction in which it did. `heard` are the addresses that hear of it
/// in another way, or did it.
///
/// # Errors
/// When the database refuses.
pub async fn tell_of_proposal(
    tx: &Tx,
    post: &Post,
    news: &ProposalNews<'_>,
    heard: &HashSet<String>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let readers = followers::of_proposal(tx.on(), news.id).await?;
    let letters = readers.into_iter().filter(|(to, _)| !heard.contains(&to.address)).map(|(to, funds)| {
        let mut letter = news.letter(Texts::new(to.locale), &to.address, funds);
        letter.because = Because::of_following(vec![(Thing::Proposal(news.id), news.title.to_owned())]);
        (to, letter)
    });
    post.enqueue_all(tx, letters.collect(), now).await
}

/// Writes a letter to each reader that names what the reader follows.
async fn for_readers(
    db: &Db,
    readers: Vec<Reader>,
    letter: impl Fn(Texts, &Recipient) -> Letter,
) -> Result<Vec<(Recipient, Letter)>, DbErr> {
    let mut names: HashMap<Locale, HashMap<String, String>> = HashMap::new();
    for locale in Locale::ALL {
        let mut things: Vec<Thing> = Vec::new();
        for thing in readers.iter().filter(|reader| reader.to.locale == *locale).flat_map(|reader| &reader.follows) {
            if !things.contains(thing) {
                things.push(thing.clone());
            }
        }
        if !things.is_empty() {
            let named = queries::named(db.reader(), Texts::new(*locale), &things, None).await?;
            names.insert(*locale, named.into_iter().map(|followed| (followed.thing.to_string(), followed.name)).collect());
        }
    }
    let write = |Reader { to, follows, .. }: Reader| {
        let name = |thing: &Thing| names.get(&to.locale).and_then(|names| names.get(&thing.to_string())).cloned().unwrap_or_default();
        let because = Because::of_following(follows.into_iter().map(|thing| (thing.clone(), name(&thing))).collect());
        let letter = Letter { because, ..letter(Texts::new(to.locale), &to) };
        (to, letter)
    };
    Ok(readers.into_iter().map(write).collect())
}

/// An event of which many are told, some hundreds at a time.
struct Told {
    /// With an address behind it, the key of one letter.
    key: String,
    action: &'static str,
    object: Object,
    /// The party whose act it was; the mails count for its limit.
    cause: Option<PartyId>,
}

impl Told {
    /// Writes letters, and that it is done when these were the last. Two processes that do this at once write each letter once.
    async fn write(self, db: &Db, post: &Post, letters: Vec<(Recipient, Letter)>, done: bool, now: DateTime<Utc>) -> Result<(), DbErr> {
        let Self { key, action, object, cause } = self;
        let mut tx = db.begin().await?;
        if let Some(party) = cause {
            tx.caused_by(party);
        }
        post.enqueue_all(&tx, letters, now).await?;
        if done {
            followers_told::Entity::insert(followers_told::ActiveModel { key: Set(key), at: Set(now) })
                .on_conflict(OnConflict::column(followers_told::Column::Key).do_nothing().to_owned())
                .exec_without_returning(tx.on())
                .await?;
        }
        tx.commit(Audit::new(action, object), now).await
    }
}
