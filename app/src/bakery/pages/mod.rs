//! The pages of the businessbakkerij, one file per URL.

pub(super) mod filter;
mod introduction;
mod list;
mod listing;
mod listing_form;
mod map;
mod matches;
mod own;
mod renew;
mod why_not;

pub use introduction::IntroductionPage;
pub use list::BakeryPage;
pub use listing::ListingPage;
pub use listing_form::{EditListingPage, NewListingPage};
pub use map::BakeryMapPage;
pub use own::OwnListingsPage;
pub use renew::RenewListingPage;
pub use why_not::WhyNotPage;

use leptos_router::hooks::use_params_map;

use super::model::ListingId;

/// Reads the id out of the address; call it in the component's body.
fn listing_id() -> Option<ListingId> {
    leptos::prelude::GetUntracked::get_untracked(&use_params_map()).get("id").and_then(|id| id.parse().ok())
}
