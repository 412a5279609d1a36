//! What a proposal is and what it may become.
//!
//! A [`Draft`] holds what was typed, as it was typed: it can always be saved. [`read`] makes the [`Content`] of it that can be sent in, or says what is
//! wrong with which field. What was sent in stays as it is until it is sent in again.

mod answer;
mod draft;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, Utc};

use crate::{
    infra::{clock, i18n::Texts},
    input::{self, Problem},
    parties::model::PartyKind,
    values::Cents,
};

pub use answer::{answer_text, answer_typed, read_answer, typed_money};
pub use draft::{
    BudgetRow, CoApplicant, CoRow, Content, Draft, Known, MAX_AREAS, MAX_CO_APPLICANTS, MAX_FILES, MAX_LINES, MAX_LONG, MAX_NAME,
    MAX_SHORT, MAX_SUMMARY, MAX_TITLE, Rules, Sums, field_of, invitable, read,
};

crate::id! {
    /// A proposal.
    ProposalId
}

crate::closed_list! {
    /// Where a proposal stands.
    pub enum ProposalState {
        Draft = "draft",
        Submitted = "submitted",
        Withdrawn = "withdrawn",
        Awarded = "awarded",
        Refused = "refused",
    }
}

crate::closed_list! {
    /// What a co-applicant answered.
    pub enum CoApplicantState {
        Invited = "invited",
        Accepted = "accepted",
        Declined = "declined",
    }
}

crate::closed_list! {
    /// What a funder decided.
    pub enum Outcome {
        Awarded = "awarded",
        Refused = "refused",
    }
}

impl From<Outcome> for ProposalState {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Awarded => Self::Awarded,
            Outcome::Refused => Self::Refused,
        }
    }
}

/// What can happen to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Submit,
    Withdraw,
    Ask,
    Award,
    Refuse,
}

/// A step that the state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not from this state")]
pub struct NotNow;

impl ProposalState {
    /// Gives the state after a step; a submitted proposal may be submitted again, in a new version.
    ///
    /// # Errors
    /// [`NotNow`] when the step is not possible from here.
    pub fn after(self, step: Step) -> Result<Self, NotNow> {
        match (self, step) {
            (Self::Draft | Self::Submitted, Step::Submit) | (Self::Submitted, Step::Ask) => Ok(Self::Submitted),
            (Self::Submitted, Step::Withdraw) => Ok(Self::Withdrawn),
            (Self::Submitted, Step::Award) => Ok(Self::Awarded),
            (Self::Submitted, Step::Refuse) => Ok(Self::Refused),
            _ => Err(NotNow),
        }
    }

    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Draft => "proposal-state-draft",
            Self::Submitted => "proposal-state-submitted",
            Self::Withdrawn => "proposal-state-withdrawn",
            Self::Awarded => "proposal-state-awarded",
            Self::Refused => "proposal-state-refused",
        })
    }

    /// Gives the class of its badge.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Draft | Self::Withdrawn => "wk-badge",
            Self::Submitted => "wk-badge wk-badge--info",
            Self::Awarded => "wk-badge wk-badge--positive",
            Self::Refused => "wk-badge wk-badge--negative",
        }
    }
}

impl CoApplicantState {
    /// Gives its name on the screen.
    pub fn label(self, t: Texts) -> String {
        t.get(match self {
            Self::Invited => "proposal-co-invited",
            Self::Accepted => "proposal-co-accepted",
            Self::Declined => "proposal-co-declined",
        })
    }

    /// Gives the class of its badge.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Invited => "wk-badge wk-badge--info",
            Self::Accepted => "wk-badge wk-badge--positive",
            Self::Declined => "wk-badge wk-badge--negative",
        }
    }
}

/// Writes a receipt number: the year in Amsterdam and the how-manieth of it.
pub fn receipt_number(submitted_at: DateTime<Utc>, number: i32) -> String {
    format!("WC-{}-{number:05}", clock::local_day(submitted_at).year())
}

/// Says whether somebody may apply as that kind, by the call's list.
pub fn may_apply_as(kind: PartyKind, allowed: &[PartyKind]) -> bool {
    allowed.is_empty() || allowed.contains(&kind)
}

/// Gives what may still be awarded of a ceiling; `None` without a ceiling.
pub fn remainder(ceiling: Option<Cents>, awarded: Cents) -> Option<Cents> {
    ceiling.map(|ceiling| Cents((ceiling.0 - awarded.0).max(0)))
}

/// Reads the amount of an award.
///
/// # Errors
/// When it is no amount, nothing, more than was asked, or more than is left.
pub fn read_award(typed: &str, requested: Cents, remainder: Option<Cents>) -> Result<Cents, Problem> {
    let amount = input::money(typed)?;
    if amount > requested {
        Err(Problem::new("problem-award-requested").n(requested.0 / 100))
    } else if let Some(left) = remainder.filter(|left| amount > *left) {
        Err(Problem::new("problem-award-remainder").n(left.0 / 100))
    } else if amount == Cents(0) && requested > Cents(0) {
        Err(Problem::new("problem-amount"))
    } else {
        Ok(amount)
    }
}
