//! `/voorstellen`

use leptos::prelude::*;

use crate::{
    error::AppError,
    infra::i18n::Texts,
    paths,
    proposals::{
        access,
        model::ProposalState,
        queries::{self, OwnRow},
    },
    ui::page::{Page, page},
};

#[component]
pub fn OwnProposalsPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let keys = access::keys(cx.session()).await?;
        let person = cx.actor().person().ok().cloned();
        if person.is_none() && keys.is_empty() {
            return Err(AppError::SignInRequired);
        }
        let rows = queries::own(cx.db().reader(), person.as_deref(), &keys).await?;
        let more = (!rows.is_empty()).then(|| {
            view! { <div class="wk-actions"><a class="wk-button wk-button--secondary" href=t.href(paths::CALLS)>{t.get("error-to-calls")}</a></div> }
        });
        let list = if rows.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("proposal-own-empty-title")}</h2><p>{t.get("proposal-own-empty")}</p>
            <a class="wk-button wk-button--primary" href=t.href(paths::CALLS)>{t.get("error-to-calls")}</a></div> }
            .into_any()
        } else {
            let rows = rows.into_iter().map(|row| row_view(t, row)).collect_view();
            view! { <ul class="wk-worklist" role="list">{rows}</ul> }.into_any()
        };
        let title = t.get("proposal-own-title");
        Ok(Page::new(
            title.clone(),
            view! { <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("proposal-own-lead")}</p>{more}</header>{list} },
        ))
    })
}

fn row_view(t: Texts, row: OwnRow) -> impl IntoView {
    let name = row.name().unwrap_or_else(|| t.get("proposal-untitled"));
    let path = if row.state == ProposalState::Draft { paths::proposal_draft(row.id) } else { paths::proposal(row.id) };
    let changed = row.state == ProposalState::Submitted && row.draft_json.is_some();
    view! {
        <li><div>
            <a href=t.href(path)>{name}</a>
            <p class="wk-meta"><span>{row.call_title}</span><span>{row.applicant_name}</span>
                {row.receipt_number.map(|number| view! { <span class="wk-mono">{number}</span> })}
                <span>{t.with("proposal-own-updated", &[("moment", t.moment(row.updated_at).into())])}</span></p>
            {changed.then(|| view! { <p class="wk-note">{t.get("proposal-unsent")}</p> })}
        </div><span class=row.state.badge()>{row.state.label(t)}</span></li>
    }
}
