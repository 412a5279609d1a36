//! Listings as search documents. Only open ones are in the index; one that has expired is in there too, where it is never found until it is renewed.

use sea_orm::{ConnectionTrait, DbErr};

use super::{
    model::{ListingId, ListingState, Side},
    queries::{self, ListingView},
};
use crate::{
    areas,
    infra::{
        i18n::Locale,
        search::document::{DocumentKind, Language, Place, SearchDocument},
    },
    parties::model::PartyKind,
};

/// Gives the documents of these listings; what is closed or gone is left out.
///
/// # Errors
/// When the database refuses.
pub async fn documents(db: &impl ConnectionTrait, ids: &[ListingId]) -> Result<Vec<SearchDocument>, DbErr> {
    let mut listings = queries::by_ids(db, ids).await?;
    listings.retain(|listing| listing.state == ListingState::Open);
    written(db, listings).await
}

/// Gives the documents of one side from behind an id on, in the order of their ids.
///
/// # Errors
/// When the database refuses.
pub async fn documents_after(
    db: &impl ConnectionTrait,
    side: Side,
    after: Option<ListingId>,
    limit: u64,
) -> Result<Vec<SearchDocument>, DbErr> {
    written(db, queries::open_after(db, side, after, limit).await?).await
}

async fn written(db: &impl ConnectionTrait, listings: Vec<ListingView>) -> Result<Vec<SearchDocument>, DbErr> {
    let codes: Vec<_> = listings.iter().map(|listing| listing.area_code.clone()).collect();
    let ancestry = areas::queries::ancestry(db, &codes).await?;
    let document = |listing: ListingView| {
        let place = ancestry.get(&listing.area_code).map(|area| Place {
            code: area.code.as_str().to_owned(),
            lat: area.latitude,
            lon: area.longitude,
            reach_km: listing.reach_km.map(f64::from),
        });
        let areas = areas::queries::chain(&ancestry, &listing.area_code);
        let ListingView {
            id,
            side,
            account_id,
            party,
            title,
            body,
            locale,
            themes,
            contributions,
            area_code: _,
            area: _,
            reach_km: _,
            online,
            starts_on,
            ends_on,
            state: _,
            published_at,
            expires_at,
            version,
        } = listing;
        let party_kind = party.as_ref().map_or(PartyKind::Person, |party| party.kind);
        SearchDocument {
            id: id.0,
            kind: kind_of(side),
            version,
            title,
            text: body,
            language: match locale {
                Locale::Nl => Language::Nl,
                Locale::En => Language::En,
            },
            themes: themes.into_iter().map(|theme| theme.as_str().to_owned()).collect(),
            resources: contributions.into_iter().map(|part| (part.resource.as_str().to_owned(), part.quantity)).collect(),
            areas,
            place,
            online,
            // Somebody who posts without a party counts as one: the own need and the own offer do not match.
            party: Some(party.as_ref().map_or(account_id.0, |party| party.id.0)),
            party_kind: Some(party_kind.as_str().to_owned()),
            party_verified: party.is_some_and(|party| party.verified),
            starts: starts_on,
            ends: ends_on,
            expires_at: Some(expires_at),
            opens_at: None,
            published_at,
            capacity_left: true,
        }
    };
    Ok(listings.into_iter().map(document).collect())
}

/// Gives the kind of document that a side is.
pub fn kind_of(side: Side) -> DocumentKind {
    match side {
        Side::Need => DocumentKind::Need,
        Side::Offer => DocumentKind::Offer,
    }
}

/// Gives the side that a kind of document is; calls have none.
pub fn side_of(kind: DocumentKind) -> Option<Side> {
    match kind {
        DocumentKind::Call => None,
        DocumentKind::Need => Some(Side::Need),
        DocumentKind::Offer => Some(Side::Offer),
    }
}
