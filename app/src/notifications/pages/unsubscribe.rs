//! `/uitschrijven`

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::super::{
    model::Event,
    queries,
    unsubscribe::{Link, Stops},
};
use crate::{
    alerts::{self, model::Rhythm},
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

/// The same about mails on what is new for a saved search.
const OF_SEARCH: [&str; 6] =
    ["unsearch-title", "unsearch-text", "unsearch-button", "unsearch-done-title", "unsearch-done-text", "unsearch-undo"];

/// What the page says.
struct Said {
    /// Whether it was stopped.
    off: bool,
    name: String,
    texts: [&'static str; 6],
    /// The kinds of mail of which this was a part, to stop them altogether.
    kinds: Vec<Event>,
}

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
        let off_kinds = queries::switched_off(db, &link.adres).await?;
        let Said { off, name, texts, kinds } = match stops {
            Stops::Kind(kind) => Said { off: off_kinds.contains(&kind), name: t.get(kind.name_key()), texts: OF_KIND, kinds: Vec::new() },
            Stops::Thing(thing) => {
                let follows = queries::follows_by_address(db, &link.adres, &thing).await?;
                // Whoever holds the link need not be signed in, so that only what everybody may see is named.
                let (kind, kinds) = (thing.kind().label(t), thing.kind().events().to_vec());
                let named = queries::named(db, t, &[thing], None).await?.into_iter().next();
                let name = named.filter(|followed| followed.path.is_some()).map_or(kind, |followed| followed.name);
                Said { off: !follows, name, texts: OF_THING, kinds }
            }
            Stops::Search(id, rhythm) => {
                let Some(search) = alerts::queries::heard(db, &link.adres, id).await? else { return Ok(wrong(t)) };
                let kinds = alerts::model::mail_kind(rhythm).into_iter().collect();
                Said { off: search.rhythm == Rhythm::Off, name: search.name, texts: OF_SEARCH, kinds }
            }
        };
        let more = kinds
            .into_iter()
            .filter(|kind| !off_kinds.contains(kind))
            .map(|kind| {
                let address = cx.state().post.unsubscribe_url(t.locale, &link.adres, kind.as_str());
                let path = address.strip_prefix(&cx.state().settings.public_url).unwrap_or(paths::HOME).to_owned();
                view! { <li><a href=path>{t.with("mail-unsubscribe", &[("kind", t.get(kind.name_key()).into())])}</a></li> }
            })
            .collect::<Vec<_>>();
        let more = (!more.is_empty()).then(|| view! { <ul>{more}</ul> });
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
            view! { <div class="wk-narrow wk-stack"><h1>{title}</h1>{body}{more}<p><a href=t.href(paths::MAILS)>{t.get("mail-preferences")}</a></p></div> },
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
