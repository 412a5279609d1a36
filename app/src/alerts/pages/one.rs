//! `/account/zoekopdrachten/:id`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::{asked, name_and_rhythm};
use crate::{
    alerts::{
        api::{CHANGE_FORM, ChangeForm, ChangeSearch, DeleteSearch},
        policy, queries,
    },
    error::AppError,
    input::FieldErrors,
    paths,
    ui::{
        form::{ErrorSummary, Fields, Hidden},
        page::{Page, page},
    },
};

/// One saved search: another name or rhythm, or away with it.
#[component]
pub fn SavedSearchPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        cx.actor().person()?;
        let id = id.parse().map_err(|_| AppError::NotFound)?;
        let db = cx.db().reader();
        let may = policy::edit(cx.actor(), queries::by_id(db, id).await?)?;
        let search = may.search().clone();
        let areas = queries::area_labels(db, [&search.criteria]).await?;
        let name = |code: &_| areas.get(code).cloned();
        let labels = search.criteria.labels(t, name);
        let results = search.criteria.results(name);
        let kept = cx.kept_form::<ChangeForm>(CHANGE_FORM).await?.filter(|(form, _)| form.id == search.id.to_string());
        let (form, errors) = kept.unwrap_or_else(|| {
            let form = ChangeForm { id: search.id.to_string(), name: search.name.clone(), rhythm: search.rhythm.as_str().to_owned() };
            (form, FieldErrors::default())
        });
        let fields = Fields::new(t, errors);
        Ok(Page::new(
            search.name.clone(),
            view! {
                <div class="wk-narrow">
                    <ErrorSummary fields=fields.clone()/>
                    <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                        <li><a href=t.href(paths::SAVED_SEARCHES)>{t.get("alerts-title")}</a></li>
                        <li><a href=t.href(paths::saved_search(search.id)) aria-current="page">{search.name.clone()}</a></li>
                    </ol></nav>
                    <header class="wk-page-header"><h1>{search.name.clone()}</h1></header>
                    <section class="wk-panel wk-stack">
                        <h2 class="wk-h3">{t.get("alerts-asks")}</h2>
                        {asked(t, search.criteria.target.label(t), labels)}
                        <p><a href=t.href(results)>{t.get("alerts-results")}</a></p>
                    </section>
                    <form class="wk-form" method="post" novalidate=true action=t.href(ChangeSearch::PATH)>
                        <Hidden name="id" value=form.id/>
                        {name_and_rhythm(t, &fields, form.name, form.rhythm)}
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("form-save")}</button></div>
                    </form>
                    <section class="wk-section">
                        <h2>{t.get("alerts-delete-title")}</h2>
                        <p>{t.get("alerts-delete-text")}</p>
                        <form method="post" action=t.href(DeleteSearch::PATH)>
                            <Hidden name="id" value=search.id.to_string()/>
                            <button class="wk-button wk-button--danger" type="submit">{t.get("alerts-delete")}</button>
                        </form>
                    </section>
                </div>
            },
        ))
    })
}
