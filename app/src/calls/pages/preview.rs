//! `/calls/:slug/voorbeeld`

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::call::Shown;
use crate::{
    alerts,
    calls::{model::CallState, policy, queries},
    ui::page::{Page, page},
};

#[component]
pub fn PreviewCallPage() -> impl IntoView {
    let slug = use_params_map().get_untracked().get("slug").unwrap_or_default();
    page(async move |cx| {
        let may = policy::edit(cx.actor(), queries::by_slug(cx.db().reader(), &slug).await?)?;
        let shown = Shown::load(&cx, may.call().clone()).await?;
        let reach = match may.call().life.state {
            CallState::Draft => Some(alerts::reach::of_call(cx.state(), may.person(), may.call(), cx.now()).await?),
            _ => None,
        };
        let t = cx.t();
        let reach =
            reach.map(|count| view! { <p class="wk-note"><strong>{t.with("alerts-reach", &[("count", count.into())])}</strong></p> });
        let title = t.with("calls-preview-title", &[("title", shown.call.title.clone().into())]);
        Ok(Page::new(title, view! { {reach}{shown.view(&cx)} }))
    })
}
