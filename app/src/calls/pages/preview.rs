//! `/calls/:slug/voorbeeld`

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::call::Shown;
use crate::{
    calls::{policy, queries},
    ui::page::{Page, page},
};

#[component]
pub fn PreviewCallPage() -> impl IntoView {
    let slug = use_params_map().get_untracked().get("slug").unwrap_or_default();
    page(async move |cx| {
        let may = policy::edit(cx.actor(), queries::by_slug(cx.db().reader(), &slug).await?)?;
        let shown = Shown::load(&cx, may.call().clone()).await?;
        let title = cx.t().with("calls-preview-title", &[("title", shown.call.title.clone().into())]);
        Ok(Page::new(title, shown.view(&cx)))
    })
}
