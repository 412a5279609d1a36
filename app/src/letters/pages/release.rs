//! Releasing all held letters that a filter finds: how many, to whom, and one more press.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{framed, kind_name};
use crate::{
    error::AppError,
    infra::mail::outbox::Status,
    letters::{
        api::ReleaseLetters,
        model::{Filter, MOST, Place},
        policy::MayAct,
        queries,
    },
    request::RequestCx,
    ui::{form::Hidden, page::Page},
};

pub(super) async fn page_of(cx: &RequestCx, place: &Place, may: &MayAct, filter: &Filter) -> Result<Page, AppError> {
    let t = cx.t();
    let db = cx.db().reader();
    let filter = Filter { status: Status::Held, ..filter.clone() };
    let set = queries::held(db, may.scope(), &filter).await?;
    let (lines, more) = queries::list(db, may.scope(), &filter, None).await?;
    let title = t.get("letters-release-title");
    let pairs = filter.pairs();
    let value = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let shown = lines.len();
    let list = lines
        .into_iter()
        .map(|line| {
            view! {
                <li><div><a href=t.href(place.letter(line.id))>{line.subject}</a><p class="wk-meta"><span>{kind_name(t, &line.kind)}</span><span>{line.to_name}</span><span>{line.to_address}</span></p></div></li>
            }
        })
        .collect_view();
    let rest =
        more.then(|| view! { <p class="wk-muted">{t.with("letters-and-more", &[("count", set.count.saturating_sub(shown).into())])}</p> });
    let back = view! { <a class="wk-button wk-button--secondary" href=t.href(place.found(&filter))>{t.get("letters-back")}</a> };
    let body = if set.count == 0 {
        view! { <div class="wk-empty"><h2>{t.get("desk-mails-empty-title")}</h2><p>{t.get("letters-none-held")}</p>{back}</div> }.into_any()
    } else if set.count as u64 > MOST {
        view! { <div class="wk-alert wk-alert--warning"><p>{t.with("letters-at-most", &[("count", MOST.into())])}</p></div><div class="wk-actions">{back}</div> }.into_any()
    } else {
        view! {
            <div class="wk-alert wk-alert--warning"><p>{t.get("letters-release-text")}</p></div>
            <form class="wk-form" method="post" action=t.href(ReleaseLetters::PATH)>
                <Hidden name="call" value=place.call()/><Hidden name="kind" value=value("soort")/><Hidden name="about" value=value("over")/>
                <Hidden name="text" value=value("q")/><Hidden name="mark" value=set.mark/>
                <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.with("letters-release-all", &[("count", set.count.into())])}</button>{back}</div>
            </form>
            <section class="wk-section"><h2 class="wk-h3">{t.get("letters-which")}</h2><ul class="wk-worklist" role="list">{list}</ul>{rest}</section>
        }
        .into_any()
    };
    let lead = t.with("letters-release-lead", &[("count", set.count.into())]);
    Ok(Page::new(title.clone(), framed(cx, place, title, lead, body)))
}
