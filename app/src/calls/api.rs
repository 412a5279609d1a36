//! The form posts of calls.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use serde::{Deserialize, Serialize};

use super::{
    commands,
    form::{Action, CallForm},
    model::{self, CallState, Content},
    policy::{self, MayEdit},
    queries,
};
use crate::{
    error::AppError,
    input::{self, FieldErrors, Problem},
    paths,
    request::{RequestCx, answer, post},
    ui::form::saved_note,
};

/// The names under which forms come back with what was typed.
pub const BEGIN_FORM: &str = "call-begin";
pub const WITHDRAW_FORM: &str = "call-withdraw";

/// Gives the name of the form of one call, so that what was typed for one never shows at another.
pub fn edit_form(slug: &str) -> String {
    format!("call-{slug}")
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    pub party: String,
    pub title: String,
}

/// Begins a draft.
#[server(prefix = "/do", endpoint = "calls/begin", input = PostUrl)]
pub async fn begin_call(form: BeginForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::create(cx.actor(), form.party.parse().map_err(|_| AppError::NotFound)?)?;
        let mut errors = FieldErrors::default();
        let Some(title) = errors.check("title", input::line(&form.title, model::MAX_TITLE)) else {
            return cx.back_with(paths::CALL_NEW.to_owned(), BEGIN_FORM, &form, errors).await;
        };
        let slug = commands::begin_draft(cx.db(), &may, &title, cx.now()).await?;
        Ok(paths::call_edit(&slug))
    })
    .await
}

/// Saves the form of a call and does what its button says.
#[server(prefix = "/do", endpoint = "calls/save", input = PostUrl)]
pub async fn save_call(form: CallForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::edit(cx.actor(), queries::by_slug(cx.db().reader(), &form.slug).await?)?;
        let before = queries::content(cx.db().reader(), may.call()).await?;
        if may.call().life.state == CallState::Draft {
            save_draft(&cx, &may, before, form).await
        } else {
            change(&cx, &may, before, form).await
        }
    })
    .await
}

async fn save_draft(cx: &RequestCx, may: &MayEdit, before: Content, mut form: CallForm) -> Result<String, AppError> {
    let action = Action::read(&form.action);
    form.rearrange(action);
    let version = version(&form)?;
    if version != may.call().version {
        return changed_elsewhere(cx, may, form).await;
    }
    let areas = form.find_areas(cx.db().reader(), &before.areas).await?;
    let (content, mut errors) = form.read(&before, areas);
    let slug = &may.call().slug;
    if action == Action::Publish && errors.is_empty() {
        match model::ready(&may.call().funder, content.clone(), cx.now()) {
            Ok(ready) => {
                let slug = commands::publish(cx.db(), may, version, ready, cx.now()).await?;
                cx.notify("calls-published").await?;
                return Ok(paths::call(&slug));
            }
            Err(missing) => errors = missing,
        }
    }
    let version = commands::save_draft(cx.db(), may, version, &content, cx.now()).await?;
    if !errors.is_empty() {
        let form = CallForm { version: version.to_string(), ..form };
        return cx.back_with(paths::call_edit(slug), &edit_form(slug), &form, errors).await;
    }
    match action {
        Action::Preview => return Ok(paths::call_preview(slug)),
        Action::Save | Action::Publish => cx.notify("calls-saved").await?,
        Action::AddQuestion => return Ok(format!("{}#vraag-{}", paths::call_edit(slug), content.questions.len())),
        Action::RemoveQuestion(_) | Action::MoveUp(_) | Action::MoveDown(_) => return Ok(format!("{}#vragen", paths::call_edit(slug))),
    }
    Ok(paths::call_edit(slug))
}

async fn change(cx: &RequestCx, may: &MayEdit, before: Content, form: CallForm) -> Result<String, AppError> {
    let version = version(&form)?;
    if version != may.call().version {
        return changed_elsewhere(cx, may, form).await;
    }
    let areas = form.find_areas(cx.db().reader(), &before.areas).await?;
    let (content, mut errors) = form.read(&before, areas);
    let slug = &may.call().slug;
    if errors.is_empty() {
        match model::amend(may.call().phase(cx.now()), &before, content, cx.now()) {
            Ok(amended) => {
                commands::change_published(cx.db(), may, version, &amended, cx.now()).await?;
                cx.notify("calls-changed").await?;
                return Ok(paths::call(slug));
            }
            Err(wrong) => errors = wrong,
        }
    }
    cx.back_with(paths::call_edit(slug), &edit_form(slug), &form, errors).await
}

/// Shows what was typed over what somebody else saved meanwhile, so that nothing typed is lost and nothing is overwritten unseen.
async fn changed_elsewhere(cx: &RequestCx, may: &MayEdit, form: CallForm) -> Result<String, AppError> {
    let mut errors = FieldErrors::default();
    errors.add("title", Problem::new("calls-problem-changed-elsewhere"));
    let form = CallForm { version: may.call().version.to_string(), ..form };
    let slug = &may.call().slug;
    cx.back_with(paths::call_edit(slug), &edit_form(slug), &form, errors).await
}

fn version(form: &CallForm) -> Result<i32, AppError> {
    form.version.parse().map_err(|_| AppError::BadRequest)
}

/// What the page shows and keeps after a draft saved itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub note: String,
    pub version: i32,
}

/// Saves a draft while somebody is typing.
#[server(prefix = "/do", endpoint = "calls/keep", input = PostUrl)]
pub async fn keep_call(form: CallForm) -> Result<Kept, AppError> {
    answer(async move |cx| {
        let may = policy::edit(cx.actor(), queries::by_slug(cx.db().reader(), &form.slug).await?)?;
        let before = queries::content(cx.db().reader(), may.call()).await?;
        let areas = form.find_areas(cx.db().reader(), &before.areas).await?;
        let (content, errors) = form.read(&before, areas);
        let version = commands::save_draft(cx.db(), &may, version(&form)?, &content, cx.now()).await?;
        Ok(Kept { note: saved_note(cx.t(), cx.now(), errors.iter().count()), version })
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OneCall {
    pub slug: String,
}

/// Ends the time to apply now.
#[server(prefix = "/do", endpoint = "calls/close", input = PostUrl)]
pub async fn close_call(form: OneCall) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::edit(cx.actor(), queries::by_slug(cx.db().reader(), &form.slug).await?)?;
        commands::close_early(cx.db(), &may, cx.now()).await?;
        cx.notify("calls-closed-early").await?;
        Ok(paths::call(&may.call().slug))
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    pub slug: String,
    pub reason: String,
}

/// Takes a call back.
#[server(prefix = "/do", endpoint = "calls/withdraw", input = PostUrl)]
pub async fn withdraw_call(form: WithdrawForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = policy::edit(cx.actor(), queries::by_slug(cx.db().reader(), &form.slug).await?)?;
        let slug = &may.call().slug;
        let mut errors = FieldErrors::default();
        let reason = input::text(&form.reason, 1_000).map_err(|problem| match problem {
            empty if empty == Problem::new("problem-required") => Problem::new("calls-problem-reason"),
            other => other,
        });
        let Some(reason) = errors.check("reason", reason) else {
            return cx.back_with(paths::call_edit(slug), WITHDRAW_FORM, &form, errors).await;
        };
        commands::withdraw(cx.db(), &may, reason, cx.now()).await?;
        cx.notify("calls-withdrawn").await?;
        Ok(paths::call(slug))
    })
    .await
}
