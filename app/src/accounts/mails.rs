//! Mails about getting in.

use uuid::Uuid;

use crate::{
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Block, Letter},
    },
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
            kind: "sign_in",
            transactional: true,
            subject: t.get("mail-sign-in-subject"),
            blocks: vec![
                Block::Text(t.with("mail-sign-in-text", &[("minutes", self.minutes.into())])),
                Block::Text(t.get("mail-sign-in-not-you")),
            ],
            button: Some((t.get("mail-sign-in-button"), paths::sign_in_link(self.token))),
            object: Object::new("login_link", self.link_id),
            dedupe_key: None,
        }
    }
}
