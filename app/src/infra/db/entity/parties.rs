//! Areas, parties and members.

use super::types;

entity!(area, "area", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: AreaCode,
    pub year: i32,
    pub kind: AreaKind,
    pub name: String,
    pub parent_code: Option<AreaCode>,
    pub latitude: f64,
    pub longitude: f64,
});

entity!(party, "party", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartyId,
    pub slug: String,
    pub kind: PartyKind,
    pub name: String,
    pub description: String,
    pub area_code: Option<AreaCode>,
    pub website: Option<String>,
    pub kvk_number: Option<String>,
    pub verified_at: Option<DateTime<Utc>>,
    pub verified_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
});

entity!(letter_template, "letter_template", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub party_id: PartyId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: Locale,
    pub subject: String,
    pub body: String,
    pub updated_at: DateTime<Utc>,
    pub version: i32,
});

entity!(membership, "membership", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub party_id: PartyId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub role: MemberRole,
    pub state: MembershipState,
    pub created_at: DateTime<Utc>,
});

entity!(invitation, "invitation", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub party_id: PartyId,
    pub email: String,
    pub role: MemberRole,
    pub token_hash: String,
    pub invited_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub accepted_at: Option<DateTime<Utc>>,
});
