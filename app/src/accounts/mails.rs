//! Mails about getting in, and about the address itself.

use uuid::Uuid;

use super::{commands::AddressLink, model::AccountId};
use crate::{
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    notifications::model::Event,
    paths,
};

/// The link to sign in, or to sign up: the same mail for everybody.
pub struct SignInLink<'a> {
    pub link_id: Uuid,
    pub token: &'a str,
    pub minutes: i64,
}

impl SignInLink<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        Letter {
            kind: Event::SignIn,
            transactional: true,
            subject: t.get("mail-sign-in-subject"),
            blocks: vec![
                Block::Text(t.with("mail-sign-in-text", &[("minutes", self.minutes.into())])),
                Block::Text(t.get("mail-sign-in-not-you")),
            ],
            button: Some((t.get("mail-sign-in-button"), paths::sign_in_link(self.token))),
            object: Object::new("login_link", self.link_id),
            dedupe_key: None,
            because: Because::default(),
        }
    }
}

/// The link that confirms a new address; it goes there.
pub struct AddressLinkMail<'a> {
    pub id: AccountId,
    pub old: &'a str,
    pub link: &'a AddressLink,
    pub minutes: i64,
}

/// To a new address that has an account already.
pub struct AddressTaken {
    pub id: AccountId,
}

/// To the old address, after the change.
pub struct AddressChanged<'a> {
    pub id: AccountId,
    pub new: &'a str,
}

fn about_address(id: AccountId, subject: String, blocks: Vec<Block>, button: (String, String)) -> Letter {
    Letter {
        kind: Event::Address,
        transactional: true,
        subject,
        blocks,
        button: Some(button),
        object: Object::new("account", id),
        dedupe_key: None,
        because: Because::default(),
    }
}

impl AddressLinkMail<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let AddressLink { email, until, signature } = self.link;
        let blocks = vec![
            Block::Text(t.with("mail-address-text", &[("old", self.old.into()), ("minutes", self.minutes.into())])),
            Block::Text(t.get("mail-address-not-you")),
        ];
        let button = (t.get("mail-address-button"), paths::new_address(email, *until, signature));
        about_address(self.id, t.get("mail-address-subject"), blocks, button)
    }
}

impl AddressTaken {
    pub fn letter(&self, t: Texts) -> Letter {
        let blocks = vec![Block::Text(t.get("mail-address-taken-text")), Block::Text(t.get("mail-address-not-you"))];
        about_address(self.id, t.get("mail-address-taken-subject"), blocks, (t.get("nav-sign-in"), paths::SIGN_IN.to_owned()))
    }
}

impl AddressChanged<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let blocks = vec![
            Block::Text(t.with("mail-address-changed-text", &[("new", self.new.into())])),
            Block::Text(t.get("mail-address-changed-not-you")),
        ];
        about_address(self.id, t.get("mail-address-changed-subject"), blocks, (t.get("mail-site"), paths::HOME.to_owned()))
    }
}
