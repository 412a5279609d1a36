//! `/voorstellen/:id`

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{asked_view, breadcrumb, button_form, decided_view, dossier, param};
use crate::{
    error::AppError,
    infra::i18n::Texts,
    input::FieldErrors,
    notifications::{button::FollowButton, things::Thing},
    paths,
    proposals::{
        access,
        api::{ANSWER_FORM, AnswerClarification, AnswerForm, UndoChanges},
        model::{Draft, ProposalState},
        queries::{self, ProposalView},
    },
    reports,
    request::RequestCx,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextArea},
        page::{Page, page},
    },
};

#[component]
pub fn ProposalPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        let t = cx.t();
        let may = access::reader(&cx, &id).await?;
        let (db, proposal) = (cx.db().reader(), may.proposal());
        let (rules, answers) = queries::rules_and_answers(db, &proposal.call, proposal.id).await?;
        let parts = queries::parts(db, proposal.id).await?;
        if proposal.state == ProposalState::Draft {
            let draft = queries::draft(proposal, &rules, &answers, &parts);
            return Ok(draft_page(t, proposal, draft, may.write().is_some(), &id));
        }
        let all = queries::dossier(proposal, &rules, answers, parts);
        let open = proposal.call.life.is_open(cx.now());
        let (asked, decided) = (all.asked.clone(), all.decided.clone());
        let reports = match proposal.state {
            ProposalState::Awarded => reports::queries::of_proposal(db, proposal.id).await?,
            _ => Vec::new(),
        };
        let reports = (!reports.is_empty()).then(|| {
            let list = reports::panel::list(t, reports, |report| paths::proposal_report(proposal.id, report));
            view! { <section class="wk-section"><h2>{t.get("reports-title")}</h2>{list}</section> }
        });
        let timeline = timeline(&cx, proposal);
        let waiting = asked.as_ref().is_some_and(|asked| asked.answer.is_none()) && proposal.state == ProposalState::Submitted;
        let answer = if waiting && may.write().is_some() { Some(answer_form(&cx, &id).await?) } else { None };
        let actions = may.write().is_some().then(|| actions(t, proposal, open, &id));
        let follow = cx.actor().is_signed_in().then(|| {
            view! { <FollowButton t=t thing=Thing::Proposal(proposal.id) follows=Some(proposal.followed) back=paths::proposal(proposal.id)/> }
        });
        let links = vec![(paths::PROPOSALS.to_owned(), t.get("proposal-own-title"))];
        Ok(Page::new(
            proposal.title.clone(),
            view! {
                {breadcrumb(t, links, proposal.title.clone())}
                <header class="wk-page-header">
                    <p class="wk-eyebrow">{proposal.call.title.clone()}</p>
                    <h1>{proposal.title.clone()}</h1>
                    <p class="wk-meta"><span><span class=proposal.state.badge()>{proposal.state.label(t)}</span></span>
                        <span>{proposal.applicant_name.clone()}</span>
                        {proposal.receipt_number.clone().map(|number| view! { <span><span class="wk-mono">{number}</span></span> })}</p>
                </header>
                {decided.map(|decided| decided_view(t, decided))}
                <div class="wk-sidebar wk-sidebar--end">
                    <div>
                        {reports}
                        {asked.map(|asked| view! { <section class="wk-section"><h2>{t.get("proposal-clarification")}</h2>{asked_view(t, asked)}{answer}</section> })}
                        {dossier(t, all, &id)}
                    </div>
                    <aside class="wk-stack" aria-label=t.get("proposal-timeline")>
                        <h2 class="wk-h3">{t.get("proposal-timeline")}</h2>
                        {timeline}
                        {actions}
                        {follow}
                    </aside>
                </div>
            },
        ))
    })
}

/// A draft, for those who may read it but not work on it; the others go on to the form.
fn draft_page(t: Texts, proposal: &ProposalView, draft: Draft, may_write: bool, id: &str) -> Page {
    let title = Some(draft.title).filter(|title| !title.trim().is_empty()).unwrap_or_else(|| t.get("proposal-untitled"));
    let edit = may_write.then(|| {
        view! { <p><a class="wk-button wk-button--primary" href=t.href(paths::proposal_draft(id))>{t.get("proposal-continue")}</a></p> }
    });
    Page::new(
        title.clone(),
        view! {
            <div class="wk-narrow">
                <h1>{title}</h1>
                <p class="wk-meta"><span><span class=ProposalState::Draft.badge()>{ProposalState::Draft.label(t)}</span></span><span>{proposal.applicant_name.clone()}</span></p>
                <p class="wk-lead">{t.get("proposal-is-draft")}</p>
                {edit}
                {super::parts::paragraphs(&draft.summary)}
            </div>
        },
    )
}

/// One step of the way of a proposal.
struct Moment {
    state: &'static str,
    title: String,
    at: Option<String>,
    text: String,
}

fn timeline(cx: &RequestCx, proposal: &ProposalView) -> impl IntoView + use<> {
    let t = cx.t();
    let (life, asked, decided) = (&proposal.call.life, proposal.asked.as_ref(), proposal.decided.as_ref());
    let moment = |state: &'static str, title: &str, at: Option<chrono::DateTime<chrono::Utc>>, text: &str| Moment {
        state,
        title: t.get(title),
        at: at.map(|at| t.moment(at)),
        text: t.get(text),
    };
    let mut steps = vec![moment("done", "proposal-time-submitted", proposal.submitted_at, "proposal-time-submitted-text")];
    let over = life.is_over(cx.now());
    match proposal.state {
        ProposalState::Withdrawn => {
            steps.push(moment("now", "proposal-time-withdrawn", proposal.withdrawn_at, "proposal-time-withdrawn-text"))
        }
        state => {
            let finished = decided.is_some();
            if !over && !finished {
                steps.push(moment("now", "proposal-time-open", life.deadline(), "proposal-time-open-text"));
            }
            let reading = if finished {
                "done"
            } else if over {
                "now"
            } else {
                "next"
            };
            steps.push(moment(reading, "proposal-time-reading", None, "proposal-time-reading-text"));
            if let Some(asked) = asked {
                let (state, text) = match asked.answer {
                    Some(_) => ("done", "proposal-time-answered-text"),
                    None if finished => ("done", "proposal-time-asked-text"),
                    None => ("now", "proposal-time-asked-text"),
                };
                steps.push(moment(state, "proposal-time-asked", asked.answered_at.or(Some(asked.asked_at)), text));
            }
            let at = decided.map(|decided| decided.decided_at);
            steps.push(match state {
                ProposalState::Awarded => moment("now", "proposal-time-awarded", at, "proposal-time-awarded-text"),
                ProposalState::Refused => moment("now", "proposal-time-refused", at, "proposal-time-refused-text"),
                _ => moment("next", "proposal-time-decision", None, "proposal-time-decision-text"),
            });
        }
    }
    let steps = steps
        .into_iter()
        .map(|Moment { state, title, at, text }| {
            view! { <li class="wk-timeline__item" data-state=state aria-current=(state == "now").then_some("step")>
            <h3>{title}</h3>{at.map(|at| view! { <p class="wk-meta"><span>{at}</span></p> })}<p>{text}</p></li> }
        })
        .collect_view();
    view! { <ol class="wk-timeline">{steps}</ol> }
}

fn actions(t: Texts, proposal: &ProposalView, open: bool, id: &str) -> impl IntoView + use<> {
    if proposal.state != ProposalState::Submitted {
        return ().into_any();
    }
    let unsent = proposal.draft_json.is_some();
    let undo = (unsent)
        .then(|| button_form(t, UndoChanges::PATH, vec![("id", id.to_owned())], t.get("proposal-undo"), "wk-button wk-button--subtle"));
    view! {
        {unsent.then(|| view! { <div class="wk-alert wk-alert--warning"><p>{t.get("proposal-unsent")}</p></div> })}
        {undo}
        <div class="wk-actions">
            {open.then(|| view! { <a class="wk-button wk-button--primary" href=t.href(paths::proposal_draft(id))>{t.get("proposal-edit")}</a> })}
            <a class="wk-button wk-button--secondary" href=t.href(paths::proposal_withdraw(id))>{t.get("proposal-withdraw")}</a>
        </div>
    }
    .into_any()
}

async fn answer_form(cx: &RequestCx, id: &str) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let (form, errors) = cx.kept_form::<AnswerForm>(ANSWER_FORM).await?.unwrap_or_else(|| (AnswerForm::default(), FieldErrors::default()));
    let fields = Fields::new(t, errors);
    Ok(view! {
        <form class="wk-form" method="post" novalidate=true action=t.href(AnswerClarification::PATH)>
            <ErrorSummary fields=fields.clone()/>
            <Hidden name="id" value=id/>
            <TextArea fields=fields name="answer" label=t.get("proposal-your-answer") hint=t.get("proposal-your-answer-hint") value=form.answer/>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("proposal-send-answer")}</button></div>
        </form>
    })
}
