//! `/vandaag/shortlist`

use leptos::{prelude::*, server_fn::ServerFn};

use super::{desk, page_number, pair_actions, split_more};
use crate::{
    bakery::cards::kind_mark,
    desk::{
        api::{TakeOffShortlist, WriteNote},
        queries::{self, ShortlistItem},
    },
    infra::i18n::Texts,
    paths,
    ui::{
        find::pager,
        form::Hidden,
        page::{Page, page},
    },
};

#[component]
pub fn DeskShortlistPage() -> impl IntoView {
    let number = page_number();
    page(async move |cx| {
        cx.actor().organiser()?;
        let t = cx.t();
        let mut items = queries::shortlist(cx.db().reader(), number).await?;
        let more = split_more(&mut items);
        let body = if items.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("desk-shortlist-empty-title")}</h2><p>{t.get("desk-shortlist-empty-text")}</p><a class="wk-button wk-button--primary" href=t.href(paths::DESK_MATCHES)>{t.get("desk-matches")}</a></div> }.into_any()
        } else {
            let items = items.into_iter().map(|item| card(t, item)).collect_view();
            view! { <ul class="wk-stack" role="list">{items}</ul> }.into_any()
        };
        let pager = pager(t, number, more, |page| t.href(format!("{}?pagina={page}", paths::DESK_SHORTLIST)));
        let title = t.get("desk-shortlist");
        Ok(Page::new(title.clone(), desk(&cx, paths::DESK_SHORTLIST, title, t.get("desk-shortlist-lead"), view! { {body} {pager} })))
    })
}

fn card(t: Texts, item: ShortlistItem) -> impl IntoView {
    let pair = [&item.need, &item.offer]
        .map(|listing| view! { <div>{kind_mark(t, listing.side)}<h2 class="wk-h3"><a href=t.href(paths::listing(listing.id))>{listing.title.clone()}</a></h2><p class="wk-meta"><span>{listing.area.clone()}</span></p></div> })
        .collect_view();
    let state = item.introduced.map(|state| {
        let (word, class) = state.badge(t);
        view! { <p><span class=class>{word}</span></p> }
    });
    let actions = item.introduced.is_none().then(|| pair_actions(t, item.need.id, item.offer.id, paths::DESK_SHORTLIST, false));
    let id = format!("note-{}", item.id);
    view! {
        <li class="wk-card">
            <div class="wk-match__pair">{pair}</div>
            {state}
            <form class="wk-form" method="post" novalidate=true action=t.href(WriteNote::PATH)>
                <Hidden name="item" value=item.id.to_string()/><Hidden name="version" value=item.version.to_string()/>
                <div class="wk-field"><label class="wk-label" for=id.clone()>{t.get("desk-note")}</label><textarea class="wk-textarea" id=id name="form[note]" rows="2" maxlength="1000">{item.note}</textarea></div>
                <div class="wk-actions"><button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("desk-write-note")}</button></div>
            </form>
            {actions}
            <form class="wk-inline-form" method="post" action=t.href(TakeOffShortlist::PATH)>
                <Hidden name="item" value=item.id.to_string()/><button class="wk-button wk-button--subtle wk-button--small" type="submit">{t.get("desk-take-off")}</button>
            </form>
        </li>
    }
}
