//! Mails to those who follow something.

use chrono::{DateTime, Utc};

use uuid::Uuid;

use super::model::Event;
use crate::{
    accounts::model::AccountId,
    calls::model::{Call, Phase},
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    paths,
};

/// A call has been published in an area that the reader follows.
pub struct CallPublished<'a> {
    pub call: &'a Call,
    /// The labels of its areas.
    pub areas: String,
    pub now: DateTime<Utc>,
}

impl CallPublished<'_> {
    pub fn letter(&self, t: Texts, address: &str) -> Letter {
        let Self { call, areas, now } = self;
        let title = call.title.as_str();
        let funder = call.funder.name.as_str();
        let mut facts = Vec::new();
        if !areas.is_empty() {
            facts.push((t.get("mail-fact-area"), areas.clone()));
        }
        if let Some(ceiling) = call.ceiling {
            facts.push((t.get("mail-fact-available"), t.money(ceiling)));
        }
        if let Some(opens_at) = call.life.opens_at.filter(|_| call.phase(*now) == Phase::Scheduled) {
            facts.push((t.get("mail-fact-opens"), t.moment(opens_at)));
        }
        if let Some(closes_at) = call.life.closes_at {
            facts.push((t.get("mail-fact-closes"), t.moment(closes_at)));
        }
        let mut blocks = vec![Block::Text(t.with("mail-call-published-text", &[("funder", funder.into()), ("title", title.into())]))];
        if !call.summary.is_empty() {
            blocks.push(Block::Quote(call.summary.clone()));
        }
        blocks.push(Block::Facts(facts));
        Letter {
            kind: Event::CallPublished,
            transactional: false,
            subject: t.with("mail-call-published-subject", &[("title", title.into())]),
            blocks,
            button: Some((t.get("mail-to-call"), paths::call(&call.slug))),
            object: Object::new("call", call.id),
            dedupe_key: Some(format!("call_published:{}:{address}", call.id)),
            because: Because::default(),
        }
    }
}

/// A call that the reader follows, or began a proposal to, is about to close.
pub struct DeadlineSoon<'a> {
    pub call: &'a Call,
    pub closes_at: DateTime<Utc>,
    /// Whether the reader began a proposal and did not submit it.
    pub has_draft: bool,
}

impl DeadlineSoon<'_> {
    pub fn letter(&self, t: Texts, address: &str) -> Letter {
        let Self { call, closes_at, has_draft } = self;
        let values = [("title", call.title.as_str().into()), ("moment", t.moment(*closes_at).into())];
        let text = if *has_draft { t.with("mail-deadline-draft", &values) } else { t.with("mail-deadline-follow", &values) };
        Letter {
            kind: Event::DeadlineSoon,
            transactional: false,
            subject: t.with("mail-deadline-subject", &values),
            blocks: vec![Block::Text(text)],
            button: Some((t.get("mail-to-call"), paths::call(&call.slug))),
            object: Object::new("call", call.id),
            dedupe_key: Some(format!("deadline_soon:{}:{}:{address}", call.id, closes_at.timestamp())),
            because: Because::default(),
        }
    }
}

/// A notice in a round-up.
pub struct DigestLine {
    pub event: Event,
    pub title: String,
    pub path: String,
}

/// What waited for a round-up.
pub struct Digest<'a> {
    /// By what it is about, the newest first.
    pub groups: &'a [(Uuid, Vec<DigestLine>)],
    pub account: AccountId,
}

impl Digest<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let Self { groups, account } = self;
        let count: usize = groups.iter().map(|(_, lines)| lines.len()).sum();
        let mut blocks = vec![Block::Text(t.with("mail-digest-text", &[("count", count.into())]))];
        let mut heading = None;
        for DigestLine { event, title, path } in groups.iter().flat_map(|(_, lines)| lines) {
            if heading.replace(*event) != Some(*event) {
                blocks.push(Block::Text(format!("{}:", t.get(event.name_key()))));
            }
            blocks.push(Block::Link { label: title.clone(), path: path.clone() });
        }
        Letter {
            kind: Event::Digest,
            transactional: false,
            subject: t.with("mail-digest-subject", &[("count", count.into())]),
            blocks,
            button: Some((t.get("mail-digest-button"), paths::NOTICES.to_owned())),
            object: Object::new("account", *account),
            dedupe_key: None,
            because: Because::default(),
        }
    }
}
