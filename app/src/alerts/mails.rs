//! The mail with what is new for saved searches.

use chrono::{DateTime, Utc};

use super::{
    model::{Heard, MAX_TEXT},
    queries::Batch,
};
use crate::{
    accounts::model::AccountId,
    bakery::queries::ListingView,
    calls::model::Call,
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    notifications::model::Event,
    paths,
};

/// Posts that a mail names per search; the rest is behind the link to the results.
const NAMED: usize = 10;

/// A post in a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub title: String,
    /// What it is and where.
    pub about: String,
    pub text: String,
    pub path: String,
    pub published_at: DateTime<Utc>,
}

impl Item {
    pub fn of_listing(t: Texts, listing: &ListingView) -> Self {
        Self {
            title: listing.title.clone(),
            about: format!("{}, {}", listing.side.label(t), listing.area),
            text: listing.body.clone(),
            path: paths::listing(listing.id),
            published_at: listing.published_at,
        }
    }

    pub fn of_call(t: Texts, call: &Call) -> Self {
        Self {
            title: call.title.clone(),
            about: t.with("calls-of", &[("funder", call.funder.name.clone().into())]),
            text: call.summary.clone(),
            path: paths::call(&call.slug),
            published_at: call.life.published_at.unwrap_or(call.updated_at),
        }
    }
}

/// What is new for one search, the newest first; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub search: Heard,
    /// The path of its results.
    pub results: String,
    pub items: Vec<Item>,
}

/// Everything that one person is told at once.
pub struct News<'a> {
    pub groups: &'a [Group],
    pub batch: Batch,
    pub account: AccountId,
    pub dedupe_key: Option<String>,
}

impl News<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let Self { groups, batch, account, dedupe_key } = self;
        let kind = match batch {
            Batch::Direct => Event::SearchAlert,
            Batch::Gathered => Event::SearchDigest,
        };
        let count: usize = groups.iter().map(|group| group.items.len()).sum();
        let only = match groups {
            [Group { search, items, .. }] => match items.as_slice() {
                [item] => Some((&search.name, item)),
                _ => None,
            },
            _ => None,
        };
        let (subject, blocks, button) = match only {
            Some((name, item)) => Self::of_one(t, name, item),
            None => self.of_many(t, count),
        };
        let mut blocks = blocks;
        // Otherwise the button leads there already.
        if button.1 != paths::SAVED_SEARCHES {
            blocks.push(Block::Link { label: t.get("mail-search-manage"), path: paths::SAVED_SEARCHES.to_owned() });
        }
        Letter {
            kind,
            transactional: false,
            subject,
            blocks,
            button: Some(button),
            object: Object::new("account", *account),
            dedupe_key: dedupe_key.clone(),
            because: Because::of_searches(groups.iter().map(|group| group.search.clone()).collect()),
        }
    }

    fn of_one(t: Texts, name: &str, item: &Item) -> (String, Vec<Block>, (String, String)) {
        let values = [("name", name.into()), ("title", item.title.as_str().into())];
        let mut text: String = item.text.chars().take(MAX_TEXT).collect();
        if text.len() < item.text.len() {
            text.push_str(" …");
        }
        let mut blocks = vec![Block::Text(t.with("mail-search-one-text", &values))];
        blocks.push(Block::Text(format!("{}\n{}", item.title, item.about)));
        if !text.trim().is_empty() {
            blocks.push(Block::Quote(text));
        }
        (t.with("mail-search-one-subject", &values), blocks, (t.get("mail-search-see"), item.path.clone()))
    }

    fn of_many(&self, t: Texts, count: usize) -> (String, Vec<Block>, (String, String)) {
        let mut blocks = vec![Block::Text(t.with("mail-search-many-text", &[("count", count.into())]))];
        for Group { search: Heard { name, .. }, results, items } in self.groups {
            blocks.push(Block::Text(t.with("mail-search-group", &[("name", name.as_str().into()), ("count", items.len().into())])));
            for item in items.iter().take(NAMED) {
                blocks.push(Block::Link { label: format!("{} ({})", item.title, item.about), path: item.path.clone() });
            }
            if items.len() > NAMED || self.groups.len() > 1 {
                blocks.push(Block::Link { label: t.with("mail-search-results", &[("name", name.as_str().into())]), path: results.clone() });
            }
        }
        let button = match self.groups {
            [only] => (t.get("mail-search-see-results"), only.results.clone()),
            _ => (t.get("mail-search-see-all"), paths::SAVED_SEARCHES.to_owned()),
        };
        (t.with("mail-search-many-subject", &[("count", count.into())]), blocks, button)
    }
}
