//! Saved searches and their alerts.

use super::types;

entity!(saved_search, "saved_search", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedSearchId,
    pub account_id: AccountId,
    pub name: String,
    pub target: Target,
    /// JSON of `alerts::model::Criteria`.
    pub criteria: String,
    pub rhythm: Rhythm,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
});

entity!(search_alert, "search_alert", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub search_id: SavedSearchId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_id: Uuid,
    pub object_kind: String,
    pub state: AlertState,
    pub found_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
});

entity!(alert_post, "alert_post", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_id: Uuid,
    pub object_kind: String,
    /// JSON of `alerts::posts::PostFacts`: the post as searches last saw it.
    pub facts: String,
});

entity!(job_cursor, "job_cursor", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The last row of the change log that the job has dealt with.
    pub seq: i64,
});
