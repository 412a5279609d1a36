//! The shape of the demo's files. Times are days from the start of the demo; negative is past.

use serde::Deserialize;

use crate::{
    accounts::model::AccountRole,
    areas::model::AreaCode,
    bakery::model::{IntroductionState, Resource, Side},
    calls::model::{CallState, QuestionKind},
    parties::model::{MemberRole, PartyKind},
    proposals::model::{Outcome, ProposalState},
    themes::Theme,
};

/// All files together; each holds some of the lists.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Content {
    pub party: Vec<Party>,
    pub person: Vec<Person>,
    pub call: Vec<Call>,
    pub proposal: Vec<Proposal>,
    pub listing: Vec<Listing>,
    pub introduction: Vec<Introduction>,
    pub shortlist: Vec<Shortlist>,
}

impl Content {
    /// Adds what another file holds.
    pub fn add(&mut self, other: Self) {
        let Self { party, person, call, proposal, listing, introduction, shortlist } = other;
        self.party.extend(party);
        self.person.extend(person);
        self.call.extend(call);
        self.proposal.extend(proposal);
        self.listing.extend(listing);
        self.introduction.extend(introduction);
        self.shortlist.extend(shortlist);
    }
}

#[derive(Debug, Deserialize)]
pub struct Party {
    pub key: String,
    pub kind: PartyKind,
    pub name: String,
    pub description: String,
    pub area: AreaCode,
    pub verified: bool,
    pub website: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Person {
    pub key: String,
    pub name: String,
    pub email: String,
    pub role: AccountRole,
    /// Whether the sign-in page of the demo offers this person.
    #[serde(default)]
    pub one_click: bool,
    #[serde(default)]
    pub title_nl: String,
    #[serde(default)]
    pub title_en: String,
    #[serde(default)]
    pub memberships: Vec<Membership>,
}

#[derive(Debug, Deserialize)]
pub struct Membership {
    pub party: String,
    pub role: MemberRole,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Call {
    pub key: String,
    pub party: String,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub conditions: String,
    pub themes: Vec<Theme>,
    pub areas: Vec<AreaCode>,
    pub who_may_apply: Vec<PartyKind>,
    pub ceiling_cents: i64,
    pub max_cents: i64,
    pub opens_in_days: f64,
    pub closes_in_days: f64,
    pub state: CallState,
    #[serde(default)]
    pub question: Vec<Question>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Question {
    pub kind: QuestionKind,
    pub label: String,
    #[serde(default)]
    pub help: String,
    pub required: bool,
    pub word_limit: Option<i32>,
    #[serde(default)]
    pub options: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Proposal {
    pub key: String,
    pub call: String,
    pub party: Option<String>,
    pub person: Option<String>,
    pub title: String,
    pub summary: String,
    #[serde(default)]
    pub answers: Vec<Answer>,
    #[serde(default)]
    pub budget: Vec<BudgetLine>,
    #[serde(default)]
    pub own_contribution_cents: i64,
    #[serde(default)]
    pub areas: Vec<AreaCode>,
    pub state: ProposalState,
    pub decision_reason: Option<String>,
    /// What the funder decided just now; the letter waits to be released.
    pub verdict: Option<Verdict>,
    pub clarification: Option<Clarification>,
    #[serde(default)]
    pub co_applicants: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Verdict {
    pub outcome: Outcome,
    /// As typed, for an award.
    #[serde(default)]
    pub amount: String,
    pub reason: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    /// Place of the question in the call, from 0.
    pub question: usize,
    /// Text, a whole number (cents for an amount), or yes and no.
    pub value: serde_json::Value,
}

#[derive(Clone, Debug, Deserialize)]
pub struct BudgetLine {
    pub label: String,
    pub amount_cents: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Clarification {
    pub question: String,
    pub answer: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Listing {
    pub key: String,
    pub side: Side,
    pub party: Option<String>,
    pub person: Option<String>,
    pub title: String,
    pub body: String,
    pub themes: Vec<Theme>,
    #[serde(default)]
    pub resources: Vec<ResourceAmount>,
    pub area: AreaCode,
    pub reach_km: Option<i32>,
    #[serde(default)]
    pub online: bool,
    pub starts_in_days: Option<i64>,
    pub ends_in_days: Option<i64>,
    pub expires_in_days: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ResourceAmount {
    pub kind: Resource,
    pub quantity: Option<f64>,
    #[serde(default)]
    pub unit: String,
}

#[derive(Debug, Deserialize)]
pub struct Introduction {
    pub need: String,
    pub offer: String,
    pub state: IntroductionState,
}

#[derive(Debug, Deserialize)]
pub struct Shortlist {
    pub need: String,
    pub offer: String,
    pub note: String,
}
