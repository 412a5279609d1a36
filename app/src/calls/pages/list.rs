//! `/calls`

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Link;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    areas,
    calls::{
        cards::call_card,
        model::Phase,
        policy,
        queries::{self, Filter, Listed, Sort},
        search,
    },
    error::AppError,
    infra::{i18n::Texts, search::query::Words},
    islands::Suggestions,
    parties::model::PartyKind,
    paths,
    request::RequestCx,
    themes::Theme,
    ui::page::{Page, page},
    understand::{Beside, LITERAL, Understood, understand},
};

/// What the address asks for.
#[derive(Clone, Debug)]
struct Asked {
    text: String,
    words: Words,
    /// `None` for all phases.
    phase: Option<Phase>,
    themes: Vec<Theme>,
    area: String,
    who: Option<PartyKind>,
    sort: Sort,
    /// Names of places and themes are taken as words.
    literal: bool,
    after: Option<String>,
}

/// Asks for all words of the text.
const ALL_WORDS: &str = "alle";

/// The choice of the phase filter that filters nothing.
const ALL_PHASES: &str = "alle";

impl Asked {
    fn read(query: &ParamsMap) -> Self {
        let get = |name: &str| query.get(name).unwrap_or_default();
        let phase = get("fase");
        Self {
            text: get("q").trim().chars().take(200).collect(),
            words: if get("woorden") == ALL_WORDS { Words::All } else { Words::Any },
            phase: if phase == ALL_PHASES {
                None
            } else {
                Some(phase.parse().ok().filter(|phase| Phase::PUBLIC.contains(phase)).unwrap_or(Phase::Open))
            },
            themes: Theme::parse_all(&query.get_all("thema").unwrap_or_default()),
            area: get("gebied").trim().chars().take(100).collect(),
            who: get("wie").parse().ok(),
            sort: get("sorteer").parse().unwrap_or(Sort::Deadline),
            literal: !get(LITERAL).is_empty(),
            after: query.get("na"),
        }
    }

    /// Gives the address that asks for this, from the first page on.
    fn path(&self) -> String {
        let mut pairs = vec![("q", self.text.clone())];
        if self.words == Words::All && !self.text.is_empty() {
            pairs.push(("woorden", ALL_WORDS.to_owned()));
        }
        match self.phase {
            Some(Phase::Open) => {}
            phase => pairs.push(("fase", phase.map_or(ALL_PHASES, Phase::as_str).to_owned())),
        }
        pairs.extend(self.themes.iter().map(|theme| ("thema", theme.as_str().to_owned())));
        pairs.push(("gebied", self.area.clone()));
        pairs.push(("wie", self.who.map(|kind| kind.as_str().to_owned()).unwrap_or_default()));
        if self.sort != Sort::Deadline {
            pairs.push(("sorteer", self.sort.as_str().to_owned()));
        }
        if self.literal && !self.text.is_empty() {
            pairs.push((LITERAL, "ja".to_owned()));
        }
        let query: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC)))
            .collect();
        if query.is_empty() { paths::CALLS.to_owned() } else { format!("{}?{}", paths::CALLS, query.join("&")) }
    }

    fn page_path(&self, after: &str) -> String {
        let path = self.path();
        let sign = if path.contains('?') { '&' } else { '?' };
        format!("{path}{sign}na={}", utf8_percent_encode(after, NON_ALPHANUMERIC))
    }

    /// The same question with what its text means as filters, and what that was.
    async fn understood(&self, cx: &RequestCx) -> Result<(Self, Understood), AppError> {
        let beside = Beside {
            areas: usize::from(!self.area.is_empty()),
            themes: self.themes.len(),
            literal: self.literal || self.words == Words::All,
        };
        let meant = understand(cx.db().reader(), &self.text, beside).await?;
        let mut asked = Self { text: meant.text.clone(), ..self.clone() };
        if let Some(area) = &meant.area {
            asked.area = area.label.clone();
        }
        asked.themes.extend(meant.theme);
        Ok((asked, meant))
    }

    /// Gives each filter that is on, with the address without it.
    fn chips(&self, t: Texts) -> Vec<(String, String)> {
        let mut chips = Vec::new();
        if !self.text.is_empty() {
            chips.push((format!("“{}”", self.text), Self { text: String::new(), ..self.clone() }.path()));
            if self.words == Words::All {
                chips.push((t.get("alerts-chip-all-words"), Self { words: Words::Any, ..self.clone() }.path()));
            }
        }
        for theme in &self.themes {
            let themes = self.themes.iter().copied().filter(|other| other != theme).collect();
            chips.push((theme.label(t), Self { themes, ..self.clone() }.path()));
        }
        if !self.area.is_empty() {
            chips.push((self.area.clone(), Self { area: String::new(), ..self.clone() }.path()));
        }
        if let Some(who) = self.who {
            chips.push((who.label(t), Self { who: None, ..self.clone() }.path()));
        }
        chips
    }
}

#[component]
pub fn CallsPage() -> impl IntoView {
    let asked = Asked::read(&use_query_map().get_untracked());
    page(async move |cx| {
        let typed = asked;
        let (asked, meant) = typed.understood(&cx).await?;
        let (listed, area_unknown) = load(&cx, &asked).await?;
        let t = cx.t();
        let note = meant_note(t, &typed, &meant);
        Ok(Page::new(
            t.get("calls-title"),
            view! {
                <Link rel="alternate" type_="application/atom+xml" title=t.get("calls-atom") href=paths::CALLS_ATOM/>
                <header class="wk-page-header">
                    <h1>{t.get("calls-title")}</h1>
                    <p class="wk-lead">{t.get("calls-lead")}</p>
                    {tools(&cx)}
                </header>
                <div class="wk-sidebar">
                    <aside aria-label=t.get("calls-filters")>{filters(t, &asked, area_unknown)}</aside>
                    {results(t, &asked, note, listed, cx.now())}
                </div>
            },
        )
        .with_islands())
    })
}

async fn load(cx: &RequestCx, asked: &Asked) -> Result<(Listed, bool), AppError> {
    let db = cx.db().reader();
    let area = if asked.area.is_empty() { None } else { areas::queries::by_typed(db, &asked.area).await? };
    let area_unknown = area.is_none() && !asked.area.is_empty();
    let filter = Filter {
        phase: asked.phase,
        themes: asked.themes.clone(),
        area: area.map(|area| area.code),
        who: asked.who,
        ids: if asked.text.is_empty() { None } else { Some(search::find(cx.state(), &asked.text, asked.words).await?) },
        sort: asked.sort,
        after: asked.after.clone(),
        ..Filter::default()
    };
    Ok((queries::list(db, &filter, cx.now()).await?, area_unknown))
}

/// Buttons for those who publish calls.
fn tools(cx: &RequestCx) -> Option<impl IntoView + use<>> {
    let t = cx.t();
    policy::funders(cx.actor()).is_ok_and(|funders| !funders.is_empty()).then(|| {
        view! {
            <div class="wk-actions">
                <a class="wk-button wk-button--secondary" href=t.href(paths::CALL_NEW)>{t.get("calls-new")}</a>
                <a class="wk-button wk-button--subtle" href=t.href(paths::CALLS_MANAGE)>{t.get("calls-manage")}</a>
            </div>
        }
    })
}

fn filters(t: Texts, asked: &Asked, area_unknown: bool) -> impl IntoView + use<> {
    let phases = [(Some(Phase::Open), "open"), (Some(Phase::Scheduled), "gepland"), (Some(Phase::Closed), "gesloten"), (None, ALL_PHASES)];
    let phases = phases
        .into_iter()
        .map(|(phase, value)| {
            let id = format!("fase-{value}");
            let label = phase.map_or_else(|| t.get("calls-phase-all"), |phase| phase.label(t));
            view! { <div class="wk-choice"><input class="wk-radio" type="radio" id=id.clone() name="fase" value=value checked=asked.phase == phase/><label for=id>{label}</label></div> }
        })
        .collect_view();
    let themes = Theme::ALL
        .iter()
        .map(|theme| {
            let (id, checked) = (format!("thema-{}", theme.as_str()), asked.themes.contains(theme));
            view! { <div class="wk-choice"><input class="wk-checkbox" type="checkbox" id=id.clone() name="thema" value=theme.as_str() checked=checked/><label for=id>{theme.label(t)}</label></div> }
        })
        .collect_view();
    let kinds = PartyKind::ALL
        .iter()
        .map(|kind| view! { <option value=kind.as_str() selected=asked.who == Some(*kind)>{kind.label(t)}</option> })
        .collect_view();
    let on = asked.chips(t).len();
    let filtered = on > 0;
    let sorts = [(Sort::Deadline, "calls-sort-deadline"), (Sort::Newest, "calls-sort-newest")]
        .map(|(sort, key)| view! { <option value=sort.as_str() selected=asked.sort == sort>{t.get(key)}</option> })
        .collect_view();
    view! {
        <form method="get" role="search" aria-label=t.get("calls-search")>
            <div class="wk-search">
                <label class="wk-label" for="q">{t.get("calls-search")}</label>
                <div class="wk-search__row">
                    <input class="wk-input" type="search" id="q" name="q" value=asked.text.clone()/>
                    <button class="wk-button wk-button--primary" type="submit">{t.get("calls-search-button")}</button>
                </div>
                <Suggestions input="q".to_owned() url=t.href(paths::suggestions("calls")) label=t.get("suggest-label")/>
            </div>
            <details class="wk-filters" open=filtered>
                <summary>{t.get("calls-filters")}{filtered.then(|| view! { " "<span class="wk-counter">{on}</span> })}</summary>
                <fieldset class="wk-facet"><legend>{t.get("calls-phase")}</legend>{phases}</fieldset>
                <div class="wk-field">
                    <label class="wk-label" for="gebied">{t.get("calls-area")}</label>
                    <p class="wk-hint" id="gebied-hint">{t.get("calls-area-hint")}</p>
                    {area_unknown.then(|| view! { <p class="wk-error" id="gebied-error">{t.get("calls-area-unknown")}</p> })}
                    <input class="wk-input" id="gebied" name="gebied" value=asked.area.clone() aria-describedby="gebied-hint" aria-invalid=area_unknown.then_some("true")/>
                </div>
                <div class="wk-field">
                    <label class="wk-label" for="wie">{t.get("calls-who")}</label>
                    <select class="wk-select" id="wie" name="wie"><option value="">{t.get("calls-who-any")}</option>{kinds}</select>
                </div>
                <fieldset class="wk-facet"><legend>{t.get("calls-part-themes")}</legend>{themes}</fieldset>
                <div class="wk-field">
                    <label class="wk-label" for="sorteer">{t.get("calls-sort")}</label>
                    <select class="wk-select" id="sorteer" name="sorteer">{sorts}</select>
                </div>
                <div class="wk-actions">
                <button class="wk-button wk-button--secondary" type="submit">{t.get("calls-show")}</button>
                {filtered.then(|| view! { <a href=t.href(paths::CALLS)>{t.get("calls-clear")}</a> })}
                </div>
            </details>
        </form>
    }
}

/// Says which names in the text were taken as filters, with the way to look for the words instead.
fn meant_note(t: Texts, typed: &Asked, meant: &Understood) -> Option<AnyView> {
    let names: Vec<String> = meant.area.iter().map(|area| area.label.clone()).chain(meant.theme.map(|theme| theme.label(t))).collect();
    let words = Asked { literal: true, after: None, ..typed.clone() };
    (!names.is_empty()).then(|| {
        let label = t.with("meant-as-words", &[("words", typed.text.as_str().into())]);
        view! { <p class="wk-note">{t.with("meant-filters", &[("names", names.join(", ").into())])}" "<a href=t.href(words.path())>{label}</a></p> }.into_any()
    })
}

fn results(t: Texts, asked: &Asked, note: Option<AnyView>, listed: Listed, now: DateTime<Utc>) -> impl IntoView + use<> {
    let Listed { cards, total, next } = listed;
    let empty = cards.is_empty();
    let chips = asked
        .chips(t)
        .into_iter()
        .map(|(label, path)| {
            view! { <li><a href=t.href(path)>{label}" "<span aria-hidden="true">"×"</span><span class="wk-visually-hidden">{t.get("calls-chip-remove")}</span></a></li> }
        })
        .collect_view();
    let path = asked.path();
    let save = paths::saved_search_new("calls", path.split_once('?').map_or("", |(_, query)| query));
    let first = asked.after.is_some().then(|| view! { <a href=t.href(asked.path())>{t.get("calls-first-page")}</a> });
    let next = next.map(|after| view! { <a rel="next" href=t.href(asked.page_path(&after))>{t.get("calls-next-page")}</a> });
    let pages = (first.is_some() || next.is_some())
        .then(|| view! { <nav class="wk-pagination" aria-label=t.get("calls-pages")>{first}{next}</nav> });
    let all = Asked { phase: None, ..asked.clone() };
    let none = empty.then(|| {
        view! {
            <div class="wk-empty">
                <h2>{t.get("calls-none-title")}</h2>
                <p>{t.get("calls-none-text")}</p>
                <a class="wk-button wk-button--secondary" href=t.href(if asked.phase.is_some() { all.path() } else { paths::CALLS.to_owned() })>{t.get("calls-none-all")}</a>
            </div>
        }
    });
    view! {
        <div class="wk-stack">
            <h2 class="wk-visually-hidden">{t.get("calls-results")}</h2>
            <div class="wk-results"><p role="status">{(!empty).then(|| t.with("calls-count", &[("count", total.into())]))}</p></div>
            {(!asked.chips(t).is_empty()).then(|| view! { <ul class="wk-chips" role="list">{chips}</ul> })}
            {note}
            {none}
            <div class="wk-grid wk-grid--2">{cards.into_iter().map(|card| call_card(t, card, now)).collect_view()}</div>
            {pages}
            <p class="wk-meta">
                <a href=t.href(save)>{t.get("alerts-save-link")}</a>
                <a href=paths::CALLS_ATOM>{t.get("calls-atom")}</a>
                <a href=paths::CALLS_CALENDAR>{t.get("calls-calendar")}</a>
            </p>
        </div>
    }
}
