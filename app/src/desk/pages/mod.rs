//! The pages of the desk, one file per URL.

mod introductions;
mod matches;
mod needs;
mod parties;
mod shortlist;
mod today;

pub use introductions::DeskIntroductionsPage;
pub use matches::DeskMatchesPage;
pub use needs::DeskNeedsPage;
pub use parties::DeskPartiesPage;
pub use shortlist::DeskShortlistPage;
pub use today::DeskPage;

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    api::{IntroduceMatch, ShortlistMatch},
    frame::desk,
    queries::PER_PAGE,
};
use crate::{bakery::model::ListingId, infra::i18n::Texts, ui::form::Hidden};

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
