//! Mails to those who follow something.

use chrono::{DateTime, Utc};

use uuid::Uuid;

use super::{
    followers::{Change, posted_key, published_key},
    model::Event,
};
use crate::{
    accounts::model::AccountId,
    bakery::queries::ListingView,
    calls::model::{Call, Difference, Part, Phase, show},
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    paths,
    proposals::model::ProposalId,
};

/// A call has been published by a party, about a theme or in an area that the reader follows.
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
            dedupe_key: Some(format!("{}:{address}", published_key(call.id))),
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
    /// Of the event; see `followers`.
    pub key: &'a str,
}

impl DeadlineSoon<'_> {
    pub fn letter(&self, t: Texts, address: &str) -> Letter {
        let Self { call, closes_at, has_draft, key } = self;
        let values = [("title", call.title.as_str().into()), ("moment", t.moment(*closes_at).into())];
        let text = if *has_draft { t.with("mail-deadline-draft", &values) } else { t.with("mail-deadline-follow", &values) };
        Letter {
            kind: Event::DeadlineSoon,
            transactional: false,
            subject: t.with("mail-deadline-subject", &values),
            blocks: vec![Block::Text(text)],
            button: Some((t.get("mail-to-call"), paths::call(&call.slug))),
            object: Object::new("call", call.id),
            dedupe_key: Some(format!("{key}:{address}")),
            because: Because::default(),
        }
    }
}

/// A call that the reader follows, or began a proposal to, changed or was withdrawn.
pub struct CallChanged<'a> {
    pub change: &'a Change,
}

impl CallChanged<'_> {
    pub fn letter(&self, t: Texts, address: &str) -> Letter {
        let Change { call, differences, key, .. } = self.change;
        let values = [("title", call.title.as_str().into())];
        let (subject, mut blocks) = match &call.life.withdrawn_reason {
            Some(reason) => (
                "mail-call-withdrawn-subject",
                vec![Block::Text(t.with("mail-call-withdrawn-text", &values)), Block::Quote(reason.clone())],
            ),
            None if differences.iter().any(|difference| difference.part == Part::ClosesAt) => {
                ("mail-call-deadline-subject", vec![Block::Text(t.with("mail-call-changed-text", &values))])
            }
            None => ("mail-call-changed-subject", vec![Block::Text(t.with("mail-call-changed-text", &values))]),
        };
        let facts: Vec<(String, String)> =
            differences.iter().map(|difference| (difference.part.label(t), what_changed(t, difference))).collect();
        if !facts.is_empty() {
            blocks.push(Block::Facts(facts));
        }
        Letter {
            kind: Event::CallChanged,
            transactional: false,
            subject: t.with(subject, &values),
            blocks,
            button: Some((t.get("mail-to-call"), paths::call(&call.slug))),
            object: Object::new("call", call.id),
            dedupe_key: Some(format!("{key}:{address}")),
            because: Because::default(),
        }
    }
}

/// What is short stands in the mail; a text of pages is on the page.
fn what_changed(t: Texts, difference: &Difference) -> String {
    match difference.part {
        Part::Title | Part::OpensAt | Part::ClosesAt | Part::Ceiling | Part::Max | Part::WhoMayApply | Part::Themes => {
            let after = show(difference.part, &difference.after, t);
            if after.is_empty() { t.get("calls-change-empty") } else { after }
        }
        Part::Summary | Part::Body | Part::Conditions | Part::Areas | Part::Questions => t.get("mail-call-changed-part"),
    }
}

/// A need or an offer was posted by a party, or about a theme, that the reader follows.
pub struct ListingPosted<'a> {
    pub listing: &'a ListingView,
}

impl ListingPosted<'_> {
    pub fn letter(&self, t: Texts, address: &str) -> Letter {
        let Self { listing } = self;
        let from = listing.party.as_ref().map_or_else(|| t.get("listing-by-person"), |party| party.name.clone());
        let values = [("title", listing.title.as_str().into()), ("side", listing.side.label(t).into())];
        Letter {
            kind: Event::ListingPosted,
            transactional: false,
            subject: t.with("mail-listing-posted-subject", &values),
            blocks: vec![
                Block::Text(t.with("mail-listing-posted-text", &values)),
                Block::Facts(vec![(t.get("listing-party"), from), (t.get("listing-place"), listing.area.clone())]),
                Block::Quote(listing.body.clone()),
            ],
            button: Some((t.get("mail-listing-posted-button"), paths::listing(listing.id))),
            object: Object::new("listing", listing.id),
            dedupe_key: Some(format!("{}:{address}", posted_key(listing.id))),
            because: Because::default(),
        }
    }
}

crate::closed_list! {
    /// What became of a proposal.
    pub enum Became {
        Awarded = "awarded",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// The question of the funder has an answer.
        Answered = "answered",
    }
}

/// Something became of a proposal that the reader follows and may see.
pub struct ProposalNews<'a> {
    pub id: ProposalId,
    pub title: &'a str,
    /// The slug of its call.
    pub call: &'a str,
    pub became: Became,
}

impl ProposalNews<'_> {
    /// `funds` says whether the reader sees it as its funder.
    pub fn letter(&self, t: Texts, address: &str, funds: bool) -> Letter {
        let Self { id, title, call, became } = self;
        let values = [("title", (*title).into())];
        let (subject, text) = match became {
            Became::Awarded => ("mail-proposal-awarded-subject", "mail-proposal-awarded-text"),
            Became::Refused => ("mail-proposal-refused-subject", "mail-proposal-refused-text"),
            Became::Withdrawn => ("mail-proposal-withdrawn-subject", "mail-proposal-withdrawn-text"),
            Became::Answered => ("mail-proposal-answered-subject", "mail-proposal-answered-text"),
        };
        let path = if funds { paths::call_proposal(call, id) } else { paths::proposal(id) };
        Letter {
            kind: Event::ProposalNews,
            transactional: false,
            subject: t.with(subject, &values),
            blocks: vec![Block::Text(t.with(text, &values))],
            button: Some((t.get("mail-to-proposal"), path)),
            object: Object::new("proposal", *id),
            dedupe_key: Some(format!("proposal_news:{id}:{}:{address}", became.as_str())),
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
