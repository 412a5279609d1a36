//! `/bakkerij/:id/waarom`: whether a post that somebody expected is among the matches of a listing, and if not, why.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use uuid::Uuid;

use super::{listing_id, matches::why_not_form};
use crate::{
    bakery::{
        cards::{Card, Judged, listing_card, match_card, opinion_buttons, part_list, part_name, points},
        matches::{self, Comparison},
        matching::{Hindrance, LOWEST_SCORE},
        model::{ListingId, Side},
        policy,
        queries::{self, ListingView},
        search::kind_of,
    },
    error::AppError,
    infra::{i18n::Texts, search::query::Search},
    paths,
    request::RequestCx,
    ui::page::{Page, page},
};

/// Characters that are read of what was typed.
const MAX_TYPED: usize = 300;

/// Posts that are offered when what was typed is no link.
const CHOICES: usize = 5;

/// A part below this value is named as weak.
const WEAK: f64 = 0.4;

#[component]
pub fn WhyNotPage() -> impl IntoView {
    let id = listing_id();
    let typed: String = use_query_map()
        .get_untracked()
        .get("ander")
        .unwrap_or_default()
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_TYPED)
        .collect();
    page(async move |cx| {
        let t = cx.t();
        cx.actor().person()?;
        let listing = queries::by_id(cx.db().reader(), id.ok_or(AppError::NotFound)?).await?.ok_or(AppError::NotFound)?;
        policy::see_matches(cx.actor(), &listing)?;
        let (value, answer) = if typed.is_empty() {
            (String::new(), ().into_any())
        } else {
            match expected(&cx, &listing, &typed).await? {
                Expected::One(other) => (other.title.clone(), verdict(&cx, &listing, &other).await?),
                Expected::Several(others) => (typed.clone(), choices(t, listing.id, others)),
            }
        };
        let title = t.get("why-not-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                    <li><a href=t.href(paths::BAKERY)>{t.get("nav-bakery")}</a></li>
                    <li><a href=t.href(paths::listing(listing.id))>{listing.title.clone()}</a></li>
                    <li><a href=t.href(paths::listing_why_not(listing.id)) aria-current="page">{title.clone()}</a></li>
                </ol></nav>
                <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.with("why-not-lead", &[("title", listing.title.as_str().into())])}</p></header>
                {why_not_form(t, listing.id, &value)}
                {answer}
            },
        ))
    })
}

enum Expected {
    One(Box<ListingView>),
    Several(Vec<ListingView>),
}

/// Finds what was meant: the listing that a link or id names, the one with just that title, or those that come near.
async fn expected(cx: &RequestCx, listing: &ListingView, typed: &str) -> Result<Expected, AppError> {
    let db = cx.db().reader();
    let ids: Vec<ListingId> = match named(typed) {
        Some(id) => vec![id],
        None => {
            let mut search = Search::new(typed, cx.now());
            search.kinds = vec![kind_of(listing.side.opposite())];
            search.limit = CHOICES;
            let hits = cx.state().search.ask(move |index| Ok(index.search(&search)?.hits)).await?;
            hits.iter().map(|hit| ListingId(hit.document.id)).collect()
        }
    };
    let mut found = queries::by_ids(db, &ids).await?;
    found.retain(|found| policy::see(cx.actor(), found, cx.now()).is_ok());
    found.sort_by_key(|found| ids.iter().position(|id| *id == found.id));
    let is_meant = |found: &ListingView| named(typed).is_some() || found.title.to_lowercase() == typed.to_lowercase();
    Ok(match found.iter().position(is_meant) {
        Some(at) => Expected::One(Box::new(found.swap_remove(at))),
        None => Expected::Several(found),
    })
}

/// Reads the id out of a link, or of itself.
fn named(typed: &str) -> Option<ListingId> {
    typed.split(|c: char| !(c.is_ascii_hexdigit() || c == '-')).find_map(|part| part.parse::<Uuid>().ok()).map(ListingId)
}

fn choices(t: Texts, id: ListingId, others: Vec<ListingView>) -> AnyView {
    if others.is_empty() {
        return view! { <div class="wk-empty"><h2>{t.get("why-not-unknown-title")}</h2><p>{t.get("why-not-unknown-text")}</p></div> }
            .into_any();
    }
    let items = others
        .into_iter()
        .map(|other| {
            let href = t.href(format!("{}?ander={}", paths::listing_why_not(id), other.id));
            view! { <li><div><a href=href>{other.title}</a><p class="wk-meta"><span>{other.area}</span></p></div></li> }
        })
        .collect_view();
    view! { <section class="wk-section"><h2>{t.get("why-not-which")}</h2><ul class="wk-worklist" role="list">{items}</ul></section> }
        .into_any()
}

async fn verdict(cx: &RequestCx, listing: &ListingView, other: &ListingView) -> Result<AnyView, AppError> {
    let t = cx.t();
    let judge = policy::see_matches(cx.actor(), listing)?;
    let opinions = queries::opinions_on(cx.db().reader(), listing.id, listing.side, judge).await?;
    let opinion = opinions.iter().find(|said| said.other == other.id).map(|said| said.opinion);
    let compared = if other.id == listing.id { None } else { matches::compare(cx.state(), listing.id, other.id, cx.now()).await? };
    let closed = [listing, other].into_iter().find(|post| !post.standing(cx.now()).is_public());
    let reasons = match (&compared, closed) {
        _ if other.side == listing.side => vec![hindrance_text(t, Hindrance::SameSide, listing, other, compared.as_ref())],
        (_, Some(post)) => vec![t.with("why-not-closed", &[("title", post.title.as_str().into())])],
        (None, None) => vec![t.get("why-not-soon")],
        (Some(compared), None) => {
            compared.hindrances.iter().map(|hindrance| hindrance_text(t, *hindrance, listing, other, Some(compared))).collect()
        }
    };
    if !reasons.is_empty() {
        let items = reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
        return Ok(view! {
            <section class="wk-section"><h2>{t.get("why-not-ruled-out")}</h2><ul>{items}</ul><ul class="wk-grid wk-grid--2" role="list">{listing_card(t, Card::of_listing(t, other))}</ul></section>
        }
        .into_any());
    }
    let Some(Comparison { pair, place, .. }) = compared else { return Ok(().into_any()) };
    let (heading, text) = match place {
        Some(place) => (t.with("why-not-found", &[("place", place.into())]), t.get("why-not-found-text")),
        None if !pair.has_evidence => (t.get("why-not-too-little"), t.get("why-not-no-evidence")),
        None if pair.score < LOWEST_SCORE => {
            let points = [("score", points(pair.score).into()), ("lowest", points(LOWEST_SCORE).into())];
            (t.get("why-not-too-little"), t.with("why-not-low", &points))
        }
        None => (t.get("why-not-pushed-out"), t.get("why-not-pushed-out-text")),
    };
    let weak: Vec<String> = pair.parts.iter().filter(|part| part.value < WEAK).map(|part| part_name(t, part.kind).to_lowercase()).collect();
    let weak =
        (place.is_none() && !weak.is_empty()).then(|| view! { <p>{t.with("why-not-weak", &[("parts", weak.join(", ").into())])}</p> });
    let (need, offer) = if listing.side == Side::Need { (listing.id, other.id) } else { (other.id, listing.id) };
    let own = policy::is_own(cx.actor(), listing).then_some(listing.side);
    let back = format!("{}#matches", paths::listing(listing.id));
    let buttons = opinion_buttons(t, &Judged { need, offer, own, title: &other.title, opinion, back: &back });
    let parts = part_list(t, &pair.parts);
    Ok(view! {
        <section class="wk-section">
            <h2>{heading}</h2>
            <p>{text}</p>
            {weak}
            {match_card(t, pair.score, vec![Card::of_listing(t, other)], None, view! { <div>{parts}{buttons}</div> }.into_any())}
        </section>
    }
    .into_any())
}

fn hindrance_text(t: Texts, hindrance: Hindrance, ours: &ListingView, theirs: &ListingView, compared: Option<&Comparison>) -> String {
    let kinds = |listing: &ListingView| {
        let kinds: Vec<String> = listing.contributions.iter().map(|part| part.resource.label(t).to_lowercase()).collect();
        kinds.join(", ")
    };
    match hindrance {
        Hindrance::SameSide => t.get(match ours.side {
            Side::Need => "why-not-both-needs",
            Side::Offer => "why-not-both-offers",
        }),
        Hindrance::SameParty => t.get("why-not-same-party"),
        Hindrance::NotOpen => t.with("why-not-closed", &[("title", theirs.title.as_str().into())]),
        Hindrance::Contribution => t.with("why-not-contribution", &[("ours", kinds(ours).into()), ("theirs", kinds(theirs).into())]),
        Hindrance::Period => t.get("why-not-period"),
        Hindrance::Reach => {
            let km = |value: Option<f64>| t.quantity((value.unwrap_or_default() * 10.0).round() / 10.0);
            let (far, reach) = (compared.and_then(|compared| compared.km), compared.and_then(|compared| compared.reach_km));
            t.with("why-not-reach", &[("km", km(far).into()), ("reach", km(reach).into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_out_of_a_link() {
        let id = ListingId::new();
        for typed in [id.to_string(), format!("https://wijkcall.example/bakkerij/{id}"), format!("/en/bakkerij/{id}?weg=1#matches")] {
            assert_eq!(named(&typed), Some(id), "{typed}");
        }
        for typed in ["", "Dak gezocht", "https://wijkcall.example/bakkerij/mijn", "0190e0e0-0000"] {
            assert_eq!(named(typed), None, "{typed}");
        }
    }
}
