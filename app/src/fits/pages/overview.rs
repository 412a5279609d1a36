//! `/past-bij-mij`: the calls, needs and offers that fit the answers, and why other calls do not.

use std::collections::HashMap;

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use super::breadcrumb;
use crate::{
    areas::{self, model::AreaCode, queries::Point},
    bakery::{
        self,
        cards::{Card as ListingCard, Why, match_card},
        model::{ListingId, Resource, Side},
    },
    calls::{
        self,
        cards::call_card,
        model::Phase,
        queries::{Card, Filter},
    },
    error::AppError,
    fits::{
        api::DeleteAnswers,
        calls::{Misfit, misfits},
        model::Answers,
        policy::{self, Whose},
        posts::{self, Fitting},
        queries,
    },
    infra::{clock::local_day, i18n::Texts},
    paths,
    request::RequestCx,
    ui::{
        find::pager,
        page::{Page, page},
    },
};

/// Calls that are looked at, those that close first.
const MOST_CALLS: u32 = 100;

/// Posts of a side on the page with everything, and on a page of that side alone.
const FIRST: usize = 4;
const PER_PAGE: usize = 12;

/// What the address asks for.
struct Asked {
    /// One side alone.
    side: Option<Side>,
    page: u64,
}

impl Asked {
    fn read(query: &ParamsMap) -> Self {
        let number = |name| query.get(name).and_then(|number| number.parse().ok());
        Self { side: query.get("toon").and_then(|side| side.parse().ok()), page: number("pagina").unwrap_or(1).clamp(1, 1_000) }
    }
}

#[component]
pub fn FitsPage() -> impl IntoView {
    let asked = Asked::read(&use_query_map().get_untracked());
    page(async move |cx| {
        let whose = policy::see(cx.actor())?;
        let t = cx.t();
        match queries::answers(cx.db().reader(), whose).await? {
            None => Ok(Page::new(t.get("fits-title"), begin(&cx))),
            Some(answers) => {
                let body = everything(&cx, whose, &answers, &asked).await?;
                Ok(Page::new(t.get("fits-title"), body))
            }
        }
    })
}

/// Before the first answers.
fn begin(cx: &RequestCx) -> impl IntoView + use<> {
    let t = cx.t();
    let next = match policy::answer(cx.actor()) {
        Ok(_) => {
            view! { <div class="wk-actions"><a class="wk-button wk-button--primary" href=t.href(paths::FITS_QUESTIONS)>{t.get("fits-begin")}</a></div> }
                .into_any()
        }
        Err(_) => view! { <p class="wk-note">{t.get("fits-editors-answer")}</p> }.into_any(),
    };
    view! {
        {breadcrumb(t, None)}
        <div class="wk-narrow">
            <header class="wk-page-header"><h1>{t.get("fits-title")}</h1><p class="wk-lead">{t.get("fits-lead")}</p></header>
            <ul>{["fits-promise-calls", "fits-promise-posts", "fits-promise-why"].map(|key| view! { <li>{t.get(key)}</li> }).collect_view()}</ul>
            {next}
            <p class="wk-hint">{t.get("fits-kept")}</p>
        </div>
    }
}

async fn everything(cx: &RequestCx, whose: Whose, answers: &Answers, asked: &Asked) -> Result<AnyView, AppError> {
    let t = cx.t();
    let db = cx.db().reader();
    let open = Filter { phase: Some(Phase::Open), size: MOST_CALLS, ..Filter::default() };
    let listed = calls::queries::list(db, &open, cx.now()).await?;
    let mut codes: Vec<AreaCode> = answers.area.iter().cloned().collect();
    codes.extend(listed.cards.iter().flat_map(|call| call.areas.iter().map(|(code, _)| code.clone())));
    let points = areas::queries::points(db, &codes).await?;
    let found = found(cx, whose, answers, &points).await?;
    let ids: Vec<ListingId> =
        found.iter().flat_map(|(side, all)| page_of(*side, all, asked)).map(|fitting| ListingId(fitting.document.id)).collect();
    let facts = bakery::queries::card_facts(db, &ids).await?;
    let posts = found
        .iter()
        .filter(|(side, _)| asked.side.is_none_or(|only| only == *side))
        .map(|(side, all)| {
            let (side, shown, all) = (*side, page_of(*side, all, asked), all.len());
            let cards: Vec<AnyView> = shown
                .iter()
                .filter_map(|fitting| Some(post(t, ListingCard::of_document(t, &fitting.document, &facts)?, fitting)))
                .collect();
            posts_section(t, answers, asked, side, cards, all)
        })
        .collect_view();
    let calls = asked.side.is_none().then(|| calls_sections(cx, answers, listed.cards, listed.total, &points));
    Ok(view! {
        {breadcrumb(t, None)}
        <header class="wk-page-header"><h1>{t.get("fits-title")}</h1></header>
        {summary(cx, answers)}
        {calls}
        {posts}
    }
    .into_any())
}

/// The posts of each side that fit, the best first.
async fn found(
    cx: &RequestCx,
    whose: Whose,
    answers: &Answers,
    points: &HashMap<AreaCode, Point>,
) -> Result<Vec<(Side, Vec<Fitting>)>, AppError> {
    let place = answers.area.as_ref().and_then(|code| points.get(code));
    let chain = std::iter::successors(place, |point| point.parent.as_ref().and_then(|code| points.get(code)));
    let chain: Vec<String> = chain.take(4).map(|point| point.code.as_str().to_owned()).collect();
    // What one brings is held against needs, and the other way round.
    let ours = |side: Side| posts::as_post(answers, side.opposite(), whose, place, chain.clone(), cx.now());
    let ours: Vec<_> = Side::ALL.iter().map(|side| (*side, ours(*side))).collect();
    cx.state()
        .search
        .ask(move |index| {
            let fitting =
                |(side, ours): (Side, Option<_>)| Ok((side, ours.map_or_else(|| Ok(Vec::new()), |ours| posts::fitting(index, &ours))?));
            ours.into_iter().map(fitting).collect()
        })
        .await
}

/// What stands on this page of a side.
fn page_of<'all>(side: Side, all: &'all [Fitting], asked: &Asked) -> &'all [Fitting] {
    let (from, count) = match asked.side {
        None => (0, FIRST),
        Some(only) if only == side => (usize::try_from(asked.page - 1).unwrap_or(usize::MAX).saturating_mul(PER_PAGE), PER_PAGE),
        Some(_) => return &[],
    };
    all.get(from..all.len().min(from.saturating_add(count))).unwrap_or_default()
}

fn post(t: Texts, card: ListingCard, fitting: &Fitting) -> AnyView {
    let why = Why { score: fitting.score, parts: fitting.parts.clone(), caution: fitting.caution.clone(), open: false };
    match_card(t, fitting.score, vec![card], Some(why), ().into_any()).into_any()
}

fn posts_section(t: Texts, answers: &Answers, asked: &Asked, side: Side, cards: Vec<AnyView>, all: usize) -> impl IntoView + use<> {
    let (title, nothing, open, left_open) = match side {
        Side::Need => ("fits-needs", "fits-needs-none", "fits-needs-left-open", answers.brings.is_empty()),
        Side::Offer => ("fits-offers", "fits-offers-none", "fits-offers-left-open", answers.seeks.is_empty()),
    };
    let path = |page: u64| {
        let page = if page > 1 { format!("&pagina={page}") } else { String::new() };
        t.href(format!("{}?toon={}{page}", paths::FITS, side.as_str()))
    };
    let rest = match asked.side {
        None if all > cards.len() => {
            let label = t.with(if side == Side::Need { "fits-needs-all" } else { "fits-offers-all" }, &[("count", all.into())]);
            view! { <p><a href=path(1)>{label}</a></p> }.into_any()
        }
        None => ().into_any(),
        Some(_) => {
            let last = usize::try_from(asked.page).unwrap_or(usize::MAX).saturating_mul(PER_PAGE);
            view! { {pager(t, asked.page, all > last, path)}<p><a href=t.href(paths::FITS)>{t.get("fits-back")}</a></p> }.into_any()
        }
    };
    let cards = match (cards.is_empty(), left_open) {
        (_, true) => view! { <p>{t.get(open)}</p> }.into_any(),
        (true, false) => {
            view! { <p>{t.get(nothing)}</p><p><a href=t.href(paths::listing_new(side.opposite()))>{t.get(if side == Side::Need { "bakery-post-offer" } else { "bakery-post-need" })}</a></p> }
                .into_any()
        }
        (false, false) => view! { <div class="wk-stack">{cards}</div> }.into_any(),
    };
    let id = side.as_str();
    view! {
        <section class="wk-section" id=id>
            <h2>{t.get(title)}" "<span class="wk-counter">{all}</span></h2>
            {cards}
            {rest}
        </section>
    }
}

/// What was answered, and how to change or delete it.
fn summary(cx: &RequestCx, answers: &Answers) -> impl IntoView + use<> {
    let t = cx.t();
    let list = |labels: Vec<String>| if labels.is_empty() { t.get("fits-any") } else { labels.join(", ") };
    let resources = |all: &[Resource]| {
        let labels: Vec<String> = all.iter().map(|resource| resource.label(t)).collect();
        if labels.is_empty() { t.get("fits-nothing") } else { labels.join(", ") }
    };
    let place = match answers.reach_km {
        Some(km) => t.with("fits-place-reach", &[("place", answers.place.as_str().into()), ("km", km.into())]),
        None => answers.place.clone(),
    };
    let day = |day: chrono::NaiveDate| t.date(day);
    let when = match (answers.starts_on, answers.ends_on) {
        (None, None) => t.get("fits-any"),
        (Some(from), None) => t.with("fits-from", &[("from", day(from).into())]),
        (None, Some(until)) => t.with("fits-until", &[("until", day(until).into())]),
        (Some(from), Some(until)) => t.with("fits-from-until", &[("from", day(from).into()), ("until", day(until).into())]),
    };
    let rows = [
        ("fits-short-who", list(answers.kinds.iter().map(|kind| kind.label(t)).collect())),
        ("fits-short-themes", list(answers.themes.iter().map(|theme| theme.label(t)).collect())),
        ("fits-short-where", place),
        ("fits-short-brings", resources(&answers.brings)),
        ("fits-short-seeks", resources(&answers.seeks)),
        ("fits-short-when", when),
    ];
    let rows = rows.into_iter().map(|(key, value)| view! { <div><dt>{t.get(key)}</dt><dd>{value}</dd></div> }).collect_view();
    let change = policy::answer(cx.actor()).is_ok().then(|| {
        view! {
            <div class="wk-actions">
                <a class="wk-button wk-button--secondary wk-button--small" href=t.href(paths::FITS_QUESTIONS)>{t.get("fits-change")}</a>
                <form class="wk-inline-form" method="post" action=t.href(DeleteAnswers::PATH)><button class="wk-button wk-button--subtle wk-button--small" type="submit">{t.get("fits-delete")}</button></form>
            </div>
        }
    });
    let whose = cx.actor().person().ok().and_then(|person| person.acting().map(|party| party.name.clone()));
    let title = whose.map_or_else(|| t.get("fits-answers"), |party| t.with("fits-answers-party", &[("party", party.into())]));
    view! {
        <section class="wk-panel wk-panel--tint" aria-labelledby="answers">
            <h2 class="wk-h3" id="answers">{title}</h2>
            <dl class="wk-data">{rows}</dl>
        </section>
        {change}
    }
}

fn calls_sections(
    cx: &RequestCx,
    answers: &Answers,
    cards: Vec<Card>,
    total: u64,
    points: &HashMap<AreaCode, Point>,
) -> impl IntoView + use<> {
    let (t, now) = (cx.t(), cx.now());
    let more = total > u64::from(MOST_CALLS);
    let judged: Vec<(Card, Vec<Misfit>)> = cards
        .into_iter()
        .map(|card| {
            let why = misfits(answers, &card, points);
            (card, why)
        })
        .collect();
    let (fit, others): (Vec<_>, Vec<_>) = judged.into_iter().partition(|(_, why)| why.is_empty());
    let (count, other_count) = (fit.len(), others.len());
    let fit = if fit.is_empty() {
        view! { <p>{t.get("fits-calls-none")}</p> }.into_any()
    } else {
        let cards = fit.into_iter().map(|(card, _)| call_card(t, card, now)).collect_view();
        view! { <div class="wk-grid wk-grid--2">{cards}</div> }.into_any()
    };
    let others = (other_count > 0).then(|| {
        let items = others
            .into_iter()
            .map(|(card, why)| {
                let reasons = why.iter().map(|misfit| view! { <li>{reason(t, answers, misfit)}</li> }).collect_view();
                view! {
                    <li><div>
                        <h3 class="wk-h4"><a href=t.href(paths::call(&card.slug))>{card.title}</a></h3>
                        <p class="wk-meta"><span>{card.funder_name}</span>{card.life.closes_at.map(|end| view! { <span>{t.with("fits-closes", &[("date", t.date(local_day(end)).into())])}</span> })}</p>
                        <ul>{reasons}</ul>
                    </div></li>
                }
            })
            .collect_view();
        view! {
            <section class="wk-section" id="niet">
                <h2>{t.get("fits-calls-not")}" "<span class="wk-counter">{other_count}</span></h2>
                <ul class="wk-worklist" role="list">{items}</ul>
            </section>
        }
    });
    view! {
        <section class="wk-section" id="calls">
            <h2>{t.get("fits-calls")}" "<span class="wk-counter">{count}</span></h2>
            {fit}
            {more.then(|| view! { <p>{t.with("fits-calls-more", &[("count", MOST_CALLS.into())])}" "<a href=t.href(paths::CALLS)>{t.get("home-open-all")}</a></p> })}
        </section>
        {others}
    }
}

/// Why a call does not fit, in a sentence.
fn reason(t: Texts, answers: &Answers, misfit: &Misfit) -> String {
    match misfit {
        Misfit::Applicant(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|kind| kind.label(t).to_lowercase()).collect();
            t.with("fits-not-applicant", &[("kinds", kinds.join(", ").into())])
        }
        Misfit::Themes(themes) => {
            let themes: Vec<String> = themes.iter().map(|theme| theme.label(t).to_lowercase()).collect();
            t.with("fits-not-themes", &[("themes", themes.join(", ").into())])
        }
        Misfit::Area(places, km) => {
            let (place, places) = (answers.place.as_str(), places.join("; "));
            match km {
                Some(km) => {
                    let km = t.quantity((km * 10.0).round() / 10.0);
                    t.with("fits-not-area-km", &[("places", places.into()), ("place", place.into()), ("km", km.into())])
                }
                None => t.with("fits-not-area", &[("places", places.into()), ("place", place.into())]),
            }
        }
        Misfit::Closes(day) => t.with("fits-not-closes", &[("date", t.date(*day).into())]),
        Misfit::Money => t.get("fits-not-money"),
    }
}
