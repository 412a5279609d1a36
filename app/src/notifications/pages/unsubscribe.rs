//! `/uitschrijven`

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::super::{
    queries,
    unsubscribe::{Link, Stops},
};
use crate::{
    infra::i18n::Texts,
    paths,
    ui::page::{Page, page},
};

/// The texts about a kind of mail: what it is, what the button does, and the same when it was pressed.
const OF_KIND: [&str; 6] =
    ["unsubscribe-title", "unsubscribe-text", "unsubscribe-button", "unsubscribe-done-title", "unsubscribe-done-text", "unsubscribe-undo"];

/// The same about following a thing.
const OF_THING: [&str; 6] =
    ["unfollow-title", "unfollow-text", "unfollow-button", "unfollow-done-title", "unfollow-done-text", "unfollow-undo"];

/// Stops one kind of mail, or following one thing, without signing in: a button, because a mail scanner opens links too.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let read = |name: &str| query.get(name).unwrap_or_default();
    let link = Link { adres: read("adres"), soort: read("soort"), code: read("code") };
    page(async move |cx| {
        let t = cx.t();
        let Some(stops) = link.stops(&cx.state().post) else { return Ok(wrong(t)) };
        let db = cx.db().reader();
        let address = link.adres.clone();
        let post = cx.state().post.unsubscribe_url(t.locale, &link.adres, &link.soort);
        let (off, name, texts) = match stops {
            Stops::Kind(kind) => (queries::switched_off(db, &link.adres).await?.contains(&kind), t.get(kind.name_key()), OF_KIND),
            Stops::Thing(thing) => {
                let follows = queries::follows_by_address(db, &link.adres, &thing).await?;
                // Whoever holds the link need not be signed in, so that only what everybody may see is named.
                let kind = thing.kind().label(t);
                let named = queries::named(db, t, &[thing], None).await?.into_iter().next();
                (!follows, named.filter(|followed| followed.path.is_some()).map_or(kind, |followed| followed.name), OF_THING)
            }
        };
        let action = post.strip_prefix(&cx.state().settings.public_url).unwrap_or(paths::HOME).to_owned();
        let [title, text, button, done_title, done_text, undo] = texts;
        let title = if off { t.get(done_title) } else { t.get(title) };
        let values = [("kind", name.into()), ("address", address.into())];
        let body = if off {
            view! {
                <p class="wk-lead">{t.with(done_text, &values)}</p>
                <form method="post" action=action><input type="hidden" name="aan" value="1"/>
                    <button class="wk-button wk-button--secondary" type="submit">{t.get(undo)}</button></form>
            }
            .into_any()
        } else {
            view! {
                <p class="wk-lead">{t.with(text, &values)}</p>
                <form method="post" action=action><input type="hidden" name="uit" value="1"/>
                    <button class="wk-button wk-button--primary" type="submit">{t.get(button)}</button></form>
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
