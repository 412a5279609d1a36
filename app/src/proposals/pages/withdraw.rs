//! `/voorstellen/:id/intrekken`

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{breadcrumb, param};
use crate::{
    error::AppError,
    paths,
    proposals::{access, api::WithdrawProposal, model::ProposalState},
    ui::{
        form::Hidden,
        page::{Page, page},
    },
};

#[component]
pub fn WithdrawPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        let t = cx.t();
        let may = access::writer(&cx, &id).await?;
        let state = may.proposal().state;
        let (title, text, button, back) = match state {
            ProposalState::Draft => ("proposal-discard-title", "proposal-discard-text", "proposal-discard", paths::proposal_draft(&id)),
            ProposalState::Submitted => ("proposal-withdraw-title", "proposal-withdraw-text", "proposal-withdraw", paths::proposal(&id)),
            _ => return Err(AppError::Conflict),
        };
        let title = t.get(title);
        let links = vec![(paths::PROPOSALS.to_owned(), t.get("proposal-own-title"))];
        Ok(Page::new(
            title.clone(),
            view! {
                {breadcrumb(t, links, title.clone())}
                <div class="wk-narrow">
                    <h1>{title}</h1>
                    {(!may.proposal().title.is_empty()).then(|| view! { <p><strong>{may.proposal().title.clone()}</strong></p> })}
                    <p class="wk-lead">{t.get(text)}</p>
                    <form class="wk-form" method="post" novalidate=true action=t.href(WithdrawProposal::PATH)>
                        <Hidden name="id" value=id/>
                        <div class="wk-actions">
                            <button class="wk-button wk-button--danger" type="submit">{t.get(button)}</button>
                            <a class="wk-button wk-button--secondary" href=t.href(back)>{t.get("proposal-keep")}</a>
                        </div>
                    </form>
                </div>
            },
        ))
    })
}
