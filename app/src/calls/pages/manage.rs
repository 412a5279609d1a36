//! `/calls/beheer`

use leptos::prelude::*;

use crate::{
    calls::{cards::badge, model::CallState, queries},
    parties::model::PartyId,
    paths,
    ui::{
        breadcrumb::breadcrumb,
        page::{Page, page},
    },
};

#[component]
pub fn ManageCallsPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let person = cx.actor().person()?.clone();
        let parties: Vec<PartyId> = person.memberships.iter().map(|membership| membership.party_id).collect();
        let calls = queries::managed_by(cx.db().reader(), &parties).await?;
        let now = cx.now();
        let empty = calls.is_empty().then(|| {
            view! {
                <div class="wk-empty">
                    <h2>{t.get("calls-manage-none-title")}</h2>
                    <p>{t.get("calls-manage-none-text")}</p>
                </div>
            }
        });
        let rows = calls
            .into_iter()
            .map(|call| {
                let may_edit = person.may_edit_for(call.funder.id);
                let draft = call.life.state == CallState::Draft;
                let path = if draft && may_edit { paths::call_edit(&call.slug) } else { paths::call(&call.slug) };
                let proposals =
                    (!draft).then(|| view! { <a href=t.href(paths::call_proposals(&call.slug))>{t.get("calls-proposals")}</a> });
                view! {
                    <tr>
                        <th scope="row"><a href=t.href(path)>{call.title.clone()}</a></th>
                        <td data-label=t.get("calls-phase")>{badge(t, &call.life, now)}</td>
                        <td data-label=t.get("calls-party")>{call.funder.name.clone()}</td>
                        <td data-label=t.get("calls-part-closes")>{call.life.closes_at.map(|end| t.moment(end))}</td>
                        <td class="wk-table__actions">{proposals}</td>
                    </tr>
                }
            })
            .collect_view();
        let table = empty.is_none().then(|| {
            view! {
                <div class="wk-table-wrap"><table class="wk-table wk-table--cards">
                    <caption class="wk-visually-hidden">{t.get("calls-manage")}</caption>
                    <thead><tr>
                        <th scope="col">{t.get("calls-part-title")}</th><th scope="col">{t.get("calls-phase")}</th><th scope="col">{t.get("calls-party")}</th>
                        <th scope="col">{t.get("calls-part-closes")}</th><th scope="col"><span class="wk-visually-hidden">{t.get("calls-proposals")}</span></th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            }
        });
        Ok(Page::new(
            t.get("calls-manage"),
            view! {
                {breadcrumb(t, vec![(t.get("calls-title"), paths::CALLS.to_owned())], t.get("calls-manage"))}
                <header class="wk-page-header">
                    <h1>{t.get("calls-manage")}</h1>
                    <div class="wk-actions"><a class="wk-button wk-button--primary" href=t.href(paths::CALL_NEW)>{t.get("calls-new")}</a></div>
                </header>
                {empty}{table}
            },
        ))
    })
}
