//! Mail: written into the outbox by commands, sent later by the worker.
//!
//! A [`Letter`] says what there is to say, once; text and HTML are both made of it. Nothing is sent inside a request.

mod render;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

use super::{
    db::{Object, Tx, entity::outbox},
    i18n::{Locale, Texts},
    tokens,
};
use crate::accounts::model::AccountId;

/// Who gets a letter.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub address: String,
    pub name: String,
    pub account_id: Option<AccountId>,
    pub locale: Locale,
}

/// A part of a letter. Texts of people go in as they are; rendering escapes them.
#[derive(Clone, Debug)]
pub enum Block {
    Text(String),
    /// What somebody else wrote.
    Quote(String),
    Facts(Vec<(String, String)>),
    /// A link of its own, beside the button; the path is without the language.
    Link {
        label: String,
        path: String,
    },
}

/// What a mail says.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Under which name it is listed and switched off.
    pub kind: &'static str,
    /// Whether it belongs to something the reader does here; such a mail cannot be switched off.
    pub transactional: bool,
    pub subject: String,
    pub blocks: Vec<Block>,
    /// The one thing to do: its label and path (without the language) or address.
    pub button: Option<(String, String)>,
    pub object: Object,
    /// Two letters with the same key are one letter.
    pub dedupe_key: Option<String>,
}

/// Writes letters into the outbox. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Post {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    public_url: String,
    /// The domain of the Message-ID.
    domain: String,
    key: Vec<u8>,
}

/// What an unsubscribe signature is for.
pub const UNSUBSCRIBE: &str = "unsubscribe";

impl Post {
    pub fn new(public_url: &str, secret_key: &[u8]) -> Self {
        let domain = public_url.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next()).unwrap_or("localhost").to_owned();
        Self { inner: Arc::new(Inner { public_url: public_url.to_owned(), domain, key: secret_key.to_vec() }) }
    }

    /// Gives the address that stops mails of that kind with one click and without signing in.
    pub fn unsubscribe_url(&self, address: &str, kind: &str) -> String {
        let signature = tokens::sign(&self.inner.key, UNSUBSCRIBE, &format!("{kind}:{address}"));
        let address = percent_encoding::utf8_percent_encode(address, percent_encoding::NON_ALPHANUMERIC);
        format!("{}/uitschrijven?adres={address}&soort={kind}&code={signature}", self.inner.public_url)
    }

    /// Puts a letter into the outbox, in the transaction of what it is about.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn enqueue(&self, tx: &Tx, to: &Recipient, letter: Letter, now: DateTime<Utc>) -> Result<(), DbErr> {
        let id = Uuid::now_v7();
        let unsubscribe_url = (!letter.transactional).then(|| self.unsubscribe_url(&to.address, letter.kind));
        let absolute = |path: &str| {
            if path.starts_with('/') {
                format!("{}{}", self.inner.public_url, Texts::new(to.locale).href(path.to_owned()))
            } else {
                path.to_owned()
            }
        };
        let (body_text, body_html) = render::both(&letter, to, unsubscribe_url.as_deref(), &absolute);
        let Letter { kind, transactional: _, subject, blocks: _, button: _, object, dedupe_key } = letter;
        let row = outbox::ActiveModel {
            id: Set(id),
            kind: Set(kind.to_owned()),
            account_id: Set(to.account_id),
            to_address: Set(to.address.clone()),
            to_name: Set(to.name.clone()),
            subject: Set(subject),
            body_text: Set(body_text),
            body_html: Set(body_html),
            unsubscribe_url: Set(unsubscribe_url),
            object_kind: Set(object.kind.to_owned()),
            object_id: Set(Some(object.id)),
            status: Set("waiting".to_owned()),
            attempts: Set(0),
            next_attempt_at: Set(now),
            lease_owner: Set(None),
            lease_until: Set(None),
            message_id: Set(format!("<{id}@{}>", self.inner.domain)),
            dedupe_key: Set(dedupe_key),
            last_error: Set(None),
            created_at: Set(now),
            sent_at: Set(None),
        };
        outbox::Entity::insert(row)
            .on_conflict(OnConflict::column(outbox::Column::DedupeKey).do_nothing().to_owned())
            .exec_without_returning(tx.on())
            .await?;
        Ok(())
    }
}
