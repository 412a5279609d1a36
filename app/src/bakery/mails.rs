//! The mails of the businessbakkerij, one struct each.

use super::{
    cards::points,
    model::{DEFAULT_DAYS, IntroductionId, LAPSE_AFTER_DAYS, Side, last_day},
    queries::{Contact, ListingView},
};
use crate::{
    infra::{
        db::Object,
        i18n::Texts,
        mail::{Because, Block, Letter},
    },
    notifications::model::Event,
    paths,
};

impl ListingView {
    /// Its author hears of it for the party in whose name it stands.
    fn because(&self) -> Because {
        Because::of_party(self.party.as_ref().map(|party| party.id))
    }
}

/// Matches named in one mail.
const NAMED: usize = 5;

/// "Er is iets dat past bij ..."
pub struct NewMatch<'a> {
    pub listing: &'a ListingView,
    /// The other sides with the score, the best first.
    pub found: &'a [(ListingView, f64)],
    /// The day on which it goes; one mail per listing and day.
    pub day: chrono::NaiveDate,
}

impl NewMatch<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let count = self.found.len();
        let values = [("count", count.into()), ("title", self.listing.title.as_str().into())];
        let mut blocks = vec![Block::Text(t.with("mail-new-match-text", &values))];
        for (other, score) in self.found.iter().take(NAMED) {
            let label = t.with("mail-new-match-line", &[("title", other.title.as_str().into()), ("score", points(*score).into())]);
            blocks.push(Block::Link { label, path: paths::listing(other.id) });
        }
        blocks.push(Block::Text(t.get("mail-new-match-next")));
        Letter {
            kind: Event::NewMatch,
            transactional: false,
            subject: t.with("mail-new-match-subject", &values),
            blocks,
            button: Some((t.get("mail-new-match-button"), paths::listing(self.listing.id))),
            object: Object::new("listing", self.listing.id),
            dedupe_key: Some(format!("new_match:{}:{}", self.listing.id, self.day)),
            because: self.listing.because(),
        }
    }
}

/// One side of an introduction: what its letters are about.
pub struct IntroductionSide<'a> {
    pub id: IntroductionId,
    pub side: Side,
    pub own: &'a ListingView,
    pub other: &'a ListingView,
    /// The signature that stands in for signing in.
    pub code: &'a str,
}

impl IntroductionSide<'_> {
    fn button(&self, label: String) -> Option<(String, String)> {
        Some((label, paths::introduction(self.id, self.side, self.code)))
    }

    fn other_side(&self, t: Texts) -> Vec<Block> {
        let from = self.other.party.as_ref().map_or_else(|| t.get("listing-by-person"), |party| party.name.clone());
        vec![
            Block::Facts(vec![
                (t.get("mail-introduction-yours"), self.own.title.clone()),
                (self.other.side.label(t), self.other.title.clone()),
                (t.get("listing-party"), from),
                (t.get("listing-place"), self.other.area.clone()),
            ]),
            Block::Quote(self.other.body.clone()),
        ]
    }

    fn letter(&self, kind: Event, subject: String, blocks: Vec<Block>, button: Option<(String, String)>) -> Letter {
        let dedupe_key = Some(format!("{}:{}:{}", kind.as_str(), self.id, self.side.as_str()));
        Letter {
            kind,
            transactional: false,
            subject,
            blocks,
            button,
            object: Object::new("introduction", self.id),
            dedupe_key,
            because: self.own.because(),
        }
    }
}

/// "Willen jullie kennismaken?"
pub struct IntroductionAsked<'a> {
    pub about: IntroductionSide<'a>,
    /// What the organiser adds; may be empty.
    pub message: &'a str,
}

impl IntroductionAsked<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let mut blocks = vec![Block::Text(t.get("mail-introduction-asked-text"))];
        blocks.extend(self.about.other_side(t));
        if !self.message.is_empty() {
            blocks.push(Block::Text(t.get("mail-introduction-message")));
            blocks.push(Block::Quote(self.message.to_owned()));
        }
        blocks.push(Block::Text(t.with("mail-introduction-asked-next", &[("days", LAPSE_AFTER_DAYS.into())])));
        let subject = t.with("mail-introduction-asked-subject", &[("title", self.about.own.title.as_str().into())]);
        self.about.letter(Event::IntroductionAsked, subject, blocks, self.about.button(t.get("mail-introduction-answer")))
    }
}

/// "Wil je nog antwoorden?"
pub struct IntroductionReminder<'a> {
    pub about: IntroductionSide<'a>,
    pub until: chrono::NaiveDate,
}

impl IntroductionReminder<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let mut blocks = vec![Block::Text(t.with("mail-introduction-reminder-text", &[("date", t.date(self.until).into())]))];
        blocks.extend(self.about.other_side(t));
        let subject = t.with("mail-introduction-reminder-subject", &[("title", self.about.own.title.as_str().into())]);
        self.about.letter(Event::IntroductionReminder, subject, blocks, self.about.button(t.get("mail-introduction-answer")))
    }
}

/// "Jullie willen allebei kennismaken": with how to reach the other.
pub struct IntroductionBothYes<'a> {
    pub about: IntroductionSide<'a>,
    pub contact: &'a Contact,
}

impl IntroductionBothYes<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let mut facts = vec![(self.about.other.side.label(t), self.about.other.title.clone())];
        if let Some(party) = &self.about.other.party {
            facts.insert(1, (t.get("listing-party"), party.name.clone()));
        }
        let blocks = vec![
            Block::Text(t.get("mail-introduction-both-yes-text")),
            Block::Contact { name: self.contact.name.clone(), address: self.contact.email.clone() },
            Block::Facts(facts),
            Block::Text(t.get("mail-introduction-both-yes-next")),
        ];
        let subject = t.with("mail-introduction-both-yes-subject", &[("title", self.about.own.title.as_str().into())]);
        self.about.letter(Event::IntroductionBothYes, subject, blocks, self.about.button(t.get("mail-introduction-see")))
    }
}

/// "Het is deze keer niet gelukt", for the side that did not say no: without blame, and without saying who or why.
pub struct IntroductionDeclined<'a> {
    pub about: IntroductionSide<'a>,
}

impl IntroductionDeclined<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let blocks = vec![Block::Text(t.with("mail-introduction-declined-text", &[("title", self.about.own.title.as_str().into())]))];
        let subject = t.with("mail-introduction-declined-subject", &[("title", self.about.own.title.as_str().into())]);
        let button = Some((t.get("mail-introduction-declined-button"), paths::listing(self.about.own.id)));
        self.about.letter(Event::IntroductionDeclined, subject, blocks, button)
    }
}

/// The same, for the organiser who asked.
pub struct IntroductionEnded<'a> {
    pub id: IntroductionId,
    pub need: &'a ListingView,
    pub offer: &'a ListingView,
}

impl IntroductionEnded<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        Letter {
            kind: Event::IntroductionEnded,
            transactional: false,
            subject: t.with("mail-introduction-ended-subject", &[("title", self.need.title.as_str().into())]),
            blocks: vec![
                Block::Text(t.get("mail-introduction-ended-text")),
                Block::Facts(vec![(Side::Need.label(t), self.need.title.clone()), (Side::Offer.label(t), self.offer.title.clone())]),
            ],
            button: Some((t.get("mail-introduction-ended-button"), paths::DESK_INTRODUCTIONS.to_owned())),
            object: Object::new("introduction", self.id),
            dedupe_key: Some(format!("introduction_ended:{}", self.id)),
            because: Because::default(),
        }
    }
}

/// "Je bericht verloopt": renewing takes one click, without signing in.
pub struct ListingExpires<'a> {
    pub listing: &'a ListingView,
    pub code: &'a str,
}

impl ListingExpires<'_> {
    pub fn letter(&self, t: Texts) -> Letter {
        let day = last_day(self.listing.expires_at);
        let title = self.listing.title.as_str();
        Letter {
            kind: Event::ListingExpires,
            transactional: false,
            subject: t.with("mail-listing-expires-subject", &[("title", title.into())]),
            blocks: vec![Block::Text(t.with(
                "mail-listing-expires-text",
                &[("title", title.into()), ("date", t.date(day).into()), ("days", DEFAULT_DAYS.into())],
            ))],
            button: Some((t.get("mail-listing-expires-button"), paths::listing_renew(self.listing.id, self.code))),
            object: Object::new("listing", self.listing.id),
            dedupe_key: Some(format!("listing_expires:{}:{day}", self.listing.id)),
            because: self.listing.because(),
        }
    }
}
