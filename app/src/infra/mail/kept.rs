//! What a mail is made of: kept, sealed, beside what was made of it, so that it can be edited and shown to who may release it.
//!
//! Nothing is kept of a mail that is a key (a link to sign in, an invitation): nobody but its reader ever sees that. Other mails can hold a link that lets
//! their reader in too; what is shown of them leads there without it ([`shown`]).

use serde::{Deserialize, Serialize};

use uuid::Uuid;

use super::{Because, Block, Letter};
use crate::{
    infra::{
        db::{Object, entity::outbox},
        i18n::Locale,
    },
    notifications::model::Event,
};

/// A letter as it is kept; to whom it goes and what it is about stand in its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub kind: Event,
    pub transactional: bool,
    pub subject: String,
    pub blocks: Vec<Block>,
    pub button: Option<(String, String)>,
    pub locale: Locale,
    #[serde(default)]
    pub because: Because,
}

/// The words of a letter that are ours to change; what people wrote, facts and links are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    pub subject: String,
    /// In the order in which they stand in the letter; an empty one is left out of it.
    pub texts: Vec<String>,
}

impl Kept {
    pub fn wording(&self) -> Wording {
        let texts = self.blocks.iter().filter_map(|block| match block {
            Block::Text(words) => Some(words.clone()),
            _ => None,
        });
        Wording { subject: self.subject.clone(), texts: texts.collect() }
    }

    /// Puts other words in; as many texts as there are.
    pub fn reword(&mut self, wording: &Wording) {
        self.subject.clone_from(&wording.subject);
        let mut texts = wording.texts.iter();
        for block in &mut self.blocks {
            if let Block::Text(words) = block
                && let Some(text) = texts.next()
            {
                words.clone_from(text);
            }
        }
    }

    /// Makes the letter of a row again.
    pub(super) fn letter(self, row: &outbox::Model) -> Letter {
        let Self { kind, transactional, subject, blocks, button, locale: _, because } = self;
        let object = Object::new(object_kind(&row.object_kind), row.object_id.unwrap_or(Uuid::nil()));
        Letter { kind, transactional, subject, blocks, button, object, dedupe_key: row.dedupe_key.clone(), because }
    }

    /// Leaves out of every link what stands in for signing in.
    pub(super) fn without_keys(&mut self) {
        if let Some((_, path)) = &mut self.button {
            *path = shown(path);
        }
        for block in &mut self.blocks {
            if let Block::Link { path, .. } = block {
                *path = shown(path);
            }
        }
    }
}

/// Gives the name of a kind of thing as the code knows it.
fn object_kind(stored: &str) -> &'static str {
    ["account", "call", "introduction", "listing", "party", "proposal", "saved_search", "segment"]
        .into_iter()
        .find(|kind| *kind == stored)
        .unwrap_or("mail")
}

/// Writes what is kept of a letter; nothing of one that is a key.
pub(super) fn of(letter: &Letter, locale: Locale) -> Option<String> {
    let Letter { kind, transactional, subject, blocks, button, object: _, dedupe_key: _, because } = letter.clone();
    if kind.is_a_key() {
        return None;
    }
    serde_json::to_string(&Kept { kind, transactional, subject, blocks, button, locale, because }).ok()
}

/// Gives where a link leads, without the part that stands in for signing in.
pub fn shown(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    match path.split_once("/link/") {
        Some((before, _)) => before.to_owned(),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_shown_without_its_key() {
        for (path, without) in [
            ("/voorstellen/1/link/geheim", "/voorstellen/1"),
            ("/kennismaking/1/need?code=geheim", "/kennismaking/1/need"),
            ("/calls/zon", "/calls/zon"),
        ] {
            assert_eq!(shown(path), without);
        }
    }
}
