//! Assessments of proposals.

use super::types;

entity!(assessment, "assessment", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssessmentId,
    pub proposal_id: ProposalId,
    /// The assessor, while the account is there.
    pub account_id: Option<AccountId>,
    pub asked_by: Option<AccountId>,
    pub asked_at: DateTime<Utc>,
    /// The last day, in Amsterdam.
    pub due_on: NaiveDate,
    /// `None` until it is declared.
    pub interest: Option<Interest>,
    pub declared_at: Option<DateTime<Utc>>,
    pub mark: Option<Mark>,
    pub reasons: String,
    /// When the draft was saved.
    pub saved_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The day of the last reminder since it was asked.
    pub reminded_on: Option<NaiveDate>,
});
