//! Who was asked to assess a proposal and what they judged, on the page of that proposal.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    api::WithdrawRequest,
    model::Mark,
    queries::{self, Line, Results},
};
use crate::{
    error::AppError,
    infra::i18n::Texts,
    paths,
    proposals::{
        model::{ProposalId, ProposalState},
        parts::paragraphs,
        policy::FunderMayAct,
        queries::ProposalView,
    },
    request::RequestCx,
    ui::form::Hidden,
};

/// The section for who decides.
///
/// # Errors
/// When the database refuses.
pub async fn panel(cx: &RequestCx, may: &FunderMayAct, proposal: &ProposalView) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let waits = proposal.state == ProposalState::Submitted;
    let results = queries::results(cx.db().reader(), proposal.id, may.account_id(), waits).await?;
    let slug = may.call().slug.clone();
    let ask = waits.then(|| {
        view! { <p><a class="wk-button wk-button--secondary" href=t.href(paths::call_proposal_assessors(&slug, proposal.id))>{t.get("assessment-ask-title")}</a></p> }
    });
    let own = results.hidden.then(|| {
        view! { <div class="wk-alert wk-alert--info"><p>{t.get("assessment-hidden")}</p></div>
        <p><a class="wk-button wk-button--primary" href=t.href(paths::assessment(proposal.id))>{t.get("mail-assessment-button")}</a></p> }
    });
    let list = if results.lines.is_empty() {
        view! { <p>{t.get("assessment-none")}</p> }.into_any()
    } else {
        results_view(t, results, waits.then_some((slug, proposal.id))).into_any()
    };
    Ok(view! { <section class="wk-section"><h2>{t.get("assessment-all")}</h2>{own}{list}{ask}</section> })
}

/// The mean, and each of those who were asked; with `withdraw`, of the call and the proposal, a button takes back what is not answered.
pub fn results_view(t: Texts, results: Results, withdraw: Option<(String, ProposalId)>) -> impl IntoView + use<> {
    let mean = results.mean.map(|mean| {
        let values = [("mean", t.quantity(f64::from(mean.tenths) / 10.0).into()), ("count", mean.count.into())];
        view! { <p><strong>{t.with("assessment-mean", &values)}</strong></p> }
    });
    let lines = results
        .lines
        .into_iter()
        .map(|line| {
            let take_back =
                withdraw.as_ref().filter(|_| line.standing.is_open()).map(|(slug, proposal)| take_back(t, slug, *proposal, &line));
            let Line { id: _, name, due_on, standing, submitted_at, given } = line;
            let when = match submitted_at {
                Some(at) => t.moment(at),
                None => format!("{} {}", t.get("assessment-due"), t.date(due_on)),
            };
            view! {
                <li><div><strong>{name.unwrap_or_else(|| t.get("assessment-somebody"))}</strong><p class="wk-meta"><span>{when}</span></p>
                    {given.map(|(mark, reasons)| given_view(t, mark, &reasons))}{take_back}</div>
                    <span class=standing.badge()>{standing.label(t)}</span></li>
            }
        })
        .collect_view();
    view! { {mean}<ul class="wk-worklist" role="list">{lines}</ul> }
}

/// A judgement.
pub fn given_view(t: Texts, mark: Mark, reasons: &str) -> impl IntoView + use<> {
    view! { <p><strong>{mark.label(t)}</strong></p>{paragraphs(reasons)} }
}

fn take_back(t: Texts, slug: &str, proposal: ProposalId, line: &Line) -> impl IntoView + use<> {
    let whom = line.name.clone().unwrap_or_default();
    view! {
        <form class="wk-inline-form" method="post" action=t.href(WithdrawRequest::PATH)>
            <Hidden name="slug" value=slug/><Hidden name="id" value=proposal.to_string()/><Hidden name="assessment" value=line.id.to_string()/>
            <button class="wk-button wk-button--subtle wk-button--small" type="submit">{t.get("assessment-withdraw")}<span class="wk-visually-hidden">" "{whom}</span></button>
        </form>
    }
}
