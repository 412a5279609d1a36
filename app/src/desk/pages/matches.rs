//! `/vandaag/matches`

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{desk, pair_actions};
use crate::{
    areas::{self, fields::AreaSuggestions, model::AreaCode},
    bakery::{
        cards::{Card, Judged, Why, match_card, opinion_buttons},
        matches,
        policy::Judge,
    },
    desk::{
        model::{Cursor, Handled, LOWEST_POINTS, MatchFilter},
        queries::{self, PER_PAGE, Pair, Pairs},
    },
    infra::i18n::Texts,
    paths,
    themes::Theme,
    ui::{
        find::query_string,
        page::{Page, page},
    },
};

#[component]
pub fn DeskMatchesPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let values: Vec<(String, String)> =
        ["thema", "gebied", "score", "alles"].iter().filter_map(|name| Some(((*name).to_owned(), query.get(name)?))).collect();
    let filter = MatchFilter::read(|name| values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()));
    let after = query.get("na").and_then(|cursor| Cursor::read(&cursor));
    page(async move |cx| {
        let judge = Judge::organiser(&cx.actor().organiser()?);
        let t = cx.t();
        let db = cx.db().reader();
        let wanted = queries::match_query(db, &filter, judge).await?;
        let Pairs { mut pairs, total: count } = queries::list_matches(db, &wanted, after, PER_PAGE + 1, cx.now()).await?;
        let more = super::split_more(&mut pairs);
        let next = pairs.last().filter(|_| more).map(|last| last.cursor().text());
        let mut why = matches::explain(cx.state(), pairs.iter().map(|pair| (pair.need.id, pair.offer.id)).collect(), cx.now()).await?;
        let areas = areas::queries::choices(db).await?;
        let here = address(&filter, after.map(|cursor| cursor.text()).as_deref());
        let cards = pairs
            .into_iter()
            .map(|pair| {
                let why = why.remove(&(pair.need.id, pair.offer.id)).map(|score| Why {
                    score: score.score,
                    parts: score.parts,
                    caution: score.caution,
                    open: false,
                });
                card(t, pair, why, &here)
            })
            .collect_view();
        let results = if count == 0 {
            view! { <div class="wk-empty"><h2>{t.get("desk-matches-empty-title")}</h2><p>{t.get("desk-matches-empty-text")}</p></div> }
                .into_any()
        } else {
            view! { <h2 class="wk-visually-hidden">{t.get("bakery-results")}</h2><div class="wk-stack">{cards}</div> }.into_any()
        };
        let pager = (after.is_some() || next.is_some()).then(|| {
            let first = after.is_some().then(|| view! { <a rel="prev" href=t.href(address(&filter, None))>{t.get("pager-first")}</a> });
            let next = next.map(|next| view! { <a rel="next" href=t.href(address(&filter, Some(&next)))>{t.get("pager-next")}</a> });
            view! { <nav class="wk-pagination" aria-label=t.get("pager")>{first}{next}</nav> }
        });
        let export = t.href(with_query(paths::DESK_EXPORT, &filter, None));
        let body = view! {
            {filters(t, &filter, areas)}
            <div class="wk-stack">
                <div class="wk-results"><p role="status"><strong>{t.number(u64::try_from(count).unwrap_or_default())}</strong>" "{t.with("desk-matches-found", &[("count", count.into())])}</p><a href=export download="">{t.get("desk-export")}</a></div>
                {results}
                {pager}
                {judgements(t)}
            </div>
        };
        let title = t.get("desk-matches");
        Ok(Page::new(title.clone(), desk(&cx, paths::DESK_MATCHES, title, t.get("desk-matches-lead"), body)))
    })
}

fn with_query(path: &str, filter: &MatchFilter, after: Option<&str>) -> String {
    let pairs = filter.pairs();
    let query = query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())).chain([("na", after.unwrap_or_default())]));
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn address(filter: &MatchFilter, after: Option<&str>) -> String {
    with_query(paths::DESK_MATCHES, filter, after)
}

fn filters(t: Texts, filter: &MatchFilter, areas: Vec<(AreaCode, String)>) -> impl IntoView + use<> {
    let themes = Theme::ALL
        .iter()
        .map(|theme| view! { <option value=theme.as_str() selected={filter.theme == Some(*theme)}>{theme.label(t)}</option> })
        .collect_view();
    view! {
        <form class="wk-form" method="get" action=t.href(paths::DESK_MATCHES)>
            <AreaSuggestions choices=areas/>
            <div class="wk-field-row">
                <div class="wk-field"><label class="wk-label" for="thema">{t.get("facet-theme")}</label><select class="wk-select" id="thema" name="thema"><option value="">{t.get("desk-all-themes")}</option>{themes}</select></div>
                <div class="wk-field"><label class="wk-label" for="gebied">{t.get("facet-area")}</label><input class="wk-input" id="gebied" name="gebied" value=filter.area.clone() list="area-suggestions" autocomplete="off"/></div>
                <div class="wk-field"><label class="wk-label" for="score">{t.get("desk-lowest")}</label><input class="wk-input wk-input--short" id="score" name="score" type="number" min=LOWEST_POINTS max="100" value=filter.lowest/></div>
            </div>
            <div class="wk-choice"><input class="wk-checkbox" type="checkbox" id="alles" name="alles" value="ja" checked={filter.handled == Handled::Shown}/><label for="alles">{t.get("desk-also-handled")}</label></div>
            <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("filters-apply")}</button><a href=t.href(paths::DESK_MATCHES)>{t.get("filters-clear")}</a></div>
        </form>
    }
}

/// What people said of matches, as files to measure by.
fn judgements(t: Texts) -> impl IntoView + use<> {
    let files = [
        ("qrels.tsv", t.get("desk-judgements-grades")),
        ("queries.jsonl", t.get("desk-judgements-queries")),
        ("corpus.jsonl", t.get("desk-judgements-corpus")),
    ];
    let links = files
        .into_iter()
        .map(|(file, label)| view! { <li><a href=t.href(paths::desk_judgements(file)) download="">{label}" ("{file}")"</a></li> })
        .collect_view();
    view! { <details class="wk-details"><summary>{t.get("desk-judgements")}</summary><p>{t.get("desk-judgements-text")}</p><ul>{links}</ul></details> }
}

fn card(t: Texts, pair: Pair, why: Option<Why>, back: &str) -> impl IntoView + use<> {
    let listings = vec![Card::of_listing(t, &pair.need), Card::of_listing(t, &pair.offer)];
    let state = pair.introduced.map(|state| {
        let (word, class) = state.badge(t);
        view! { <span class=class>{word}</span> }
    });
    let note = pair
        .shortlisted
        .as_ref()
        .map(|note| view! { <p class="wk-note">{t.get("desk-on-shortlist")}{(!note.is_empty()).then(|| format!(": {note}"))}</p> });
    let actions = pair.introduced.is_none().then(|| pair_actions(t, pair.need.id, pair.offer.id, back, pair.shortlisted.is_none()));
    let against = pair.turned_down.then(|| view! { <p class="wk-note">{t.get("opinion-side-against")}</p> });
    let judged = Judged { need: pair.need.id, offer: pair.offer.id, own: None, title: &pair.offer.title, opinion: pair.opinion, back };
    let opinion = opinion_buttons(t, &judged);
    match_card(
        t,
        pair.score,
        listings,
        why,
        view! { <div class="wk-stack wk-stack--s">{state}{note}{against}{opinion}{actions}</div> }.into_any(),
    )
}
