//! The mail itself.

use uuid::Uuid;

use crate::{
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    notifications::model::Event,
    paths,
};

/// What an organiser wrote.
pub struct Written<'a> {
    pub id: Uuid,
    pub subject: &'a str,
    pub body: &'a str,
    /// The call whose applicants it goes to.
    pub call: Option<&'a str>,
}

impl Written<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        Letter {
            kind: Event::Segment,
            transactional: false,
            subject: self.subject.to_owned(),
            blocks: vec![Block::Text(self.body.to_owned())],
            button: self.call.map(|slug| (t.get("mail-to-call"), paths::call(slug))),
            object: Object::new("segment", self.id),
            dedupe_key: None,
            because: Because::default(),
        }
    }
}
