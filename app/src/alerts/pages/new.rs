//! `/account/zoekopdrachten/nieuw`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{asked, name_and_rhythm};
use crate::{
    alerts::{
        api::{SAVE_FORM, SaveForm, SaveSearch},
        model::{Criteria, MAX_NAME, Rhythm, Target},
        queries, search,
    },
    calls,
    error::AppError,
    infra::{i18n::Texts, search::query::Words},
    input::FieldErrors,
    paths,
    request::RequestCx,
    ui::{
        find::{query_pairs, query_string},
        form::{ErrorSummary, Fields, Hidden},
        page::{Page, page},
    },
};

/// Gives a search a name. Somebody who is not signed in comes back here, since the address holds the search.
#[component]
pub fn NewSavedSearchPage() -> impl IntoView {
    let target = use_query_map().get_untracked().get("in").and_then(|target| target.parse().ok()).unwrap_or(Target::Bakery);
    page(async move |cx| {
        let t = cx.t();
        cx.actor().person()?;
        let db = cx.db().reader();
        let mut pairs = query_pairs(cx.path().split_once('?').map_or("", |(_, query)| query));
        pairs.retain(|(name, _)| name != "in");
        let criteria = queries::read_criteria(db, target, &pairs).await?;
        let areas = queries::area_labels(db, [&criteria]).await?;
        let name = |code: &_| areas.get(code).cloned();
        let labels = criteria.labels(t, name);
        let results = criteria.results(name);
        let kept = cx.kept_form::<SaveForm>(SAVE_FORM).await?;
        let (form, errors) = kept.unwrap_or_else(|| {
            let name = labels.join(", ").replace(['“', '”'], "").chars().take(MAX_NAME).collect();
            let query = query_string(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let form = SaveForm { target: target.as_str().to_owned(), query, name, rhythm: Rhythm::Daily.as_str().to_owned() };
            (form, FieldErrors::default())
        });
        let fields = Fields::new(t, errors);
        let found = count(&cx, &criteria).await?;
        let query_error = fields.error("query");
        let title = t.get("alerts-new-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <ErrorSummary fields=fields.clone()/>
                    <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                        <li><a href=t.href(paths::SAVED_SEARCHES)>{t.get("alerts-title")}</a></li>
                        <li><a href=t.href(cx.path().to_owned()) aria-current="page">{title.clone()}</a></li>
                    </ol></nav>
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("alerts-new-lead")}</p></header>
                    <section class="wk-panel wk-stack" id="query" tabindex="-1">
                        <h2 class="wk-h3">{t.get("alerts-asks")}</h2>
                        {query_error.map(|text| view! { <p class="wk-error">{text}</p> })}
                        {asked(t, target.label(t), labels)}
                        {explanation(t, &criteria)}
                        <p><a href=t.href(results)>{t.with("alerts-found-now", &[("count", found.into())])}</a></p>
                    </section>
                    <form class="wk-form" method="post" novalidate=true action=t.href(SaveSearch::PATH)>
                        <Hidden name="target" value=form.target/>
                        <Hidden name="query" value=form.query/>
                        {name_and_rhythm(t, &fields, form.name, form.rhythm)}
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("alerts-save")}</button></div>
                    </form>
                </div>
            },
        ))
    })
}

/// A text of several words asks for all of them, which is not what the search box does.
fn explanation(t: Texts, criteria: &Criteria) -> Option<impl IntoView + use<>> {
    let several = criteria.text.split_whitespace().nth(1).is_some();
    several.then(|| view! { <p class="wk-hint">{t.get("alerts-all-words")}</p> })
}

/// Counts what the search finds now.
async fn count(cx: &RequestCx, criteria: &Criteria) -> Result<u64, AppError> {
    if criteria.target == Target::Calls {
        let ids = if criteria.text.is_empty() { None } else { Some(calls::search::find(cx.state(), &criteria.text, Words::All).await?) };
        let filter = calls::queries::Filter {
            themes: criteria.themes.clone(),
            area: criteria.areas.first().cloned(),
            who: criteria.party_kinds.first().copied(),
            ids,
            ..calls::queries::Filter::default()
        };
        return Ok(calls::queries::list(cx.db().reader(), &filter, cx.now()).await?.total);
    }
    let search = search::of_criteria(criteria, cx.now());
    let total = cx.state().search.ask(move |index| index.search(&search)).await?.total;
    Ok(u64::try_from(total).unwrap_or(u64::MAX))
}
