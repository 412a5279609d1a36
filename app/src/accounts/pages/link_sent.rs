//! `/inloggen/verstuurd`

use leptos::prelude::*;

use crate::{
    paths,
    ui::page::{Page, page},
};

/// Says that a mail is on its way; the same for every address.
#[component]
pub fn LinkSentPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let title = t.get("account-link-sent-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow wk-stack">
                    <h1>{title}</h1>
                    <p class="wk-lead">{t.get("account-link-sent-text")}</p>
                    <p>{t.get("account-link-sent-help")}</p>
                    <p><a href=t.href(paths::SIGN_IN)>{t.get("account-link-again")}</a></p>
                </div>
            },
        ))
    })
}
