//! What lists share: pages to leaf through, filters with counts, and chips of what is filtered on.

use leptos::prelude::*;

use crate::infra::i18n::Texts;

/// Links to the page before and after; nothing when everything fits on one page.
pub fn pager(t: Texts, page: u64, more: bool, href: impl Fn(u64) -> String) -> impl IntoView {
    (page > 1 || more).then(|| {
        let previous = (page > 1).then(|| view! { <a rel="prev" href=href(page - 1)>{t.get("pager-previous")}</a> });
        let next = more.then(|| view! { <a rel="next" href=href(page + 1)>{t.get("pager-next")}</a> });
        view! { <nav class="wk-pagination" aria-label=t.get("pager")>{previous}<span>{t.with("pager-page", &[("page", page.into())])}</span>{next}</nav> }
    })
}

/// One value of a facet.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub count: u64,
    pub chosen: bool,
}

/// A group of check boxes with counts, posted as `name=value` for each that is ticked; nothing without choices.
pub fn facet(name: &'static str, legend: String, choices: Vec<Choice>) -> impl IntoView {
    (!choices.is_empty()).then(|| {
        let choices = choices
            .into_iter()
            .map(|Choice { value, label, count, chosen }| {
                let id = format!("{name}-{value}");
                view! { <div class="wk-choice"><input class="wk-checkbox" type="checkbox" id=id.clone() name=name value=value checked=chosen/><label for=id><span>{label}</span>" "<span class="wk-facet__count">{count}</span></label></div> }
            })
            .collect_view();
        view! { <fieldset class="wk-facet"><legend>{legend}</legend>{choices}</fieldset> }
    })
}

/// What is filtered on, each with a link that takes it off; nothing when there is no filter.
pub fn chips(t: Texts, chips: Vec<(String, String)>) -> impl IntoView {
    (!chips.is_empty()).then(|| {
        let chips = chips
            .into_iter()
            .map(|(label, href)| view! { <li><a href=href>{label}" "<span aria-hidden="true">"×"</span><span class="wk-visually-hidden">{t.get("chip-remove")}</span></a></li> })
            .collect_view();
        view! { <ul class="wk-chips" role="list" aria-label=t.get("chips")>{chips}</ul> }
    })
}

/// Makes a query string of pairs, without those that are empty.
pub fn query_string<'name, 'value>(pairs: impl IntoIterator<Item = (&'name str, &'value str)>) -> String {
    let encode = |text: &'value str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
    let pairs: Vec<String> =
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", encode(value))).collect();
    pairs.join("&")
}

/// Reads the pairs of a query string.
pub fn query_pairs(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (decode(name), decode(value))).collect()
}
