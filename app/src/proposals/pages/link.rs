//! `/voorstellen/:id/link/:token`: opening a proposal from a mail takes a button, so that a mail scanner opens nothing.

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{button_form, param};
use crate::{
    error::AppError,
    proposals::{api::OpenProposal, commands},
    ui::page::{Page, page},
};

#[component]
pub fn ProposalLinkPage() -> impl IntoView {
    let (id, token) = (param("id"), param("token"));
    page(async move |cx| {
        let t = cx.t();
        let proposal = commands::by_link(cx.state(), &id, &token).await?.ok_or(AppError::NotFound)?;
        let values = vec![("id", id), ("token", token)];
        Ok(Page::new(
            t.get("proposal-link-title"),
            view! {
                <div class="wk-narrow">
                    <h1>{t.get("proposal-link-title")}</h1>
                    <p class="wk-lead">{t.with("proposal-link-text", &[("call", proposal.call.title.into())])}</p>
                    {button_form(t, OpenProposal::PATH, values, t.get("proposal-link-button"), "wk-button wk-button--primary")}
                </div>
            },
        ))
    })
}
