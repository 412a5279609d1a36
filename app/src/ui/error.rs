//! Error pages with a way out.

use leptos::prelude::*;

use super::page::{Page, page};
use crate::{error::AppError, paths, request::RequestCx};

/// The page for an address that does not exist.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    page(async |_| Err(AppError::NotFound))
}

/// Describes an error and offers where to go.
pub fn page_of(cx: &RequestCx, error: AppError) -> Page {
    let t = cx.t();
    let (title, text) = error.text_keys();
    let title = t.get(title);
    Page::new(
        title.clone(),
        view! {
            <div class="wk-error-page wk-narrow">
                <p class="wk-error-page__code">{error.status().as_u16()}</p>
                <h1>{title}</h1>
                <p class="wk-lead">{t.get(text)}</p>
                <div class="wk-actions">
                    <a class="wk-button wk-button--primary" href=t.href(paths::HOME)>{t.get("error-to-home")}</a>
                    <a class="wk-button wk-button--secondary" href=t.href(paths::CALLS)>{t.get("error-to-calls")}</a>
                </div>
            </div>
        },
    )
}
