//! `/uitschrijven`

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::super::{queries, unsubscribe::Link};
use crate::{
    infra::i18n::Texts,
    paths,
    ui::page::{Page, page},
};

/// Stops one kind of mail without signing in: a button, because a mail scanner opens links too.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let read = |name: &str| query.get(name).unwrap_or_default();
    let link = Link { adres: read("adres"), soort: read("soort"), code: read("code") };
    page(async move |cx| {
        let t = cx.t();
        let Some(kind) = link.kind(&cx.state().post) else { return Ok(wrong(t)) };
        let off = queries::switched_off(cx.db().reader(), &link.adres).await?.contains(&kind);
        let name = t.get(kind.name_key());
        let address = link.adres.clone();
        let post = cx.state().post.unsubscribe_url(t.locale, &link.adres, kind.as_str());
        let action = post.strip_prefix(&cx.state().settings.public_url).unwrap_or(paths::HOME).to_owned();
        let title = if off { t.get("unsubscribe-done-title") } else { t.get("unsubscribe-title") };
        let values = [("kind", name.into()), ("address", address.into())];
        let body = if off {
            view! {
                <p class="wk-lead">{t.with("unsubscribe-done-text", &values)}</p>
                <form method="post" action=action><input type="hidden" name="aan" value="1"/>
                    <button class="wk-button wk-button--secondary" type="submit">{t.get("unsubscribe-undo")}</button></form>
            }
            .into_any()
        } else {
            view! {
                <p class="wk-lead">{t.with("unsubscribe-text", &values)}</p>
                <form method="post" action=action><input type="hidden" name="uit" value="1"/>
                    <button class="wk-button wk-button--primary" type="submit">{t.get("unsubscribe-button")}</button></form>
            }
            .into_any()
        };
        Ok(Page::new(
            title.clone(),
            view! { <div class="wk-narrow wk-stack"><h1>{title}</h1>{body}<p><a href=t.href(paths::MAILS)>{t.get("mail-preferences")}</a></p></div> },
        ))
    })
}

fn wrong(t: Texts) -> Page {
    let title = t.get("unsubscribe-wrong-title");
    Page::new(
        title.clone(),
        view! {
            <div class="wk-narrow wk-stack"><h1>{title}</h1><p class="wk-lead">{t.get("unsubscribe-wrong-text")}</p>
                <p><a class="wk-button wk-button--primary" href=t.href(paths::MAILS)>{t.get("mail-preferences")}</a></p></div>
        },
    )
}
