//! What the addresses of the public search and of its map ask for.

use std::collections::HashMap;

use leptos_router::params::ParamsMap;

use crate::{
    areas::{self, model::AreaCode},
    bakery::{
        model::{Resource, Side},
        search::kind_of,
    },
    error::AppError,
    infra::{
        i18n::Texts,
        search::query::{Search, Sort, Words},
    },
    parties::model::PartyKind,
    paths,
    request::RequestCx,
    themes::Theme,
    ui::find::query_string,
    understand::{Beside, LITERAL, Understood, understand},
};

pub(super) const PER_PAGE: usize = 18;

/// Pages deeper than this are refused: who needs them needs another filter.
pub(in crate::bakery) const MOST_PAGES: u64 = 500;

/// Characters of a query that are read.
const MAX_QUERY: usize = 300;

/// Asks for all words of the text.
const ALL_WORDS: &str = "alle";

/// What the address asks for.
#[derive(Clone, Debug)]
pub(in crate::bakery) struct Filter {
    pub(in crate::bakery) text: String,
    pub(super) words: Words,
    pub(in crate::bakery) sides: Vec<Side>,
    pub(in crate::bakery) themes: Vec<Theme>,
    pub(super) resources: Vec<Resource>,
    pub(in crate::bakery) areas: Vec<AreaCode>,
    pub(super) party_kinds: Vec<PartyKind>,
    /// Names of places and themes are taken as words.
    pub(super) literal: bool,
    pub(in crate::bakery) order: Order,
    /// The place from which distances count, as typed.
    pub(super) from: String,
    pub(in crate::bakery) page: u64,
}

crate::closed_list! {
    /// In which order the results stand.
    pub enum Order {
        Best = "best",
        Newest = "nieuw",
        Nearest = "dichtbij",
    }
}

/// The place from which distances count.
#[derive(Clone, Debug)]
pub(in crate::bakery) struct Origin {
    pub(in crate::bakery) label: String,
    pub(in crate::bakery) lat: f64,
    pub(in crate::bakery) lon: f64,
}

impl Filter {
    pub(in crate::bakery) fn read(query: &ParamsMap) -> Self {
        fn all<T: std::str::FromStr + PartialEq>(query: &ParamsMap, name: &str) -> Vec<T> {
            let mut values: Vec<T> = Vec::new();
            for value in query.get_all(name).unwrap_or_default().iter().take(30).filter_map(|value| value.parse().ok()) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            values
        }
        Self {
            text: query.get("q").unwrap_or_default().trim().chars().take(MAX_QUERY).collect(),
            words: if query.get("woorden").is_some_and(|words| words == ALL_WORDS) { Words::All } else { Words::Any },
            sides: all(query, "soort"),
            themes: all(query, "thema"),
            resources: all(query, "inbreng"),
            areas: all(query, "gebied"),
            party_kinds: all(query, "partij"),
            literal: query.get(LITERAL).is_some_and(|value| !value.is_empty()),
            order: query.get("volgorde").and_then(|order| order.parse().ok()).unwrap_or(Order::Best),
            from: query.get("bij").unwrap_or_default().trim().chars().filter(|c| !c.is_control()).take(100).collect(),
            page: query.get("pagina").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, MOST_PAGES),
        }
    }

    /// Finds the place from which distances count: the one that was typed, or else the area that is filtered on.
    pub(in crate::bakery) async fn place(&self, cx: &RequestCx) -> Result<Option<Origin>, AppError> {
        if self.order != Order::Nearest {
            return Ok(None);
        }
        let db = cx.db().reader();
        let code = if self.from.is_empty() {
            self.areas.first().cloned()
        } else {
            areas::queries::by_typed(db, &self.from).await?.map(|area| area.code)
        };
        let Some(code) = code else { return Ok(None) };
        let area = areas::queries::by_code(db, &code).await?;
        Ok(area.map(|area| Origin { label: area.name, lat: area.latitude, lon: area.longitude }))
    }

    pub(in crate::bakery) fn search(&self, now: chrono::DateTime<chrono::Utc>, from: Option<&Origin>) -> Search {
        let sides = if self.sides.is_empty() { Side::ALL } else { &self.sides };
        let mut search = Search::new(self.text.clone(), now);
        search.words = self.words;
        search.kinds = sides.iter().map(|side| kind_of(*side)).collect();
        search.themes = self.themes.iter().map(|theme| theme.as_str().to_owned()).collect();
        search.resources = self.resources.iter().map(|resource| resource.as_str().to_owned()).collect();
        search.areas = self.areas.iter().map(|area| area.as_str().to_owned()).collect();
        search.party_kinds = self.party_kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
        // The order never takes a result away: what is saved finds the same posts.
        search.near = from.map(|from| (from.lat, from.lon, f64::INFINITY));
        search.sort = match self.order {
            Order::Best => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Nearest if from.is_none() => Sort::Relevance,
            Order::Nearest => Sort::Nearest,
        };
        search.offset = usize::try_from(self.page - 1).unwrap_or_default() * PER_PAGE;
        search.limit = PER_PAGE;
        search
    }

    /// Lists all filters as they stand in the address, without the page.
    pub(super) fn pairs(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = vec![("q", self.text.as_str())];
        if self.words == Words::All && !self.text.is_empty() {
            pairs.push(("woorden", ALL_WORDS));
        }
        pairs.extend(self.sides.iter().map(|side| ("soort", side.as_str())));
        pairs.extend(self.themes.iter().map(|theme| ("thema", theme.as_str())));
        pairs.extend(self.resources.iter().map(|resource| ("inbreng", resource.as_str())));
        pairs.extend(self.areas.iter().map(|area| ("gebied", area.as_str())));
        pairs.extend(self.party_kinds.iter().map(|kind| ("partij", kind.as_str())));
        if self.literal && !self.text.is_empty() {
            pairs.push((LITERAL, "ja"));
        }
        if self.order != Order::Best {
            pairs.push((ORDER, self.order.as_str()));
            pairs.push((FROM, self.from.as_str()));
        }
        pairs
    }

    pub(super) fn href(&self, t: Texts, keep: impl Fn(&(&'static str, &str)) -> bool, page: u64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let query = query_string(self.pairs().into_iter().filter(|pair| keep(pair)).chain([("pagina", page.as_str())]));
        t.href(if query.is_empty() { paths::BAKERY.to_owned() } else { format!("{}?{query}", paths::BAKERY) })
    }

    /// The same search with what its text means as filters, and what that was.
    pub(in crate::bakery) async fn understood(&self, cx: &RequestCx) -> Result<(Self, Understood), AppError> {
        let beside = Beside { areas: self.areas.len(), themes: self.themes.len(), literal: self.literal || self.words == Words::All };
        let meant = understand(cx.db().reader(), &self.text, beside).await?;
        let mut filter = Self { text: meant.text.clone(), ..self.clone() };
        filter.areas.extend(meant.area.iter().map(|area| area.code.clone()));
        filter.themes.extend(meant.theme);
        Ok((filter, meant))
    }

    /// The same search on the map.
    pub(super) fn map_href(&self, t: Texts) -> String {
        self.href(t, |(name, _)| *name != ORDER && *name != FROM, 1).replacen(paths::BAKERY, paths::BAKERY_MAP, 1)
    }

    /// The same search in one area.
    pub(super) fn at(&self, area: AreaCode) -> Self {
        Self { areas: vec![area], page: 1, ..self.clone() }
    }

    /// Gives where this search is saved.
    pub(super) fn save_path(&self) -> String {
        paths::saved_search_new("bakkerij", &query_string(self.pairs()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pairs().iter().all(|(name, value)| !is_filter(name) && *name != "q" || value.is_empty())
    }
}

/// The name of the order in the address, and that of the place from which distances count.
pub(super) const ORDER: &str = "volgorde";
pub(super) const FROM: &str = "bij";

/// What narrows the results down, beside the text.
pub(super) fn is_filter(name: &str) -> bool {
    !matches!(name, "q" | LITERAL | ORDER | FROM)
}

/// Names every filter with the address of the same search without it.
pub(super) fn active(t: Texts, filter: &Filter, labels: &HashMap<AreaCode, String>) -> Vec<(String, String)> {
    let label = |name: &str, value: &str| match name {
        "woorden" => Some(t.get("alerts-chip-all-words")),
        "soort" => value.parse::<Side>().ok().map(|side| side.label(t)),
        "thema" => value.parse::<Theme>().ok().map(|theme| theme.label(t)),
        "inbreng" => value.parse::<Resource>().ok().map(|resource| resource.label(t)),
        "gebied" => value.parse::<AreaCode>().ok().and_then(|code| labels.get(&code).cloned()),
        "partij" => value.parse::<PartyKind>().ok().map(|kind| kind.label(t)),
        LITERAL | ORDER | FROM => None,
        _ => Some(format!("“{value}”")),
    };
    let pairs = filter.pairs();
    let chips = pairs.iter().filter(|(_, value)| !value.is_empty());
    chips.filter_map(|pair| Some((label(pair.0, pair.1)?, filter.href(t, |other| other != pair, 1)))).collect()
}
