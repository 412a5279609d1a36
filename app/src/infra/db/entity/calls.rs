//! Calls.

use super::types;

entity!(call, "call", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallId,
    pub slug: String,
    pub party_id: PartyId,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub conditions: String,
    /// A JSON list of party kinds.
    pub who_may_apply: String,
    pub ceiling_cents: Option<Cents>,
    pub max_cents: Option<Cents>,
    pub opens_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub state: CallState,
    pub published_at: Option<DateTime<Utc>>,
    pub closed_early_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_reason: Option<String>,
    pub created_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
});

entity!(call_theme, "call_theme", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub call_id: CallId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme: Theme,
});

entity!(call_area, "call_area", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub call_id: CallId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub area_code: AreaCode,
});

entity!(call_question, "call_question", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionId,
    pub call_id: CallId,
    pub position: i32,
    pub kind: QuestionKind,
    pub label: String,
    pub help: String,
    pub required: bool,
    pub word_limit: Option<i32>,
    /// A JSON list of texts.
    pub options: String,
});

entity!(call_change, "call_change", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub call_id: CallId,
    pub at: DateTime<Utc>,
    pub account_id: Option<AccountId>,
    pub field: String,
    pub before_text: String,
    pub after_text: String,
});
