//! `/`

use leptos::prelude::*;

use crate::{
    paths,
    ui::page::{Page, page},
};

#[component]
pub fn HomePage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        Ok(Page::new(
            t.get("home-title"),
            view! {
                <section class="wk-hero wk-full"><div class="wk-hero__inner">
                    <div class="wk-hero__text">
                        <h1>{t.get("home-title")}</h1>
                        <p class="wk-lead">{t.get("home-lead")}</p>
                        <div class="wk-actions">
                            <a class="wk-button wk-button--primary wk-button--large" href=t.href(paths::CALLS)>{t.get("home-to-calls")}</a>
                            <a class="wk-button wk-button--secondary wk-button--large" href=t.href(paths::BAKERY)>{t.get("home-to-bakery")}</a>
                        </div>
                    </div>
                </div></section>
            },
        ))
    })
}
