//! What stands around every page of the desk.

use leptos::prelude::*;

use crate::{paths, request::RequestCx};

/// The frame of a page of the desk: its menu beside it.
pub fn desk(cx: &RequestCx, here: &'static str, title: String, lead: String, body: impl IntoView + 'static) -> AnyView {
    let t = cx.t();
    let waiting = cx.actor().person().map_or(0, |person| person.mails_to_see);
    let links = [
        (paths::DESK, t.get("nav-desk")),
        (paths::DESK_MATCHES, t.get("desk-matches")),
        (paths::DESK_NEEDS, t.get("desk-needs")),
        (paths::DESK_SHORTLIST, t.get("desk-shortlist")),
        (paths::DESK_INTRODUCTIONS, t.get("desk-introductions")),
        (paths::DESK_PARTIES, t.get("nav-parties")),
        (paths::DESK_MAILS, t.get("desk-mails")),
    ];
    let links = links
        .into_iter()
        .map(|(path, label)| {
            let counter = (path == paths::DESK_MAILS && waiting > 0).then(|| {
                view! { " "<span class="wk-counter" aria-hidden="true">{waiting}</span><span class="wk-visually-hidden">{t.with("desk-mails-waiting", &[("count", waiting.into())])}</span> }
            });
            view! { <li><a href=t.href(path) aria-current=(path == here).then_some("page")>{label}{counter}</a></li> }
        })
        .collect_view();
    view! {
        <div class="wk-sidebar">
            <aside><nav class="wk-subnav" aria-label=t.get("desk-menu")><ul>{links}</ul></nav></aside>
            <div>
                <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{lead}</p></header>
                {body}
            </div>
        </div>
    }
    .into_any()
}
