//! The form posts of the desk. Each asks for the organiser first.

use leptos::{server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    bakery::{commands, model::ListingId},
    error::AppError,
    input, paths,
    request::{RequestCx, post},
};

const MAX_NOTE: usize = 1_000;

/// A match, with words to it and the page to go back to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PairForm {
    pub need: String,
    pub offer: String,
    /// A note for organisers, or a message for both sides.
    pub text: String,
    pub back: String,
}

/// An item of the shortlist.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    pub item: String,
    pub version: String,
    pub note: String,
}

impl PairForm {
    fn pair(&self) -> Result<(ListingId, ListingId), AppError> {
        let id = |text: &str| text.parse::<ListingId>().map_err(|_| AppError::NotFound);
        Ok((id(&self.need)?, id(&self.offer)?))
    }

    /// The desk's page that the button stood on.
    fn back(&self) -> String {
        let back = paths::local(&self.back);
        if back.starts_with(paths::DESK) { back.to_owned() } else { paths::DESK_MATCHES.to_owned() }
    }
}

/// Too long for a field with a visible limit is a mistake of the sender.
fn words(text: &str) -> Result<String, AppError> {
    input::optional_text(text, MAX_NOTE).map_err(|_| AppError::BadRequest)
}

/// Finds both sides, so that nothing is put aside that is not there.
async fn known_pair(cx: &RequestCx, form: &PairForm) -> Result<(ListingId, ListingId), AppError> {
    use crate::bakery::{model::Side, queries};
    let (need, offer) = form.pair()?;
    let listings = queries::by_ids(cx.db().reader(), &[need, offer]).await?;
    let stands = |id, side| listings.iter().any(|listing| listing.id == id && listing.side == side);
    if stands(need, Side::Need) && stands(offer, Side::Offer) { Ok((need, offer)) } else { Err(AppError::NotFound) }
}

/// Puts a match on the shortlist.
#[server(prefix = "/do", endpoint = "desk/shortlist", input = PostUrl)]
pub async fn shortlist_match(form: PairForm) -> Result<(), AppError> {
    post(async move |cx| {
        let organiser = cx.actor().organiser()?;
        let (need, offer) = known_pair(&cx, &form).await?;
        commands::shortlist::put_on_shortlist(cx.db(), &organiser, need, offer, words(&form.text)?, cx.now()).await?;
        cx.notify("desk-shortlisted").await?;
        Ok(form.back())
    })
    .await
}

/// Asks both sides of a match whether they want to meet.
#[server(prefix = "/do", endpoint = "desk/introduce", input = PostUrl)]
pub async fn introduce_match(form: PairForm) -> Result<(), AppError> {
    post(async move |cx| {
        let organiser = cx.actor().organiser()?;
        let (need, offer) = form.pair()?;
        commands::introductions::introduce(cx.state(), &organiser, need, offer, words(&form.text)?, cx.now()).await?;
        cx.notify("desk-introduced").await?;
        Ok(form.back())
    })
    .await
}

/// Writes another note on the shortlist.
#[server(prefix = "/do", endpoint = "desk/note", input = PostUrl)]
pub async fn write_note(form: ItemForm) -> Result<(), AppError> {
    post(async move |cx| {
        let organiser = cx.actor().organiser()?;
        let id: Uuid = form.item.parse().map_err(|_| AppError::NotFound)?;
        let version = form.version.parse().map_err(|_| AppError::BadRequest)?;
        commands::shortlist::write_note(cx.db(), &organiser, id, version, words(&form.note)?, cx.now()).await?;
        cx.notify("desk-note-written").await?;
        Ok(paths::DESK_SHORTLIST.to_owned())
    })
    .await
}

/// Takes an item off the shortlist.
#[server(prefix = "/do", endpoint = "desk/take-off", input = PostUrl)]
pub async fn take_off_shortlist(form: ItemForm) -> Result<(), AppError> {
    post(async move |cx| {
        let organiser = cx.actor().organiser()?;
        let id: Uuid = form.item.parse().map_err(|_| AppError::NotFound)?;
        commands::shortlist::take_off_shortlist(cx.db(), &organiser, id, cx.now()).await?;
        cx.notify("desk-taken-off").await?;
        Ok(paths::DESK_SHORTLIST.to_owned())
    })
    .await
}
