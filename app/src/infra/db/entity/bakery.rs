//! Needs, offers, their matches and introductions.

use super::types;

entity!(listing, "listing", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ListingId,
    pub side: Side,
    pub account_id: AccountId,
    pub party_id: Option<PartyId>,
    pub title: String,
    pub body: String,
    pub locale: Locale,
    pub area_code: AreaCode,
    pub reach_km: Option<i32>,
    pub online: bool,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub state: ListingState,
    pub published_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub expiry_mailed_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    /// The version for which matches were looked up last; 0 before the first time.
    pub matched_version: i32,
    /// The last day on which its author got a mail about matches.
    pub matches_mailed_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
});

entity!(listing_theme, "listing_theme", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme: Theme,
});

entity!(listing_resource, "listing_resource", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub resource: Resource,
    pub quantity: Option<f64>,
    pub unit: String,
});

entity!(listing_match, "listing_match", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub need_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: ListingId,
    pub score: f64,
    pub found_at: DateTime<Utc>,
    pub need_mailed_at: Option<DateTime<Utc>>,
    pub offer_mailed_at: Option<DateTime<Utc>>,
});

entity!(shortlist_item, "shortlist_item", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub need_id: Option<ListingId>,
    pub offer_id: Option<ListingId>,
    pub proposal_id: Option<ProposalId>,
    pub note: String,
    pub account_id: Option<AccountId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
});

entity!(introduction, "introduction", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IntroductionId,
    pub need_id: ListingId,
    pub offer_id: ListingId,
    pub state: IntroductionState,
    pub message: String,
    pub asked_by: Option<AccountId>,
    pub asked_at: DateTime<Utc>,
    pub need_answer: Option<Answer>,
    pub need_answered_at: Option<DateTime<Utc>>,
    pub offer_answer: Option<Answer>,
    pub offer_answered_at: Option<DateTime<Utc>>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i32,
});

entity!(match_opinion, "match_opinion", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub need_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub judge: Uuid,
    pub opinion: Opinion,
    pub account_id: Option<AccountId>,
    pub given_at: DateTime<Utc>,
});
