//! The mails about one thing, on its page: for those who may know what was mailed to whom.

use leptos::prelude::*;
use sea_orm::DbErr;

use super::{
    model::Event,
    queries::{self, Mailed},
};
use crate::{
    infra::{db::Object, i18n::Texts, mail::outbox::Status},
    paths,
    request::RequestCx,
};

/// Gives the name of a state.
pub fn status_label(t: Texts, status: Status) -> String {
    t.get(match status {
        Status::Waiting => "mail-status-waiting",
        Status::Held => "mail-status-held",
        Status::Sending => "mail-status-sending",
        Status::Sent => "mail-status-sent",
        Status::Failed => "mail-status-failed",
        Status::Suppressed => "mail-status-suppressed",
        Status::Discarded => "mail-status-discarded",
    })
}

/// Shows a state.
pub fn status_badge(t: Texts, status: Status) -> impl IntoView + use<> {
    let class = match status {
        Status::Held => "wk-badge wk-badge--warning",
        Status::Failed => "wk-badge wk-badge--negative",
        Status::Sent => "wk-badge wk-badge--positive",
        Status::Waiting | Status::Sending => "wk-badge wk-badge--info",
        Status::Suppressed | Status::Discarded => "wk-badge",
    };
    view! { <span class=class>{status_label(t, status)}</span> }
}

/// The last mails about one thing, with the way to all of them, for organisers.
///
/// # Errors
/// When the database refuses.
pub async fn mails_about(cx: &RequestCx, object: Object) -> Result<Option<AnyView>, DbErr> {
    if cx.actor().organiser().is_err() {
        return Ok(None);
    }
    let t = cx.t();
    let mails = queries::mailed_about(cx.db().reader(), object).await?;
    let more = (mails.len() as u64 == queries::MAILED).then(|| {
        view! { <p><a href=t.href(paths::desk_mails_about(object.kind, object.id))>{t.get("letters-history-all")}</a></p> }
    });
    Ok(history(t, mails, |mail| Some(paths::desk_mail(mail.id))).map(|list| view! { {list}{more} }.into_any()))
}

/// Lists mails; `link` gives the page of one, for those who may open it.
pub fn history(t: Texts, mails: Vec<Mailed>, link: impl Fn(&Mailed) -> Option<String>) -> Option<AnyView> {
    let list = list(t, mails, link)?;
    Some(view! { <section class="wk-section"><h2>{t.get("letters-history")}</h2>{list}</section> }.into_any())
}

/// The same within a row of a table.
pub fn folded(t: Texts, mails: Vec<Mailed>, link: impl Fn(&Mailed) -> Option<String>) -> Option<AnyView> {
    let summary = t.with("letters-history-count", &[("count", mails.len().into())]);
    let list = list(t, mails, link)?;
    Some(view! { <details class="wk-details"><summary>{summary}</summary>{list}</details> }.into_any())
}

fn list(t: Texts, mails: Vec<Mailed>, link: impl Fn(&Mailed) -> Option<String>) -> Option<AnyView> {
    if mails.is_empty() {
        return None;
    }
    let rows = mails
        .into_iter()
        .map(|mail| {
            let subject = match link(&mail) {
                Some(path) => view! { <a href=t.href(path)>{mail.subject.clone()}</a> }.into_any(),
                None => mail.subject.clone().into_any(),
            };
            let kind = mail.kind.parse::<Event>().map(|kind| t.get(kind.name_key())).unwrap_or_default();
            view! {
                <li><div>{subject}<p class="wk-meta"><span>{kind}</span><span>{mail.to_address}</span><span>{t.moment(mail.created_at)}</span></p></div>
                {status_badge(t, mail.status)}</li>
            }
        })
        .collect_view();
    Some(view! { <ul class="wk-worklist" role="list">{rows}</ul> }.into_any())
}
