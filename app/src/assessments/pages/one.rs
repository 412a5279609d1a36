//! `/beoordelen/:id`, of a proposal, for whoever is asked to assess it.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    assessments::{
        access,
        api::{DECLARE_FORM, DeclareForm, DeclareInterest, JUDGE_FORM, JudgeForm, JudgeProposal},
        model::{Interest, Mark, Standing},
        panel::{given_view, results_view},
        policy::MayAssess,
        queries::{self, Assigned},
    },
    error::AppError,
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    proposals::{
        self,
        parts::{breadcrumb, dossier, param},
    },
    request::RequestCx,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, TextArea},
        page::{Page, page},
    },
};

/// One proposal to assess: first whether there is an interest, then the proposal with the form, then what others judged.
#[component]
pub fn AssessmentPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        let t = cx.t();
        let may = access::assessor(&cx, &id).await?;
        let row = may.assigned();
        let closed = (!row.waits && row.standing != Standing::Withdrawn).then(|| alert(t, "assessment-decided-text"));
        let body = match row.standing {
            Standing::Asked => declare_form(&cx, row, true).await?.into_any(),
            Standing::Conflict => alert(t, "assessment-conflict-text").into_any(),
            Standing::Withdrawn => alert(t, "assessment-withdrawn-text").into_any(),
            Standing::Reading | Standing::Submitted => read(&cx, &may).await?.into_any(),
        };
        let links = vec![(paths::ASSESSMENTS.to_owned(), t.get("assessments-title"))];
        Ok(Page::new(
            row.title.clone(),
            view! {
                {breadcrumb(t, links, row.title.clone())}
                <header class="wk-page-header">
                    <p class="wk-eyebrow">{row.call.clone()}</p>
                    <h1>{row.title.clone()}</h1>
                    <p class="wk-meta"><span><span class=row.standing.badge()>{row.standing.label(t)}</span></span><span>{row.applicant.clone()}</span>
                        <span>{t.get("assessment-due")}" "{t.date(row.due_on)}</span></p>
                </header>
                {closed}
                {body}
            },
        ))
    })
}

fn alert(t: Texts, key: &str) -> impl IntoView + use<> {
    view! { <div class="wk-alert wk-alert--info"><p>{t.get(key)}</p></div> }
}

/// The proposal, with the form or what was judged.
async fn read(cx: &RequestCx, may: &MayAssess) -> Result<impl IntoView + use<>, AppError> {
    let (t, db, row) = (cx.t(), cx.db().reader(), may.assigned());
    let id = row.proposal.to_string();
    let (funder, proposal) = proposals::access::funder_reads(cx, &row.slug, &id).await?;
    let (rules, answers) = proposals::queries::rules_and_answers(db, funder.call(), proposal.id).await?;
    let all = proposals::queries::dossier(&proposal, &rules, answers, proposals::queries::parts(db, proposal.id).await?);
    let (before, after) = if row.standing == Standing::Submitted {
        let results = queries::results(db, row.proposal, may.account_id(), row.waits).await?;
        let own = row.mark.map(|mark| given_view(t, mark, &row.reasons));
        let own = view! {
            <section class="wk-section"><h2>{t.get("assessment-own")}</h2>
                <p class="wk-meta">{row.submitted_at.map(|at| view! { <span>{t.moment(at)}</span> })}</p>{own}</section>
            <section class="wk-section"><h2>{t.get("assessment-all")}</h2>{results_view(t, results, None)}</section>
        };
        (Some(own.into_any()), None)
    } else if row.waits {
        let form = judge_form(cx, row).await?;
        let doubt = declare_form(cx, row, false).await?;
        (None, Some(view! { {form}{doubt} }.into_any()))
    } else {
        (None, None)
    };
    Ok(view! {
        {before}
        <section class="wk-section"><h2>{t.get("assessment-proposal")}</h2><p class="wk-meta"><span>{t.get("proposal-requested")}": "{t.money(proposal.requested)}</span></p></section>
        {dossier(t, all, &id)}
        {after}
    })
}

/// Asks whether there is an interest; later, for who finds one while reading.
async fn declare_form(cx: &RequestCx, row: &Assigned, first: bool) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let hidden = view! { <Hidden name="id" value=row.proposal.to_string()/> };
    if !first {
        return Ok(view! {
            <details class="wk-details"><summary>{t.get("assessment-later")}</summary><p>{t.get("assessment-later-text")}</p>
                <form method="post" action=t.href(DeclareInterest::PATH)>{hidden}<Hidden name="interest" value=Interest::Conflict.as_str()/>
                    <button class="wk-button wk-button--danger" type="submit">{t.get("assessment-later-button")}</button></form>
            </details>
        }
        .into_any());
    }
    let (form, errors) =
        cx.kept_form::<DeclareForm>(DECLARE_FORM).await?.unwrap_or_else(|| (DeclareForm::default(), FieldErrors::default()));
    let fields = Fields::new(t, errors);
    let options = vec![
        (Interest::None.as_str().to_owned(), t.get("assessment-interest-none")),
        (Interest::Conflict.as_str().to_owned(), t.get("assessment-interest-conflict")),
    ];
    Ok(view! {
        <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(DeclareInterest::PATH)>
            <ErrorSummary fields=fields.clone()/>
            {hidden}
            <p>{t.get("assessment-interest-text")}</p>
            <Choices fields=fields name="interest" label=t.get("assessment-interest") hint=t.get("assessment-interest-hint") values=vec![form.interest] options=options/>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("assessment-interest-button")}</button></div>
        </form>
    }
    .into_any())
}

async fn judge_form(cx: &RequestCx, row: &Assigned) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let stored = || {
        let mark = row.mark.map(|mark| mark.as_str().to_owned()).unwrap_or_default();
        (JudgeForm { mark, reasons: row.reasons.clone(), ..JudgeForm::default() }, FieldErrors::default())
    };
    let id = row.proposal.to_string();
    let (form, errors) = cx.kept_form::<JudgeForm>(JUDGE_FORM).await?.filter(|(form, _)| form.id == id).unwrap_or_else(stored);
    let fields = Fields::new(t, errors);
    let options = Mark::ALL.iter().map(|mark| (mark.as_str().to_owned(), mark.label(t))).collect();
    let saved = row.saved_at.map(|at| view! { <p class="wk-note">{t.with("assessment-saved-at", &[("moment", t.moment(at).into())])}</p> });
    Ok(view! {
        <section class="wk-section"><h2>{t.get("assessment-own")}</h2>
            <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(JudgeProposal::PATH)>
                <ErrorSummary fields=fields.clone()/>
                <Hidden name="id" value=id/>
                <Choices fields=fields.clone() name="mark" label=t.get("assessment-mark") hint=t.get("assessment-mark-hint") values=vec![form.mark] options=options/>
                <TextArea fields=fields name="reasons" label=t.get("assessment-reasons") hint=t.get("assessment-reasons-hint") value=form.reasons rows=8/>
                {saved}
                <p class="wk-note">{t.get("assessment-once")}</p>
                <div class="wk-actions">
                    <button class="wk-button wk-button--primary" type="submit" name="form[do]" value="submit">{t.get("assessment-submit")}</button>
                    <button class="wk-button wk-button--secondary" type="submit" name="form[do]" value="save">{t.get("assessment-save")}</button>
                </div>
            </form>
        </section>
    })
}
