//! The form posts of the businessbakkerij.

use leptos::{server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{
    commands,
    model::{Answer, IntroductionId, ListingForm, ListingId, Opinion, Side},
    policy, queries,
};
use crate::{
    areas,
    error::AppError,
    input::FieldErrors,
    paths,
    request::{RequestCx, post},
};

/// The name under which the form of a listing keeps what was typed.
pub const LISTING_FORM: &str = "listing";

/// What the button posts that shows a listing before it is posted.
pub const CHECK: &str = "check";

/// Where the form shows the listing as it will be.
pub const PREVIEW: &str = "voorbeeld";

/// Posts a need or an offer.
#[server(prefix = "/do", endpoint = "bakery/post", input = PostUrl)]
pub async fn post_listing(form: ListingForm) -> Result<(), AppError> {
    post(async move |cx| {
        cx.actor().person()?;
        let draft = match parse(&cx, &form).await? {
            Ok(draft) => draft,
            Err(errors) => {
                return cx.back_with(paths::listing_new(form.side.parse().unwrap_or(Side::Need)), LISTING_FORM, &form, errors).await;
            }
        };
        let may = policy::post_for(cx.actor(), draft.party_id)?;
        if form.action == CHECK {
            let path = format!("{}#{PREVIEW}", paths::listing_new(draft.side));
            return cx.back_with(path, LISTING_FORM, &form, FieldErrors::default()).await;
        }
        let id = commands::post(cx.db(), may, draft, cx.now()).await?;
        cx.notify("listing-posted").await?;
        Ok(paths::listing(id))
    })
    .await
}

/// Changes a need or an offer.
#[server(prefix = "/do", endpoint = "bakery/change", input = PostUrl)]
pub async fn change_listing(form: ListingForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = editable(&cx, &form.listing).await?;
        let id = may.id;
        let version = form.version.parse().map_err(|_| AppError::BadRequest)?;
        let draft = match parse(&cx, &form).await? {
            Ok(draft) => draft,
            Err(errors) => return cx.back_with(paths::listing_edit(id), LISTING_FORM, &form, errors).await,
        };
        if form.action == CHECK {
            let path = format!("{}#{PREVIEW}", paths::listing_edit(id));
            return cx.back_with(path, LISTING_FORM, &form, FieldErrors::default()).await;
        }
        commands::change(cx.db(), may, draft, version, cx.now()).await?;
        cx.notify("listing-changed").await?;
        Ok(paths::listing(id))
    })
    .await
}

/// Reads the form; the area is looked up.
pub(super) async fn parse(cx: &RequestCx, form: &ListingForm) -> Result<Result<super::model::ListingDraft, FieldErrors>, AppError> {
    let area = areas::queries::by_typed(cx.db().reader(), &form.area).await?;
    Ok(form.parse(area.map(|area| area.code), cx.t().locale, cx.now()))
}

async fn editable(cx: &RequestCx, id: &str) -> Result<policy::MayEdit, AppError> {
    cx.actor().person()?;
    let id: ListingId = id.parse().map_err(|_| AppError::NotFound)?;
    let listing = queries::by_id(cx.db().reader(), id).await?.ok_or(AppError::NotFound)?;
    policy::edit(cx.actor(), &listing)
}

/// Which listing a button is about.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListingRef {
    pub listing: String,
    /// The signature of the link in a mail; empty for somebody who is signed in.
    pub code: String,
}

/// Closes a need or an offer.
#[server(prefix = "/do", endpoint = "bakery/close", input = PostUrl)]
pub async fn close_listing(form: ListingRef) -> Result<(), AppError> {
    post(async move |cx| {
        let may = editable(&cx, &form.listing).await?;
        commands::close(cx.db(), may, cx.now()).await?;
        cx.notify("listing-was-closed").await?;
        Ok(paths::BAKERY_OWN.to_owned())
    })
    .await
}

/// Renews a need or an offer.
#[server(prefix = "/do", endpoint = "bakery/renew", input = PostUrl)]
pub async fn renew_listing(form: ListingRef) -> Result<(), AppError> {
    post(async move |cx| {
        let may = editable(&cx, &form.listing).await?.renew();
        commands::renew(cx.db(), may, cx.now()).await?;
        cx.notify("listing-renewed").await?;
        Ok(paths::BAKERY_OWN.to_owned())
    })
    .await
}

/// Renews a need or an offer with the link in the mail, without signing in.
#[server(prefix = "/do", endpoint = "bakery/renew-by-link", input = PostUrl)]
pub async fn renew_listing_by_link(form: ListingRef) -> Result<(), AppError> {
    post(async move |cx| {
        let id: ListingId = form.listing.parse().map_err(|_| AppError::NotFound)?;
        let may = policy::renew_by_link(&cx.state().settings.secret_key, id, &form.code)?;
        commands::renew(cx.db(), may, cx.now()).await?;
        cx.notify("listing-renewed").await?;
        Ok(paths::listing(id))
    })
    .await
}

/// What somebody says of a match, and where the button stood.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OpinionForm {
    pub need: String,
    pub offer: String,
    /// The side to which the list belongs; empty for an organiser.
    pub own: String,
    /// Empty to take it back.
    pub opinion: String,
    pub back: String,
}

/// Says of a match that it fits or does not, or takes that back.
#[server(prefix = "/do", endpoint = "bakery/judge", input = PostUrl)]
pub async fn judge_match(form: OpinionForm) -> Result<(), AppError> {
    post(async move |cx| {
        cx.actor().person()?;
        let id = |text: &str| text.parse::<ListingId>().map_err(|_| AppError::NotFound);
        let (need, offer) = (id(&form.need)?, id(&form.offer)?);
        let listings = queries::by_ids(cx.db().reader(), &[need, offer]).await?;
        let find = |id| listings.iter().find(|listing| listing.id == id).ok_or(AppError::NotFound);
        let may = policy::judge(cx.actor(), find(need)?, find(offer)?, form.own.parse().ok(), cx.now())?;
        match form.opinion.parse::<Opinion>() {
            Ok(opinion) => commands::opinions::judge(cx.db(), may, opinion, cx.now()).await?,
            Err(_) if form.opinion.is_empty() => commands::opinions::take_back(cx.db(), may, cx.now()).await?,
            Err(_) => return Err(AppError::BadRequest),
        }
        cx.notify(match form.opinion.parse() {
            Ok(Opinion::Fits) => "opinion-fits-said",
            Ok(Opinion::FitsNot) => "opinion-fits-not-said",
            Err(_) => "opinion-taken-back",
        })
        .await?;
        Ok(paths::local(&form.back).to_owned())
    })
    .await
}

/// One side's answer to an introduction.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub introduction: String,
    pub side: String,
    /// The signature of the link in a mail; empty for somebody who is signed in.
    pub code: String,
    pub answer: String,
}

/// Answers an introduction with yes or no.
#[server(prefix = "/do", endpoint = "bakery/answer", input = PostUrl)]
pub async fn answer_introduction(form: AnswerForm) -> Result<(), AppError> {
    post(async move |cx| {
        let id: IntroductionId = form.introduction.parse().map_err(|_| AppError::NotFound)?;
        let side: Side = form.side.parse().map_err(|_| AppError::NotFound)?;
        let answer: Answer = form.answer.parse().map_err(|_| AppError::BadRequest)?;
        let introduction = queries::introduction(cx.db().reader(), id).await?.ok_or(AppError::NotFound)?;
        let may = policy::answer(cx.actor(), &cx.state().settings.secret_key, &introduction, side, &form.code)?;
        commands::introductions::answer(cx.state(), may, answer, cx.now()).await?;
        Ok(paths::introduction(id, side, &form.code))
    })
    .await
}
