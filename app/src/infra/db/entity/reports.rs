//! Reports on awarded proposals.

use super::types;

entity!(report, "report", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportId,
    pub proposal_id: ProposalId,
    /// What the funder wants to know.
    pub asks: String,
    /// The last day, in Amsterdam.
    pub due_on: NaiveDate,
    pub asked_by: Option<AccountId>,
    pub asked_at: DateTime<Utc>,
    pub state: ReportState,
    /// What was typed since it was asked or returned, as it was typed.
    pub draft: Option<String>,
    pub draft_spent: Option<String>,
    pub saved_at: Option<DateTime<Utc>>,
    /// What was submitted.
    pub body: String,
    pub spent_cents: Option<Cents>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// Why it was returned, or what the funder adds to approving.
    pub reason: String,
    pub judged_by: Option<AccountId>,
    pub judged_at: Option<DateTime<Utc>>,
    /// The day of the last reminder.
    pub reminded_on: Option<NaiveDate>,
});
