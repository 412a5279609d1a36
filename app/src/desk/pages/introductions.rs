//! `/vandaag/kennismakingen`

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{desk, page_number, split_more};
use crate::{
    bakery::model::{Answer, IntroductionState},
    desk::queries::{self, IntroductionRow},
    infra::{clock::local_day, i18n::Texts},
    notifications::{
        history::folded,
        queries::{Mailed, mailed_about_each},
    },
    paths,
    ui::{
        find::pager,
        page::{Page, page},
    },
};

#[component]
pub fn DeskIntroductionsPage() -> impl IntoView {
    let number = page_number();
    let state: Option<IntroductionState> = use_query_map().get_untracked().get("staat").and_then(|state| state.parse().ok());
    page(async move |cx| {
        cx.actor().organiser()?;
        let t = cx.t();
        let mut rows = queries::introductions(cx.db().reader(), state, number).await?;
        let more = split_more(&mut rows);
        let body = if rows.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("desk-introductions-empty-title")}</h2><p>{t.get("desk-introductions-empty-text")}</p></div> }.into_any()
        } else {
            let mut mails = mailed_about_each(cx.db().reader(), "introduction", rows.iter().map(|row| row.id.0)).await?;
            let mut mails_of = |row: &IntroductionRow| mails.remove(&row.id.0).unwrap_or_default();
            let lines = rows.into_iter().map(|row| (mails_of(&row), row)).map(|(mails, row)| line(t, row, mails)).collect_view();
            view! {
                <div class="wk-table-wrap" tabindex="0" role="region" aria-label=t.get("desk-introductions")>
                    <table class="wk-table wk-table--cards">
                        <thead><tr><th scope="col">{t.get("side-need")}</th><th scope="col">{t.get("side-offer")}</th><th scope="col">{t.get("desk-asked-on")}</th><th scope="col">{t.get("listing-state")}</th></tr></thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        let chosen = state.map(|state| format!("&staat={}", state.as_str())).unwrap_or_default();
        let pager = pager(t, number, more, |page| t.href(format!("{}?pagina={page}{chosen}", paths::DESK_INTRODUCTIONS)));
        let title = t.get("desk-introductions");
        let tabs = tabs(t, state);
        Ok(Page::new(
            title.clone(),
            desk(&cx, paths::DESK_INTRODUCTIONS, title, t.get("desk-introductions-lead"), view! { {tabs} {body} {pager} }),
        ))
    })
}

fn tabs(t: Texts, chosen: Option<IntroductionState>) -> impl IntoView {
    let all = view! { <li><a href=t.href(paths::DESK_INTRODUCTIONS) aria-current=chosen.is_none().then_some("page")>{t.get("desk-all")}</a></li> };
    let tabs = IntroductionState::ALL
        .iter()
        .map(|state| {
            let href = t.href(format!("{}?staat={}", paths::DESK_INTRODUCTIONS, state.as_str()));
            view! { <li><a href=href aria-current=(chosen == Some(*state)).then_some("page")>{state.badge(t).0}</a></li> }
        })
        .collect_view();
    view! { <nav class="wk-tabs" aria-label=t.get("listing-state")><ul>{all}{tabs}</ul></nav> }
}

fn line(t: Texts, row: IntroductionRow, mails: Vec<Mailed>) -> impl IntoView {
    let mails = folded(t, mails, |mail| Some(paths::desk_mail(mail.id)));
    let (word, class) = row.state.badge(t);
    let answer = |answer: Option<(Answer, chrono::DateTime<chrono::Utc>)>| match answer {
        Some((Answer::Yes, at)) => t.with("desk-answer-yes", &[("date", t.date(local_day(at)).into())]),
        Some((Answer::No, at)) => t.with("desk-answer-no", &[("date", t.date(local_day(at)).into())]),
        None => t.get("desk-no-answer"),
    };
    let reminded = row.reminded_at.map(|at| t.with("desk-reminded-on", &[("date", t.date(local_day(at)).into())]));
    view! {
        <tr>
            <th scope="row" data-label=t.get("side-need")><div><a href=t.href(paths::listing(row.need.id))>{row.need.title}</a><p class="wk-meta"><span>{answer(row.need_answer)}</span></p></div></th>
            <td data-label=t.get("side-offer")><div><a href=t.href(paths::listing(row.offer.id))>{row.offer.title}</a><p class="wk-meta"><span>{answer(row.offer_answer)}</span></p></div></td>
            <td data-label=t.get("desk-asked-on")><div>{t.date(local_day(row.asked_at))}{reminded.map(|text| view! { <p class="wk-meta"><span>{text}</span></p> })}</div></td>
            <td data-label=t.get("listing-state")><div><span class=class>{word}</span>{mails}</div></td>
        </tr>
    }
}
