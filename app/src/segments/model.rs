//! To whom a mail to a selection goes.

use serde::{Deserialize, Serialize};

use crate::{
    bakery::model::Side,
    infra::{i18n::Locale, mail::Recipient},
    parties::model::PartyKind,
    proposals::model::ProposalState,
    themes::Theme,
};

/// The most people whom one mail goes to.
pub const MOST: usize = 1_000;

pub const MAX_SUBJECT: usize = 150;
pub const MAX_BODY: usize = 5_000;

/// The states of proposals whose applicants can be written to. Nobody is told here what an applicant does not know.
pub const STATES: [ProposalState; 4] = [ProposalState::Submitted, ProposalState::Awarded, ProposalState::Refused, ProposalState::Withdrawn];

/// Whom a mail is for, as the list shows them from which they were chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Audience {
    /// The owners of parties.
    Parties { text: String, kind: Option<PartyKind>, area: String },
    /// Who takes part in proposals to a call, by its slug.
    Proposals { call: String, state: ProposalState },
    /// Who posted needs, or offers, that stand in the bakery now.
    Listings { side: Side, theme: Option<Theme>, area: String },
}

/// The words of a mail in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub body: String,
}

/// A mail to a selection.
#[derive(Clone, Debug)]
pub struct Segment {
    pub id: uuid::Uuid,
    pub audience: Audience,
    pub dutch: Words,
    /// For those who read English; without it they get the Dutch words too.
    pub english: Option<Words>,
    pub queued: bool,
    pub people: i32,
    pub version: i32,
}

impl Segment {
    /// Gives the words for a reader of that language.
    pub fn words(&self, locale: Locale) -> &Words {
        self.english.as_ref().filter(|_| locale == Locale::En).unwrap_or(&self.dutch)
    }

    /// Gives the languages in which it is written.
    pub fn languages(&self) -> Vec<Locale> {
        std::iter::once(Locale::Nl).chain(self.english.as_ref().map(|_| Locale::En)).collect()
    }
}

/// Whom a mail reaches now.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Each address once.
    pub people: Vec<Recipient>,
    /// Who was found more than once.
    pub doubles: usize,
    /// Who does not want such mail.
    pub unsubscribed: usize,
    /// Whose address does not exist.
    pub suppressed: usize,
    /// Whether there are more than one mail goes to.
    pub too_many: bool,
    /// Stands for exactly these people.
    pub mark: String,
}
