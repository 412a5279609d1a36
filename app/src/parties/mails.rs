//! Mails about belonging to a party.

use uuid::Uuid;

use super::model::{MemberRole, Party};
use crate::{
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    notifications::model::Event,
    paths,
};

/// Asks somebody to join a party.
pub struct Invitation<'a> {
    pub id: Uuid,
    pub token: &'a str,
    pub party: &'a Party,
    pub inviter: &'a str,
    pub role: MemberRole,
    pub days: i64,
}

impl Invitation<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        Letter {
            kind: Event::Invitation,
            transactional: true,
            subject: t.with("mail-invitation-subject", &[("party", self.party.name.as_str().into())]),
            blocks: vec![
                Block::Text(
                    t.with("mail-invitation-text", &[("inviter", self.inviter.into()), ("party", self.party.name.as_str().into())]),
                ),
                Block::Facts(vec![(t.get("party-member-role"), format!("{}: {}", self.role.label(t), self.role.explanation(t)))]),
                Block::Text(t.with("mail-invitation-days", &[("days", self.days.into())])),
            ],
            button: Some((t.get("mail-invitation-button"), paths::invitation(self.token))),
            object: Object::new("invitation", self.id),
            dedupe_key: None,
            because: Because::default(),
        }
    }
}

/// Tells an owner that somebody asks to join.
pub struct JoinAsked<'a> {
    pub party: &'a Party,
    pub name: &'a str,
    pub email: &'a str,
}

impl JoinAsked<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let values = [("name", self.name.into()), ("party", self.party.name.as_str().into())];
        Letter {
            kind: Event::Membership,
            transactional: true,
            subject: t.with("mail-join-asked-subject", &values),
            blocks: vec![
                Block::Text(t.with("mail-join-asked-text", &values)),
                Block::Contact { name: self.name.to_owned(), address: self.email.to_owned() },
            ],
            button: Some((t.get("mail-join-asked-button"), paths::party_members(&self.party.slug))),
            object: Object::new("party", self.party.id),
            dedupe_key: None,
            because: Because::default(),
        }
    }
}

/// What an owner decided about a request to join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinAnswer {
    Welcome,
    No,
}

/// Tells somebody what became of the request to join.
pub struct JoinAnswered<'a> {
    pub party: &'a Party,
    pub answer: JoinAnswer,
}

impl JoinAnswered<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let values = [("party", self.party.name.as_str().into())];
        let (subject, text) = match self.answer {
            JoinAnswer::Welcome => (t.with("mail-join-welcome-subject", &values), t.with("mail-join-welcome-text", &values)),
            JoinAnswer::No => (t.with("mail-join-no-subject", &values), t.with("mail-join-no-text", &values)),
        };
        Letter {
            kind: Event::Membership,
            transactional: true,
            subject,
            blocks: vec![Block::Text(text)],
            button: Some((t.get("mail-join-answered-button"), paths::party(&self.party.slug))),
            object: Object::new("party", self.party.id),
            dedupe_key: None,
            because: Because::default(),
        }
    }
}
