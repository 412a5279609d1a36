//! What every slice leans on.

use super::types;

entity!(audit, "audit", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub account_id: Option<Uuid>,
    pub party_id: Option<Uuid>,
    pub action: String,
    pub object_kind: String,
    pub object_id: Option<Uuid>,
    pub outcome: String,
});

entity!(change_log, "change_log", {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub object_kind: String,
    pub object_id: Uuid,
    pub at: DateTime<Utc>,
});

entity!(outbox, "outbox", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub account_id: Option<AccountId>,
    pub to_address: String,
    pub to_name: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub unsubscribe_url: Option<String>,
    pub object_kind: String,
    pub object_id: Option<Uuid>,
    pub status: String,
    pub attempts: i32,
    pub next_attempt_at: DateTime<Utc>,
    pub lease_owner: Option<String>,
    pub lease_until: Option<DateTime<Utc>>,
    pub message_id: String,
    pub dedupe_key: Option<String>,
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub letter: String,
    pub batch: Option<Uuid>,
    pub version: i32,
    pub discarded_reason: Option<String>,
    pub party_id: Option<PartyId>,
});

entity!(mail_pause, "mail_pause", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub since: DateTime<Utc>,
    pub answer: String,
    pub probes: i32,
    pub probe_at: DateTime<Utc>,
});

entity!(segment, "segment", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub audience: String,
    pub subject: String,
    pub body: String,
    pub english_subject: String,
    pub english_body: String,
    pub created_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub queued_at: Option<DateTime<Utc>>,
    pub people: i32,
    pub version: i32,
});

entity!(mail_preference, "mail_preference", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    pub enabled: bool,
    pub rhythm: Rhythm,
    pub updated_at: DateTime<Utc>,
});

entity!(mail_habit, "mail_habit", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// From Monday, 1, to Sunday, 7.
    pub weekday: i32,
    /// Hours in Amsterdam; none when any hour is fine.
    pub quiet_from: Option<i32>,
    pub quiet_until: Option<i32>,
    pub updated_at: DateTime<Utc>,
});

entity!(party_rhythm, "party_rhythm", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub party_id: PartyId,
    pub rhythm: Rhythm,
    pub updated_at: DateTime<Utc>,
});

entity!(mail_suppression, "mail_suppression", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
    pub id: Uuid,
    pub answer: String,
    pub created_at: DateTime<Utc>,
});

entity!(notice, "notice", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: AccountId,
    pub event: String,
    pub title: String,
    pub path: String,
    pub object_kind: String,
    pub object_id: Uuid,
    pub dedupe_key: Option<String>,
    pub created_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    pub digest_at: Option<DateTime<Utc>>,
    pub digested_at: Option<DateTime<Utc>>,
});

entity!(followers_told, "followers_told", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub at: DateTime<Utc>,
});

entity!(follow, "follow", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_key: String,
    pub created_at: DateTime<Utc>,
});
