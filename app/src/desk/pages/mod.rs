//! The pages of the desk, one file per URL.

mod introductions;
mod mails;
mod matches;
mod needs;
mod parties;
mod shortlist;
mod today;

pub use introductions::DeskIntroductionsPage;
pub use mails::DeskMailsPage;
pub use matches::DeskMatchesPage;
pub use needs::DeskNeedsPage;
pub use parties::DeskPartiesPage;
pub use shortlist::DeskShortlistPage;
pub use today::DeskPage;

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    api::{IntroduceMatch, ShortlistMatch},
    queries::PER_PAGE,
};
use crate::{bakery::model::ListingId, infra::i18n::Texts, paths, ui::form::Hidden};

/// Reads the number of the page; call it in the component's body.
fn page_number() -> u64 {
    use_query_map().get_untracked().get("pagina").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 100_000)
}

/// Takes the row that only tells that there are more.
fn split_more<T>(rows: &mut Vec<T>) -> bool {
    let more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    more
}

/// The frame of a page of the desk: its menu beside it.
fn desk(t: Texts, here: &'static str, title: String, lead: String, body: impl IntoView + 'static) -> impl IntoView {
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
        .map(|(path, label)| view! { <li><a href=t.href(path) aria-current=(path == here).then_some("page")>{label}</a></li> })
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
}

/// What can be done with a match that nobody took up: a note for the shortlist, or asking both sides.
fn pair_actions(t: Texts, need: ListingId, offer: ListingId, back: &str, shortlist: bool) -> AnyView {
    let hidden = move |back: String| view! { <Hidden name="need" value=need.to_string()/><Hidden name="offer" value=offer.to_string()/><Hidden name="back" value=back/> };
    let shortlist = shortlist.then(|| {
        let id = format!("note-{need}-{offer}");
        view! {
            <form class="wk-form" method="post" novalidate=true action=t.href(ShortlistMatch::PATH)>
                {hidden(back.to_owned())}
                <div class="wk-field"><label class="wk-label" for=id.clone()>{t.get("desk-note")}" "<span class="wk-optional">{t.get("form-optional")}</span></label><input class="wk-input" id=id name="form[text]" maxlength="1000"/></div>
                <div class="wk-actions"><button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("desk-to-shortlist")}</button></div>
            </form>
        }
    });
    let id = format!("message-{need}-{offer}");
    view! {
        <details class="wk-details"><summary>{t.get("desk-take-up")}</summary>
            {shortlist}
            <form class="wk-form" method="post" novalidate=true action=t.href(IntroduceMatch::PATH)>
                {hidden(back.to_owned())}
                <div class="wk-field"><label class="wk-label" for=id.clone()>{t.get("desk-message")}" "<span class="wk-optional">{t.get("form-optional")}</span></label><textarea class="wk-textarea" id=id name="form[text]" rows="3" maxlength="1000"></textarea></div>
                <div class="wk-actions"><button class="wk-button wk-button--primary wk-button--small" type="submit">{t.get("desk-introduce")}</button></div>
            </form>
        </details>
    }
    .into_any()
}
