//! `/calls/:slug/voorstellen/:id`, for the members of the call's party.

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{asked_view, breadcrumb, call_links, decided_view, dossier, param};
use crate::{
    assessments::panel::panel,
    error::AppError,
    infra::{db::Object, i18n::Texts, mail::outbox::Status},
    input::FieldErrors,
    notifications::{button::FollowButton, history::history, model::Event, queries::mailed_about, things::Thing},
    paths,
    proposals::{
        access,
        api::{ASK_FORM, AskClarification, AskForm, DECIDE_FORM, DecideForm, DecideProposal},
        model::{Outcome, ProposalState, remainder, typed_money},
        policy::FunderMayAct,
        queries::{self, Dossier, ProposalView},
    },
    reports,
    request::RequestCx,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, TextArea, TextField},
        page::{Page, page},
    },
};

#[component]
pub fn CallProposalPage() -> impl IntoView {
    let (slug, id) = (param("slug"), param("id"));
    page(async move |cx| {
        let t = cx.t();
        let (may, proposal) = access::funder_knows(&cx, &slug, &id).await?;
        let (db, call) = (cx.db().reader(), may.call());
        if proposal.barred {
            return Ok(barred(t, &proposal));
        }
        let (rules, answers) = queries::rules_and_answers(db, call, proposal.id).await?;
        let all = queries::dossier(&proposal, &rules, answers, queries::parts(db, proposal.id).await?);
        let desk = match may.act().filter(|_| proposal.state == ProposalState::Submitted) {
            Some(act) => Some(desk(&cx, act, &proposal, &all).await?),
            None => None,
        };
        let assessments = match may.act() {
            Some(act) => Some(panel(&cx, act, &proposal).await?),
            None => None,
        };
        let told = proposal.decided.as_ref().is_some_and(|decided| decided.told_at.is_some());
        let reports = if told && proposal.state == ProposalState::Awarded {
            let all = reports::queries::of_proposal(db, proposal.id).await?;
            let list =
                (!all.is_empty()).then(|| reports::panel::list(t, all, |report| paths::call_report(&call.slug, proposal.id, report)));
            let href = t.href(paths::call_reports(&call.slug, proposal.id));
            Some(
                view! { <section class="wk-section"><h2>{t.get("reports-title")}</h2>{list}<p><a class="wk-button wk-button--secondary" href=href>{t.get("report-to-list")}</a></p></section> },
            )
        } else {
            None
        };
        let mails = mailed_about(db, Object::new("proposal", proposal.id)).await?;
        let letter = mails.iter().find(|mail| mail.kind == Event::Decision.as_str() && mail.status == Status::Held);
        let untold = proposal.decided.as_ref().is_some_and(|decided| decided.told_at.is_none()).then(|| {
            let path = letter.map_or_else(|| paths::call_letters(&call.slug), |mail| paths::call_letter(&call.slug, mail.id));
            view! { <div class="wk-alert wk-alert--warning"><p>{t.get("proposal-untold")}</p><p><a class="wk-button wk-button--primary" href=t.href(path)>{t.get("proposal-to-letter")}</a></p></div> }
        });
        let slug = call.slug.clone();
        let history = history(t, mails, |mail| (mail.kind == Event::Decision.as_str()).then(|| paths::call_letter(&slug, mail.id)));
        let (asked, decided) = (all.asked.clone(), all.decided.clone());
        let mut links = call_links(t, &call.slug, &call.title);
        links.push((paths::call_proposals(&call.slug), t.get("proposal-received-title")));
        let facts = [
            (
                t.get("proposal-applicant-name"),
                format!("{} ({})", proposal.applicant_name, proposal.applicant_kind.label(t).to_lowercase()),
            ),
            (t.get("proposal-contact"), format!("{}, {}", proposal.contact_name, proposal.contact_email)),
            (t.get("proposal-receipt-number"), proposal.receipt_number.clone().unwrap_or_default()),
            (t.get("proposal-submitted-at"), proposal.submitted_at.map(|at| t.moment(at)).unwrap_or_default()),
            (t.get("proposal-requested"), t.money(proposal.requested)),
        ];
        let facts = facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view();
        let back = paths::call_proposal(&call.slug, &id);
        let follow = view! { <FollowButton t=t thing=Thing::Proposal(proposal.id) follows=Some(proposal.followed) back=back/> };
        Ok(Page::new(
            proposal.title.clone(),
            view! {
                {breadcrumb(t, links, proposal.title.clone())}
                <header class="wk-page-header">
                    <p class="wk-eyebrow">{proposal.applicant_name.clone()}</p>
                    <h1>{proposal.title.clone()}</h1>
                    <p class="wk-meta"><span><span class=proposal.state.badge()>{proposal.state.label(t)}</span></span></p>
                </header>
                {untold}
                {decided.map(|decided| decided_view(t, decided))}
                <div class="wk-sidebar wk-sidebar--end">
                    <div>{dossier(t, all, &id)}
                        {asked.map(|asked| view! { <section class="wk-section"><h2>{t.get("proposal-clarification")}</h2>{asked_view(t, asked)}</section> })}
                        {reports}
                        {assessments}
                        {desk}
                        {history}
                    </div>
                    <aside class="wk-stack" aria-label=t.get("proposal-facts")><div class="wk-panel"><dl class="wk-data wk-data--stacked">{facts}</dl></div>{follow}</aside>
                </div>
            },
        ))
    })
}

/// For who is asked to assess it and did not declare yet that there is no interest: title and applicant.
fn barred(t: Texts, proposal: &ProposalView) -> Page {
    let call = &proposal.call;
    let mut links = call_links(t, &call.slug, &call.title);
    links.push((paths::call_proposals(&call.slug), t.get("proposal-received-title")));
    Page::new(
        proposal.title.clone(),
        view! {
            {breadcrumb(t, links, proposal.title.clone())}
            <header class="wk-page-header"><p class="wk-eyebrow">{proposal.applicant_name.clone()}</p><h1>{proposal.title.clone()}</h1></header>
            <div class="wk-alert wk-alert--info"><p>{t.get("proposal-barred")}</p></div>
            <p><a class="wk-button wk-button--primary" href=t.href(paths::assessment(proposal.id))>{t.get("mail-assessment-button")}</a></p>
        },
    )
}

/// What the funder can do: ask one thing, and decide.
async fn desk(cx: &RequestCx, may: &FunderMayAct, proposal: &ProposalView, all: &Dossier) -> Result<impl IntoView + use<>, AppError> {
    let ask = if all.asked.is_none() { Some(ask_form(cx, may, proposal).await?) } else { None };
    let decide = decide_form(cx, may, proposal).await?;
    Ok(view! { {ask}{decide} })
}

async fn ask_form(cx: &RequestCx, may: &FunderMayAct, proposal: &ProposalView) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let (form, errors) = cx.kept_form::<AskForm>(ASK_FORM).await?.unwrap_or_else(|| (AskForm::default(), FieldErrors::default()));
    let fields = Fields::new(t, errors);
    Ok(view! {
        <section class="wk-section"><h2>{t.get("proposal-ask-title")}</h2>
            <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(AskClarification::PATH)>
                <ErrorSummary fields=fields.clone()/>
                <Hidden name="slug" value=may.call().slug.clone()/><Hidden name="id" value=proposal.id.to_string()/>
                <TextArea fields=fields name="question" label=t.get("proposal-ask-label") hint=t.get("proposal-ask-hint") value=form.question rows=4/>
                <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("proposal-ask-button")}</button></div>
            </form>
        </section>
    })
}

async fn decide_form(cx: &RequestCx, may: &FunderMayAct, proposal: &ProposalView) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let call = may.call();
    let kept = cx.kept_form::<DecideForm>(DECIDE_FORM).await?;
    let (form, errors) =
        kept.unwrap_or_else(|| (DecideForm { amount: typed_money(proposal.requested), ..DecideForm::default() }, FieldErrors::default()));
    let fields = Fields::new(t, errors);
    let left = match call.ceiling {
        Some(_) => remainder(call.ceiling, queries::awarded(cx.db().reader(), call.id).await?),
        None => None,
    };
    let left = left.map(|left| t.with("proposal-award-left", &[("amount", t.money(left).into())]));
    let over = call.life.is_over(cx.now());
    let mut options = vec![(Outcome::Refused.as_str().to_owned(), t.get("proposal-outcome-refused"))];
    if over {
        options.insert(0, (Outcome::Awarded.as_str().to_owned(), t.get("proposal-outcome-awarded")));
    }
    Ok(view! {
        <section class="wk-section"><h2>{t.get("proposal-decide-title")}</h2>
            {(!over).then(|| view! { <div class="wk-alert wk-alert--info"><p>{t.get("problem-award-early")}</p></div> })}
            <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(DecideProposal::PATH)>
                <ErrorSummary fields=fields.clone()/>
                <Hidden name="slug" value=call.slug.clone()/><Hidden name="id" value=proposal.id.to_string()/>
                <Choices fields=fields.clone() name="outcome" label=t.get("proposal-outcome") values=vec![form.outcome.clone()] options=options/>
                {over.then(|| view! { <TextField fields=fields.clone() name="amount" label=t.get("proposal-award-amount") hint=left.unwrap_or_default()
                    value=form.amount.clone() size="medium" inputmode="decimal" before="€"/> })}
                <TextArea fields=fields name="reason" label=t.get("proposal-reason") hint=t.get("proposal-reason-hint") value=form.reason/>
                <p class="wk-note">{t.get("proposal-decide-note")}</p>
                <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("proposal-decide-button")}</button></div>
            </form>
        </section>
    })
}
