//! What fits somebody.

use super::types;

entity!(fit_profile, "fit_profile", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FitProfileId,
    /// Whose it is: of a person or of a party.
    pub account_id: Option<AccountId>,
    pub party_id: Option<PartyId>,
    /// JSON of `fits::model::Answers`.
    pub answers: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
});
