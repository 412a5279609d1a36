//! `/voorstellen/uitnodiging/:token`

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{button_form, param};
use crate::{
    error::AppError,
    infra::tokens,
    proposals::{
        api::AnswerInvitation,
        model::CoApplicantState,
        queries::{self, Invited},
    },
    ui::page::{Page, page},
};

#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = param("token");
    page(async move |cx| {
        let t = cx.t();
        let db = cx.db().reader();
        let Invited { state, role, call, title, applicant } =
            queries::invited(db, &tokens::hash(&token)).await?.ok_or(AppError::NotFound)?;
        let button = |answer: CoApplicantState, label: &str, class: &'static str| {
            let values = vec![("token", token.clone()), ("answer", answer.as_str().to_owned())];
            button_form(t, AnswerInvitation::PATH, values, t.get(label), class)
        };
        let choice = match state {
            CoApplicantState::Invited => view! { <div class="wk-actions">
            {button(CoApplicantState::Accepted, "proposal-join", "wk-button wk-button--primary")}
            {button(CoApplicantState::Declined, "proposal-decline", "wk-button wk-button--secondary")}</div> }
            .into_any(),
            CoApplicantState::Accepted => view! { <p>{t.get("proposal-join-done")}</p>
            {button(CoApplicantState::Accepted, "proposal-to-proposal", "wk-button wk-button--primary")} }
            .into_any(),
            CoApplicantState::Declined => {
                view! { <div class="wk-alert wk-alert--info"><p>{t.get("proposal-decline-done")}</p></div> }.into_any()
            }
        };
        let facts = [
            (t.get("proposal-call"), call),
            (t.get("proposal-title"), title),
            (t.get("proposal-applicant-name"), applicant.clone()),
            (t.get("proposal-co-role"), role),
        ];
        let facts = facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
            .collect_view();
        let title = t.with("proposal-invitation-title", &[("applicant", applicant.into())]);
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <h1>{title}</h1>
                    <p class="wk-lead">{t.get("proposal-invitation-text")}</p>
                    <dl class="wk-data">{facts}</dl>
                    {choice}
                </div>
            },
        ))
    })
}
