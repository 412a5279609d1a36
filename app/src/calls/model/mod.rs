//! What a call is and what it may become.
//!
//! Stored is a [`CallState`]; what visitors see is a [`Phase`], which follows from the state and the clock, so that a call opens and closes by itself.
//! [`Life::step`] is the one door through which the state changes, and only a [`Ready`] call can go through it to be published.

mod change;
mod content;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::{
    accounts::model::AccountId,
    infra::i18n::Texts,
    input,
    parties::model::{PartyId, PartyKind},
    values::Cents,
};

pub use change::{Amended, Difference, Part, amend, differences, show};
pub use content::{
    Content, DEFAULT_WORDS, MAX_BODY, MAX_HELP, MAX_LABEL, MAX_OPTIONS, MAX_QUESTIONS, MAX_SUMMARY, MAX_TITLE, Question, Ready, may_fund,
    ready,
};

crate::id! {
    /// A call.
    CallId
}

crate::id! {
    /// A call's own question.
    QuestionId
}

crate::closed_list! {
    /// What is stored; what visitors see follows from it and the clock.
    pub enum CallState {
        Draft = "draft",
        Published = "published",
        Withdrawn = "withdrawn",
    }
}

crate::closed_list! {
    /// How a question is answered.
    pub enum QuestionKind {
        ShortText = "short_text",
        LongText = "long_text",
        Choice = "choice",
        Number = "number",
        Amount = "amount",
        Date = "date",
        YesNo = "yes_no",
        File = "file",
    }
}

crate::closed_list! {
    /// What visitors see of a call's state at one moment. The names are those of the public address and the API.
    pub enum Phase {
        Draft = "concept",
        Scheduled = "gepland",
        Open = "open",
        Closed = "gesloten",
        Withdrawn = "ingetrokken",
    }
}

impl QuestionKind {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::ShortText => "calls-question-short-text",
            Self::LongText => "calls-question-long-text",
            Self::Choice => "calls-question-choice",
            Self::Number => "calls-question-number",
            Self::Amount => "calls-question-amount",
            Self::Date => "calls-question-date",
            Self::YesNo => "calls-question-yes-no",
            Self::File => "calls-question-file",
        })
    }
}

impl Phase {
    /// The phases of calls that everybody may see.
    pub const PUBLIC: [Self; 4] = [Self::Open, Self::Scheduled, Self::Closed, Self::Withdrawn];

    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Draft => "calls-phase-draft",
            Self::Scheduled => "calls-phase-scheduled",
            Self::Open => "calls-phase-open",
            Self::Closed => "calls-phase-closed",
            Self::Withdrawn => "calls-phase-withdrawn",
        })
    }
}

/// The party that publishes a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funder {
    pub id: PartyId,
    pub slug: String,
    pub name: String,
    pub kind: PartyKind,
    pub verified: bool,
}

/// A call without its lists (themes, areas, questions).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub id: CallId,
    pub slug: String,
    pub funder: Funder,
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Markdown.
    pub conditions: String,
    pub who_may_apply: Vec<PartyKind>,
    /// All the money there is.
    pub ceiling: Option<Cents>,
    /// The most that one proposal may ask.
    pub max: Option<Cents>,
    pub life: Life,
    pub created_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
}

impl Call {
    /// Gives what visitors see at that moment.
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        self.life.phase(now)
    }

    /// Says whether proposals are taken at that moment.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.life.is_open(now)
    }

    /// Says whether a party of that kind may apply; somebody without a party counts as a person.
    pub fn may_apply(&self, kind: Option<PartyKind>) -> bool {
        self.who_may_apply.contains(&kind.unwrap_or(PartyKind::Person))
    }
}

/// Gives what visitors see of a call at that moment.
pub fn phase(call: &Call, now: DateTime<Utc>) -> Phase {
    call.phase(now)
}

/// Where a call is between draft and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    pub state: CallState,
    pub opens_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub closed_early_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_reason: Option<String>,
}

/// What a funder does with a call.
#[derive(Clone, Debug)]
pub enum Step {
    Publish(Ready),
    /// Ends the time to apply now.
    CloseEarly,
    /// Takes the call back, with the reason that everybody can read.
    Withdraw(String),
}

/// The call's phase does not allow the step.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a call in this phase cannot take this step")]
pub struct NotAllowed;

impl Life {
    /// Gives a draft's.
    pub fn draft() -> Self {
        Self {
            state: CallState::Draft,
            opens_at: None,
            closes_at: None,
            published_at: None,
            closed_early_at: None,
            withdrawn_at: None,
            withdrawn_reason: None,
        }
    }

    /// Gives what visitors see: open from `opens_at` up to, and not including, `closes_at`.
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        match self.state {
            CallState::Draft => Phase::Draft,
            CallState::Withdrawn => Phase::Withdrawn,
            CallState::Published if self.closed_early_at.is_some() || self.closes_at.is_none_or(|end| end <= now) => Phase::Closed,
            CallState::Published if self.opens_at.is_some_and(|start| start > now) => Phase::Scheduled,
            CallState::Published => Phase::Open,
        }
    }

    /// Says whether proposals are taken: from the moment of opening, up to and without the moment of closing.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.phase(now) == Phase::Open
    }

    /// Says whether the deadline has passed, or the call was closed before it.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.deadline().is_some_and(|deadline| deadline <= now)
    }

    /// Gives the moment from which nothing is taken any more.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        [self.closes_at, self.closed_early_at].into_iter().flatten().min()
    }

    /// Takes a step.
    ///
    /// # Errors
    /// [`NotAllowed`] when the phase at `now` does not allow it.
    pub fn step(self, step: Step, now: DateTime<Utc>) -> Result<Self, NotAllowed> {
        match (self.phase(now), step) {
            (Phase::Draft, Step::Publish(Ready(content))) => Ok(Self {
                state: CallState::Published,
                opens_at: content.opens_at,
                closes_at: content.closes_at,
                published_at: Some(now),
                ..self
            }),
            (Phase::Open, Step::CloseEarly) => Ok(Self { closes_at: Some(now), closed_early_at: Some(now), ..self }),
            (Phase::Scheduled | Phase::Open | Phase::Closed, Step::Withdraw(reason)) => {
                Ok(Self { state: CallState::Withdrawn, withdrawn_at: Some(now), withdrawn_reason: Some(reason), ..self })
            }
            _ => Err(NotAllowed),
        }
    }
}

/// Words that are pages beside the calls, so no call can have them as its address.
const RESERVED: [&str; 2] = ["nieuw", "beheer"];

/// Makes the readable part of a call's address from its title.
pub fn slug(title: &str) -> String {
    let slug = input::slug(title);
    if RESERVED.contains(&slug.as_str()) { format!("call-{slug}") } else { slug }
}
