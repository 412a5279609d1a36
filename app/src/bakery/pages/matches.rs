//! The matches on a listing's page, for those to whom it belongs and for organisers; and the way from another's listing to the own ones.

use std::collections::HashSet;

use leptos::prelude::*;

use crate::{
    bakery::{
        cards::{Card, Judged, Why, match_card, opinion_buttons},
        matches,
        matching::Match,
        model::{ListingId, Opinion, Side, Standing},
        policy,
        queries::{self, ListingView},
    },
    error::AppError,
    infra::i18n::Texts,
    paths,
    request::RequestCx,
};

/// Matches on a listing's own page.
const MATCHES: usize = 10;

/// Own listings that are named beside one of somebody else.
const OWN_NAMED: usize = 5;

struct Shown {
    card: Card,
    why: Why,
    opinion: Option<Opinion>,
}

/// The matches of a listing: what somebody said fits comes first, what does not fit stands apart at the end. `put_aside` was just now.
pub(super) async fn matches_section(
    cx: &RequestCx,
    listing: &ListingView,
    standing: Standing,
    put_aside: Option<ListingId>,
) -> Result<AnyView, AppError> {
    let t = cx.t();
    if !standing.is_public() {
        return Ok(().into_any());
    }
    let judge = policy::see_matches(cx.actor(), listing)?;
    let own = policy::is_own(cx.actor(), listing).then_some(listing.side);
    let opinions = queries::opinions_on(cx.db().reader(), listing.id, listing.side, judge).await?;
    let said = |wanted: Opinion| opinions.iter().filter(move |said| said.opinion == wanted).map(|said| said.other);
    let fitting: HashSet<ListingId> = said(Opinion::Fits).collect();
    let aside: Vec<ListingId> = said(Opinion::FitsNot).collect();
    let mut shown = found(cx, listing, &aside, &fitting).await?;
    shown.sort_by_key(|shown| shown.opinion.is_none());
    let here = paths::listing(listing.id);
    let pair = |other: ListingId| if listing.side == Side::Need { (listing.id, other) } else { (other, listing.id) };
    let buttons = |other: ListingId, title: &str, opinion: Option<Opinion>| {
        let (need, offer) = pair(other);
        let back = if opinion.is_none() { format!("{here}?weg={other}#matches") } else { format!("{here}#matches") };
        opinion_buttons(t, &Judged { need, offer, own, title, opinion, back: &back })
    };
    let content = if shown.is_empty() {
        let all = t.href(format!("{}?soort={}", paths::BAKERY, listing.side.opposite().as_str()));
        view! { <div class="wk-empty"><h3>{t.get("matches-empty-title")}</h3><p>{t.get("matches-empty-text")}</p><a class="wk-button wk-button--secondary" href=all>{t.get("matches-empty-search")}</a></div> }
            .into_any()
    } else {
        let cards = shown
            .into_iter()
            .enumerate()
            .map(|(index, Shown { card, mut why, opinion })| {
                why.open = index == 0;
                let buttons = buttons(card.id, &card.title, opinion);
                match_card(t, why.score, vec![card], Some(why), buttons.into_any())
            })
            .collect_view();
        view! { <div class="wk-stack">{cards}</div> }.into_any()
    };
    let hidden: Vec<ListingView> = queries::by_ids(cx.db().reader(), &aside).await?;
    let just = hidden.iter().find(|hidden| Some(hidden.id) == put_aside).map(|hidden| {
        view! { <div class="wk-alert wk-alert--info"><p>{t.with("opinion-put-aside", &[("title", hidden.title.as_str().into())])}</p>{buttons(hidden.id, &hidden.title, Some(Opinion::FitsNot))}</div> }
    });
    let turned_down = (!hidden.is_empty()).then(|| {
        let items = hidden
            .iter()
            .map(|hidden| {
                view! { <li><div><a href=t.href(paths::listing(hidden.id))>{hidden.title.clone()}</a></div>{buttons(hidden.id, &hidden.title, Some(Opinion::FitsNot))}</li> }
            })
            .collect_view();
        view! { <details class="wk-details"><summary>{t.with("opinion-aside", &[("count", hidden.len().into())])}</summary><ul class="wk-worklist" role="list">{items}</ul></details> }
    });
    Ok(view! {
        <section class="wk-section" id="matches">
            <h2>{t.get("matches-title")}</h2>
            <p>{t.get("matches-text")}</p>
            {just}
            {content}
            {turned_down}
            {why_not_form(t, listing.id, "")}
        </section>
    }
    .into_any())
}

/// What the engine finds, without what was put aside and with all that was said to fit.
async fn found(cx: &RequestCx, listing: &ListingView, aside: &[ListingId], fitting: &HashSet<ListingId>) -> Result<Vec<Shown>, AppError> {
    let t = cx.t();
    let mut found = matches::for_listing(cx.state(), listing.id, MATCHES + aside.len() + fitting.len(), cx.now()).await?;
    found.retain(|found| !aside.contains(&ListingId(found.other.id)));
    found.sort_by_key(|found| !fitting.contains(&ListingId(found.other.id)));
    found.truncate(MATCHES.max(fitting.len()));
    let ids: Vec<ListingId> = found.iter().map(|found| ListingId(found.other.id)).collect();
    let facts = queries::card_facts(cx.db().reader(), &ids).await?;
    let mut shown: Vec<Shown> = found
        .into_iter()
        .filter_map(|found| {
            let card = Card::of_document(t, &found.other, &facts)?;
            let Match { score, parts, caution, .. } = found;
            let opinion = fitting.contains(&card.id).then_some(Opinion::Fits);
            Some(Shown { card, why: Why { score, parts, caution, open: false }, opinion })
        })
        .collect();
    let missing: Vec<ListingId> = fitting.iter().copied().filter(|id| !ids.contains(id)).collect();
    if !missing.is_empty() {
        let mut others = queries::by_ids(cx.db().reader(), &missing).await?;
        others.retain(|other| other.standing(cx.now()).is_public());
        others.sort_by_key(|other| other.id);
        for other in others {
            if let Some(comparison) = matches::compare(cx.state(), listing.id, other.id, cx.now()).await? {
                let pair = comparison.pair;
                let why = Why { score: pair.score, parts: pair.parts, caution: pair.caution, open: false };
                shown.push(Shown { card: Card::of_listing(t, &other), why, opinion: Some(Opinion::Fits) });
            }
        }
    }
    Ok(shown)
}

/// Asks for a post that somebody expected among the matches.
pub(super) fn why_not_form(t: Texts, id: ListingId, typed: &str) -> impl IntoView + use<> {
    view! {
        <form class="wk-form" method="get" action=t.href(paths::listing_why_not(id))>
            <div class="wk-field">
                <label class="wk-label" for="ander">{t.get("why-not-label")}</label>
                <p class="wk-hint" id="ander-description">{t.get("why-not-description")}</p>
                <input class="wk-input" id="ander" name="ander" value=typed.to_owned() aria-describedby="ander-description" maxlength="300"/>
            </div>
            <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("why-not-button")}</button></div>
        </form>
    }
}

/// Leads from somebody else's listing to the own ones of the other side: would it fit?
pub(super) async fn fits_mine(cx: &RequestCx, listing: &ListingView) -> Result<AnyView, AppError> {
    let t = cx.t();
    let Ok(person) = cx.actor().person() else { return Ok(().into_any()) };
    let mut own: Vec<ListingView> = queries::own(cx.db().reader(), person, 1, cx.now()).await?.into_iter().map(|own| own.listing).collect();
    own.retain(|own| own.side == listing.side.opposite() && own.standing(cx.now()).is_public());
    own.truncate(OWN_NAMED);
    if own.is_empty() {
        return Ok(().into_any());
    }
    let items = own
        .into_iter()
        .map(|own| {
            let href = t.href(format!("{}?ander={}", paths::listing_why_not(own.id), listing.id));
            view! { <li><div><a href=href>{own.title}</a></div></li> }
        })
        .collect_view();
    Ok(view! { <section class="wk-section"><h2>{t.get("fits-mine-title")}</h2><ul class="wk-worklist" role="list">{items}</ul></section> }
        .into_any())
}
