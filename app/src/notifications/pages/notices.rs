//! `/meldingen`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use uuid::Uuid;

use super::super::{
    api::{OpenNotice, ReadNotices},
    model::Event,
    queries::{self, Notice},
};
use crate::{
    infra::i18n::Texts,
    paths,
    ui::{
        form::Hidden,
        page::{Page, page},
    },
};

/// What a person was told, the newest first. The same events go by mail, as that person chose.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let before = use_query_map().get_untracked().get("voor").and_then(|id| id.parse::<Uuid>().ok());
    page(async move |cx| {
        let t = cx.t();
        let person = cx.actor().person()?.clone();
        let (notices, more) = queries::notices(cx.db().reader(), person.id, before).await?;
        let older = notices.last().filter(|_| more).map(|notice| t.href(format!("{}?voor={}", paths::NOTICES, notice.id)));
        let nothing = notices.is_empty();
        let body = if nothing {
            view! { <div class="wk-empty"><h2>{t.get("notices-empty-title")}</h2><p>{t.get("notices-empty-text")}</p>
            <div class="wk-actions"><a class="wk-button wk-button--primary" href=t.href(paths::MAILS)>{t.get("notices-choose")}</a></div></div> }
            .into_any()
        } else {
            let lines = notices.into_iter().map(|notice| line(t, notice)).collect_view();
            view! { <ul class="wk-worklist">{lines}</ul> }.into_any()
        };
        let all = (person.unread > 0).then(|| {
            view! { <form class="wk-inline-form" method="post" action=t.href(ReadNotices::PATH)>
                <button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("notices-read-all")}</button>
            </form> }
        });
        Ok(Page::new(
            t.get("notices-title"),
            view! {
                <div class="wk-narrow">
                    <header class="wk-page-header">
                        <h1>{t.get("notices-title")}</h1>
                        {(!nothing).then(|| view! { <p class="wk-lead">{t.with("notices-lead", &[("count", person.unread.into())])}</p> })}
                    </header>
                    {(!nothing).then(|| view! { <div class="wk-cluster">{all}<a href=t.href(paths::MAILS)>{t.get("notices-choose")}</a></div> })}
                    {body}
                    {older.map(|href| view! { <nav class="wk-pagination" aria-label=t.get("notices-title")><a rel="next" href=href>{t.get("notices-older")}</a></nav> })}
                </div>
            },
        ))
    })
}

fn line(t: Texts, notice: Notice) -> impl IntoView {
    let Notice { id, event, title, created_at, is_new } = notice;
    let kind = event.parse::<Event>().map(|event| t.get(event.name_key())).unwrap_or_default();
    view! {
        <li><div>
            <form class="wk-inline-form" method="post" action=t.href(OpenNotice::PATH)>
                <Hidden name="notice" value=id.to_string()/>
                <button class="wk-button-link" type="submit">{title}</button>
            </form>
            <p class="wk-meta"><span>{kind}</span><span>{t.moment(created_at)}</span></p>
        </div>
        {is_new.then(|| view! { <span class="wk-badge wk-badge--accent">{t.get("notices-new")}</span> })}</li>
    }
}
