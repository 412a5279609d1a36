//! `/account/volgen`

use leptos::{prelude::*, server_fn::ServerFn};

use super::super::{
    api::{AreaForm, FOLLOW_FORM, FollowArea, FollowThing},
    queries::{self, Followed},
    things::{Thing, Wish},
};
use crate::{
    alerts::{self, api::DeleteSearch, queries::SavedSearch},
    areas::{
        self,
        fields::{AreaField, AreaSuggestions},
    },
    infra::i18n::Texts,
    paths,
    ui::{
        form::{ErrorSummary, Fields, Hidden},
        page::{Page, page},
    },
};

/// Everything that one follows, with the events of which one then hears.
#[component]
pub fn FollowingPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let person = cx.actor().person()?.clone();
        let db = cx.db().reader();
        let followed = queries::followed(db, t, &person).await?;
        let searches = alerts::queries::own(db, person.id).await?;
        let choices = areas::queries::choices(db).await?;
        let (form, errors) = cx.kept_form::<AreaForm>(FOLLOW_FORM).await?.unwrap_or_default();
        let fields = Fields::new(t, errors);
        let nothing = followed.is_empty() && searches.is_empty();
        let rows = followed.into_iter().map(|one| row(t, one)).collect_view();
        let searches = searches.into_iter().map(|search| search_row(t, search)).collect_view();
        let title = t.get("following-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <ErrorSummary fields=fields.clone()/>
                    <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                        <li><a href=t.href(paths::ACCOUNT)>{t.get("nav-account")}</a></li>
                        <li><a href=t.href(paths::FOLLOWING) aria-current="page">{title.clone()}</a></li>
                    </ol></nav>
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("following-lead")}</p></header>
                    {if nothing {
                        view! { <div class="wk-empty"><h2>{t.get("following-nothing-title")}</h2><p>{t.get("following-nothing")}</p></div> }.into_any()
                    } else {
                        view! { <ul class="wk-worklist" role="list">{rows}{searches}</ul> }.into_any()
                    }}
                    <AreaSuggestions choices=choices/>
                    <form class="wk-form" method="post" novalidate=true action=t.href(FollowArea::PATH)>
                        <AreaField fields=fields name="area" label=t.get("mails-follow-label") value=form.area hint=t.get("mails-follow-hint")/>
                        <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("mails-follow-button")}</button></div>
                    </form>
                    <p><a href=t.href(paths::MAILS)>{t.get("mails-title")}</a></p>
                </div>
            },
        ))
    })
}

fn row(t: Texts, followed: Followed) -> impl IntoView {
    let Followed { thing, name, path } = followed;
    let events: Vec<String> = thing.kind().events().iter().map(|event| t.get(event.name_key())).collect();
    let title = match path {
        Some(path) => view! { <a href=t.href(path)>{name.clone()}</a> }.into_any(),
        None => view! { <span>{name.clone()}</span> }.into_any(),
    };
    view! {
        <li>
            <div class="wk-stack">
                <h2 class="wk-h3">{title}</h2>
                <p class="wk-meta"><span>{thing.kind().label(t)}</span><span>{t.with("following-hears", &[("events", events.join(", ").into())])}</span></p>
            </div>
            {stop(t, &thing, name)}
        </li>
    }
}

fn stop(t: Texts, thing: &Thing, name: String) -> impl IntoView + use<> {
    view! {
        <form class="wk-inline-form" method="post" action=t.href(FollowThing::PATH)>
            <Hidden name="kind" value=thing.kind().as_str()/>
            <Hidden name="key" value=thing.key()/>
            <Hidden name="wish" value=Wish::Stop.as_str()/>
            <Hidden name="back" value=paths::FOLLOWING/>
            <button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("follow-stop")}<span class="wk-visually-hidden">{format!(": {name}")}</span></button>
        </form>
    }
}

fn search_row(t: Texts, search: SavedSearch) -> impl IntoView {
    let SavedSearch { id, name, rhythm, .. } = search;
    view! {
        <li>
            <div class="wk-stack">
                <h2 class="wk-h3"><a href=t.href(paths::saved_search(id))>{name.clone()}</a></h2>
                <p class="wk-meta"><span>{t.get("following-search")}</span><span>{rhythm.label(t)}</span></p>
            </div>
            <form class="wk-inline-form" method="post" action=t.href(DeleteSearch::PATH)>
                <Hidden name="id" value=id.to_string()/>
                <button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("following-search-stop")}<span class="wk-visually-hidden">{format!(": {name}")}</span></button>
            </form>
        </li>
    }
}
