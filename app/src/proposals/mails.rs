//! The mails about a proposal: one struct each. All of them go to people who take part in it, so none can be switched off.

use chrono::{DateTime, Utc};

use super::{
    model::{Outcome, ProposalId},
    queries::CallRef,
};
use crate::{
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    notifications::model::Event,
    parties::model::PartyId,
    paths,
    templates::model::{Placeholder, Template, TemplateKind, Values},
    values::Cents,
};

fn letter(kind: Event, id: ProposalId, subject: String, blocks: Vec<Block>, button: (String, String)) -> Letter {
    Letter {
        kind,
        transactional: true,
        subject,
        blocks,
        button: Some(button),
        object: Object::new("proposal", id),
        dedupe_key: None,
        because: Because::default(),
    }
}

/// A letter in the words of the funder, and the name by which these call it.
pub struct Words<'a> {
    pub template: &'a Template,
    pub funder: &'a str,
    pub applicant: &'a str,
}

impl Words<'_> {
    /// Puts the funder's words in the place of ours; whom it goes to and what its button does stay as they are.
    fn put(
        &self,
        letter: Letter,
        kind: TemplateKind,
        t: Texts,
        more: Vec<(Placeholder, String)>,
        facts: Vec<(String, String)>,
        reason: &str,
    ) -> Letter {
        let named = [(Placeholder::Funder, self.funder.to_owned()), (Placeholder::Applicant, self.applicant.to_owned())];
        let values = Values { words: named.into_iter().chain(more).collect(), facts, reason: reason.to_owned() };
        let (subject, blocks) = self.template.fill(kind, t.locale, &values);
        Letter { subject, blocks, ..letter }
    }
}

/// The way back to a draft.
pub struct ProposalLink<'a> {
    pub id: ProposalId,
    pub call: &'a str,
    pub closes_at: Option<DateTime<Utc>>,
    pub path: String,
}

impl ProposalLink<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let mut blocks = vec![Block::Text(t.with("mail-proposal-link-text", &[("call", self.call.into())]))];
        if let Some(closes_at) = self.closes_at {
            blocks.push(Block::Facts(vec![(t.get("proposal-deadline"), t.moment(closes_at))]));
        }
        blocks.push(Block::Text(t.get("mail-proposal-link-secret")));
        let subject = t.with("mail-proposal-link-subject", &[("call", self.call.into())]);
        letter(Event::ProposalLink, self.id, subject, blocks, (t.get("mail-proposal-link-button"), self.path.clone()))
    }
}

/// What was sent in, and when.
pub struct Receipt<'a> {
    pub id: ProposalId,
    pub call: &'a str,
    pub title: &'a str,
    pub number: &'a str,
    pub requested: Cents,
    pub submitted_at: DateTime<Utc>,
    pub deadline: Option<DateTime<Utc>>,
    pub version: i32,
    pub path: String,
    /// Of the reader, so that each of them gets one.
    pub address: &'a str,
}

impl Receipt<'_> {
    pub fn letter(&self, t: Texts, words: Option<&Words<'_>>) -> Letter {
        let mut facts = vec![
            (t.get("proposal-receipt-number"), self.number.to_owned()),
            (t.get("proposal-title"), self.title.to_owned()),
            (t.get("proposal-call"), self.call.to_owned()),
            (t.get("proposal-submitted-at"), t.moment(self.submitted_at)),
        ];
        if self.requested > Cents(0) {
            facts.push((t.get("proposal-requested"), t.money(self.requested)));
        }
        let mut blocks = vec![Block::Text(t.get("mail-receipt-text")), Block::Facts(facts.clone())];
        if let Some(deadline) = self.deadline {
            blocks.push(Block::Text(t.with("mail-receipt-change", &[("deadline", t.moment(deadline).into())])));
        }
        blocks.push(Block::Text(t.get("mail-receipt-next")));
        let subject = t.with("mail-receipt-subject", &[("number", self.number.into())]);
        let mut letter = letter(Event::Receipt, self.id, subject, blocks, (t.get("mail-to-proposal"), self.path.clone()));
        letter.dedupe_key = Some(format!("receipt:{}:{}:{}", self.id, self.version, self.address));
        let Some(words) = words else { return letter };
        let deadline = self.deadline.map_or_else(|| t.get("template-no-deadline"), |deadline| t.moment(deadline));
        let more = vec![
            (Placeholder::Title, self.title.to_owned()),
            (Placeholder::Number, self.number.to_owned()),
            (Placeholder::Call, self.call.to_owned()),
            (Placeholder::Deadline, deadline),
        ];
        words.put(letter, TemplateKind::Receipt, t, more, facts, "")
    }
}

/// Somebody is asked to take part.
pub struct CoApplicantAsked<'a> {
    pub id: ProposalId,
    pub call: &'a str,
    /// Empty while the draft has no title.
    pub title: &'a str,
    pub applicant: &'a str,
    pub role: &'a str,
    pub path: String,
}

impl CoApplicantAsked<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let mut facts = vec![(t.get("proposal-call"), self.call.to_owned())];
        if !self.title.trim().is_empty() {
            facts.push((t.get("proposal-title"), self.title.to_owned()));
        }
        if !self.role.is_empty() {
            facts.push((t.get("proposal-co-role"), self.role.to_owned()));
        }
        let blocks = vec![
            Block::Text(t.with("mail-co-applicant-text", &[("applicant", self.applicant.into())])),
            Block::Facts(facts),
            Block::Text(t.get("mail-co-applicant-choice")),
        ];
        let subject = t.with("mail-co-applicant-subject", &[("applicant", self.applicant.into())]);
        letter(Event::CoApplicant, self.id, subject, blocks, (t.get("mail-co-applicant-button"), self.path.clone()))
    }
}

/// The funder asks one thing.
pub struct Clarification<'a> {
    pub id: ProposalId,
    pub title: &'a str,
    pub number: &'a str,
    pub funder: &'a str,
    pub question: &'a str,
    pub path: String,
}

impl Clarification<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let blocks = vec![
            Block::Text(t.with("mail-clarification-text", &[("funder", self.funder.into()), ("title", self.title.into())])),
            Block::Quote(self.question.to_owned()),
            Block::Text(t.get("mail-clarification-only")),
        ];
        let subject = t.with("mail-clarification-subject", &[("number", self.number.into())]);
        letter(Event::Clarification, self.id, subject, blocks, (t.get("mail-clarification-button"), self.path.clone()))
    }
}

/// The applicant answered what the funder asked.
pub struct ClarificationAnswered<'a> {
    pub id: ProposalId,
    pub title: &'a str,
    pub number: &'a str,
    pub answer: &'a str,
    pub path: String,
}

impl ClarificationAnswered<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let blocks = vec![Block::Text(t.with("mail-answered-text", &[("title", self.title.into())])), Block::Quote(self.answer.to_owned())];
        let subject = t.with("mail-answered-subject", &[("number", self.number.into())]);
        letter(Event::ClarificationAnswered, self.id, subject, blocks, (t.get("mail-to-proposal"), self.path.clone()))
    }
}

/// The funder decided.
pub struct Decision<'a> {
    pub id: ProposalId,
    pub title: &'a str,
    pub number: &'a str,
    pub call: &'a str,
    pub outcome: Outcome,
    pub awarded: Cents,
    pub reason: &'a str,
    pub path: String,
}

impl Decision<'_> {
    pub fn letter(&self, t: Texts, words: Option<&Words<'_>>) -> Letter {
        let (kind, subject, text) = match self.outcome {
            Outcome::Awarded => (TemplateKind::Award, "mail-decision-awarded-subject", "mail-decision-awarded-text"),
            Outcome::Refused => (TemplateKind::Refusal, "mail-decision-refused-subject", "mail-decision-refused-text"),
        };
        let mut facts = vec![(t.get("proposal-receipt-number"), self.number.to_owned()), (t.get("proposal-call"), self.call.to_owned())];
        if self.outcome == Outcome::Awarded && self.awarded > Cents(0) {
            facts.push((t.get("proposal-awarded"), t.money(self.awarded)));
        }
        let blocks = vec![
            Block::Text(t.with(text, &[("title", self.title.into())])),
            Block::Facts(facts.clone()),
            Block::Text(t.get("mail-decision-reason")),
            Block::Quote(self.reason.to_owned()),
        ];
        let subject = t.with(subject, &[("title", self.title.into())]);
        let letter = letter(Event::Decision, self.id, subject, blocks, (t.get("mail-to-proposal"), self.path.clone()));
        let Some(words) = words else { return letter };
        let more = vec![
            (Placeholder::Title, self.title.to_owned()),
            (Placeholder::Number, self.number.to_owned()),
            (Placeholder::Call, self.call.to_owned()),
            (Placeholder::Amount, t.money(self.awarded)),
        ];
        words.put(letter, kind, t, more, facts, self.reason)
    }
}

/// A proposal was begun and left.
pub struct DraftWaiting<'a> {
    pub id: ProposalId,
    /// Empty while the draft has no title.
    pub title: &'a str,
    pub call: &'a str,
    pub closes_at: Option<DateTime<Utc>>,
    pub party: Option<PartyId>,
    pub path: String,
}

impl DraftWaiting<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let mut facts = vec![(t.get("proposal-call"), self.call.to_owned())];
        if !self.title.trim().is_empty() {
            facts.push((t.get("proposal-title"), self.title.to_owned()));
        }
        if let Some(closes_at) = self.closes_at {
            facts.push((t.get("proposal-deadline"), t.moment(closes_at)));
        }
        let blocks = vec![Block::Text(t.with("mail-draft-waiting-text", &[("call", self.call.into())])), Block::Facts(facts)];
        let subject = t.with("mail-draft-waiting-subject", &[("call", self.call.into())]);
        Letter {
            transactional: false,
            dedupe_key: Some(format!("draft_waiting:{}", self.id)),
            because: Because::of_party(self.party),
            ..letter(Event::DraftWaiting, self.id, subject, blocks, (t.get("mail-draft-waiting-button"), self.path.clone()))
        }
    }
}

/// A call is closed, and proposals to it wait for a decision.
pub struct CallWaiting<'a> {
    pub call: &'a CallRef,
    pub count: u64,
    /// Of this reminder.
    pub key: &'a str,
}

impl CallWaiting<'_> {
    pub fn letter(&self, t: Texts, address: &str) -> Letter {
        let Self { call, count, key } = self;
        let values = [("title", call.title.as_str().into()), ("count", (*count).into())];
        Letter {
            kind: Event::CallWaiting,
            transactional: false,
            subject: t.with("mail-call-waiting-subject", &values),
            blocks: vec![Block::Text(t.with("mail-call-waiting-text", &values))],
            button: Some((t.get("mail-call-waiting-button"), paths::call_proposals(&call.slug))),
            object: Object::new("call", call.id),
            dedupe_key: Some(format!("{key}:{address}")),
            because: Because::of_party(Some(call.party_id)),
        }
    }
}

/// The applicant took the proposal back.
pub struct Withdrawn<'a> {
    pub id: ProposalId,
    pub title: &'a str,
    pub number: &'a str,
    pub call: &'a str,
    pub path: String,
}

impl Withdrawn<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let blocks = vec![
            Block::Text(t.with("mail-withdrawn-text", &[("title", self.title.into()), ("call", self.call.into())])),
            Block::Text(t.get("mail-withdrawn-mistake")),
        ];
        let subject = t.with("mail-withdrawn-subject", &[("number", self.number.into())]);
        letter(Event::Withdrawn, self.id, subject, blocks, (t.get("mail-to-proposal"), self.path.clone()))
    }
}
