//! `/vandaag/behoeften`

use leptos::prelude::*;

use super::{desk, page_number, split_more};
use crate::{
    bakery::model::Side,
    calls::cards::theme_tags,
    desk::queries::{self, waits},
    paths,
    ui::{
        find::{pager, query_string},
        page::{Page, page},
    },
};

#[component]
pub fn DeskNeedsPage() -> impl IntoView {
    let number = page_number();
    page(async move |cx| {
        cx.actor().organiser()?;
        let t = cx.t();
        let now = cx.now();
        let mut needs = queries::needs_without_match(cx.db().reader(), number, now).await?;
        let more = split_more(&mut needs);
        let body = if needs.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("desk-needs-empty-title")}</h2><p>{t.get("desk-needs-empty-text")}</p></div> }
                .into_any()
        } else {
            let items = needs
                .into_iter()
                .map(|need| {
                    let query = query_string([("q", need.title.as_str()), ("soort", Side::Offer.as_str())]);
                    let search = t.href(format!("{}?{query}", paths::BAKERY));
                    view! {
                        <li class="wk-card">
                            <h2 class="wk-h3"><a href=t.href(paths::listing(need.id))>{need.title.clone()}</a></h2>
                            <p class="wk-meta"><span>{need.area.clone()}</span><span>{waits(t, need.published_at, now)}</span></p>
                            {theme_tags(t, &need.themes)}
                            <p><a class="wk-button wk-button--secondary wk-button--small" href=search>{t.get("matches-empty-search")}</a></p>
                        </li>
                    }
                })
                .collect_view();
            view! { <ul class="wk-stack" role="list">{items}</ul> }.into_any()
        };
        let pager = pager(t, number, more, |page| t.href(format!("{}?pagina={page}", paths::DESK_NEEDS)));
        let title = t.get("desk-needs");
        Ok(Page::new(title.clone(), desk(&cx, paths::DESK_NEEDS, title, t.get("desk-needs-lead"), view! { {body} {pager} })))
    })
}
