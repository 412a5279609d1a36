//! The form posts of mails and following.

use std::collections::HashMap;

use leptos::{prelude::*, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{commands, model::Event};
use crate::{
    areas,
    error::AppError,
    input::{FieldErrors, Problem},
    paths,
    request::post,
};

/// The name under which the form to follow an area comes back.
pub const FOLLOW_FORM: &str = "follow-area";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MailsForm {
    /// The rhythm of each kind that is named.
    pub rhythms: HashMap<String, String>,
}

/// Chooses how often the own address hears of what.
#[server(prefix = "/do", endpoint = "notifications/choose", input = PostUrl)]
pub async fn choose_mails(form: MailsForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let wanted = form.rhythms.iter().filter_map(|(kind, rhythm)| Some((kind.parse::<Event>().ok()?, rhythm.parse().ok()?))).collect();
        commands::choose_mails(cx.db(), &person, wanted, cx.now()).await?;
        cx.notify("mails-saved").await?;
        Ok(paths::MAILS.to_owned())
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    /// Its id.
    pub notice: String,
}

/// Opens a notice and leads to what it is about.
#[server(prefix = "/do", endpoint = "notifications/open", input = PostUrl)]
pub async fn open_notice(form: NoticeForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let id = form.notice.parse().map_err(|_| AppError::NotFound)?;
        commands::open_notice(cx.db(), &person, id, cx.now()).await
    })
    .await
}

/// Marks all notices as read.
#[server(prefix = "/do", endpoint = "notifications/read_all", input = PostUrl)]
pub async fn read_notices() -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        commands::read_notices(cx.db(), &person, cx.now()).await?;
        Ok(paths::NOTICES.to_owned())
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AreaForm {
    /// A code, a label or a name.
    pub area: String,
}

/// Starts following an area.
#[server(prefix = "/do", endpoint = "notifications/follow_area", input = PostUrl)]
pub async fn follow_area(form: AreaForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let Some(area) = areas::queries::by_typed(cx.db().reader(), &form.area).await? else {
            let mut errors = FieldErrors::default();
            let key = if form.area.trim().is_empty() { "problem-required" } else { "mails-problem-area" };
            errors.add("area", Problem::new(key));
            return cx.back_with(paths::MAILS.to_owned(), FOLLOW_FORM, &form, errors).await;
        };
        commands::follow_area(cx.db(), &person, &area.code, cx.now()).await?;
        cx.notify("mails-followed").await?;
        Ok(paths::MAILS.to_owned())
    })
    .await
}

/// Stops following an area.
#[server(prefix = "/do", endpoint = "notifications/unfollow_area", input = PostUrl)]
pub async fn unfollow_area(form: AreaForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let code = form.area.parse().map_err(|_| AppError::NotFound)?;
        commands::unfollow_area(cx.db(), &person, &code, cx.now()).await?;
        cx.notify("mails-unfollowed").await?;
        Ok(paths::MAILS.to_owned())
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CallForm {
    /// Its id.
    pub call: String,
}

/// Stops following a call.
#[server(prefix = "/do", endpoint = "notifications/unfollow_call", input = PostUrl)]
pub async fn unfollow_call(form: CallForm) -> Result<(), AppError> {
    post(async move |cx| {
        let person = cx.actor().person()?.clone();
        let call = form.call.parse().map_err(|_| AppError::NotFound)?;
        commands::unfollow_call(cx.db(), &person, call, cx.now()).await?;
        cx.notify("mails-unfollowed").await?;
        Ok(paths::MAILS.to_owned())
    })
    .await
}
