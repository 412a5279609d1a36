//! `/voorstellen/:id/controleren`

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{breadcrumb, budget_table, co_list, error_summary, file_list, list, paragraphs, param};
use crate::{
    calls::model::{Question, QuestionKind},
    error::AppError,
    infra::i18n::Texts,
    input, paths,
    proposals::{
        access,
        api::SubmitProposal,
        commands,
        model::{self, CoApplicantState, Draft, ProposalState, Rules, Step, answer_text, field_of},
        queries::{self, Co, FileRow},
    },
    ui::{
        form::Hidden,
        page::{Page, page},
    },
};

#[component]
pub fn CheckPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        let t = cx.t();
        let may = access::writer(&cx, &id).await?;
        let (db, proposal) = (cx.db().reader(), may.proposal());
        if proposal.state.after(Step::Submit).is_err() {
            return Err(AppError::Conflict);
        }
        let (rules, answers) = queries::rules_and_answers(db, &proposal.call, proposal.id).await?;
        let parts = queries::parts(db, proposal.id).await?;
        let draft = queries::draft(proposal, &rules, &answers, &parts).tidied();
        let known = queries::known(db, proposal, &parts, &draft).await?;
        let errors = model::read(&draft, &rules, &known).err().unwrap_or_default();
        let files = queries::file_rows(parts.files, &rules);
        let co = with_states(&draft, &parts.co);
        let life = &proposal.call.life;
        let token = commands::submit_token(cx.state(), proposal.id, proposal.version, proposal.draft_json.as_deref());
        let sent = proposal.state == ProposalState::Submitted && proposal.draft_json.is_none();
        let end = if sent {
            view! { <div class="wk-alert wk-alert--ok"><p>{t.get("proposal-check-sent")}</p></div>
            <p><a href=t.href(paths::proposal_receipt(&id))>{t.get("proposal-to-receipt")}</a></p> }
            .into_any()
        } else if !life.is_open(cx.now()) {
            let deadline = life.deadline().map(|at| t.moment(at)).unwrap_or_default();
            view! { <div class="wk-alert wk-alert--warning"><h2 class="wk-alert__title">{t.get("proposal-check-late-title")}</h2>
            <p>{t.with("proposal-draft-closed", &[("deadline", deadline.into())])}</p></div> }
            .into_any()
        } else if errors.is_empty() {
            submit_form(t, &id, token, proposal.state).into_any()
        } else {
            view! { <p><a class="wk-button wk-button--primary" href=t.href(paths::proposal_draft_checked(&id))>{t.get("proposal-check-mend")}</a></p> }.into_any()
        };
        let title = t.get("proposal-check-title");
        let links =
            vec![(paths::PROPOSALS.to_owned(), t.get("proposal-own-title")), (paths::proposal_draft(&id), t.get("proposal-draft-title"))];
        Ok(Page::new(
            title.clone(),
            view! {
                {breadcrumb(t, links, title.clone())}
                <div class="wk-narrow">
                    {error_summary(t, &errors, &rules, &t.href(paths::proposal_draft_checked(&id)))}
                    <header class="wk-page-header">
                        <p class="wk-eyebrow">{proposal.call.title.clone()}</p>
                        <h1>{title}</h1>
                        <p class="wk-steps"><strong>{t.get("proposal-step-2")}</strong>" "{proposal.applicant_name.clone()}
                            <progress class="wk-progress" max="3" value="2" aria-label=t.get("proposal-step-2")></progress></p>
                    </header>
                    {content(t, &id, &draft, &rules, files, co)}
                    <section class="wk-section">{end}</section>
                </div>
            },
        ))
    })
}

fn with_states(draft: &Draft, rows: &[Co]) -> Vec<Co> {
    let state = |email: &str| {
        let email = email.trim().to_lowercase();
        rows.iter().find(|row| row.email == email).map_or(CoApplicantState::Invited, |row| row.state)
    };
    draft
        .co
        .iter()
        .map(|row| Co { name: row.name.clone(), email: row.email.clone(), role: row.role.clone(), state: state(&row.email) })
        .collect()
}

fn content(t: Texts, id: &str, draft: &Draft, rules: &Rules, files: Vec<FileRow>, co: Vec<Co>) -> impl IntoView + use<> {
    let edit = |anchor: &str| {
        let href = format!("{}#{anchor}", t.href(paths::proposal_draft(id)));
        view! { <a href=href>{t.get("proposal-change")}</a> }
    };
    let head = |text: String, anchor: &str| view! { <div class="wk-section-header"><h2>{text}</h2>{edit(anchor)}</div> };
    let money = |typed: &str| input::money(typed).map_or_else(|_| typed.to_owned(), |amount| t.money(amount));
    let lines = draft.budget.iter().map(|row| (row.label.clone(), money(&row.amount))).collect();
    let missing = || view! { <p class="wk-muted">{t.get("proposal-empty")}</p> };
    let answers = rules
        .questions
        .iter()
        .filter(|question| question.kind != QuestionKind::File)
        .map(|question| {
            let answer = match answer(t, question, draft) {
                Some(text) => paragraphs(&text).into_any(),
                None => missing().into_any(),
            };
            let anchor = format!("answers[{}]", field_of(question.id));
            view! { <div class="wk-section-header"><h3>{question.label.clone()}</h3>{edit(&anchor)}</div>{answer} }
        })
        .collect_view();
    view! {
        <section class="wk-section">{head(t.get("proposal-title"), "title")}
            {if draft.title.trim().is_empty() { missing().into_any() } else { view! { <p>{draft.title.clone()}</p> }.into_any() }}</section>
        <section class="wk-section">{head(t.get("proposal-summary"), "summary")}
            {if draft.summary.trim().is_empty() { missing().into_any() } else { paragraphs(&draft.summary).into_any() }}</section>
        <section class="wk-section">{head(t.get("proposal-areas"), "areas")}
            {if draft.areas.is_empty() { missing().into_any() } else { list(draft.areas.clone()).into_any() }}</section>
        {(!rules.questions.is_empty()).then(|| view! { <section class="wk-section"><h2>{t.get("proposal-part-questions")}</h2>{answers}</section> })}
        <section class="wk-section">{head(t.get("proposal-budget"), "budget")}{budget_table(t, lines, draft.sums())}</section>
        <section class="wk-section">{head(t.get("proposal-co"), "co")}
            {if co.is_empty() { missing().into_any() } else { co_list(t, co).into_any() }}</section>
        <section class="wk-section">
            <div class="wk-section-header"><h2>{t.get("proposal-files")}</h2><a href=t.href(paths::proposal_files(id))>{t.get("proposal-change")}</a></div>
            {if files.is_empty() { missing().into_any() } else { file_list(t, files, id).into_any() }}</section>
    }
}

/// Writes an answer as it will be shown, or as it was typed when it cannot be read.
fn answer(t: Texts, question: &Question, draft: &Draft) -> Option<String> {
    let typed = draft.answers.get(&field_of(question.id)).filter(|answer| !answer.trim().is_empty())?;
    Some(match model::read_answer(question, typed.trim()) {
        Ok(stored) => answer_text(question.kind, &stored, t),
        Err(_) if question.kind == QuestionKind::YesNo => answer_text(question.kind, typed, t),
        Err(_) => typed.clone(),
    })
}

fn submit_form(t: Texts, id: &str, token: String, state: ProposalState) -> impl IntoView + use<> {
    let (text, button) = match state {
        ProposalState::Draft => ("proposal-submit-text", "proposal-submit"),
        _ => ("proposal-submit-again-text", "proposal-submit-again"),
    };
    view! {
        <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(SubmitProposal::PATH)>
            <Hidden name="id" value=id/>
            <Hidden name="token" value=token/>
            <p>{t.get(text)}</p>
            <div class="wk-actions">
                <button class="wk-button wk-button--primary" type="submit">{t.get(button)}</button>
                <a class="wk-button wk-button--secondary" href=t.href(paths::proposal_draft(id))>{t.get("proposal-back-to-draft")}</a>
            </div>
        </form>
    }
}
