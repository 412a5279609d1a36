//! What several pages show, here and in other slices.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    calls::model::QuestionKind,
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    proposals::{
        model::{Rules, Sums, answer_text, field_of},
        queries::{Answer, Asked, Co, Decided, Dossier, FileRow},
    },
    ui::form::Hidden,
    values::Cents,
};

/// Reads a part of the address; in the body of a page, before anything waits.
pub fn param(name: &str) -> String {
    use_params_map().get_untracked().get(name).unwrap_or_default()
}

/// Reads a value of the query; in the body of a page, before anything waits.
pub fn query(name: &str) -> String {
    use_query_map().get_untracked().get(name).unwrap_or_default()
}

/// The way to this page: links, then its own name.
pub fn breadcrumb(t: Texts, links: Vec<(String, String)>, here: String) -> impl IntoView {
    let links = links.into_iter().map(|(path, label)| view! { <li><a href=t.href(path)>{label}</a></li> }).collect_view();
    view! { <nav class="wk-breadcrumb" aria-label=t.get("proposal-breadcrumb")><ol>{links}<li><span aria-current="page">{here}</span></li></ol></nav> }
}

/// Links above a page that belongs to a call.
pub fn call_links(t: Texts, slug: &str, title: &str) -> Vec<(String, String)> {
    vec![(paths::CALLS.to_owned(), t.get("nav-calls")), (format!("{}/{slug}", paths::CALLS), title.to_owned())]
}

/// What has to be mended, each with the name of its field and a link to it on `page` (empty: this one).
pub fn error_summary(t: Texts, errors: &FieldErrors, rules: &Rules, page: &str) -> impl IntoView + use<> {
    (!errors.is_empty()).then(|| {
        let problems = errors
            .iter()
            .map(|(field, problem)| {
                let label = field_label(t, field, rules);
                let mark = if label.ends_with('?') { "" } else { ":" };
                let text = format!("{label}{mark} {}", problem.text(t));
                view! { <li><a href=format!("{page}#{field}")>{text}</a></li> }
            })
            .collect_view();
        view! {
            <div class="wk-error-summary" role="alert" tabindex="-1" autofocus>
                <h2>{t.with("form-error-title", &[("count", errors.iter().count().into())])}</h2><ul>{problems}</ul>
            </div>
        }
    })
}

/// Names a field of the draft.
fn field_label(t: Texts, field: &str, rules: &Rules) -> String {
    let (name, rest) = field.split_once('[').unwrap_or((field, ""));
    let index = rest.split(']').next().unwrap_or_default();
    let number = index.parse::<usize>().unwrap_or_default() + 1;
    match name {
        "title" => t.get("proposal-title"),
        "summary" => t.get("proposal-summary"),
        "areas" => t.get("proposal-areas"),
        "own_contribution" => t.get("proposal-own"),
        "budget" if index.is_empty() => t.get("proposal-budget"),
        "budget" => format!("{}, {}", t.get("proposal-budget"), t.with("proposal-line-number", &[("number", number.into())])),
        "co" if index.is_empty() => t.get("proposal-co"),
        "co" => t.with("proposal-co-number", &[("number", number.into())]),
        _ => rules
            .questions
            .iter()
            .find(|question| field_of(question.id) == index)
            .map(|question| question.label.clone())
            .unwrap_or_default(),
    }
}

/// A form that is one button.
pub fn button_form(
    t: Texts,
    action: &'static str,
    values: Vec<(&'static str, String)>,
    label: String,
    class: &'static str,
) -> impl IntoView {
    let hidden = values.into_iter().map(|(name, value)| view! { <Hidden name=name value=value/> }).collect_view();
    view! { <form class="wk-inline-form" method="post" action=t.href(action)>{hidden}<button class=class type="submit">{label}</button></form> }
}

/// Running text of a person, with its paragraphs and line ends.
pub fn paragraphs(text: &str) -> impl IntoView + use<> {
    let paragraphs: Vec<_> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let lines: Vec<String> = part.lines().map(str::to_owned).collect();
            let last = lines.len().saturating_sub(1);
            let lines =
                lines.into_iter().enumerate().map(|(index, line)| view! { {line}{(index < last).then(|| view! { <br/> })} }).collect_view();
            view! { <p>{lines}</p> }
        })
        .collect();
    view! { <div class="wk-prose">{paragraphs}</div> }
}

/// The content of a proposal as it was submitted.
pub fn dossier(t: Texts, dossier: Dossier, proposal_id: &str) -> impl IntoView {
    let Dossier { title: _, summary, answers, budget, own, requested, areas, co, files, asked: _, decided: _ } = dossier;
    let total = budget.iter().map(|(_, amount)| *amount).sum();
    let budget: Vec<(String, String)> = budget.into_iter().map(|(label, amount)| (label, t.money(amount))).collect();
    view! {
        <section class="wk-section"><h2>{t.get("proposal-summary")}</h2>{paragraphs(&summary)}</section>
        {(!areas.is_empty()).then(|| view! { <section class="wk-section"><h2>{t.get("proposal-areas")}</h2>{list(areas)}</section> })}
        {(!answers.is_empty()).then(|| view! { <section class="wk-section"><h2>{t.get("proposal-answers")}</h2>{answers_view(t, answers)}</section> })}
        {(!budget.is_empty()).then(|| view! { <section class="wk-section"><h2>{t.get("proposal-budget")}</h2>{budget_table(t, budget, Sums { total, own, requested })}</section> })}
        {(!co.is_empty()).then(|| view! { <section class="wk-section"><h2>{t.get("proposal-co")}</h2>{co_list(t, co)}</section> })}
        {(!files.is_empty()).then(|| view! { <section class="wk-section"><h2>{t.get("proposal-files")}</h2>{file_list(t, files, proposal_id)}</section> })}
    }
}

/// A list of short texts.
pub fn list(items: Vec<String>) -> impl IntoView {
    view! { <ul>{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }
}

fn answers_view(t: Texts, answers: Vec<Answer>) -> impl IntoView {
    let long = |kind| matches!(kind, QuestionKind::LongText | QuestionKind::ShortText);
    answers
        .into_iter()
        .map(|Answer { label, kind, value }| {
            let text = answer_text(kind, &value, t);
            let answer = if long(kind) { paragraphs(&text).into_any() } else { view! { <p>{text}</p> }.into_any() };
            view! { <h3>{label}</h3>{answer} }
        })
        .collect_view()
}

/// Budget lines with their total; the amounts are written already.
pub fn budget_table(t: Texts, lines: Vec<(String, String)>, sums: Sums) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|(label, amount)| view! { <tr><th scope="row">{label}</th><td class="wk-num" data-label=t.get("proposal-amount")>{amount}</td></tr> })
        .collect_view();
    view! {
        <div class="wk-table-wrap"><table class="wk-table wk-lines">
            <caption class="wk-visually-hidden">{t.get("proposal-budget")}</caption>
            <thead><tr><th scope="col">{t.get("proposal-line")}</th><th scope="col" class="wk-num">{t.get("proposal-amount")}</th></tr></thead>
            <tbody>{rows}</tbody>
            {sums_rows(t, sums)}
        </table></div>
    }
}

/// The sums under a budget.
pub fn sums_rows(t: Texts, Sums { total, own, requested }: Sums) -> impl IntoView {
    let row = |label: &str, amount: Cents| view! { <tr><th scope="row">{t.get(label)}</th><td class="wk-num">{t.money(amount)}</td></tr> };
    view! { <tfoot>{row("proposal-total", total)}{row("proposal-own", own)}{row("proposal-requested", requested)}</tfoot> }
}

/// Co-applicants with what they answered.
pub fn co_list(t: Texts, co: Vec<Co>) -> impl IntoView {
    let rows = co
        .into_iter()
        .map(|co| {
            view! { <li><div><strong>{co.name}</strong><p class="wk-meta">{(!co.role.is_empty()).then(|| view! { <span>{co.role.clone()}</span> })}<span>{co.email}</span></p></div>
                <span class=co.state.badge()>{co.state.label(t)}</span></li> }
        })
        .collect_view();
    view! { <ul class="wk-worklist" role="list">{rows}</ul> }
}

/// Files to download.
pub fn file_list(t: Texts, files: Vec<FileRow>, proposal_id: &str) -> impl IntoView {
    let rows = files
        .into_iter()
        .map(|file| {
            // A download is no page, so it has no language.
            let href = paths::proposal_file(proposal_id, file.id);
            view! { <li><div><a href=href download="">{file.name}</a><p class="wk-meta">{file.question.map(|question| view! { <span>{question}</span> })}<span>{size(t, file.bytes)}</span></p></div></li> }
        })
        .collect_view();
    view! { <ul class="wk-worklist" role="list">{rows}</ul> }
}

/// Writes the size of a file.
pub fn size(t: Texts, bytes: i64) -> String {
    let kilobytes = u64::try_from(bytes.max(0)).unwrap_or_default().div_ceil(1_000);
    if kilobytes < 1_000 {
        format!("{} kB", t.number(kilobytes))
    } else {
        #[expect(clippy::cast_precision_loss, reason = "a size to read, not to count with")]
        let megabytes = kilobytes as f64 / 1_000.0;
        format!("{} MB", t.quantity(megabytes))
    }
}

/// What was asked and answered.
pub fn asked_view(t: Texts, asked: Asked) -> impl IntoView {
    let Asked { question, asked_at, answer, answered_at } = asked;
    view! {
        <div class="wk-panel">
            <h3>{t.get("proposal-question")}</h3>
            <p class="wk-meta"><span>{t.moment(asked_at)}</span></p>
            {paragraphs(&question)}
            {answer.map(|answer| view! {
                <h3>{t.get("proposal-answer")}</h3>
                {answered_at.map(|at| view! { <p class="wk-meta"><span>{t.moment(at)}</span></p> })}
                {paragraphs(&answer)}
            })}
        </div>
    }
}

/// The decision with its reason.
pub fn decided_view(t: Texts, decided: Decided) -> impl IntoView {
    use crate::proposals::model::Outcome;
    let Decided { outcome, reason, awarded, decided_at, told_at: _ } = decided;
    let (class, title) = match outcome {
        Outcome::Awarded => ("wk-alert wk-alert--ok", t.get("proposal-decided-awarded")),
        Outcome::Refused => ("wk-alert wk-alert--info", t.get("proposal-decided-refused")),
    };
    view! {
        <div class=class>
            <h2 class="wk-alert__title">{title}</h2>
            <p class="wk-meta"><span>{t.moment(decided_at)}</span>{(awarded > Cents(0)).then(|| view! { <span>{t.get("proposal-awarded")}": "{t.money(awarded)}</span> })}</p>
            <p><strong>{t.get("proposal-reason")}</strong></p>
            {paragraphs(&reason)}
        </div>
    }
}
