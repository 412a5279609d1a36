//! `/voorstellen/:id/bewerken`

use std::collections::HashMap;

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{breadcrumb, error_summary, file_list, list, param, query, sums_rows};
use crate::{
    areas::{
        self,
        fields::{AreaSuggestions, AreasField},
    },
    calls::model::{Question, QuestionKind},
    error::AppError,
    infra::i18n::{Locale, Texts},
    input::FieldErrors,
    islands::{AutoSave, LiveCounts},
    paths,
    proposals::{
        access,
        api::{DRAFT_FORM, DraftForm, KeepDraft, SaveDraft},
        model::{self, CoApplicantState, CoRow, Draft, MAX_CO_APPLICANTS, MAX_LINES, ProposalState, Rules, field_of},
        queries::{self, FileRow},
    },
    ui::{
        form::{Choices, Fields, Hidden, Select, TextArea, TextField},
        page::{Page, page},
    },
    values::Cents,
};

/// The id of the form, which the island looks for.
const FORM: &str = "proposal-form";

/// More choices than this go into a menu.
const RADIOS: usize = 6;

#[component]
pub fn DraftPage() -> impl IntoView {
    let (id, lines, people, checked) = (param("id"), query("regels"), query("mensen"), query("controle"));
    page(async move |cx| {
        let t = cx.t();
        let may = access::writer(&cx, &id).await?;
        let (db, proposal) = (cx.db().reader(), may.proposal());
        if !matches!(proposal.state, ProposalState::Draft | ProposalState::Submitted) {
            return Err(AppError::Conflict);
        }
        let (rules, answers) = queries::rules_and_answers(db, &proposal.call, proposal.id).await?;
        let parts = queries::parts(db, proposal.id).await?;
        let stored = queries::draft(proposal, &rules, &answers, &parts);
        let kept = cx.kept_form::<DraftForm>(DRAFT_FORM).await?;
        let conflict = kept.is_some();
        let (form, errors) = match kept {
            Some((form, errors)) => (DraftForm::of(id.clone(), proposal.version, form.draft()), errors),
            None => {
                let errors = if checked.is_empty() {
                    FieldErrors::default()
                } else {
                    let known = queries::known(db, proposal, &parts, &stored).await?;
                    model::read(&stored, &rules, &known).err().unwrap_or_default()
                };
                (DraftForm::of(id.clone(), proposal.version, stored.clone()), errors)
            }
        };
        let files = queries::file_rows(parts.files, &rules);
        let co: HashMap<String, CoApplicantState> = parts.co.into_iter().map(|co| (co.email, co.state)).collect();
        let choices = areas::queries::choices(db).await?;
        let life = &proposal.call.life;
        let open = life.is_open(cx.now());
        let fields = Fields::new(t, errors.clone());
        let lines = form.budget.len().saturating_add(1).max(3).max(lines.parse().unwrap_or(0)).min(MAX_LINES);
        let people = form.co.len().saturating_add(usize::from(!people.is_empty() || form.co.is_empty())).min(MAX_CO_APPLICANTS);
        let title = t.get("proposal-draft-title");
        let links = vec![(paths::PROPOSALS.to_owned(), t.get("proposal-own-title"))];
        Ok(Page::new(
            title.clone(),
            view! {
                {breadcrumb(t, links, title.clone())}
                <div class="wk-narrow">
                    {error_summary(t, &errors, &rules, "")}
                    <header class="wk-page-header">
                        <p class="wk-eyebrow">{proposal.call.title.clone()}</p>
                        <h1>{title}</h1>
                        <p class="wk-steps"><strong>{t.get("proposal-step-1")}</strong>" "{proposal.applicant_name.clone()}
                            <progress class="wk-progress" max="3" value="1" aria-label=t.get("proposal-step-1")></progress></p>
                        {status(t, open, proposal.state, life.deadline().map(|at| t.moment(at)))}
                    </header>
                    {conflict.then(|| other_text(t, &stored))}
                    <form class="wk-form" id=FORM method="post" novalidate=true action=t.href(SaveDraft::PATH)>
                        // Enter in a field presses the first button of a form.
                        <button class="wk-visually-hidden" type="submit" name="form[do]" value="save" tabindex="-1" aria-hidden="true">{t.get("proposal-save")}</button>
                        <Hidden name="id" value=form.id.clone()/>
                        <Hidden name="version" value=form.version.clone()/>
                        <AreaSuggestions choices=choices/>
                        <section class="wk-form-section"><h2>{t.get("proposal-part-plan")}</h2>
                            <TextField fields=fields.clone() name="title" label=t.get("proposal-title") hint=t.get("proposal-title-hint") value=form.title.clone()/>
                            <TextArea fields=fields.clone() name="summary" label=t.get("proposal-summary") hint=t.get("proposal-summary-hint") value=form.summary.clone() rows=10/>
                            <AreasField fields=fields.clone() name="areas" label=t.get("proposal-areas") hint=t.get("proposal-areas-hint") values=form.areas.clone() optional=true/>
                        </section>
                        {questions(t, &fields, &rules, &form, &files)}
                        {budget(t, &fields, &rules, &form, lines)}
                        {co_applicants(t, &fields, &form, &co, people)}
                        {attachments(t, files, &id)}
                        <AutoSave form=FORM.to_owned() url=t.href(KeepDraft::PATH) failed=t.get("form-not-saved")/>
                        <div class="wk-actions">
                            <button class="wk-button wk-button--primary" type="submit" name="form[do]" value="check">{t.get("proposal-to-check")}</button>
                            <button class="wk-button wk-button--secondary" type="submit" name="form[do]" value="save">{t.get("proposal-save")}</button>
                            <a class="wk-button wk-button--subtle" href=t.href(paths::proposal_withdraw(&id))>
                                {t.get(if proposal.state == ProposalState::Draft { "proposal-discard" } else { "proposal-withdraw" })}</a>
                        </div>
                    </form>
                </div>
                <LiveCounts/>
            },
        )
        .with_islands())
    })
}

fn status(t: Texts, open: bool, state: ProposalState, deadline: Option<String>) -> impl IntoView {
    let deadline = deadline.unwrap_or_default();
    let (class, text) = match (open, state) {
        (false, _) => ("wk-alert wk-alert--warning", t.with("proposal-draft-closed", &[("deadline", deadline.into())])),
        (true, ProposalState::Draft) => ("wk-note", t.with("proposal-draft-open", &[("deadline", deadline.into())])),
        (true, _) => ("wk-alert wk-alert--info", t.with("proposal-draft-again", &[("deadline", deadline.into())])),
    };
    if class == "wk-note" {
        view! { <p class=class>{text}</p> }.into_any()
    } else {
        view! { <div class=class><p>{text}</p></div> }.into_any()
    }
}

/// What somebody else saved meanwhile, next to what was typed here.
fn other_text(t: Texts, stored: &Draft) -> impl IntoView + use<> {
    let budget: Vec<String> = stored.budget.iter().map(|row| format!("{}: {}", row.label, row.amount)).collect();
    let answers: Vec<String> = stored.answers.values().cloned().collect();
    view! {
        <details class="wk-details" open><summary>{t.get("proposal-changed-other")}</summary>
            <p><strong>{stored.title.clone()}</strong></p><p>{stored.summary.clone()}</p>{list(answers)}{list(budget)}
        </details>
    }
}

fn questions(t: Texts, fields: &Fields, rules: &Rules, form: &DraftForm, files: &[FileRow]) -> impl IntoView + use<> {
    if rules.questions.is_empty() {
        return ().into_any();
    }
    let questions = rules.questions.iter().map(|asked| question(t, fields, asked, form, files)).collect_view();
    view! { <section class="wk-form-section"><h2>{t.get("proposal-part-questions")}</h2>{questions}</section> }.into_any()
}

fn question(t: Texts, fields: &Fields, question: &Question, form: &DraftForm, files: &[FileRow]) -> AnyView {
    let Question { id, kind, label, help, required, word_limit, options } = question.clone();
    let (key, fields) = (field_of(id), fields.clone());
    let name = format!("answers[{key}]");
    let value = form.answers.get(&key).cloned().unwrap_or_default();
    let optional = !required;
    match kind {
        QuestionKind::LongText | QuestionKind::ShortText if word_limit.is_some() => {
            let (rows, limit) = (if kind == QuestionKind::LongText { 8 } else { 2 }, word_limit.unwrap_or_default());
            view! { <TextArea fields=fields name=name label=label hint=help value=value optional=optional rows=rows word_limit=limit/> }.into_any()
        }
        QuestionKind::LongText => {
            view! { <TextArea fields=fields name=name label=label hint=help value=value optional=optional rows=8/> }.into_any()
        }
        QuestionKind::ShortText => view! { <TextField fields=fields name=name label=label hint=help value=value optional=optional/> }.into_any(),
        QuestionKind::Number => {
            view! { <TextField fields=fields name=name label=label hint=help value=value optional=optional size="short" inputmode="decimal"/> }.into_any()
        }
        QuestionKind::Amount => {
            view! { <TextField fields=fields name=name label=label hint=help value=value optional=optional size="medium" inputmode="decimal" before="€"/> }
                .into_any()
        }
        QuestionKind::Date => {
            let hint = if help.is_empty() { t.get("proposal-date-hint") } else { format!("{help} {}", t.get("proposal-date-hint")) };
            view! { <TextField fields=fields name=name label=label hint=hint value=value optional=optional size="medium"/> }.into_any()
        }
        QuestionKind::YesNo => {
            let options = vec![("true".to_owned(), t.get("proposal-yes")), ("false".to_owned(), t.get("proposal-no"))];
            view! { <Choices fields=fields name=name label=label hint=help values=vec![value] options=options optional=optional/> }.into_any()
        }
        QuestionKind::Choice => {
            let few = options.len() <= RADIOS;
            let options: Vec<(String, String)> = options.into_iter().map(|option| (option.clone(), option)).collect();
            if few {
                view! { <Choices fields=fields name=name label=label hint=help values=vec![value] options=options optional=optional/> }.into_any()
            } else {
                view! { <Select fields=fields name=name label=label hint=help value=value options=options optional=optional/> }.into_any()
            }
        }
        QuestionKind::File => {
            let there: Vec<String> = files.iter().filter(|file| file.question.as_ref() == Some(&label)).map(|file| file.name.clone()).collect();
            let error = fields.error(&name);
            let invalid = error.is_some();
            view! {
                <div class=if invalid { "wk-field wk-field--invalid" } else { "wk-field" } id=name tabindex="-1">
                    <p class="wk-label">{label}{optional.then(|| view! { " "<span class="wk-optional">{t.get("form-optional")}</span> })}</p>
                    {(!help.is_empty()).then(|| view! { <p class="wk-hint">{help}</p> })}
                    {error.map(|text| view! { <p class="wk-error">{text}</p> })}
                    {list(there)}
                    <button class="wk-button wk-button--secondary wk-button--small" type="submit" name="form[do]" value="files">{t.get("proposal-to-files")}</button>
                </div>
            }
            .into_any()
        }
    }
}

fn budget(t: Texts, fields: &Fields, rules: &Rules, form: &DraftForm, lines: usize) -> impl IntoView + use<> {
    let rows = (0..lines)
        .map(|index| {
            let row = form.budget.get(index).cloned();
            let (label, amount) = row.clone().map(|row| (row.label, row.amount)).unwrap_or_default();
            let number = t.with("proposal-line-number", &[("number", (index + 1).into())]);
            let remove = row.map(|_| {
                let name = t.with("proposal-line-remove", &[("number", (index + 1).into())]);
                view! { <button class="wk-button-link" type="submit" name="form[do]" value=format!("line:{index}")>{name}</button> }
            });
            view! {
                <tr>
                    <td data-label=t.get("proposal-line")>{cell(fields, index, "label", format!("{}, {number}", t.get("proposal-line")), label)}</td>
                    <td data-label=t.get("proposal-amount")>{cell(fields, index, "amount", format!("{}, {number}", t.get("proposal-amount")), amount)}</td>
                    <td class="wk-table__actions">{remove}</td>
                </tr>
            }
        })
        .collect_view();
    let error = fields.error("budget").map(|text| view! { <p class="wk-error">{text}</p> });
    let total = form.draft().sums().total;
    // The island writes amounts as this language does.
    let sample = t.money(Cents(0)).replace('0', "#");
    let group = if t.locale == Locale::Nl { "." } else { "," };
    let limit = rules.limit().map(|limit| t.with("proposal-budget-limit", &[("amount", t.money(limit).into())]));
    view! {
        <section class="wk-form-section"><h2 id="budget" tabindex="-1">{t.get("proposal-budget")}</h2>
            <p class="wk-hint">{t.get("proposal-budget-hint")}{limit.map(|text| format!(" {text}"))}</p>
            {error}
            <div class="wk-table-wrap"><table class="wk-table wk-table--cards wk-lines">
                <caption class="wk-visually-hidden">{t.get("proposal-budget")}</caption>
                <thead><tr><th scope="col">{t.get("proposal-line")}</th><th scope="col">{t.get("proposal-amount-euro")}</th>
                    <th scope="col"><span class="wk-visually-hidden">{t.get("proposal-remove")}</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            <p>{t.get("proposal-lines-total")}" "<strong><output data-sum="#proposal-form td input[inputmode]" data-text=sample data-group=group>{t.money(total)}</output></strong></p>
            <p><button class="wk-button wk-button--secondary wk-button--small" type="submit" name="form[do]" value="add-line">{t.get("proposal-line-add")}</button></p>
            <TextField fields=fields.clone() name="own_contribution" label=t.get("proposal-own") hint=t.get("proposal-own-hint")
                value=form.own_contribution.clone() size="medium" inputmode="decimal" before="€" optional=true/>
            <div class="wk-table-wrap"><table class="wk-table wk-lines">
                <caption>{t.get("proposal-sums")}</caption>{sums_rows(t, form.draft().sums())}</table></div>
        </section>
    }
}

/// One field in the table of budget lines; the column is its label.
fn cell(fields: &Fields, index: usize, part: &'static str, label: String, value: String) -> impl IntoView + use<> {
    let name = format!("budget[{index}][{part}]");
    let error = fields.error(&name);
    let described_by = error.as_ref().map(|_| format!("{name}-error"));
    let money = part == "amount";
    let invalid = error.is_some();
    view! {
        {error.map(|text| view! { <p class="wk-error" id=format!("{name}-error")>{text}</p> })}
        <input class=if money { "wk-input wk-input--medium" } else { "wk-input" } id=name name=format!("form[budget][{index}][{part}]") value=value aria-label=label
            inputmode=money.then_some("decimal") aria-invalid=invalid.then_some("true") aria-describedby=described_by/>
    }
}

fn co_applicants(
    t: Texts,
    fields: &Fields,
    form: &DraftForm,
    known: &HashMap<String, CoApplicantState>,
    people: usize,
) -> impl IntoView + use<> {
    let rows = (0..people)
        .map(|index| {
            let row = form.co.get(index).cloned();
            let there = row.is_some();
            let CoRow { name, email, role } = row.unwrap_or_default();
            let state = known.get(&email.trim().to_lowercase()).copied();
            let legend = t.with("proposal-co-number", &[("number", (index + 1).into())]);
            view! {
                <fieldset class="wk-fieldset">
                    <legend class="wk-legend">{legend.clone()}{state.map(|state| view! { " "<span class=state.badge()>{state.label(t)}</span> })}</legend>
                    <div class="wk-field-row">
                        <TextField fields=fields.clone() name=format!("co[{index}][name]") label=t.get("proposal-co-name") value=name autocomplete="off" optional=!there/>
                        <TextField fields=fields.clone() name=format!("co[{index}][email]") label=t.get("proposal-co-email") value=email kind="email" autocomplete="off" optional=!there/>
                    </div>
                    <TextField fields=fields.clone() name=format!("co[{index}][role]") label=t.get("proposal-co-role") hint=t.get("proposal-co-role-hint") value=role optional=true/>
                    {there.then(|| view! { <p><button class="wk-button-link" type="submit" name="form[do]" value=format!("co:{index}")>
                        {t.with("proposal-co-remove", &[("number", (index + 1).into())])}</button></p> })}
                </fieldset>
            }
        })
        .collect_view();
    let error = fields.error("co").map(|text| view! { <p class="wk-error">{text}</p> });
    view! {
        <section class="wk-form-section"><h2 id="co" tabindex="-1">{t.get("proposal-co")}" "<span class="wk-optional">{t.get("form-optional")}</span></h2>
            <p class="wk-hint">{t.get("proposal-co-hint")}</p>
            {error}{rows}
            <div class="wk-actions">
                <button class="wk-button wk-button--secondary wk-button--small" type="submit" name="form[do]" value="add-co">{t.get("proposal-co-add")}</button>
                <button class="wk-button wk-button--secondary wk-button--small" type="submit" name="form[do]" value="invite">{t.get("proposal-co-invite")}</button>
            </div>
        </section>
    }
}

fn attachments(t: Texts, files: Vec<FileRow>, id: &str) -> impl IntoView + use<> {
    let there = (!files.is_empty()).then(|| file_list(t, files, id));
    view! {
        <section class="wk-form-section"><h2>{t.get("proposal-files")}" "<span class="wk-optional">{t.get("form-optional")}</span></h2>
            <p class="wk-hint">{t.get("proposal-files-hint")}</p>
            {there}
            <p><button class="wk-button wk-button--secondary wk-button--small" type="submit" name="form[do]" value="files">{t.get("proposal-to-files")}</button></p>
        </section>
    }
}
