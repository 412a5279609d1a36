//! Mail: written into the outbox by commands, sent later by the worker.
//!
//! - A [`Letter`] says what there is to say, once; `render` makes text and HTML of it. [`Post`] puts it into the outbox, in the transaction of what it is about.
//! - [`outbox`] takes rows by lease, sends them outside of any transaction and marks them. It sends through a [`Transport`]: an SMTP server or a folder.
//!
//! Nothing is sent inside a request. Logs name a mail by its id; an address appears in them with its first letter and its domain only.

mod because;
mod checks;
mod dkim;
mod folder;
pub mod kept;
mod message;
mod notices;
pub mod outbox;
mod render;
pub mod returned;
mod rhythms;
mod smtp;
mod tls;
mod transport;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

use super::{
    db::{Object, Tx, entity::outbox as table},
    i18n::{Locale, Texts},
    seal::{Closed, Seal},
    tokens,
};
use crate::{
    accounts::model::AccountId,
    notifications::{model::Event, rhythm::When},
};
pub use because::Because;
pub use checks::{check_sender, say_hello, send_test, test_letter, with_advice};
pub use dkim::{Dkim, DkimError};
pub use smtp::Patience;
pub use transport::{Failure, Transport, TransportError};

/// Who gets a letter.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub address: String,
    pub name: String,
    pub account_id: Option<AccountId>,
    pub locale: Locale,
}

/// A part of a letter. Texts of people go in as they are; rendering escapes them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Block {
    /// Paragraphs; an empty line stands between two of them.
    Text(String),
    /// What somebody else wrote.
    Quote(String),
    Facts(Vec<(String, String)>),
    /// Somebody to answer to, at an address to which we mail too; anything else that looks like an address does not become a link.
    Contact {
        name: String,
        address: String,
    },
    /// A link of its own, beside the button; the path is without the language.
    Link {
        label: String,
        path: String,
    },
}

/// What a mail says.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What happened; under this name it is listed, and switched off.
    pub kind: Event,
    /// Whether it belongs to something the reader does here; such a mail cannot be switched off.
    pub transactional: bool,
    pub subject: String,
    /// The first text is what a mail program shows beside the subject.
    pub blocks: Vec<Block>,
    /// The one thing to do: its label and path (without the language) or address.
    pub button: Option<(String, String)>,
    pub object: Object,
    /// Two letters with the same key are one letter.
    pub dedupe_key: Option<String>,
    pub because: Because,
}

/// What an operator decides about mail, beside where it goes and who it comes from.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// Where other servers send what they cannot deliver; to the sender when it is not there.
    pub return_to: Option<String>,
    /// What a mail provider shows when it tells of mails that came back; without one nobody may tell.
    pub webhook_secret: Option<String>,
    /// Mails that the acts of a party may cause in a day; 0 is no limit.
    pub party_per_day: u32,
    /// Mails an address gets in an hour, without what somebody waits for behind the screen.
    pub address_per_hour: u32,
    /// The same in a day.
    pub address_per_day: u32,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self { return_to: None, webhook_secret: None, party_per_day: 5_000, address_per_hour: 20, address_per_day: 60 }
    }
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
    seal: Seal,
}

/// What an unsubscribe signature is for.
const UNSUBSCRIBE: &str = "unsubscribe";

/// A row of the outbox has 26 columns and SQLite takes 32,766 values in one statement.
const ROWS_PER_STATEMENT: usize = 500;

/// A subject longer than this is cut off by every mail program anyway.
const LONGEST_SUBJECT: usize = 200;

impl Post {
    pub fn new(public_url: &str, secret_key: &[u8]) -> Self {
        let domain = public_url.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next()).unwrap_or("localhost").to_owned();
        let seal = Seal::new(secret_key);
        Self { inner: Arc::new(Inner { public_url: public_url.to_owned(), domain, key: secret_key.to_vec(), seal }) }
    }

    /// Gives the address that stops mails of that kind, or about one thing, with one click and without signing in.
    pub fn unsubscribe_url(&self, locale: Locale, address: &str, kind: &str) -> String {
        let signature = tokens::sign(&self.inner.key, UNSUBSCRIBE, &format!("{kind}:{address}"));
        let address = percent_encoding::utf8_percent_encode(address, percent_encoding::NON_ALPHANUMERIC);
        let path = format!("{}?adres={address}&soort={kind}&code={signature}", crate::paths::UNSUBSCRIBE);
        format!("{}{}", self.inner.public_url, Texts::new(locale).href(path))
    }

    /// Gives that address in each language.
    pub fn unsubscribe_urls(&self, address: &str, kind: &str) -> Vec<String> {
        Locale::ALL.iter().map(|locale| self.unsubscribe_url(*locale, address, kind)).collect()
    }

    /// Says whether that code is the one of [`Post::unsubscribe_url`].
    pub fn may_unsubscribe(&self, address: &str, kind: &str, code: &str) -> bool {
        tokens::is_signed(&self.inner.key, UNSUBSCRIBE, &format!("{kind}:{address}"), code)
    }

    /// Tells somebody of an event: a letter into the outbox and, for who has an account, a notice, in the transaction of what it is about.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn enqueue(&self, tx: &Tx, to: &Recipient, letter: Letter, now: DateTime<Utc>) -> Result<(), DbErr> {
        self.enqueue_all(tx, vec![(to.clone(), letter)], now).await
    }

    /// Tells many people, with few statements.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn enqueue_all(&self, tx: &Tx, letters: Vec<(Recipient, Letter)>, now: DateTime<Utc>) -> Result<(), DbErr> {
        let plan = rhythms::Plan::of(tx, letters.iter().map(|(to, letter)| (to, letter))).await?;
        let (mut notices, mut alone) = (Vec::new(), Vec::new());
        for (to, letter, when) in plan.schedule(letters, now) {
            let digest_at = if let When::RoundUp(moment) = when { Some(moment) } else { None };
            notices.extend(notices::row(&to, &letter, digest_at, now));
            match when {
                When::RoundUp(_) => {}
                When::Mail(not_before) => alone.push((to, letter, Start::Waits(not_before))),
                // Its reader does not want it for that party: it stands in the outbox, and stays there.
                When::NoMail => alone.push((to, letter, Start::Suppressed)),
            }
        }
        notices::write(tx, notices).await?;
        write(tx, alone.into_iter().map(|(to, letter, start)| self.row(to, letter, start, now))).await
    }

    /// Puts one letter to several people aside, until somebody releases it; nobody hears of it before. Each of them gets it in words of their own, and
    /// it is edited, released and discarded as one ([`outbox::held`]).
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn enqueue_held(&self, tx: &Tx, letters: Vec<(Recipient, Letter)>, now: DateTime<Utc>) -> Result<(), DbErr> {
        let batch = Uuid::now_v7();
        write(tx, letters.into_iter().map(|(to, letter)| self.row(to, letter, Start::Held(batch), now))).await
    }

    fn row(&self, to: Recipient, letter: Letter, start: Start, now: DateTime<Utc>) -> table::ActiveModel {
        self.row_of(Uuid::now_v7(), to, letter, start, now)
    }

    fn row_of(&self, id: Uuid, to: Recipient, letter: Letter, start: Start, now: DateTime<Utc>) -> table::ActiveModel {
        let (status, batch, not_before) = match start {
            Start::Waits(not_before) => (outbox::Status::Waiting, id, not_before),
            Start::Held(batch) => (outbox::Status::Held, batch, now),
            Start::Suppressed => (outbox::Status::Suppressed, id, now),
        };
        let to = Recipient { name: one_line(&to.name), ..to };
        let letter = Letter { subject: one_line(&letter.subject).chars().take(LONGEST_SUBJECT).collect(), ..letter };
        let address = |name: &str| self.unsubscribe_url(to.locale, &to.address, name);
        let stops = stops(&letter, to.locale, address);
        let kind = (!letter.transactional).then(|| address(letter.kind.as_str()));
        // A mail program stops what the foot stops: of a mail about one thing that thing, else the kind.
        let unsubscribe_url = if let [(_, only)] = stops.as_slice() { kind.as_ref().map(|_| only.clone()) } else { kind.clone() };
        let (body_text, body_html) = render::both(&letter, &to, stops, kind.as_deref(), &|path| self.absolute(to.locale, path));
        let kept = kept::of(&letter, to.locale).map(|kept| self.inner.seal.seal(&sealed_as("letter", id), &kept)).unwrap_or_default();
        let Letter { kind, transactional: _, subject, blocks: _, button: _, object, dedupe_key, because: _ } = letter;
        let Recipient { address, name, account_id, locale: _ } = to;
        table::ActiveModel {
            id: Set(id),
            kind: Set(kind.as_str().to_owned()),
            account_id: Set(account_id),
            to_address: Set(address),
            to_name: Set(name),
            subject: Set(subject),
            body_text: Set(self.inner.seal.seal(&sealed_as("text", id), &body_text)),
            body_html: Set(self.inner.seal.seal(&sealed_as("html", id), &body_html)),
            unsubscribe_url: Set(unsubscribe_url),
            object_kind: Set(object.kind.to_owned()),
            object_id: Set(Some(object.id)),
            status: Set(status.as_str().to_owned()),
            attempts: Set(0),
            next_attempt_at: Set(not_before),
            lease_owner: Set(None),
            lease_until: Set(None),
            message_id: Set(format!("<{id}@{}>", self.inner.domain)),
            dedupe_key: Set(dedupe_key),
            last_error: Set(None),
            created_at: Set(now),
            sent_at: Set(None),
            letter: Set(kept),
            batch: Set(Some(batch)),
            version: Set(1),
            discarded_reason: Set(None),
            party_id: Set(None),
        }
    }

    /// Opens what a mail is made of; none of one that is a key, or whose text was forgotten.
    ///
    /// # Errors
    /// [`Closed`] when the key is another one now.
    pub fn kept(&self, row: &table::Model) -> Result<Option<kept::Kept>, Closed> {
        if row.letter.is_empty() {
            return Ok(None);
        }
        let json = self.inner.seal.open(&sealed_as("letter", row.id), &row.letter)?;
        serde_json::from_str(&json).map(Some).map_err(|_| Closed)
    }

    /// Gives the text and the HTML of a mail as somebody may see it who is not its reader: links lead where they lead, without what lets the reader in.
    pub fn shown(&self, row: &table::Model, mut kept: kept::Kept) -> (String, String) {
        kept.without_keys();
        let to = to(row, kept.locale);
        let unsubscribe_url = row.unsubscribe_url.as_ref().map(|_| self.absolute(to.locale, crate::paths::UNSUBSCRIBE));
        let letter = kept.letter(row);
        let stops = stops(&letter, to.locale, |_| self.absolute(to.locale, crate::paths::UNSUBSCRIBE));
        render::both(&letter, &to, stops, unsubscribe_url.as_deref(), &|path| self.absolute(to.locale, path))
    }

    /// Gives the text and the HTML of a letter that is not written yet, as its reader will see them.
    pub fn preview(&self, to: &Recipient, letter: Letter) -> (String, String) {
        let letter = Letter { subject: one_line(&letter.subject).chars().take(LONGEST_SUBJECT).collect(), ..letter };
        let unsubscribe_url = (!letter.transactional).then(|| self.absolute(to.locale, crate::paths::UNSUBSCRIBE));
        let stops = stops(&letter, to.locale, |_| self.absolute(to.locale, crate::paths::UNSUBSCRIBE));
        render::both(&letter, to, stops, unsubscribe_url.as_deref(), &|path| self.absolute(to.locale, path))
    }

    /// Makes a mail anew of what it is made of.
    fn made(&self, row: &table::Model, kept: kept::Kept) -> table::ActiveModel {
        let to = to(row, kept.locale);
        let made = self.row_of(row.id, to, kept.letter(row), Start::Held(row.batch.unwrap_or(row.id)), row.created_at);
        table::ActiveModel { party_id: Set(row.party_id), ..made }
    }

    /// Opens text and HTML of a mail. They are sealed, since links in them let their reader in.
    ///
    /// # Errors
    /// [`Closed`] when the key is another one now.
    pub fn open(&self, row: table::Model) -> Result<table::Model, Closed> {
        let body_text = self.inner.seal.open(&sealed_as("text", row.id), &row.body_text)?;
        let body_html = self.inner.seal.open(&sealed_as("html", row.id), &row.body_html)?;
        Ok(table::Model { body_text, body_html, ..row })
    }

    /// Makes the row of a letter and opens it, without a database.
    fn opened(&self, to: Recipient, letter: Letter, now: DateTime<Utc>) -> Result<table::Model, Failure> {
        let row = sea_orm::TryIntoModel::try_into_model(self.row(to, letter, Start::Waits(now), now))
            .map_err(|error| Failure::Refused(error.to_string()))?;
        self.open(row).map_err(|error| Failure::Refused(error.to_string()))
    }

    /// Gives the whole message of a letter, as it would go over the line.
    ///
    /// # Errors
    /// When no message can be made of it.
    pub fn message(&self, to: &Recipient, letter: Letter, from: &str, now: DateTime<Utc>) -> Result<String, Failure> {
        Ok(message::build(&self.opened(to.clone(), letter, now)?, &message::Sender::plain(from)?)?.content)
    }

    /// Makes an address of a path; anything that is neither a path nor a web address leads to the home page.
    fn absolute(&self, locale: Locale, path: &str) -> String {
        if path.starts_with("https://") || path.starts_with("http://") {
            return path.to_owned();
        }
        format!("{}{}", self.inner.public_url, Texts::new(locale).href(crate::paths::local(path).to_owned()))
    }
}

/// Gives to whom a row goes.
fn to(row: &table::Model, locale: Locale) -> Recipient {
    Recipient { address: row.to_address.clone(), name: row.to_name.clone(), account_id: row.account_id, locale }
}

/// Gives the links that stop one thing that a letter is about: what they say, and where they lead.
fn stops(letter: &Letter, locale: Locale, address: impl Fn(&str) -> String) -> Vec<(String, String)> {
    letter.because.stops(Texts::new(locale)).into_iter().map(|(label, name)| (label, address(&name))).collect()
}

/// Where a mail starts.
enum Start {
    /// Until that moment.
    Waits(DateTime<Utc>),
    /// Until somebody releases it, with the others of that letter.
    Held(Uuid),
    /// It does not go.
    Suppressed,
}

async fn write(tx: &Tx, rows: impl Iterator<Item = table::ActiveModel>) -> Result<(), DbErr> {
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let some: Vec<_> = rows.by_ref().take(ROWS_PER_STATEMENT).collect();
        tx.mailed(some.iter().filter_map(|row| row.id.try_as_ref().copied()));
        table::Entity::insert_many(some)
            .on_conflict(OnConflict::column(table::Column::DedupeKey).do_nothing().to_owned())
            .exec_without_returning(tx.on())
            .await?;
    }
    Ok(())
}

/// Names a body of a mail to the seal.
fn sealed_as(body: &str, id: Uuid) -> String {
    format!("outbox.{body}:{id}")
}

/// Says whether a character turns the direction of the text behind it, unseen.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Puts text on one line: control characters and line ends become spaces.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace() || turns_text(c)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
