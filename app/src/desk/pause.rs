//! What tells an organiser that no mail goes out.

use leptos::prelude::*;

use crate::{
    infra::mail::outbox::pause::{self, Pause},
    request::RequestCx,
};

/// Gives the banner while mail pauses; it goes by itself with the pause.
///
/// # Errors
/// When the database refuses.
pub async fn banner(cx: &RequestCx) -> Result<Option<impl IntoView + use<>>, sea_orm::DbErr> {
    let t = cx.t();
    Ok(pause::now(cx.db().reader()).await?.map(|Pause { since, answer, waiting }| {
        view! {
            <div class="wk-alert wk-alert--warning" role="status">
                <h2 class="wk-alert__title">{t.with("desk-pause-title", &[("since", t.moment(since).into())])}</h2>
                <p>{t.with("desk-pause-text", &[("count", waiting.into())])}</p>
                <p class="wk-muted">{t.with("desk-pause-answer", &[("answer", answer.into())])}</p>
            </div>
        }
    }))
}
