//! Proposals and what belongs to them.

use super::types;

entity!(proposal, "proposal", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProposalId,
    pub call_id: CallId,
    pub party_id: Option<PartyId>,
    pub account_id: Option<AccountId>,
    /// As what and in whose name it is sent in; the party's own at that time.
    pub applicant_kind: PartyKind,
    pub applicant_name: String,
    pub contact_email: String,
    pub contact_name: String,
    pub locale: Locale,
    pub access_token_hash: String,
    pub title: String,
    pub summary: String,
    pub requested_cents: Cents,
    pub own_contribution_cents: Cents,
    /// What was typed since the last submission, as it was typed; `None` when there is nothing new.
    pub draft_json: Option<String>,
    pub state: ProposalState,
    pub receipt_number: Option<String>,
    pub submit_token: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
});

entity!(receipt_counter, "receipt_counter", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    pub last: i32,
});

entity!(proposal_answer, "proposal_answer", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: ProposalId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_id: QuestionId,
    pub value: String,
});

entity!(budget_line, "budget_line", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub proposal_id: ProposalId,
    pub position: i32,
    pub label: String,
    pub amount_cents: Cents,
});

entity!(proposal_area, "proposal_area", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: ProposalId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub area_code: AreaCode,
});

entity!(co_applicant, "co_applicant", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub proposal_id: ProposalId,
    pub email: String,
    pub name: String,
    pub role: String,
    pub token_hash: String,
    pub state: CoApplicantState,
    pub account_id: Option<AccountId>,
    pub invited_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
});

entity!(attachment, "attachment", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub proposal_id: ProposalId,
    pub question_id: Option<QuestionId>,
    pub file_hash: String,
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub uploaded_at: DateTime<Utc>,
});

entity!(clarification, "clarification", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: ProposalId,
    pub question: String,
    pub asked_by: Option<AccountId>,
    pub asked_at: DateTime<Utc>,
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
});

entity!(decision, "decision", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: ProposalId,
    pub outcome: Outcome,
    pub reason: String,
    pub awarded_cents: Cents,
    pub decided_by: Option<AccountId>,
    pub decided_at: DateTime<Utc>,
    pub told_at: Option<DateTime<Utc>>,
});
